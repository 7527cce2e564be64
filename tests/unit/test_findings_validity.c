#include "tests/support/wording.h"

static struct made_run run;
static struct finding finding;

static struct measures *all_of(unsigned server, unsigned step)
{
    return &run.results[server][step].measures;
}

static void v1_quotes_the_generators_verdict(void)
{
    made_run(&run);
    CU_ASSERT_FALSE(fires(rule_generator_late, &run, LOOP_SERVER, &finding));
    verdict_add(&run.results[LOOP_SERVER][1].verdict, VERDICT_DEGRADED, "The lag was 0.4 ms.");
    CU_ASSERT_TRUE_FATAL(fires(rule_generator_late, &run, LOOP_SERVER, &finding));
    CU_ASSERT_EQUAL(finding.severity, FINDING_CAUTION);
    says(&finding, "event loop is less certain at 500/s. The lag was 0.4 ms.");
    verdict_add(&run.results[LOOP_SERVER][2].verdict, VERDICT_INVALID, "The lag was 4.1 ms.");
    CU_ASSERT_TRUE_FATAL(fires(rule_generator_late, &run, LOOP_SERVER, &finding));
    CU_ASSERT_EQUAL(finding.severity, FINDING_ERROR);
    says(&finding,
         "is not to be trusted at 700/s, and less certain in 1 more. The lag was 4.1 ms.");
    verdict_add(&run.results[LOOP_SERVER][0].verdict, VERDICT_INVALID, "The lag was 5 ms.");
    CU_ASSERT_TRUE_FATAL(fires(rule_generator_late, &run, LOOP_SERVER, &finding));
    says(&finding, "not to be trusted in 2 of 3 steps, first at 300/s, and less certain in 1 more. "
                   "The lag was 5 ms.");
    CU_ASSERT_FALSE(fires(rule_generator_late, &run, THREADS_SERVER, &finding));
}

static void v1_cuts_a_long_reason(void)
{
    made_run(&run);
    verdict_add(&run.results[0][0].verdict, VERDICT_INVALID,
                "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n "
                "o p q r s t u v w x y z");
    verdict_add(&run.results[0][2].verdict, VERDICT_INVALID, "x");
    CU_ASSERT_TRUE(fires(rule_generator_late, &run, THREADS_SERVER, &finding));
    says(&finding, "w x...");
    run.results[0][0].verdict.reason_count = 0;
    CU_ASSERT_TRUE(fires(rule_generator_late, &run, THREADS_SERVER, &finding));
}

static void overload(unsigned server, unsigned step, double served_per_s)
{
    struct summary_step *one = &run.steps[server][step];
    one->kept_up = false;
    one->meets_objective = false;
    one->served_per_s = served_per_s;
    all_of(server, step)->in_flight_slope_per_s = one->rate_per_s - served_per_s;
    run.shares[server][step][0].response_time.p99_us = 1.4e6;
}

static void v2_says_what_was_served_and_how_the_queue_grew(void)
{
    made_run(&run);
    CU_ASSERT_FALSE(fires(rule_overloaded, &run, LOOP_SERVER, &finding));
    overload(LOOP_SERVER, 2, 600);
    CU_ASSERT_TRUE_FATAL(fires(rule_overloaded, &run, LOOP_SERVER, &finding));
    says(&finding, "event loop fell behind at 700/s: it served 600/s of 700/s offered");
    says(&finding, "grew by 100 requests or 167 ms every second");
    says(&finding, "p99 of light, 1.4 s,");
    CU_ASSERT_DOUBLE_EQUAL(finding.measured, 600.0 / 700, 1e-9);
    overload(LOOP_SERVER, 1, 480);
    CU_ASSERT_TRUE_FATAL(fires(rule_overloaded, &run, LOOP_SERVER, &finding));
    says(&finding, "in 2 of 3 steps: at 700/s it served 600/s");
}

static void v2_leaves_errors_and_distrust_to_others(void)
{
    made_run(&run);
    overload(LOOP_SERVER, 2, 600);
    all_of(LOOP_SERVER, 2)->in_flight_slope_per_s = 0; /* the missing ones failed */
    CU_ASSERT_FALSE(fires(rule_overloaded, &run, LOOP_SERVER, &finding));
    overload(LOOP_SERVER, 2, 600);
    run.steps[LOOP_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(fires(rule_overloaded, &run, LOOP_SERVER, &finding));
}

static void v2_survives_a_server_that_stood_still(void)
{
    made_run(&run);
    overload(LOOP_SERVER, 2, 0);
    run.shares[LOOP_SERVER][2][0].response_time.p99_us = (double)NAN;
    run.scenario.common_rate_per_s = (double)NAN;
    CU_ASSERT_TRUE(fires(rule_overloaded, &run, LOOP_SERVER, &finding));
    says(&finding, "its the maximum");
}

static void v7_names_the_most_disturbed_step(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][1].cost.other_cpu_s = 4 * 0.4; /* 10 % of 4 cores */
    CU_ASSERT_FALSE(fires(rule_noisy_machine, &run, -1, &finding));
    run.steps[LOOP_SERVER][1].cost.other_cpu_s = 4 * 0.41;
    run.steps[THREADS_SERVER][0].cost.other_cpu_s = 4 * 1.2;
    CU_ASSERT_TRUE_FATAL(fires(rule_noisy_machine, &run, -1, &finding));
    says(&finding, "Other programs used 1.2 of 4 cores while thread per request ran at 300/s; 2 "
                   "of 6 steps were disturbed.");
    run.steps[THREADS_SERVER][0].cost.other_cpu_s = (double)NAN;
    run.steps[LOOP_SERVER][1].cost.other_cpu_s = 0;
    CU_ASSERT_FALSE(fires(rule_noisy_machine, &run, -1, &finding));
}

