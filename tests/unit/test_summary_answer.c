#include "report/summary_answer.h"

#include <math.h>

#include "tests/support/made_run.h"
#include "tests/support/suite.h"

static struct made_run run;

static void fail_step(unsigned server, unsigned step)
{
    run.steps[server][step].objective = OBJECTIVE_FAILED;
    run.steps[server][step].meets_objective = false;
}

static void the_highest_step_that_meets_the_objective_is_sustained(void)
{
    made_run(&run);
    fail_step(LOOP_SERVER, 2);
    summary_answer(&run.scenario);
    CU_ASSERT_DOUBLE_EQUAL(run.servers[THREADS_SERVER].sustains_per_s, 700, 1e-9);
    CU_ASSERT_FALSE(run.servers[THREADS_SERVER].limit_found);
    CU_ASSERT_DOUBLE_EQUAL(run.servers[LOOP_SERVER].sustains_per_s, 500, 1e-9);
    CU_ASSERT_TRUE(run.servers[LOOP_SERVER].limit_found);
    CU_ASSERT_TRUE(run.scenario.ranked);
}

static void when_no_step_meets_it_nothing_is_sustained(void)
{
    made_run(&run);
    for (unsigned i = 0; i < MADE_STEPS; i++)
        fail_step(LOOP_SERVER, i);
    summary_answer(&run.scenario);
    CU_ASSERT_TRUE(isnan(run.servers[LOOP_SERVER].sustains_per_s));
    CU_ASSERT_TRUE(run.servers[LOOP_SERVER].limit_found);
    const struct summary_step *lowest =
        summary_lowest_failing(&run.trials[LOOP_SERVER], (double)NAN);
    CU_ASSERT_PTR_EQUAL(lowest, &run.steps[LOOP_SERVER][0]);
    CU_ASSERT_PTR_EQUAL(summary_lowest_failing(&run.trials[LOOP_SERVER], 300),
                        &run.steps[LOOP_SERVER][1]);
    CU_ASSERT_PTR_NULL(summary_lowest_failing(&run.trials[LOOP_SERVER], 700));
}

static void an_unknown_step_is_no_failure(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][2].objective = OBJECTIVE_UNKNOWN;
    run.steps[LOOP_SERVER][2].meets_objective = false;
    summary_answer(&run.scenario);
    CU_ASSERT_DOUBLE_EQUAL(run.servers[LOOP_SERVER].sustains_per_s, 500, 1e-9);
    CU_ASSERT_FALSE(run.servers[LOOP_SERVER].limit_found);
    run.steps[LOOP_SERVER][2].kept_up = false;
    CU_ASSERT_TRUE(summary_step_fails(&run.steps[LOOP_SERVER][2]));
    run.steps[LOOP_SERVER][2].trusted = false;
    CU_ASSERT_FALSE(summary_step_fails(&run.steps[LOOP_SERVER][2]));
}

static void a_rate_asked_twice_must_be_met_twice(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][2].rate_per_s = 500; /* the staircase walks back down */
    fail_step(LOOP_SERVER, 2);
    summary_answer(&run.scenario);
    CU_ASSERT_DOUBLE_EQUAL(run.servers[LOOP_SERVER].sustains_per_s, 300, 1e-9);
    CU_ASSERT_TRUE(run.servers[LOOP_SERVER].limit_found);
}

static void servers_are_compared_where_all_keep_up(void)
{
    made_run(&run);
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, 2);
    CU_ASSERT_DOUBLE_EQUAL(run.scenario.common_rate_per_s, 700, 1e-9);
    run.steps[LOOP_SERVER][2].kept_up = false;
    run.steps[THREADS_SERVER][1].trusted = false;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, 0);
    CU_ASSERT_PTR_EQUAL(summary_common_step(&run.scenario, &run.servers[LOOP_SERVER]),
                        &run.steps[LOOP_SERVER][0]);
    for (unsigned i = 0; i < MADE_STEPS; i++) /* a closed model has no rate */
        run.steps[LOOP_SERVER][i].rate_per_s = run.steps[THREADS_SERVER][i].rate_per_s =
            (double)NAN;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, -1);
    CU_ASSERT_TRUE(isnan(run.scenario.common_rate_per_s));
    CU_ASSERT_PTR_NULL(summary_common_step(&run.scenario, &run.servers[LOOP_SERVER]));
}

static void a_server_that_was_not_measured_is_left_out(void)
{
    made_run(&run);
    run.trials[LOOP_SERVER].done = false;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.servers[LOOP_SERVER].shown, -1);
    CU_ASSERT_PTR_NULL(summary_shown(&run.servers[LOOP_SERVER]));
    CU_ASSERT_TRUE(isnan(run.servers[LOOP_SERVER].sustains_per_s));
    CU_ASSERT_EQUAL(run.scenario.common_step, 2);
    run.trials[THREADS_SERVER].done = false;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, -1);
    CU_ASSERT_FALSE(run.scenario.ranked);
}

