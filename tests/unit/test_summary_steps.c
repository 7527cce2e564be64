#include "report/summary_steps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/made_run.h"
#include "tests/support/suite.h"

#define NEAR(got, expected) CU_ASSERT_DOUBLE_EQUAL(got, expected, 1e-6)

static struct made_run run;
static struct summary_sample samples[150];
static struct step_resources resources[] = {
    {"warm-up", 0, 1e6, 5, 20, 1e5, 2},
    {"load", 0, 2e6, 10, 30, 2e5, 2},
    {"load", 1, 3e6, 20, 40, -5, 7},
    {"load", 2, 4e6, 30, 50, 4e5, 7},
};

/* Counters that rise by so much each second, ten times a second from 0 to 13.2 s. */
static struct summary_trial *sampled(void)
{
    made_run(&run);
    struct summary_trial *trial = &run.trials[LOOP_SERVER];
    trial->steps = NULL;
    trial->step_count = 0;
    trial->samples = samples;
    for (trial->sample_count = 0; trial->sample_count < 133; trial->sample_count++) {
        double t = (double)trial->sample_count / 10;
        samples[trial->sample_count] = (struct summary_sample){.t = t,
                                                               .cpu_s = 0.5 * t,
                                                               .generator_cpu_s = 0.06 * t,
                                                               .machine_busy_s = 900 + 0.8 * t,
                                                               .machine_steal_s = 0.04 * t,
                                                               .requests = 250 * t,
                                                               .loop_busy_s = 0.6 * t};
    }
    return trial;
}

static void make(struct summary_trial *trial)
{
    const struct step_context context = {&run.scenario.scenario, resources, 4, 4};
    struct error error;
    CU_ASSERT_TRUE_FATAL(summary_steps_make(trial, &context, &error));
    CU_ASSERT_EQUAL_FATAL(trial->step_count, 3);
}

static void costs_are_what_counters_grew_by(void)
{
    struct summary_trial *trial = sampled();
    make(trial);
    const struct step_cost *cost = &trial->steps[1].cost;
    NEAR(cost->cpu_s, 2);
    NEAR(cost->cpu_us_per_request, 2000);
    NEAR(cost->generator_cpu_share, 0.06);
    NEAR(cost->other_cpu_s, 4 * (0.8 - 0.5 - 0.06));
    NEAR(cost->steal_share, 0.01);
    NEAR(cost->loop_busy_share, 0.6);
    NEAR(cost->pss_bytes, 3e6);
    NEAR(cost->kernel_bytes, 0);
    NEAR(cost->threads, 20);
    NEAR(cost->descriptors, 40);
    NEAR(cost->listen_overflows, 5);
    NEAR(trial->steps[2].cost.listen_overflows, 0);
    free(trial->steps);
}

static void counters_are_interpolated_between_samples(void)
{
    struct summary_trial *trial = sampled();
    for (size_t i = 0; i < trial->sample_count; i++)
        samples[i].t += 0.037;
    make(trial);
    NEAR(trial->steps[0].cost.cpu_s, 2);
    free(trial->steps);
}

static void without_samples_costs_are_unknown(void)
{
    struct summary_trial *trial = sampled();
    trial->sample_count = 100; /* they end at 9.9 s, the last step at 13 s */
    make(trial);
    NEAR(trial->steps[1].cost.cpu_s, 2);
    CU_ASSERT_TRUE(isnan(trial->steps[2].cost.cpu_s));
    CU_ASSERT_TRUE(isnan(trial->steps[2].cost.other_cpu_s));
    CU_ASSERT_TRUE(isnan(trial->steps[2].cost.cpu_us_per_request));
    free(trial->steps);
    trial = sampled();
    trial->sample_count = 0;
    trial->has_loops = false;
    make(trial);
    CU_ASSERT_TRUE(isnan(trial->steps[0].cost.cpu_s));
    CU_ASSERT_TRUE(isnan(trial->steps[0].cost.loop_busy_share));
    CU_ASSERT_TRUE(isnan(trial->steps[0].cost.loop_blocked_share));
    free(trial->steps);
}

