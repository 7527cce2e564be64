#include "formats/scenario_threshold.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static void right_texts_become_conditions(void)
{
    static const struct {
        const char *text;
        enum scenario_metric metric;
        enum scenario_statistic statistic;
        double percentile;
        bool above;
        bool or_equal;
        double value;
    } cases[] = {
        {"responseTime.p(99) < 20ms", METRIC_RESPONSE_TIME, STATISTIC_PERCENTILE, 99, false, false,
         20e6},
        {"responseTime.p(99.9)<=1.5s", METRIC_RESPONSE_TIME, STATISTIC_PERCENTILE, 99.9, false,
         true, 1.5e9},
        {"serviceTime.mean < 500us", METRIC_SERVICE_TIME, STATISTIC_MEAN, 0, false, false, 500e3},
        {"connectTime.max   <   1m", METRIC_CONNECT_TIME, STATISTIC_MAX, 0, false, false, 60e9},
        {"timeToFirstByte.p(0) < 1ns", METRIC_TIME_TO_FIRST_BYTE, STATISTIC_PERCENTILE, 0, false,
         false, 1},
        {"responseTime.p(100) < 0s", METRIC_RESPONSE_TIME, STATISTIC_PERCENTILE, 100, false, false,
         0},
        {"responseTime.p(100.00) < 0s", METRIC_RESPONSE_TIME, STATISTIC_PERCENTILE, 100, false,
         false, 0},
        {"errorRate < 0.1%", METRIC_ERROR_RATE, STATISTIC_NONE, 0, false, false, 0.001},
        {"dropRate <= 0%", METRIC_DROP_RATE, STATISTIC_NONE, 0, false, true, 0},
        {"checkFailRate<100%", METRIC_CHECK_FAIL_RATE, STATISTIC_NONE, 0, false, false, 1},
        {"throughput > 500/s", METRIC_THROUGHPUT, STATISTIC_NONE, 0, true, false, 500},
        {"goodput >= 1.5k/s", METRIC_GOODPUT, STATISTIC_NONE, 0, true, true, 1500},
        {"goodput > 30/m", METRIC_GOODPUT, STATISTIC_NONE, 0, true, false, 0.5},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct scenario_threshold threshold;
        struct error error;
        CU_ASSERT_TRUE_FATAL(scenario_threshold_parse(cases[i].text, &threshold, &error));
        CU_ASSERT_STRING_EQUAL(threshold.text, cases[i].text);
        CU_ASSERT_EQUAL(threshold.metric, cases[i].metric);
        CU_ASSERT_EQUAL(threshold.statistic, cases[i].statistic);
        CU_ASSERT_EQUAL(threshold.percentile, cases[i].percentile);
        CU_ASSERT_EQUAL(threshold.above, cases[i].above);
        CU_ASSERT_EQUAL(threshold.or_equal, cases[i].or_equal);
        CU_ASSERT_DOUBLE_EQUAL(threshold.value, cases[i].value, 1e-9 * cases[i].value);
        CU_ASSERT_EQUAL(threshold.request, -1);
    }
}

static void wrong_texts_say_what_to_write(void)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {"", "a threshold begins with a metric; write "},
        {" errorRate < 1%", "a threshold begins with a metric; write "},
        {"< 1%", "a threshold begins with a metric; write "},
        {"p95<200", "there is no metric \"p95\"; write "},
        {"errorrate < 1%", "\"errorrate\"; did you mean \"errorRate\"?\nmetrics: responseTime"},
        {"responseTime<20ms", "responseTime needs a statistic; write "},
        {"responseTime.p99 < 20ms", "\"p99\" is no statistic; write p(99)"},
        {"responseTime.p() < 20ms", "\"p()\" is no statistic"},
        {"responseTime.p(99 < 20ms", "\"p(99\" is no statistic"},
        {"responseTime.p(99.) < 20ms", "\"p(99.)\" is no statistic"},
        {"responseTime.p(-1) < 20ms", "\"p(-1)\" is no statistic"},
        {"responseTime.p(100.1) < 20ms", "\"p(100.1)\" is no statistic"},
        {"responseTime.p(099) < 20ms", "\"p(099)\" is no statistic"},
        {"responseTime.p(1e1) < 20ms", "\"p(1e1)\" is no statistic"},
        {"responseTime.median < 20ms", "\"median\" is no statistic"},
        {"responseTime.maxi < 20ms", "\"maxi\" is no statistic"},
        {"responseTime. < 20ms", "\"\" is no statistic"},
        {"errorRate.p(99) < 1%", "errorRate has no statistics; write \"errorRate < 0.1%\""},
        {"responseTime.p(99) > 20ms", "responseTime must lie below a value; write "},
        {"responseTime.p(99) = 20ms", "responseTime must lie below a value; write "},
        {"responseTime.p(99)", "responseTime must lie below a value; write "},
        {"throughput < 500/s", "throughput must lie above a value; write "},
        {"responseTime.p(99) <", "\"\" does not start with a digit; write "},
        {"responseTime.p(99) < 20", "\"20\" has no unit; write "},
        {"responseTime.p(99) < 20 ms", "has the unknown unit \" ms\"; write "},
        {"responseTime.p(99) < 1%", "has the unknown unit \"%\"; write "},
        {"responseTime.p(99) =< 1s", "must lie below"},
        {"responseTime.p(99) <== 1s", "does not start with a digit"},
        {"responseTime.p(99) < = 1s", "does not start with a digit"},
        {"errorRate < 1", "\"1\" is no percentage; write "},
        {"errorRate < 1.%", "\"1.%\" is no percentage; write "},
        {"errorRate < 1 %", "\"1 %\" is no percentage; write "},
        {"errorRate < %", "\"%\" is no percentage; write "},
        {"errorRate < 100.1%", "is more than 100 %; write "},
        {"throughput > 500", "\"500\" has no unit; write "},
        {"errorRate < 1% ", "is no percentage"},
        {"throughput > 500/s and more", "has the unknown unit"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct scenario_threshold threshold = {.request = 7};
        struct error error = {""};
        CU_ASSERT_FALSE(scenario_threshold_parse(cases[i].text, &threshold, &error));
        CU_ASSERT_EQUAL(threshold.request, 7);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        if (strstr(error.text, cases[i].words) == NULL)
            (void)fprintf(stderr, "%s: %s\n", cases[i].text, error.text);
    }
}

