#include "report/labels.h"

#include "tests/support/suite.h"

#define GAP 0.045

static void check_apart(const double *places, size_t count, double gap)
{
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT(places[i] >= -1e-9 && places[i] <= 1 + 1e-9);
        for (size_t j = 0; j < i; j++) {
            double apart = places[i] > places[j] ? places[i] - places[j] : places[j] - places[i];
            CU_ASSERT(apart >= gap - 1e-9);
        }
    }
}

static void far_apart(void)
{
    double places[] = {0.9, 0.1, 0.5};
    labels_spread(places, 3, GAP, 0, 1);
    CU_ASSERT_DOUBLE_EQUAL(places[0], 0.9, 0);
    CU_ASSERT_DOUBLE_EQUAL(places[1], 0.1, 0);
    CU_ASSERT_DOUBLE_EQUAL(places[2], 0.5, 0);
}

static void equal_places(void)
{
    for (size_t count = 1; count <= 20; count++)
        for (int at = 0; at <= 10; at++) {
            double places[20];
            for (size_t i = 0; i < count; i++)
                places[i] = at / 10.0;
            labels_spread(places, count, GAP, 0, 1);
            check_apart(places, count, GAP);
            for (size_t i = 1; i < count; i++)
                CU_ASSERT(places[i] < places[i - 1]); /* in their order, the first highest */
        }
}

static void order_is_kept(void)
{
    double places[] = {0.50, 0.52, 0.51, 0.99, 1.0};
    labels_spread(places, 5, GAP, 0, 1);
    check_apart(places, 5, GAP);
    CU_ASSERT(places[1] > places[2] && places[2] > places[0] && places[4] > places[3]);
}

static void too_many(void)
{
    double places[40];
    for (size_t i = 0; i < 40; i++)
        places[i] = 0.3;
    labels_spread(places, 40, GAP, 0, 1);
    check_apart(places, 40, 1.0 / 39);
    labels_spread(places, 0, GAP, 0, 1);
}

static CU_TestInfo tests[] = {
    {"labels that are apart stay where they are", far_apart},
    {"equal places are pushed apart and stay inside", equal_places},
    {"the order of values is the order of labels", order_is_kept},
    {"too many labels are spread evenly", too_many},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("labels", tests)
