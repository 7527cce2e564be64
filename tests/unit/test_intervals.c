#include "report/intervals.h"

#include "tests/support/suite.h"

#define NEAR(got, expected) CU_ASSERT_DOUBLE_EQUAL(got, expected, 1e-9)

static void touching_intervals_become_one(void)
{
    struct interval list[] = {{5, 6}, {1, 2}, {2, 3}, {9, 8}, {5.5, 5.8}, {4, 4}};
    CU_ASSERT_EQUAL_FATAL(intervals_merge(list, 6), 2);
    NEAR(list[0].start, 1);
    NEAR(list[0].end, 3);
    NEAR(list[1].start, 5);
    NEAR(list[1].end, 6);
    CU_ASSERT_EQUAL(intervals_merge(list, 0), 0);
}

static void meeting_is_found_at_the_edges(void)
{
    const struct interval merged[] = {{1, 3}, {5, 6}};
    CU_ASSERT_TRUE(intervals_meet(merged, 2, 0, 1));
    CU_ASSERT_TRUE(intervals_meet(merged, 2, 2, 2.5));
    CU_ASSERT_TRUE(intervals_meet(merged, 2, 0, 10));
    CU_ASSERT_TRUE(intervals_meet(merged, 2, 6, 7));
    CU_ASSERT_FALSE(intervals_meet(merged, 2, 3.1, 4.9));
    CU_ASSERT_FALSE(intervals_meet(merged, 2, 0, 0.9));
    CU_ASSERT_FALSE(intervals_meet(merged, 2, 6.1, 9));
    CU_ASSERT_FALSE(intervals_meet(merged, 0, 0, 10));
}

static void cover_grows_with_what_lasts_longer(void)
{
    const struct interval merged[] = {{1, 3}, {5, 6}};
    NEAR(intervals_covered(merged, 2, 0, 10, 0), 3);
    NEAR(intervals_covered(merged, 2, 2, 5.5, 0), 1.5);
    NEAR(intervals_covered(merged, 2, 0, 10, 0.5), 4);
    NEAR(intervals_covered(merged, 2, 0, 10, 50), 6);
    NEAR(intervals_covered(merged, 0, 0, 10, 1), 0);
}

static CU_TestInfo tests[] = {
    {"touching intervals become one", touching_intervals_become_one},
    {"meeting is found at the edges", meeting_is_found_at_the_edges},
    {"cover grows with what lasts longer", cover_grows_with_what_lasts_longer},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("intervals", tests)