static void without_an_objective_there_is_no_ranking(void)
{
    made_run(&run);
    run.scenario.scenario.has_objective = false;
    summary_answer(&run.scenario);
    CU_ASSERT_FALSE(run.scenario.ranked);
    CU_ASSERT_TRUE(isnan(run.servers[LOOP_SERVER].sustains_per_s));
    CU_ASSERT_EQUAL(run.scenario.common_step, 2);
}

static void a_shorter_trial_has_fewer_common_steps(void)
{
    made_run(&run);
    run.trials[LOOP_SERVER].step_count = 2; /* interrupted */
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, 1);
    run.trials[LOOP_SERVER].step_count = 0;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, 2);
    CU_ASSERT_PTR_NULL(summary_common_step(&run.scenario, &run.servers[LOOP_SERVER]));
}

static void who_cannot_be_trusted_does_not_keep_others_from_comparing(void)
{
    made_run(&run);
    for (unsigned i = 0; i < MADE_STEPS; i++)
        run.steps[LOOP_SERVER][i].trusted = false;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, 2);
    CU_ASSERT_PTR_NULL(summary_common_step(&run.scenario, &run.servers[LOOP_SERVER]));
    CU_ASSERT_PTR_NOT_NULL(summary_common_step(&run.scenario, &run.servers[THREADS_SERVER]));
    run.steps[THREADS_SERVER][2].kept_up = false;
    run.steps[LOOP_SERVER][0].trusted = true;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, 0); /* two servers, rather than one at 500/s */
    for (unsigned i = 0; i < MADE_STEPS; i++)
        run.steps[THREADS_SERVER][i].trusted = run.steps[LOOP_SERVER][i].trusted = false;
    summary_answer(&run.scenario);
    CU_ASSERT_EQUAL(run.scenario.common_step, -1);
}

/* Trials of one server with these p99 at the highest step; 0: not done. */
static int shown_of(const double *p99_us, unsigned count)
{
    static struct summary_trial trials[5];
    static struct summary_step steps[5][MADE_STEPS];
    static struct measures focus[5];
    made_run(&run);
    for (unsigned i = 0; i < count; i++) {
        trials[i] = run.trials[LOOP_SERVER];
        for (unsigned k = 0; k < MADE_STEPS; k++)
            steps[i][k] = run.steps[LOOP_SERVER][k];
        focus[i] = run.shares[LOOP_SERVER][2][0];
        focus[i].response_time.p99_us = p99_us[i];
        steps[i][2].focus = &focus[i];
        trials[i].steps = steps[i];
        trials[i].done = p99_us[i] > 0;
        if (p99_us[i] > 20000) {
            steps[i][2].objective = OBJECTIVE_FAILED;
            steps[i][2].meets_objective = false;
        }
    }
    run.servers[LOOP_SERVER].trials = trials;
    run.servers[LOOP_SERVER].trial_count = count;
    summary_answer(&run.scenario);
    return run.servers[LOOP_SERVER].shown;
}

static void the_median_trial_is_shown(void)
{
    CU_ASSERT_EQUAL(shown_of((double[]){900, 1100, 1000}, 3), 2);
    CU_ASSERT_EQUAL(shown_of((double[]){900, 1100, 0, 1000}, 4), 3);
    CU_ASSERT_EQUAL(shown_of((double[]){900, 1100}, 2), 1); /* the worse of two */
    CU_ASSERT_EQUAL(shown_of((double[]){1100, 900}, 2), 0);
    CU_ASSERT_EQUAL(shown_of((double[]){1000, 1000, 1000}, 3), 1);
    CU_ASSERT_EQUAL(shown_of((double[]){0, 0}, 2), -1);
    /* A higher sustained rate counts more than a lower latency. */
    CU_ASSERT_EQUAL(shown_of((double[]){21000, 19000, 900}, 3), 1);
    CU_ASSERT_EQUAL(shown_of((double[]){21000, 22000, 900, 1000, 1100}, 5), 4);
}

static CU_TestInfo tests[] = {
    {"the highest step that meets the objective is sustained",
     the_highest_step_that_meets_the_objective_is_sustained},
    {"when no step meets it nothing is sustained", when_no_step_meets_it_nothing_is_sustained},
    {"an unknown step is no failure", an_unknown_step_is_no_failure},
    {"a rate asked twice must be met twice", a_rate_asked_twice_must_be_met_twice},
    {"servers are compared where all keep up", servers_are_compared_where_all_keep_up},
    {"a server that was not measured is left out", a_server_that_was_not_measured_is_left_out},
    {"without an objective there is no ranking", without_an_objective_there_is_no_ranking},
    {"a shorter trial has fewer common steps", a_shorter_trial_has_fewer_common_steps},
    {"who cannot be trusted does not keep others from comparing",
     who_cannot_be_trusted_does_not_keep_others_from_comparing},
    {"the median trial is shown", the_median_trial_is_shown},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_answer", tests)