static void the_longest_text_fits_and_a_longer_one_does_not(void)
{
    char text[200];
    struct scenario_threshold threshold;
    struct error error;
    int length = snprintf(text, sizeof text, "errorRate < %0113d.1%%", 0);
    CU_ASSERT_EQUAL_FATAL((size_t)length, sizeof threshold.text);
    CU_ASSERT_FALSE(scenario_threshold_parse(text, &threshold, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "more than 127 characters; write "));
    memmove(text + 12, text + 13, (size_t)length - 12);
    CU_ASSERT_TRUE(scenario_threshold_parse(text, &threshold, &error));
}

static void conditions_are_told_in_words(void)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {"responseTime.p(99) < 20ms", "response time p99 of light below 20 ms"},
        {"responseTime.p(99.9) <= 1s", "response time p99.9 of light at most 1 s"},
        {"serviceTime.mean < 500us", "service time mean of light below 500 us"},
        {"connectTime.max < 1.5ms", "connect time maximum of light below 1.5 ms"},
        {"errorRate < 0.1%", "share of errors of light below 0.1 %"},
        {"goodput >= 1.5k/s", "goodput of light at least 1.5k/s"},
        {"throughput > 500/s", "throughput of light above 500/s"},
    };
    struct scenario scenario;
    struct scenario_threshold threshold;
    struct error error;
    char words[100];
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(NULL, NULL, &scenario, &error));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CU_ASSERT_TRUE_FATAL(scenario_threshold_parse(cases[i].text, &threshold, &error));
        threshold.request = 0;
        scenario_threshold_words(&scenario, &threshold, words, sizeof words);
        CU_ASSERT_STRING_EQUAL(words, cases[i].words);
    }
    threshold.request = -1;
    scenario_threshold_words(&scenario, &threshold, words, sizeof words);
    CU_ASSERT_STRING_EQUAL(words, "throughput above 500/s");
    scenario_release(&scenario);
}

static void requests_of_conditions_become_indexes(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(
        "thresholds",
        "[\"errorRate < 1%\", {\"request\": \"heavy\", \"threshold\": \"errorRate < 2%\"},"
        " {\"threshold\": \"errorRate < 3%\"}]",
        &scenario, &error));
    CU_ASSERT_EQUAL_FATAL(scenario.threshold_count, 3);
    CU_ASSERT_EQUAL(scenario.thresholds[0].request, -1);
    CU_ASSERT_EQUAL(scenario.thresholds[1].request, 1);
    CU_ASSERT_STRING_EQUAL(scenario.thresholds[1].text, "errorRate < 2%");
    CU_ASSERT_EQUAL(scenario.thresholds[2].request, -1);
    CU_ASSERT_FALSE(scenario.has_objective);
    scenario_release(&scenario);
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(
        "objective", "{\"request\": \"light\", \"threshold\": \"responseTime.mean < 1s\"}",
        &scenario, &error));
    CU_ASSERT_TRUE(scenario.has_objective);
    CU_ASSERT_EQUAL(scenario.objective.request, 0);
    CU_ASSERT_EQUAL(scenario.objective.statistic, STATISTIC_MEAN);
    scenario_release(&scenario);
}

static CU_TestInfo tests[] = {
    {"right texts become conditions", right_texts_become_conditions},
    {"wrong texts say what to write", wrong_texts_say_what_to_write},
    {"the longest text fits and a longer one does not",
     the_longest_text_fits_and_a_longer_one_does_not},
    {"conditions are told in words", conditions_are_told_in_words},
    {"requests of conditions become indexes", requests_of_conditions_become_indexes},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_threshold", tests)
