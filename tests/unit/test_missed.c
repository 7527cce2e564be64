#include "report/missed.h"

#include <string.h>

#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static unsigned print(const struct summary *summary, char *text, size_t size)
{
    FILE *stream = fmemopen(text, size, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    unsigned missed = missed_thresholds_print(summary, stream);
    (void)fclose(stream);
    return missed;
}

static void a_missed_threshold_is_named_with_its_trial(void)
{
    char text[512] = "";
    struct summary *summary = fixture_new();
    struct result_threshold thresholds[] = {
        {.text = "errorRate < 0.1%", .value = 0, .passed = true},
        {.text = "responseTime.p(99) < 20ms", .value = 25000, .passed = false},
    };
    struct summary_trial *trial = fixture_trial(summary, 1);
    struct result_threshold *owned = trial->result.thresholds;
    unsigned count = trial->result.threshold_count;

    CU_ASSERT_EQUAL(print(summary, text, sizeof text), 0);
    trial->result.thresholds = thresholds;
    trial->result.threshold_count = 2;
    CU_ASSERT_EQUAL(print(summary, text, sizeof text), 1);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "event-loop, trial 1: responseTime.p(99) < 20ms was missed"));
    CU_ASSERT_PTR_NULL(strstr(text, "errorRate"));
    thresholds[1].passed = true;
    CU_ASSERT_EQUAL(print(summary, text, sizeof text), 0);
    thresholds[1].passed = false;
    trial->done = false; /* what a failed trial missed says nothing */
    CU_ASSERT_EQUAL(print(summary, text, sizeof text), 0);

    trial->done = true;
    trial->result.thresholds = owned;
    trial->result.threshold_count = count;
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"a missed threshold is named with its trial", a_missed_threshold_is_named_with_its_trial},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("missed", tests)