static void v7_counts_stolen_time(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][1].cost.steal_share = 0.02;
    CU_ASSERT_FALSE(fires(rule_noisy_machine, &run, -1, &finding));
    run.steps[LOOP_SERVER][1].cost.steal_share = 0.031;
    CU_ASSERT_TRUE_FATAL(fires(rule_noisy_machine, &run, -1, &finding));
    says(&finding, "while event loop ran at 500/s and the hypervisor took 3.1 % of the CPU time");
    run.steps[LOOP_SERVER][1].cost.other_cpu_s = (double)NAN;
    CU_ASSERT_TRUE(fires(rule_noisy_machine, &run, -1, &finding));
}

static void v9_fires_on_shared_cpus(void)
{
    made_run(&run);
    CU_ASSERT_FALSE(fires(rule_shared_cpus, &run, -1, &finding));
    run.summary.run.shared_cpus = true;
    run.summary.run.cpus_allowed = 2;
    CU_ASSERT_TRUE_FATAL(fires(rule_shared_cpus, &run, -1, &finding));
    says(&finding, "shared 2 CPUs");
    run.summary.run.cpus_allowed = 1;
    CU_ASSERT_TRUE_FATAL(fires(rule_shared_cpus, &run, -1, &finding));
    says(&finding, "shared 1 CPU.");
}

static void v12_fires_beyond_a_tenth(void)
{
    made_run(&run);
    struct measures *all = all_of(THREADS_SERVER, 0);
    double expected = 300 * 0.0005;
    all->in_flight_mean = expected * 1.10;
    CU_ASSERT_FALSE(fires(rule_books, &run, THREADS_SERVER, &finding));
    all->in_flight_mean = expected * 1.13;
    CU_ASSERT_TRUE_FATAL(fires(rule_books, &run, THREADS_SERVER, &finding));
    CU_ASSERT_EQUAL(finding.severity, FINDING_ERROR);
    says(&finding, "at 300/s: 0.169 requests");
    says(&finding, "gives 0.15");
    run.results[THREADS_SERVER][0].verdict.status = VERDICT_INVALID;
    CU_ASSERT_FALSE(fires(rule_books, &run, THREADS_SERVER, &finding));
}

static void v14_fires_above_one_per_cent(void)
{
    made_run(&run);
    struct measures *all = all_of(THREADS_SERVER, 2);
    all->error_rate = 0.01;
    CU_ASSERT_FALSE(fires(rule_errors, &run, THREADS_SERVER, &finding));
    all->error_rate = 0.12;
    all->outcomes[OUTCOME_CONNECT_REFUSED] = 330;
    all->outcomes[OUTCOME_ABORTED] = 6;
    CU_ASSERT_TRUE_FATAL(fires(rule_errors, &run, THREADS_SERVER, &finding));
    says(&finding, "failed 12 % of its requests at 700/s, most by connect_refused (330 of 2,800)");
    all_of(THREADS_SERVER, 1)->error_rate = 0.011;
    CU_ASSERT_TRUE_FATAL(fires(rule_errors, &run, THREADS_SERVER, &finding));
    says(&finding, "at 700/s and more than 1 % in others, most");
    run.steps[THREADS_SERVER][1].trusted = run.steps[THREADS_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(fires(rule_errors, &run, THREADS_SERVER, &finding));
}

static void v16_fires_unless_the_build_was_optimised(void)
{
    made_run(&run);
    CU_ASSERT_FALSE(fires(rule_build, &run, -1, &finding));
    run.summary.run.unoptimised = true;
    (void)snprintf(run.summary.run.build_type, sizeof run.summary.run.build_type, "Debug");
    CU_ASSERT_TRUE_FATAL(fires(rule_build, &run, -1, &finding));
    CU_ASSERT_EQUAL(finding.severity, FINDING_CAUTION);
    says(&finding, "were a Debug build");
}

static CU_TestInfo tests[] = {
    {"V1 quotes the generator's verdict", v1_quotes_the_generators_verdict},
    {"V1 cuts a long reason", v1_cuts_a_long_reason},
    {"V2 says what was served and how the queue grew",
     v2_says_what_was_served_and_how_the_queue_grew},
    {"V2 leaves errors and distrust to others", v2_leaves_errors_and_distrust_to_others},
    {"V2 survives a server that stood still", v2_survives_a_server_that_stood_still},
    {"V7 names the most disturbed step", v7_names_the_most_disturbed_step},
    {"V7 counts stolen time", v7_counts_stolen_time},
    {"V9 fires on shared CPUs", v9_fires_on_shared_cpus},
    {"V12 fires beyond a tenth", v12_fires_beyond_a_tenth},
    {"V14 fires above one per cent", v14_fires_above_one_per_cent},
    {"V16 fires unless the build was optimised", v16_fires_unless_the_build_was_optimised},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings_validity", tests)
