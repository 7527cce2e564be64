#include "tests/support/wording.h"

#include "report/summary_answer.h"

static struct made_run run;
static struct finding finding;

static void miss(unsigned server, unsigned step, double p99_us)
{
    struct summary_step *one = &run.steps[server][step];
    one->objective = OBJECTIVE_FAILED;
    one->meets_objective = false;
    run.shares[server][step][0].response_time.p99_us = p99_us;
    summary_answer(&run.scenario);
}

static void d16_brackets_the_limit(void)
{
    made_run(&run);
    CU_ASSERT_FALSE(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    miss(LOOP_SERVER, 2, 61000);
    CU_ASSERT_TRUE_FATAL(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    says(&finding, "event loop sustains 500/s with a p99 of light of 1 ms "
                   "(objective: p99 of light < 20 ms). The next step, 700/s, fails with 61 ms");
    CU_ASSERT_STRING_EQUAL(finding.next, "\"rates\": [\"500/s\", \"550/s\", \"600/s\", \"650/s\"] "
                                         "in scenarios/mixed.json");
    CU_ASSERT_FALSE(fires(rule_sustains, &run, THREADS_SERVER, &finding));
}

static void d16_says_when_even_the_lowest_step_fails(void)
{
    made_run(&run);
    for (unsigned i = 0; i < MADE_STEPS; i++)
        miss(LOOP_SERVER, i, 48000);
    CU_ASSERT_TRUE_FATAL(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    says(&finding, "does not sustain even 300/s, the lowest step that tells: it gave 48 ms");
    CU_ASSERT_STRING_EQUAL(finding.next, "\"rates\": [\"60/s\", \"120/s\", \"180/s\", \"240/s\"] "
                                         "in scenarios/mixed.json");
    (void)snprintf(run.phases[LOOP_SERVER].executor, sizeof run.phases[0].executor,
                   "constant-arrival-rate");
    CU_ASSERT_TRUE_FATAL(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    CU_ASSERT_STRING_EQUAL(finding.next, "\"rate\": \"180/s\" in scenarios/mixed.json");
}

static void d16_names_errors_and_overload(void)
{
    made_run(&run);
    miss(LOOP_SERVER, 2, 61000);
    run.results[LOOP_SERVER][2].measures.error_rate = 0.3;
    CU_ASSERT_TRUE_FATAL(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    says(&finding, "fails with 30 % errors");
    made_run(&run);
    run.steps[LOOP_SERVER][2].kept_up = run.steps[LOOP_SERVER][2].meets_objective = false;
    run.steps[LOOP_SERVER][2].objective = OBJECTIVE_UNKNOWN;
    run.steps[LOOP_SERVER][2].served_per_s = 610;
    summary_answer(&run.scenario);
    CU_ASSERT_TRUE_FATAL(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    says(&finding, "fails with only 610/s served");
}

static void d16_does_not_judge_by_untrusted_steps(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][2].trusted = false;
    miss(LOOP_SERVER, 2, 61000);
    CU_ASSERT_FALSE(fires(rule_sustains, &run, LOOP_SERVER, &finding));
    CU_ASSERT_DOUBLE_EQUAL(run.servers[LOOP_SERVER].sustains_per_s, 500, 1e-9);
}

static void d20_names_who_never_failed(void)
{
    made_run(&run);
    CU_ASSERT_TRUE_FATAL(fires(rule_limit_not_found, &run, -1, &finding));
    says(&finding, "Limit not found for thread per request and event loop");
    says(&finding, "at least 700/s");
    CU_ASSERT_STRING_EQUAL(
        finding.next, "\"rates\": [\"700/s\", \"1400/s\", \"2800/s\"] in scenarios/mixed.json");
    miss(LOOP_SERVER, 2, 61000);
    CU_ASSERT_TRUE_FATAL(fires(rule_limit_not_found, &run, -1, &finding));
    says(&finding, "Limit not found for thread per request:");
    miss(THREADS_SERVER, 2, 20001);
    CU_ASSERT_FALSE(fires(rule_limit_not_found, &run, -1, &finding));
}

static void d20_is_silent_when_the_highest_step_is_not_known(void)
{
    made_run(&run);
    for (unsigned server = 0; server < MADE_SERVERS; server++)
        run.steps[server][2].trusted = run.steps[server][2].meets_objective = false;
    summary_answer(&run.scenario);
    CU_ASSERT_FALSE(fires(rule_limit_not_found, &run, -1, &finding));
}

static void without_an_objective_there_is_no_limit(void)
{
    made_run(&run);
    run.scenario.scenario.has_objective = false;
    for (unsigned server = 0; server < MADE_SERVERS; server++)
        for (unsigned i = 0; i < MADE_STEPS; i++) {
            run.steps[server][i].objective = OBJECTIVE_UNKNOWN;
            run.steps[server][i].meets_objective = false;
        }
    summary_answer(&run.scenario);
    CU_ASSERT_FALSE(fires(rule_limit_not_found, &run, -1, &finding));
    CU_ASSERT_FALSE(fires(rule_sustains, &run, LOOP_SERVER, &finding));
}

static void d20_counts_many_servers(void)
{
    made_run(&run);
    static struct summary_server servers[4];
    for (unsigned i = 0; i < 4; i++)
        servers[i] = run.servers[i % 2];
    run.scenario.servers = servers;
    run.scenario.server_count = 4;
    struct rule_place place = {.summary = &run.summary, .scenario = &run.scenario};
    CU_ASSERT_TRUE_FATAL(rule_limit_not_found(&place, &finding));
    wording_check(&finding);
    says(&finding, "for all 4 servers:");
    servers[3].limit_found = true;
    CU_ASSERT_TRUE_FATAL(rule_limit_not_found(&place, &finding));
    wording_check(&finding);
    says(&finding, "for thread per request, event loop and 1 more:");
}

static CU_TestInfo tests[] = {
    {"D16 brackets the limit", d16_brackets_the_limit},
    {"D16 says when even the lowest step fails", d16_says_when_even_the_lowest_step_fails},
    {"D16 names errors and overload", d16_names_errors_and_overload},
    {"D16 does not judge by untrusted steps", d16_does_not_judge_by_untrusted_steps},
    {"D20 names who never failed", d20_names_who_never_failed},
    {"D20 is silent when the highest step is not known",
     d20_is_silent_when_the_highest_step_is_not_known},
    {"without an objective there is no limit", without_an_objective_there_is_no_limit},
    {"D20 counts many servers", d20_counts_many_servers},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings_capacity", tests)
