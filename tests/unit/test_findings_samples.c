#include "tests/support/wording.h"

static struct made_run run;
static struct finding finding;

static struct latency_summary *times_of(unsigned server, unsigned step)
{
    return &run.shares[server][step][0].response_time;
}

static void give(unsigned server, unsigned step, uint64_t samples, double p99_us, double p999_us)
{
    struct latency_summary *times = times_of(server, step);
    times->samples = samples;
    times->p99_us = p99_us;
    times->p999_us = p999_us;
}

static void v3_is_silent_when_all_is_shown(void)
{
    made_run(&run);
    give(THREADS_SERVER, 2, 12000, 1000, 2000);
    give(LOOP_SERVER, 2, 12000, 1000, 2000);
    CU_ASSERT_FALSE(fires(rule_few_samples, &run, -1, &finding));
}

static void v3_says_how_long_a_step_must_be(void)
{
    made_run(&run);
    CU_ASSERT_TRUE_FATAL(fires(rule_few_samples, &run, -1, &finding));
    CU_ASSERT_EQUAL(finding.severity, FINDING_INFO);
    says(&finding, "p99.9 of light is not shown at 700/s: of 2,772 requests fewer than 10");
    says(&finding, "takes steps of 15 s.");
    CU_ASSERT_STRING_EQUAL(finding.next, "\"stepDuration\": \"15s\" in scenarios/mixed.json");
}

static void v3_is_a_caution_when_p99_is_missing(void)
{
    made_run(&run);
    give(LOOP_SERVER, 2, 400, (double)NAN, (double)NAN);
    (void)snprintf(run.phases[LOOP_SERVER].executor, sizeof run.phases[0].executor,
                   "constant-arrival-rate");
    CU_ASSERT_TRUE_FATAL(fires(rule_few_samples, &run, -1, &finding));
    CU_ASSERT_EQUAL(finding.severity, FINDING_CAUTION);
    says(&finding, "p99 and p99.9 of light are not shown at 700/s: of 400 requests");
    says(&finding, "10 s for p99, 100 s for p99.9.");
    CU_ASSERT_STRING_EQUAL(finding.next, "\"duration\": \"10s\" in scenarios/mixed.json");
}

static void v3_takes_the_first_step_where_nothing_is_compared(void)
{
    made_run(&run);
    run.scenario.common_step = -1;
    CU_ASSERT_TRUE_FATAL(fires(rule_few_samples, &run, -1, &finding));
    says(&finding, "at 300/s");
}

static void v3_needs_a_trusted_step_with_samples(void)
{
    made_run(&run);
    run.steps[0][2].trusted = run.steps[1][2].trusted = false;
    CU_ASSERT_FALSE(fires(rule_few_samples, &run, -1, &finding));
    made_run(&run);
    give(LOOP_SERVER, 2, 0, (double)NAN, (double)NAN);
    CU_ASSERT_FALSE(fires(rule_few_samples, &run, -1, &finding));
}

static CU_TestInfo tests[] = {
    {"V3 is silent when all is shown", v3_is_silent_when_all_is_shown},
    {"V3 says how long a step must be", v3_says_how_long_a_step_must_be},
    {"V3 is a caution when p99 is missing", v3_is_a_caution_when_p99_is_missing},
    {"V3 takes the first step where nothing is compared",
     v3_takes_the_first_step_where_nothing_is_compared},
    {"V3 needs a trusted step with samples", v3_needs_a_trusted_step_with_samples},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings_samples", tests)
