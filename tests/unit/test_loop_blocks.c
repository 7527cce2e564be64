#include "report/loop_blocks.h"

#include <math.h>

#include "tests/support/made_run.h"
#include "tests/support/suite.h"

static struct made_run run;
static struct loop_blocks blocks;

static struct summary_trial *trial_with(struct summary_busy *busy, size_t busy_count,
                                        struct summary_slow *slow, size_t slow_count)
{
    made_run(&run);
    struct summary_trial *trial = &run.trials[LOOP_SERVER];
    trial->busy = busy;
    trial->busy_count = busy_count;
    trial->slow = slow;
    trial->slow_count = slow_count;
    trial->result.measures.response_time.p50_us = 1000;
    return trial;
}

static void only_blocks_in_measured_time_count(void)
{
    struct summary_busy busy[] = {
        {0, 0.2, 0.5},   /* warm-up */
        {0, 2, 2.1},     /* a block */
        {0, 3, 3.019},   /* too short */
        {0, 12.9, 13.4}, /* 0.1 s of it are measured */
    };
    const struct summary_trial *trial = trial_with(busy, 4, NULL, 0);
    CU_ASSERT_TRUE_FATAL(loop_blocks_find(trial, &blocks));
    CU_ASSERT_DOUBLE_EQUAL(blocks.blocked_share, 0.2 / 12, 1e-9);
    CU_ASSERT_EQUAL(blocks.slow, 0);
    CU_ASSERT_DOUBLE_EQUAL(blocks.chance, 0, 1e-9);
}

static void slow_requests_meet_the_blocks_of_their_own_loop(void)
{
    struct summary_busy busy[] = {{0, 2, 2.1}, {1, 6, 6.3}};
    struct summary_slow slow[] = {
        {1.95, 2.005, "light", 0},                          /* meets it at the end of its life */
        {2.05, 2.2, "light", 1},                            /* the block of the other loop */
        {6.1, 6.4, "light", 1},    {6.1, 6.4, "light", -1}, /* nobody said which */
        {8, 8.05, "light", 0},     {0.5, 2.05, "light", 0}, /* planned in the warm-up */
    };
    const struct summary_trial *trial = trial_with(busy, 2, slow, 6);
    CU_ASSERT_TRUE_FATAL(loop_blocks_find(trial, &blocks));
    CU_ASSERT_EQUAL(blocks.slow, 5);
    CU_ASSERT_EQUAL(blocks.met, 3);
    CU_ASSERT_DOUBLE_EQUAL(blocks.blocked_share, 0.3 / 12, 1e-9);
    /* Two of loop 0 (0.101 s), two of loop 1 (0.301 s), one of any (0.402 s), of 12 s. */
    CU_ASSERT_DOUBLE_EQUAL(blocks.chance, (2 * 0.101 + 2 * 0.301 + 0.402) / 12 / 5, 1e-9);
}

static void ordinary_length_is_at_most_that_of_a_block(void)
{
    struct summary_busy busy[] = {{0, 2, 2.1}};
    struct summary_slow slow[] = {{2, 2.1, "light", 0}};
    struct summary_trial *trial = trial_with(busy, 1, slow, 1);
    trial->result.measures.response_time.p50_us = 9e6;
    CU_ASSERT_TRUE_FATAL(loop_blocks_find(trial, &blocks));
    CU_ASSERT_DOUBLE_EQUAL(blocks.chance, 0.12 / 12, 1e-9);
    trial->result.measures.response_time.p50_us = (double)NAN;
    CU_ASSERT_TRUE_FATAL(loop_blocks_find(trial, &blocks));
    CU_ASSERT_DOUBLE_EQUAL(blocks.chance, 0.1 / 12, 1e-9);
}

static void untrusted_steps_and_models_without_loops_are_left_out(void)
{
    struct summary_busy busy[] = {{0, 2, 2.1}};
    struct summary_slow slow[] = {{2, 2.1, "light", 0}};
    struct summary_trial *trial = trial_with(busy, 1, slow, 1);
    run.steps[LOOP_SERVER][0].trusted = false;
    CU_ASSERT_TRUE_FATAL(loop_blocks_find(trial, &blocks));
    CU_ASSERT_EQUAL(blocks.slow, 0);
    run.steps[LOOP_SERVER][1].trusted = run.steps[LOOP_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(loop_blocks_find(trial, &blocks));
    CU_ASSERT_FALSE(loop_blocks_find(&run.trials[THREADS_SERVER], &blocks));
}

static void the_longest_block_is_the_worst_steps(void)
{
    const struct summary_trial *trial = trial_with(NULL, 0, NULL, 0);
    run.steps[LOOP_SERVER][0].cost.loop_longest_s = 0.2;
    run.steps[LOOP_SERVER][0].cost.loop_longest_at_s = 3;
    run.steps[LOOP_SERVER][1].cost.loop_longest_s = 0.1;
    CU_ASSERT_TRUE_FATAL(loop_blocks_find(trial, &blocks));
    CU_ASSERT_DOUBLE_EQUAL(blocks.longest_s, 0.2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(blocks.longest_at_s, 3, 1e-9);
}

static CU_TestInfo tests[] = {
    {"only blocks in measured time count", only_blocks_in_measured_time_count},
    {"slow requests meet the blocks of their own loop",
     slow_requests_meet_the_blocks_of_their_own_loop},
    {"ordinary length is at most that of a block", ordinary_length_is_at_most_that_of_a_block},
    {"untrusted steps and models without loops are left out",
     untrusted_steps_and_models_without_loops_are_left_out},
    {"the longest block is the worst step's", the_longest_block_is_the_worst_steps},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("loop_blocks", tests)
