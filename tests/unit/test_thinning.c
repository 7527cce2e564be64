#include "report/thinning.h"

#include <math.h>

#include "tests/support/suite.h"

static void buckets(void)
{
    CU_ASSERT_EQUAL(thinning_bucket(0, 400), 1);
    CU_ASSERT_EQUAL(thinning_bucket(400, 400), 1);
    CU_ASSERT_EQUAL(thinning_bucket(401, 400), 2);
    CU_ASSERT_EQUAL(thinning_bucket(3600, 400), 9);
}

static void worst_stays(void)
{
    double values[] = {1, 9, 2, 3, 4, 5, 7};
    CU_ASSERT_EQUAL_FATAL(thinning_apply(values, 7, 3, THINNING_MAX), 3);
    CU_ASSERT_DOUBLE_EQUAL(values[0], 9, 0);
    CU_ASSERT_DOUBLE_EQUAL(values[1], 5, 0);
    CU_ASSERT_DOUBLE_EQUAL(values[2], 7, 0);
}

static void median_stays(void)
{
    double values[] = {30, 10, 20, 4, 1, 3, 2};
    CU_ASSERT_EQUAL_FATAL(thinning_apply(values, 7, 3, THINNING_MEDIAN), 3);
    CU_ASSERT_DOUBLE_EQUAL(values[0], 20, 0);
    CU_ASSERT_DOUBLE_EQUAL(values[1], 3, 0);
    CU_ASSERT_DOUBLE_EQUAL(values[2], 2, 0);
}

static void gaps(void)
{
    const double none = (double)NAN;
    double values[] = {none, 5, none, none, none, 2, 4, none};
    CU_ASSERT_EQUAL_FATAL(thinning_apply(values, 8, 2, THINNING_MEDIAN), 4);
    CU_ASSERT_DOUBLE_EQUAL(values[0], 5, 0);
    CU_ASSERT(isnan(values[1]));
    CU_ASSERT_DOUBLE_EQUAL(values[2], 2, 0);
    CU_ASSERT_DOUBLE_EQUAL(values[3], 4, 0);
}

static void short_series(void)
{
    double values[] = {3, 1, 2};
    CU_ASSERT_EQUAL_FATAL(thinning_apply(values, 3, 1, THINNING_MAX), 3);
    CU_ASSERT_DOUBLE_EQUAL(values[1], 1, 0);
    CU_ASSERT_EQUAL(thinning_apply(values, 0, 1, THINNING_MAX), 0);
}

static CU_TestInfo tests[] = {
    {"a series of at most so many points needs so large buckets", buckets},
    {"the worst of a bucket stays", worst_stays},
    {"the median of a bucket stays", median_stays},
    {"gaps are passed over, and stay where there is nothing else", gaps},
    {"a short series stays as it is", short_series},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("thinning", tests)
