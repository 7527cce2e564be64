#include "loadgen/thresholds.h"

#include <math.h>

#include "tests/support/recorded.h"
#include "tests/support/suite.h"

static const struct measure_span four_seconds = {.duration_s = 4, .achieved_per_s = 24.5};

/* 100 requests in 4 s: 95 ok of 1 to 95 ms, 1 connection of 2 ms, 2 dropped, 2 wrong, 1 timeout. */
static struct cell *example_cell(void)
{
    struct cell *cell;
    struct error error;
    if (!cell_new(&cell, &error))
        abort();
    for (unsigned i = 0; i < 100; i++) {
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 0, 1000 * (i + 1));
        if (i == 0)
            record.connect_ns = 2000000;
        if (i >= 95)
            record.outcome = i < 97   ? OUTCOME_DROPPED
                             : i < 98 ? OUTCOME_STATUS_MISMATCH
                             : i < 99 ? OUTCOME_CHECK_FAILED
                                      : OUTCOME_RESPONSE_TIMEOUT;
        cell_begin(cell, record.intended_ns);
        cell_add(cell, &record);
    }
    cell->good = 20;
    return cell;
}

static void each_metric_is_measured(void)
{
    static const struct {
        enum scenario_metric metric;
        enum scenario_statistic statistic;
        double percentile;
        double value; /* in the result's units */
    } cases[] = {
        {METRIC_RESPONSE_TIME, STATISTIC_MAX, 0, 100010},
        {METRIC_SERVICE_TIME, STATISTIC_MAX, 0, 100000},
        {METRIC_SERVICE_TIME, STATISTIC_MEAN, 0, (95 * 96 / 2 + 100) / 96.0 * 1000},
        {METRIC_SERVICE_TIME, STATISTIC_PERCENTILE, 50, 48000},
        {METRIC_TIME_TO_FIRST_BYTE, STATISTIC_MAX, 0, 50000},
        {METRIC_CONNECT_TIME, STATISTIC_PERCENTILE, 99, 2000},
        {METRIC_ERROR_RATE, STATISTIC_NONE, 0, 0.05},
        {METRIC_DROP_RATE, STATISTIC_NONE, 0, 0.02},
        {METRIC_CHECK_FAIL_RATE, STATISTIC_NONE, 0, 0.02},
        {METRIC_THROUGHPUT, STATISTIC_NONE, 0, 24.5},
        {METRIC_GOODPUT, STATISTIC_NONE, 0, 5},
    };
    struct cell *cell = example_cell();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scenario_threshold threshold = {
            .text = "as written",
            .metric = cases[i].metric,
            .statistic = cases[i].statistic,
            .percentile = cases[i].percentile,
        };
        struct result_threshold result;
        threshold_evaluate(&threshold, cell, &four_seconds, &result);
        CU_ASSERT_STRING_EQUAL(result.text, "as written");
        CU_ASSERT(result.value >= cases[i].value * (1 - 1e-12));
        CU_ASSERT(result.value <= cases[i].value * (1 + 1.0 / 1024));
    }
    cell_free(cell);
}

static void borders_follow_the_sign(void)
{
    static const struct {
        bool above, or_equal;
        double limit; /* error rate is 0.05 */
        bool passed;
    } cases[] = {
        {false, false, 0.06, true}, {false, false, 0.05, false}, {false, true, 0.05, true},
        {false, true, 0.04, false}, {true, false, 0.04, true},   {true, false, 0.05, false},
        {true, true, 0.05, true},   {true, true, 0.06, false},
    };
    struct cell *cell = example_cell();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scenario_threshold threshold = {
            .metric = METRIC_ERROR_RATE,
            .above = cases[i].above,
            .or_equal = cases[i].or_equal,
            .value = cases[i].limit,
        };
        struct result_threshold result;
        threshold_evaluate(&threshold, cell, &four_seconds, &result);
        CU_ASSERT_EQUAL(result.passed, cases[i].passed);
    }
    cell_free(cell);
}

static void latencies_are_compared_in_the_same_unit(void)
{
    struct cell *cell = example_cell();
    struct result_threshold result;
    struct scenario_threshold threshold = {
        .metric = METRIC_SERVICE_TIME, .statistic = STATISTIC_MAX, .value = 100001000};
    threshold_evaluate(&threshold, cell, &four_seconds, &result);
    CU_ASSERT(result.passed);
    threshold.value = 99999000;
    threshold_evaluate(&threshold, cell, &four_seconds, &result);
    CU_ASSERT_FALSE(result.passed);
    cell_free(cell);
}

static void without_samples_nothing_has_passed(void)
{
    struct cell *cell;
    struct error error;
    CU_ASSERT_FATAL(cell_new(&cell, &error));
    for (int metric = METRIC_RESPONSE_TIME; metric <= METRIC_GOODPUT; metric++) {
        struct scenario_threshold threshold = {
            .metric = (enum scenario_metric)metric,
            .statistic = STATISTIC_MAX,
            .value = 1,
        };
        struct result_threshold result;
        threshold_evaluate(&threshold, cell, &(struct measure_span){0}, &result);
        CU_ASSERT(isnan(result.value));
        CU_ASSERT_FALSE(result.passed);
    }
    cell_free(cell);
}

static CU_TestInfo tests[] = {
    {"each metric is measured", each_metric_is_measured},
    {"borders follow the sign", borders_follow_the_sign},
    {"latencies are compared in the same unit", latencies_are_compared_in_the_same_unit},
    {"without samples nothing has passed", without_samples_nothing_has_passed},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("thresholds", tests)
