#include "tests/support/wording.h"

static struct made_run run;
static struct finding finding;
static struct summary_busy busy[40];
static struct summary_slow slow[1300];

/* In each of the 12 measured seconds one block of so many ms, and slow requests of which so many
 * come within it and the others after it. */
static void block(double block_s, unsigned within, unsigned outside)
{
    made_run(&run);
    struct summary_trial *trial = &run.trials[LOOP_SERVER];
    trial->busy = busy;
    trial->slow = slow;
    trial->result.measures.response_time.p50_us = 400;
    trial->result.measures.planned = 6000;
    for (unsigned second = 0; second < 12; second++) {
        double start_s = 1.1 + second;
        busy[trial->busy_count++] = (struct summary_busy){0, start_s, start_s + block_s};
        for (unsigned i = 0; i < within + outside; i++) {
            double at_s = i < within ? start_s + 0.001 : start_s + 0.5;
            slow[trial->slow_count++] = (struct summary_slow){at_s, at_s + 0.03, "light", 0};
        }
    }
    for (unsigned i = 0; i < MADE_STEPS; i++) {
        run.steps[LOOP_SERVER][i].cost.loop_blocked_share = block_s;
        run.steps[LOOP_SERVER][i].cost.loop_longest_s = block_s;
        run.steps[LOOP_SERVER][i].cost.loop_longest_at_s = 1.1 + 4 * i;
        for (unsigned k = 0; k < 2; k++)
            run.shares[LOOP_SERVER][i][k].service_time.min_us = k == 0 ? 250 : 50000;
    }
}