static void blocks_are_cut_at_the_edges_of_a_step(void)
{
    struct summary_trial *trial = sampled();
    struct summary_busy busy[] = {
        {0, 0.9, 1.1}, {0, 2, 2.019}, {0, 3, 3.05}, {1, 4.9, 5.3}, {1, 4, 4.04}};
    trial->busy = busy;
    trial->busy_count = 5;
    make(trial);
    NEAR(trial->steps[0].cost.loop_blocked_share, 0.15 / 4); /* loop 0: 0.1 + 0.05; loop 1: 0.14 */
    NEAR(trial->steps[0].cost.loop_longest_s, 0.4);
    NEAR(trial->steps[0].cost.loop_longest_at_s, 4.9);
    NEAR(trial->steps[1].cost.loop_blocked_share, 0.3 / 4);
    NEAR(trial->steps[2].cost.loop_blocked_share, 0);
    NEAR(trial->steps[2].cost.loop_longest_s, 0);
    trial->busy = NULL;
    free(trial->steps);
}

static void rates_are_the_planned_ones(void)
{
    struct summary_trial *trial = sampled();
    run.results[LOOP_SERVER][0].measures.offered_per_s = 297.25;
    run.results[LOOP_SERVER][0].measures.achieved_per_s = 297.25;
    make(trial);
    NEAR(trial->steps[0].rate_per_s, 300);
    CU_ASSERT_TRUE(trial->steps[0].kept_up);
    free(trial->steps);
    trial = sampled();
    const struct step_context unknown = {.machine_cpus = 4};
    struct error error;
    CU_ASSERT_TRUE_FATAL(summary_steps_make(trial, &unknown, &error));
    NEAR(trial->steps[0].rate_per_s, 300);
    CU_ASSERT_EQUAL(trial->steps[0].objective, OBJECTIVE_UNKNOWN);
    CU_ASSERT_PTR_EQUAL(trial->steps[0].focus, &run.results[LOOP_SERVER][0].measures);
    free(trial->steps);
}

static void the_focus_is_the_objectives_request(void)
{
    struct summary_trial *trial = sampled();
    run.shares[LOOP_SERVER][1][0].response_time.p99_us = 25000;
    (void)snprintf(run.shares[LOOP_SERVER][2][0].request, NAME_BYTES, "other");
    make(trial);
    CU_ASSERT_PTR_EQUAL(trial->steps[0].focus, &run.shares[LOOP_SERVER][0][0]);
    CU_ASSERT_EQUAL(trial->steps[0].objective, OBJECTIVE_MET);
    CU_ASSERT_TRUE(trial->steps[0].meets_objective);
    CU_ASSERT_EQUAL(trial->steps[1].objective, OBJECTIVE_FAILED);
    CU_ASSERT_FALSE(trial->steps[1].meets_objective);
    CU_ASSERT_EQUAL(trial->steps[2].objective, OBJECTIVE_UNKNOWN);
    CU_ASSERT_FALSE(trial->steps[2].meets_objective);
    free(trial->steps);
}

