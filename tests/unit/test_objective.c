#include "report/objective.h"

#include <math.h>
#include <string.h>

#include "tests/support/made_run.h"
#include "tests/support/suite.h"

#define LIMIT_MS 20.0

static struct scenario_threshold p99_below(double percentile)
{
    return (struct scenario_threshold){.metric = METRIC_RESPONSE_TIME,
                                       .statistic = STATISTIC_PERCENTILE,
                                       .percentile = percentile,
                                       .value = LIMIT_MS * (double)ONE_MS_NS,
                                       .request = -1};
}

static struct measures fast(void)
{
    struct measures measures;
    memset(&measures, 0, sizeof measures);
    measures.censored_from_us = (double)NAN;
    measures.planned = 100;
    struct latency_summary *times = &measures.response_time;
    times->samples = 100;
    times->p50_us = 1000;
    times->p99_us = 19999;
    times->p999_us = times->p9999_us = (double)NAN;
    times->max_us = 30000;
    times->spectrum[0] = (struct spectrum_point){0, 100};
    times->spectrum[1] = (struct spectrum_point){90, 5000};
    times->spectrum[2] = (struct spectrum_point){96, 7000};
    times->spectrum_count = 3;
    return measures;
}

static void percentiles_come_from_the_next_higher_point(void)
{
    struct measures measures = fast();
    CU_ASSERT_DOUBLE_EQUAL(objective_percentile_us(&measures.response_time, 99), 19999, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(objective_percentile_us(&measures.response_time, 95), 7000, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(objective_percentile_us(&measures.response_time, 96), 7000, 1e-9);
    CU_ASSERT_TRUE(isnan(objective_percentile_us(&measures.response_time, 97)));
    CU_ASSERT_TRUE(isnan(objective_percentile_us(&measures.response_time, 99.9)));
}

static void a_value_at_the_limit_fails_unless_it_may_be_equal(void)
{
    struct measures measures = fast();
    struct scenario_threshold objective = p99_below(99);
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_MET);
    measures.response_time.p99_us = 20000;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_FAILED);
    objective.or_equal = true;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_MET);
}

static void too_few_samples_say_nothing_unless_all_were_fast(void)
{
    struct measures measures = fast();
    struct scenario_threshold objective = p99_below(99.9);
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_UNKNOWN);
    measures.response_time.max_us = 19000;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_MET);
    measures.censored_from_us = 15000; /* somebody gave up at this age */
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_UNKNOWN);
    measures.response_time.max_us = (double)NAN;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_UNKNOWN);
}

static void a_censored_percentile_proves_no_upper_limit(void)
{
    struct measures measures = fast();
    struct scenario_threshold objective = p99_below(99);
    measures.censored_from_us = 10000;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_UNKNOWN);
    measures.response_time.p99_us = 20001;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_FAILED);
}

static void every_metric_has_its_value(void)
{
    struct measures measures = fast();
    measures.service_time.mean_us = 2;
    measures.connect_time.max_us = 3;
    measures.time_to_first_byte.p50_us = 4;
    measures.error_rate = 0.25;
    measures.outcomes[OUTCOME_DROPPED] = 30;
    measures.outcomes[OUTCOME_CHECK_FAILED] = 40;
    measures.achieved_per_s = 50;
    measures.goodput_per_s = 60;

    const struct {
        enum scenario_metric metric;
        enum scenario_statistic statistic;
        double value;
    } cases[] = {
        {METRIC_SERVICE_TIME, STATISTIC_MEAN, 2},
        {METRIC_CONNECT_TIME, STATISTIC_MAX, 3},
        {METRIC_TIME_TO_FIRST_BYTE, STATISTIC_PERCENTILE, 4},
        {METRIC_ERROR_RATE, STATISTIC_NONE, 0.25},
        {METRIC_DROP_RATE, STATISTIC_NONE, 0.3},
        {METRIC_CHECK_FAIL_RATE, STATISTIC_NONE, 0.4},
        {METRIC_THROUGHPUT, STATISTIC_NONE, 50},
        {METRIC_GOODPUT, STATISTIC_NONE, 60},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scenario_threshold objective = p99_below(50);
        objective.metric = cases[i].metric;
        objective.statistic = cases[i].statistic;
        CU_ASSERT_DOUBLE_EQUAL(objective_value(&objective, &measures), cases[i].value, 1e-9);
    }
    measures.planned = 0;
    struct scenario_threshold drops = {.metric = METRIC_DROP_RATE};
    CU_ASSERT_TRUE(isnan(objective_value(&drops, &measures)));
}

static void rates_must_lie_above(void)
{
    struct measures measures = fast();
    measures.goodput_per_s = 900;
    struct scenario_threshold objective = {
        .metric = METRIC_GOODPUT, .above = true, .value = 900, .request = -1};
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_FAILED);
    measures.goodput_per_s = 901;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_MET);
    measures.goodput_per_s = (double)NAN;
    CU_ASSERT_EQUAL(objective_judge(&objective, &measures), OBJECTIVE_UNKNOWN);
}

static void objectives_are_put_into_words(void)
{
    static struct made_run run;
    made_run(&run);
    struct scenario *scenario = &run.scenario.scenario;
    char words[OBJECTIVE_WORDS_BYTES];
    objective_words(scenario, words);
    CU_ASSERT_STRING_EQUAL(words, "p99 of light < 20 ms");
    scenario->objective.request = -1;
    scenario->objective.or_equal = true;
    scenario->objective.percentile = 99.9;
    scenario->objective.metric = METRIC_SERVICE_TIME;
    objective_words(scenario, words);
    CU_ASSERT_STRING_EQUAL(words, "p99.9 service time <= 20 ms");
    scenario->objective = (struct scenario_threshold){
        .metric = METRIC_GOODPUT, .above = true, .value = 900, .request = 1};
    objective_words(scenario, words);
    CU_ASSERT_STRING_EQUAL(words, "goodput of heavy > 900/s");
    scenario->objective =
        (struct scenario_threshold){.metric = METRIC_ERROR_RATE, .value = 0.001, .request = -1};
    objective_words(scenario, words);
    CU_ASSERT_STRING_EQUAL(words, "error rate < 0.1 %");
}

static CU_TestInfo tests[] = {
    {"percentiles come from the next higher point", percentiles_come_from_the_next_higher_point},
    {"a value at the limit fails unless it may be equal",
     a_value_at_the_limit_fails_unless_it_may_be_equal},
    {"too few samples say nothing unless all were fast",
     too_few_samples_say_nothing_unless_all_were_fast},
    {"a censored percentile proves no upper limit", a_censored_percentile_proves_no_upper_limit},
    {"every metric has its value", every_metric_has_its_value},
    {"rates must lie above", rates_must_lie_above},
    {"objectives are put into words", objectives_are_put_into_words},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("objective", tests)
