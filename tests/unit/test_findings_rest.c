#include "tests/support/wording.h"

static struct made_run run;
static struct finding finding;

static void found(const char *rule, enum finding_severity severity, int server)
{
    struct finding *one = &run.summary.findings[run.summary.finding_count++];
    *one = (struct finding){.scenario = 0, .server = server, .severity = severity};
    (void)snprintf(one->rule, sizeof one->rule, "%s", rule);
}

static void make_slow(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][2].objective = OBJECTIVE_FAILED;
    run.shares[LOOP_SERVER][2][0].response_time.p99_us = 140000;
}

static void u1_says_that_nothing_explains_it(void)
{
    made_run(&run);
    CU_ASSERT_FALSE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    make_slow();
    CU_ASSERT_TRUE_FATAL(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    says(&finding, "event loop: p99 of light is 140 ms at 700/s (objective: p99 of light < 20 ms)");
    says(&finding, "Ruled out: a blocked loop, full cores, a late generator, overload.");
    CU_ASSERT_STRING_EQUAL(finding.next, "see when and to whom it happened: less "
                                         "results/made/trials/mixed/event-loop/1/slow.ndjson");
}

static void u1_rules_out_only_what_was_looked_at(void)
{
    make_slow();
    run.trials[LOOP_SERVER].has_loops = false;
    run.steps[LOOP_SERVER][2].cost.cpu_s = (double)NAN;
    run.results[LOOP_SERVER][2].verdict.status = VERDICT_DEGRADED;
    CU_ASSERT_TRUE_FATAL(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    says(&finding, "Ruled out: overload.");
}

static void u1_gives_way_to_an_explanation(void)
{
    static const char *const explanations[] = {"D1", "D3", "D4"};
    for (size_t i = 0; i < 3; i++) {
        make_slow();
        found(explanations[i], FINDING_CAUTION, LOOP_SERVER);
        CU_ASSERT_FALSE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
        run.summary.findings[0].server = THREADS_SERVER; /* explains the other server */
        CU_ASSERT_TRUE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    }
}

static void u1_leaves_overload_distrust_and_noise_to_others(void)
{
    make_slow();
    run.steps[LOOP_SERVER][2].kept_up = false;
    CU_ASSERT_FALSE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    make_slow();
    run.steps[LOOP_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    make_slow();
    run.steps[LOOP_SERVER][2].cost.other_cpu_s = 4 * 0.41; /* V7 */
    CU_ASSERT_FALSE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
    make_slow();
    run.scenario.scenario.objective.metric = METRIC_GOODPUT;
    CU_ASSERT_FALSE(fires(rule_unexplained, &run, LOOP_SERVER, &finding));
}

static void n0_says_how_much_was_used(void)
{
    made_run(&run);
    found("D20", FINDING_INFO, -1);
    found("V3", FINDING_INFO, -1);
    CU_ASSERT_TRUE_FATAL(fires(rule_no_problem, &run, -1, &finding));
    says(&finding, "No problem found up to 700/s");
    says(&finding, "The busiest server used 25 % of its CPUs: this shows health at this load");
    for (unsigned server = 0; server < MADE_SERVERS; server++)
        for (unsigned i = 0; i < MADE_STEPS; i++)
            run.steps[server][i].cost.cpu_s = (double)NAN;
    CU_ASSERT_TRUE_FATAL(fires(rule_no_problem, &run, -1, &finding));
    says(&finding, "blocked loop. But this shows health");
}

static void n0_is_silent_when_anything_was_said(void)
{
    static const struct {
        const char *rule;
        enum finding_severity severity;
    } others[] = {{"D1", FINDING_CAUTION},
                  {"D16", FINDING_INFO},
                  {"V3", FINDING_CAUTION},
                  {"V1", FINDING_ERROR},
                  {"U1", FINDING_CAUTION}};

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        made_run(&run);
        found(others[i].rule, others[i].severity, -1);
        CU_ASSERT_FALSE(fires(rule_no_problem, &run, -1, &finding));
        run.summary.findings[0].scenario = -1; /* of the whole run, as V9 on every small machine */
        CU_ASSERT_TRUE(fires(rule_no_problem, &run, -1, &finding));
    }
}

static void n0_needs_every_server_measured(void)
{
    made_run(&run);
    run.servers[LOOP_SERVER].shown = -1;
    CU_ASSERT_FALSE(fires(rule_no_problem, &run, -1, &finding));
    made_run(&run);
    run.scenario.server_count = 0;
    CU_ASSERT_FALSE(fires(rule_no_problem, &run, -1, &finding));
}

static CU_TestInfo tests[] = {
    {"U1 says that nothing explains it", u1_says_that_nothing_explains_it},
    {"U1 rules out only what was looked at", u1_rules_out_only_what_was_looked_at},
    {"U1 gives way to an explanation", u1_gives_way_to_an_explanation},
    {"U1 leaves overload, distrust and noise to others",
     u1_leaves_overload_distrust_and_noise_to_others},
    {"N0 says how much was used", n0_says_how_much_was_used},
    {"N0 is silent when anything was said", n0_is_silent_when_anything_was_said},
    {"N0 needs every server measured", n0_needs_every_server_measured},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings_rest", tests)