static void d1_fires_when_blocks_explain_the_slow_ones(void)
{
    block(0.05, 9, 1);
    CU_ASSERT_TRUE_FATAL(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
    says(&finding, "for 5 % of the run (longest 50 ms at 1.1 s)");
    says(&finding, "Of 120 requests slower than 20 ms, 108 (90 %) met a block");
    says(&finding, "meets one in 5.04 % of cases");
    CU_ASSERT_STRING_EQUAL(finding.next, "make \"heavy\" (now \"/work?cpu=50ms\") shorter than 20 "
                                         "ms in scenarios/mixed.json and run it again");
    CU_ASSERT_STRING_EQUAL(finding.chart, "c5");
    CU_ASSERT_PTR_NOT_NULL(strstr(finding.why, "because they waited"));
}

static void d1_needs_half_of_the_slow_ones(void)
{
    block(0.05, 5, 5);
    CU_ASSERT_TRUE(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
    block(0.05, 49, 51);
    run.trials[LOOP_SERVER].slow_count = 100;
    CU_ASSERT_FALSE(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
}

static void d1_needs_a_hundredth_of_the_time_or_one_long_block(void)
{
    block(0.05, 9, 1);
    run.trials[LOOP_SERVER].busy_count = 2; /* 0.1 s of 12 s */
    run.trials[LOOP_SERVER].slow_count = 20;
    CU_ASSERT_FALSE(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
    run.steps[LOOP_SERVER][0].cost.loop_longest_s = 0.1;
    CU_ASSERT_TRUE(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
}

static void d1_hedges_when_chance_is_high(void)
{
    block(0.55, 10, 0);
    CU_ASSERT_TRUE_FATAL(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
    CU_ASSERT_PTR_NOT_NULL(strstr(finding.why, "consistent with"));
}

static void d1_needs_loops_and_slow_requests(void)
{
    block(0.05, 9, 1);
    run.trials[LOOP_SERVER].slow_count = 0;
    CU_ASSERT_FALSE(fires(rule_loop_blocked, &run, LOOP_SERVER, &finding));
    CU_ASSERT_FALSE(fires(rule_loop_blocked, &run, THREADS_SERVER, &finding));
}

static struct step_cost *fill_core(double busy_share, double cores)
{
    made_run(&run);
    struct step_cost *cost = &run.steps[LOOP_SERVER][2].cost;
    cost->loop_busy_share = busy_share;
    cost->cpu_s = 4 * cores;
    return cost;
}

static void d3_fires_when_one_core_is_full_and_others_idle(void)
{
    fill_core(0.95, 0.97);
    CU_ASSERT_TRUE_FATAL(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
    says(&finding, "filled one core at 700/s");
    says(&finding, "busy 95 % of the time while 2.95 of 4 cores idled");
    fill_core(0.949, 0.97);
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
}

static void d3_needs_real_work_of_one_thread_and_room(void)
{
    fill_core(0.99, 0.89);
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
    fill_core(0.99, 1.31);
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
    fill_core(0.99, 0.97)->other_cpu_s = 4 * 2.49; /* idle: 4 - 0.97 - 0.06 - 2.49 = 0.48 */
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
    fill_core(0.99, 0.97);
    run.servers[LOOP_SERVER].cpus = 1;
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
    fill_core(0.99, 0.97);
    run.steps[LOOP_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
}

static void d3_is_not_for_models_without_loops(void)
{
    fill_core(0.99, 0.97);
    run.steps[THREADS_SERVER][2].cost.cpu_s = 4;
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, THREADS_SERVER, &finding));
}

static void d4_fires_when_nine_tenths_of_the_cores_are_used(void)
{
    made_run(&run);
    struct step_cost *cost = &run.steps[THREADS_SERVER][2].cost;
    cost->cpu_s = 4 * 1.79;
    CU_ASSERT_FALSE(fires(rule_all_cores_full, &run, THREADS_SERVER, &finding));
    cost->cpu_s = 4 * 1.8;
    CU_ASSERT_TRUE_FATAL(fires(rule_all_cores_full, &run, THREADS_SERVER, &finding));
    says(&finding, "used 1.8 of the 2 cores it could get at 700/s");
    says(&finding, "2 cores / 0.7 ms per request = 2,857/s; it served 700/s");
}

static void d4_counts_what_the_generator_takes_of_shared_cpus(void)
{
    made_run(&run);
    run.summary.run.shared_cpus = true;
    struct step_cost *cost = &run.steps[THREADS_SERVER][2].cost;
    cost->generator_cpu_share = 0.3;
    cost->cpu_s = 4 * 1.52; /* less than 90 % of 1.7 */
    CU_ASSERT_FALSE(fires(rule_all_cores_full, &run, THREADS_SERVER, &finding));
    cost->cpu_s = 4 * 1.54;
    CU_ASSERT_TRUE(fires(rule_all_cores_full, &run, THREADS_SERVER, &finding));
    says(&finding, "of the 1.7 cores");
    run.steps[THREADS_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(fires(rule_all_cores_full, &run, THREADS_SERVER, &finding));
}

static void unknown_costs_fire_nothing(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][2].cost.cpu_s = (double)NAN;
    run.steps[LOOP_SERVER][2].cost.loop_busy_share = 1;
    CU_ASSERT_FALSE(fires(rule_one_core_full, &run, LOOP_SERVER, &finding));
    CU_ASSERT_FALSE(fires(rule_all_cores_full, &run, LOOP_SERVER, &finding));
}

static CU_TestInfo tests[] = {
    {"D1 fires when blocks explain the slow ones", d1_fires_when_blocks_explain_the_slow_ones},
    {"D1 needs half of the slow ones", d1_needs_half_of_the_slow_ones},
    {"D1 needs a hundredth of the time or one long block",
     d1_needs_a_hundredth_of_the_time_or_one_long_block},
    {"D1 hedges when chance is high", d1_hedges_when_chance_is_high},
    {"D1 needs loops and slow requests", d1_needs_loops_and_slow_requests},
    {"D3 fires when one core is full and others idle",
     d3_fires_when_one_core_is_full_and_others_idle},
    {"D3 needs real work of one thread and room", d3_needs_real_work_of_one_thread_and_room},
    {"D3 is not for models without loops", d3_is_not_for_models_without_loops},
    {"D4 fires when nine tenths of the cores are used",
     d4_fires_when_nine_tenths_of_the_cores_are_used},
    {"D4 counts what the generator takes of shared CPUs",
     d4_counts_what_the_generator_takes_of_shared_cpus},
    {"unknown costs fire nothing", unknown_costs_fire_nothing},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("findings_diagnosis", tests)
