#include "formats/result.h"

#include <string.h>

#include "tests/support/suite.h"

static void every_class_has_a_name_of_its_own(void)
{
    for (unsigned i = 0; i < OUTCOMES; i++) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(outcome_names[i]);
        for (unsigned k = 0; k < i; k++)
            CU_ASSERT_STRING_NOT_EQUAL(outcome_names[i], outcome_names[k]);
    }
    CU_ASSERT_STRING_EQUAL(outcome_names[OUTCOME_OK], "ok");
    CU_ASSERT_STRING_EQUAL(outcome_names[OUTCOME_ABORTED], "aborted");
    CU_ASSERT_EQUAL(OUTCOME_ABORTED, OUTCOMES - 1);
}

static void cleared_measures_know_no_latency(void)
{
    struct measures measures;
    memset(&measures, 0x55, sizeof measures);
    measures_clear(&measures);
    CU_ASSERT(isnan(measures.response_time.p50_us));
    CU_ASSERT(isnan(measures.connect_time.max_us));
    CU_ASSERT(isnan(measures.censored_from_us));
    CU_ASSERT_EQUAL(measures.response_time.samples, 0);
    CU_ASSERT_EQUAL(measures.lag.spectrum_count, 0);
    CU_ASSERT_EQUAL(measures.planned, 0);
    CU_ASSERT_STRING_EQUAL(measures.request, "");
}

static void reasons_only_ever_worsen_a_verdict(void)
{
    struct verdict verdict = {0};
    verdict_add(&verdict, VERDICT_INVALID, "Lag was %d ms.", 7);
    verdict_add(&verdict, VERDICT_DEGRADED, "Second.");
    CU_ASSERT_EQUAL(verdict.status, VERDICT_INVALID);
    CU_ASSERT_EQUAL(verdict.reason_count, 2);
    CU_ASSERT_STRING_EQUAL(verdict.reasons[0], "Lag was 7 ms.");
    CU_ASSERT_STRING_EQUAL(verdict.reasons[1], "Second.");
}

static void reasons_without_room_are_mentioned(void)
{
    struct verdict verdict = {0};
    for (unsigned i = 0; i < RESULT_REASONS_MAX; i++)
        verdict_add(&verdict, VERDICT_DEGRADED, "Reason %u.", i);
    CU_ASSERT_STRING_EQUAL(verdict.reasons[RESULT_REASONS_MAX - 1], "Reason 7.");
    verdict_add(&verdict, VERDICT_INVALID, "Reason 8.");
    CU_ASSERT_EQUAL(verdict.reason_count, RESULT_REASONS_MAX);
    CU_ASSERT_EQUAL(verdict.status, VERDICT_INVALID);
    CU_ASSERT_STRING_EQUAL(verdict.reasons[RESULT_REASONS_MAX - 1],
                           "There are more reasons than are shown here.");
}

static void nothing_is_left_after_release(void)
{
    struct result result = {.phases = calloc(1, sizeof *result.phases), .phase_count = 1};
    CU_ASSERT_PTR_NOT_NULL_FATAL(result.phases);
    result.phases[0].steps = calloc(1, sizeof *result.phases[0].steps);
    CU_ASSERT_PTR_NOT_NULL_FATAL(result.phases[0].steps);
    result.phases[0].step_count = 1;
    result.phases[0].steps[0].requests = calloc(3, sizeof(struct measures));
    result_release(&result); /* what it forgets, the leak checker of the asan preset finds */
    CU_ASSERT_PTR_NULL(result.phases);
    CU_ASSERT_EQUAL(result.phase_count, 0);
    result_release(&result);
}

static CU_TestInfo tests[] = {
    {"every class has a name of its own", every_class_has_a_name_of_its_own},
    {"cleared measures know no latency", cleared_measures_know_no_latency},
    {"reasons only ever worsen a verdict", reasons_only_ever_worsen_a_verdict},
    {"reasons without room are mentioned", reasons_without_room_are_mentioned},
    {"nothing is left after release, twice", nothing_is_left_after_release},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("result", tests)
