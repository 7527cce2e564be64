#include "report/statistics.h"

#include <math.h>

#include "tests/support/suite.h"

#define NEAR(got, expected) CU_ASSERT_DOUBLE_EQUAL(got, expected, 1e-9)

static void the_median_is_the_middle(void)
{
    NEAR(statistics_median((double[]){3, 1, 2}, 3), 2);
    NEAR(statistics_median((double[]){4, 1, 3, 2}, 4), 2.5);
    NEAR(statistics_median((double[]){7}, 1), 7);
    NEAR(statistics_median((double[]){(double)NAN, 5, (double)NAN}, 3), 5);
    CU_ASSERT_TRUE(isnan(statistics_median(NULL, 0)));
    CU_ASSERT_TRUE(isnan(statistics_median((double[]){(double)NAN}, 1)));
}

static void quantiles_are_interpolated(void)
{
    const double values[] = {10, 40, 20, 30};
    NEAR(statistics_quantile(values, 4, 0), 10);
    NEAR(statistics_quantile(values, 4, 1), 40);
    NEAR(statistics_quantile(values, 4, 0.25), 17.5);
    NEAR(statistics_quantile(values, 4, 0.9), 37);
}

static void more_values_than_fit_are_cut(void)
{
    static double values[STATISTICS_VALUES_MAX + 10];
    for (size_t i = 0; i < STATISTICS_VALUES_MAX + 10; i++)
        values[i] = i < STATISTICS_VALUES_MAX ? 1 : 1000;
    NEAR(statistics_quantile(values, STATISTICS_VALUES_MAX + 10, 1), 1);
}

static void a_line_is_found_again(void)
{
    struct statistics_line line;
    const double x[] = {0, 1, 2, (double)NAN, 3}, y[] = {5, 7, 9, 100, 11};
    CU_ASSERT_TRUE(statistics_fit(x, y, 5, &line));
    NEAR(line.slope, 2);
    NEAR(line.intercept, 5);
    NEAR(line.r_squared, 1);
    CU_ASSERT_EQUAL(line.points, 4);
}

static void noise_lowers_r_squared(void)
{
    struct statistics_line line;
    /* By hand: sxx = 5, sxy = 4, syy = 5. */
    CU_ASSERT_TRUE(statistics_fit((double[]){1, 2, 3, 4}, (double[]){1, 3, 2, 4}, 4, &line));
    NEAR(line.slope, 0.8);
    NEAR(line.r_squared, 0.64);
    CU_ASSERT_TRUE(statistics_fit((double[]){1, 2}, (double[]){4, 4}, 2, &line));
    NEAR(line.slope, 0);
    NEAR(line.r_squared, 1);
}

static void no_line_through_one_place(void)
{
    struct statistics_line line;
    CU_ASSERT_FALSE(statistics_fit((double[]){1}, (double[]){1}, 1, &line));
    CU_ASSERT_FALSE(statistics_fit((double[]){2, 2}, (double[]){1, 9}, 2, &line));
    CU_ASSERT_FALSE(statistics_fit((double[]){1, (double)NAN}, (double[]){1, 2}, 2, &line));
}

static void touching_intervals_become_one(void)
{
    struct statistics_interval list[] = {{5, 6}, {1, 2}, {2, 3}, {9, 8}, {5.5, 5.8}, {4, 4}};
    CU_ASSERT_EQUAL_FATAL(statistics_merge(list, 6), 2);
    NEAR(list[0].start, 1);
    NEAR(list[0].end, 3);
    NEAR(list[1].start, 5);
    NEAR(list[1].end, 6);
    CU_ASSERT_EQUAL(statistics_merge(list, 0), 0);
}

static void meeting_is_found_at_the_edges(void)
{
    const struct statistics_interval merged[] = {{1, 3}, {5, 6}};
    CU_ASSERT_TRUE(statistics_meets(merged, 2, 0, 1));
    CU_ASSERT_TRUE(statistics_meets(merged, 2, 2, 2.5));
    CU_ASSERT_TRUE(statistics_meets(merged, 2, 0, 10));
    CU_ASSERT_TRUE(statistics_meets(merged, 2, 6, 7));
    CU_ASSERT_FALSE(statistics_meets(merged, 2, 3.1, 4.9));
    CU_ASSERT_FALSE(statistics_meets(merged, 2, 0, 0.9));
    CU_ASSERT_FALSE(statistics_meets(merged, 2, 6.1, 9));
    CU_ASSERT_FALSE(statistics_meets(merged, 0, 0, 10));
}

static void cover_grows_with_what_lasts_longer(void)
{
    const struct statistics_interval merged[] = {{1, 3}, {5, 6}};
    NEAR(statistics_covered(merged, 2, 0, 10, 0), 3);
    NEAR(statistics_covered(merged, 2, 2, 5.5, 0), 1.5);
    NEAR(statistics_covered(merged, 2, 0, 10, 0.5), 4);
    NEAR(statistics_covered(merged, 2, 0, 10, 50), 6);
    NEAR(statistics_covered(merged, 0, 0, 10, 1), 0);
}

static CU_TestInfo tests[] = {
    {"the median is the middle", the_median_is_the_middle},
    {"quantiles are interpolated", quantiles_are_interpolated},
    {"more values than fit are cut", more_values_than_fit_are_cut},
    {"a line is found again", a_line_is_found_again},
    {"noise lowers r squared", noise_lowers_r_squared},
    {"no line through one place", no_line_through_one_place},
    {"touching intervals become one", touching_intervals_become_one},
    {"meeting is found at the edges", meeting_is_found_at_the_edges},
    {"cover grows with what lasts longer", cover_grows_with_what_lasts_longer},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("statistics", tests)
