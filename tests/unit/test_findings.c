#include "report/findings.h"

#include "report/summary_answer.h"
#include "tests/support/wording.h"

static struct made_run run;

static const struct finding *find(const char *rule)
{
    for (unsigned i = 0; i < run.summary.finding_count; i++)
        if (strcmp(run.summary.findings[i].rule, rule) == 0)
            return &run.summary.findings[i];
    return NULL;
}

static void a_healthy_run_gets_a_clean_bill(void)
{
    made_run(&run);
    findings_diagnose(&run.summary);
    CU_ASSERT_EQUAL(run.summary.finding_count, 3);
    CU_ASSERT_PTR_NOT_NULL(find("D20"));
    CU_ASSERT_PTR_NOT_NULL(find("V3"));
    CU_ASSERT_PTR_NOT_NULL(find("N0"));
    findings_diagnose(&run.summary);
    CU_ASSERT_EQUAL(run.summary.finding_count, 3);
}

static void make_trouble(void)
{
    made_run(&run);
    run.summary.run.unoptimised = true;
    verdict_add(&run.results[THREADS_SERVER][2].verdict, VERDICT_INVALID, "It was late.");
    run.steps[THREADS_SERVER][2].trusted = run.steps[THREADS_SERVER][2].meets_objective = false;
    run.results[LOOP_SERVER][0].measures.error_rate = 0.02;
    run.results[LOOP_SERVER][1].measures.error_rate = 0.5;
    run.steps[LOOP_SERVER][0].meets_objective = run.steps[LOOP_SERVER][1].meets_objective = false;
    run.steps[LOOP_SERVER][2].objective = OBJECTIVE_FAILED;
    run.steps[LOOP_SERVER][2].meets_objective = false;
    run.shares[LOOP_SERVER][2][0].response_time.p99_us = 140000;
    summary_answer(&run.scenario);
}

static void errors_come_first_and_large_effects_before_small_ones(void)
{
    make_trouble();
    findings_diagnose(&run.summary);
    CU_ASSERT_TRUE_FATAL(run.summary.finding_count >= 4);
    CU_ASSERT_STRING_EQUAL(run.summary.findings[0].rule, "V1");
    for (unsigned i = 1; i < run.summary.finding_count; i++) {
        const struct finding *before = &run.summary.findings[i - 1];
        const struct finding *after = &run.summary.findings[i];
        CU_ASSERT_TRUE(before->severity < after->severity ||
                       (before->severity == after->severity && before->effect >= after->effect));
    }
    for (unsigned i = 0; i < run.summary.finding_count; i++)
        wording_check(&run.summary.findings[i]);
    CU_ASSERT_PTR_NULL(find("N0"));
    CU_ASSERT_PTR_NOT_NULL(find("U1"));
    CU_ASSERT_PTR_NOT_NULL(find("V14"));
    CU_ASSERT_EQUAL(find("V1")->server, THREADS_SERVER);
    CU_ASSERT_EQUAL(find("V16")->scenario, -1);
    CU_ASSERT_EQUAL(find("V16")->server, -1);
    CU_ASSERT_EQUAL(find("V3")->server, -1);
}

static void what_cannot_be_trusted_explains_nothing(void)
{
    made_run(&run);
    struct step_cost *cost = &run.steps[LOOP_SERVER][2].cost;
    cost->cpu_s = 4 * 1.0;
    cost->loop_busy_share = 0.99;
    run.steps[THREADS_SERVER][2].cost.cpu_s = 4 * 1.9;
    findings_diagnose(&run.summary);
    CU_ASSERT_PTR_NOT_NULL(find("D3"));
    CU_ASSERT_PTR_NOT_NULL(find("D4"));
    run.steps[LOOP_SERVER][2].trusted = run.steps[THREADS_SERVER][2].trusted = false;
    findings_diagnose(&run.summary);
    CU_ASSERT_PTR_NULL(find("D3"));
    CU_ASSERT_PTR_NULL(find("D4"));
}

static void a_server_without_a_trial_is_passed_over(void)
{
    make_trouble();
    run.servers[LOOP_SERVER].shown = -1;
    run.servers[THREADS_SERVER].shown = -1;
    findings_diagnose(&run.summary);
    for (unsigned i = 0; i < run.summary.finding_count; i++)
        CU_ASSERT_EQUAL(run.summary.findings[i].server, -1);
}

/* More scenarios with trouble than there is room for: the gravest stay. */
static void when_there_is_no_room_the_least_important_go(void)
{
    static struct summary_scenario scenarios[60];
    make_trouble();
    for (unsigned i = 0; i < 60; i++)
        scenarios[i] = run.scenario;
    run.summary.scenarios = scenarios;
    run.summary.scenario_count = 60;
    findings_diagnose(&run.summary);
    CU_ASSERT_EQUAL(run.summary.finding_count, SUMMARY_FINDINGS_MAX);
    CU_ASSERT_TRUE(run.summary.findings_left_out > 0);
    unsigned errors = 0;
    for (unsigned i = 0; i < run.summary.finding_count; i++)
        errors += run.summary.findings[i].severity == FINDING_ERROR ? 1 : 0;
    CU_ASSERT_EQUAL(errors, 60);
}

static void rules_and_severities_have_names(void)
{
    CU_ASSERT_STRING_EQUAL(finding_severity_name(FINDING_ERROR), "error");
    CU_ASSERT_STRING_EQUAL(finding_severity_name(FINDING_CAUTION), "caution");
    CU_ASSERT_STRING_EQUAL(finding_severity_name(FINDING_INFO), "info");
    CU_ASSERT_TRUE(finding_is_about_trust(&(struct finding){.rule = "V9"}));
    CU_ASSERT_FALSE(finding_is_about_trust(&(struct finding){.rule = "D1"}));
    size_t count = 0;
    while (findings_rule(count) != NULL)
        count++;
    CU_ASSERT_EQUAL(count, 15);
}

static CU_TestInfo tests[] = {
    {"a healthy run gets a clean bill", a_healthy_run_gets_a_clean_bill},
    {"errors come first and large effects before small ones",
     errors_come_first_and_large_effects_before_small_ones},
    {"what cannot be trusted explains nothing", what_cannot_be_trusted_explains_nothing},
    {"a server without a trial is passed over", a_server_without_a_trial_is_passed_over},
    {"when there is no room the least important go", when_there_is_no_room_the_least_important_go},
    {"rules and severities have names", rules_and_severities_have_names},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings", tests)