static void meeting_the_objective_takes_more_than_latency(void)
{
    static const struct {
        double error_rate, achieved, slope, in_flight_mean;
        bool meets, kept_up;
        uint64_t unanswered; /* of 1,000 */
    } cases[] = {
        {0, 300, 0, 0.15, true, true, 0},       {0.001, 300, 0, 0.15, true, true, 0},
        {0.0011, 300, 0, 0.15, false, true, 0}, {0, 297, 0, 0.15, true, true, 0},
        {0, 296.9, 0, 0.15, false, false, 11},  {0, 296.9, 0, 0.15, true, true, 10},
        {0, 250, 0, 0.15, true, true, 0},      /* a burst at the end, all of it answered */
        {0, 250, 6.1, 20, false, false, 0},    /* the same while the queue grew */
        {0, 300, 5.9, 0.15, true, true, 0},    /* grows by less than 2 % of 300/s */
        {0, 300, 6.1, 30, true, true, 0},      /* by 24 in 4 s, less than the mean */
        {0, 300, 6.1, 20, false, false, 0},    /* by more than the mean */
        {0, 300, 30.1, 1000, false, false, 0}, /* by more than 10 %, whatever the mean */
        {0, 300, -50, 20, true, true, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct summary_trial *trial = sampled();
        struct measures *all = &run.results[LOOP_SERVER][0].measures;
        all->error_rate = cases[i].error_rate;
        all->achieved_per_s = cases[i].achieved;
        all->planned = 1000;
        all->outcomes[OUTCOME_OK] = 1000 - cases[i].unanswered;
        all->in_flight_slope_per_s = cases[i].slope;
        all->in_flight_mean = cases[i].in_flight_mean;
        all->response_time.mean_us = cases[i].in_flight_mean / 300 * 1e6; /* the books balance */
        make(trial);
        CU_ASSERT_EQUAL(trial->steps[0].meets_objective, cases[i].meets);
        CU_ASSERT_EQUAL(trial->steps[0].kept_up, cases[i].kept_up);
        free(trial->steps);
    }
}

static void what_is_served_is_achieved_and_never_what_queued_up(void)
{
    struct summary_trial *trial = sampled();
    struct measures *all = &run.results[LOOP_SERVER][2].measures;
    all->in_flight_slope_per_s = 100;
    make(trial);
    NEAR(trial->steps[2].served_per_s, 600);
    NEAR(trial->steps[1].served_per_s, 500);
    free(trial->steps);
    trial = sampled();
    all->in_flight_slope_per_s = 100;
    all->achieved_per_s = 550; /* the growth is in it: not to be counted twice */
    make(trial);
    NEAR(trial->steps[2].served_per_s, 550);
    free(trial->steps);
}

static void an_invalid_verdict_is_not_trusted(void)
{
    struct summary_trial *trial = sampled();
    run.results[LOOP_SERVER][0].verdict.status = VERDICT_INVALID;
    run.results[LOOP_SERVER][1].verdict.status = VERDICT_DEGRADED;
    run.results[LOOP_SERVER][2].measures.in_flight_mean = 64;
    make(trial);
    CU_ASSERT_FALSE(trial->steps[0].trusted);
    CU_ASSERT_FALSE(trial->steps[0].meets_objective);
    CU_ASSERT_TRUE(trial->steps[1].trusted);
    CU_ASSERT_FALSE(trial->steps[2].trusted); /* Little's law is far off */
    free(trial->steps);
}

static void books_forgive_what_edges_explain(void)
{
    made_run(&run);
    struct measures *all = &run.results[0][1].measures;
    struct step_books books = summary_step_books(&run.steps[0][1]);
    NEAR(books.expected, 0.25);
    CU_ASSERT_TRUE(books.balanced);
    all->in_flight_mean = 0.4;
    CU_ASSERT_FALSE(summary_step_books(&run.steps[0][1]).balanced);
    all->in_flight_end = 40; /* 40 requests of up to 40 ms reach beyond the end: 0.4 */
    all->response_time.max_us = 40000;
    CU_ASSERT_TRUE(summary_step_books(&run.steps[0][1]).balanced);
    all->in_flight_end = 0;
    run.results[0][0].measures.in_flight_end = 40; /* or came over from the step before */
    run.results[0][0].measures.response_time.max_us = 40000;
    CU_ASSERT_TRUE(summary_step_books(&run.steps[0][1]).balanced);
    all->response_time.mean_us = (double)NAN; /* nothing to say */
    CU_ASSERT_TRUE(summary_step_books(&run.steps[0][1]).balanced);
}

static void warm_up_has_no_step(void)
{
    struct summary_trial *trial = sampled();
    struct result_phase phases[] = {run.phases[LOOP_SERVER], run.phases[LOOP_SERVER]};
    phases[0].warmup = true;
    trial->result.phases = phases;
    trial->result.phase_count = 2;
    make(trial);
    CU_ASSERT_PTR_EQUAL(trial->steps[0].phase, &phases[1]);
    free(trial->steps);
}

static CU_TestInfo tests[] = {
    {"costs are what counters grew by", costs_are_what_counters_grew_by},
    {"counters are interpolated between samples", counters_are_interpolated_between_samples},
    {"without samples costs are unknown", without_samples_costs_are_unknown},
    {"blocks are cut at the edges of a step", blocks_are_cut_at_the_edges_of_a_step},
    {"rates are the planned ones", rates_are_the_planned_ones},
    {"the focus is the objective's request", the_focus_is_the_objectives_request},
    {"meeting the objective takes more than latency",
     meeting_the_objective_takes_more_than_latency},
    {"what is served is achieved, and never what queued up",
     what_is_served_is_achieved_and_never_what_queued_up},
    {"an invalid verdict is not trusted", an_invalid_verdict_is_not_trusted},
    {"books forgive what edges explain", books_forgive_what_edges_explain},
    {"warm-up has no step", warm_up_has_no_step},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_steps", tests)
