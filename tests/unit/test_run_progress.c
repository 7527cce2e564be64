#include "bench/run_progress.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "tests/support/bench_stage.h"

static struct bench_stage stage;
static struct run_progress progress;
static char *text;
static size_t length;

static void begin(bool quiet)
{
    bench_stage_prepare(&stage, "");
    stage.options.quiet = quiet;
    run_progress_init(&progress, &stage.experiment, &stage.options);
    progress.redraws = false;
    progress.stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(progress.stream);
}

/* What was printed, in `text`. */
static void end(void)
{
    (void)fclose(progress.stream);
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

static void expect_part(const char *part)
{
    CU_ASSERT_PTR_NOT_NULL(strstr(text, part));
}

static void the_plan_says_what_on_which_machine_and_how_long(void)
{
    static char question[] = "Which of two models that do the same work keeps its promise to those "
                             "who ask for little when somebody else asks for a lot?";
    begin(false);
    stage.experiment.suite.entries[0].scenario.question = question;
    run_progress_plan(&progress, progress.stream);
    run_progress_trials(&progress, progress.stream);
    stage.experiment.suite.entries[0].scenario.question = NULL;
    end();
    expect_part("stub: A stub\n  Which of two models that do the same work keeps its promise to "
                "those who ask\n  for little when somebody else asks for a lot?\n");
    expect_part("  200 ms of load each, 2 repetitions: thread-per-request, event-loop\n");
    expect_part("\nmachine: ");
    expect_part(stage.experiment.placement.reason);
    expect_part("plan: 4 trials, 0:00 of load, about 0:03 in all\n");
    expect_part("\n   4  stub  ");
    CU_ASSERT_PTR_NULL(strstr(text, "unoptimised"));
    free(text);
}

static void cautions_are_in_the_plan(void)
{
    begin(false);
    stage.experiment.scenarios[0].servers[0].cpus = 1000;
    stage.experiment.placement.shared = true;
    (void)snprintf(stage.experiment.programs.server_build.build_type,
                   sizeof stage.experiment.programs.server_build.build_type, "Debug");
    run_progress_plan(&progress, progress.stream);
    end();
    expect_part("warning: thread-per-request of stub wants 1000 CPUs and gets ");
    expect_part("warning: unoptimised programs: no number of this run counts\n");
    expect_part("\nwarning: ");
    free(text);
}

static struct trial_outcome outcome_of(struct result_phase *phase)
{
    return (struct trial_outcome){
        .done = true, .has_result = true, .result = {.phases = phase, .phase_count = 1}};
}

static struct result_step step_of(double offered_per_s)
{
    struct result_step step = {.index = 0};
    measures_clear(&step.measures);
    step.measures.offered_per_s = offered_per_s;
    step.measures.achieved_per_s = 299.8;
    step.measures.response_time.p50_us = 310;
    step.measures.error_rate = 0.0125;
    return step;
}

static void each_step_gets_a_line_once_its_trial_is_over(void)
{
    struct result_step step = step_of(300);
    struct result_phase phase = {.name = "load", .steps = &step, .step_count = 1};
    struct trial_outcome outcome = outcome_of(&phase);
    verdict_add(&step.verdict, VERDICT_DEGRADED, "The generator was late.");
    begin(false);
    run_progress_trial_begins(&progress, 3);
    run_progress_trial_ends(&progress, &outcome);
    step = step_of((double)NAN);
    step.vus = 8;
    run_progress_trial_ends(&progress, &outcome);
    phase.warmup = true;
    run_progress_trial_ends(&progress, &outcome);
    end();
    expect_part("[ 0:00] stub  ");
    expect_part("  2/2  load 1: 300/s offered, 300/s answered  p50 310 us  p99 -  errors 1.25 %  "
                "degraded: The generator was late.\n");
    expect_part("  load 1: 8 users, 300/s answered  ");
    CU_ASSERT_PTR_NULL(strchr(text, '\r'));
    free(text);
}

static void a_failed_trial_says_why(void)
{
    struct trial_outcome outcome = {.reason = "server x died"};
    begin(false);
    run_progress_trial_begins(&progress, 0);
    run_progress_trial_ends(&progress, &outcome);
    end();
    expect_part("  1/2  failed: server x died\n");
    free(text);
}

static void quiet_is_quiet(void)
{
    struct trial_outcome outcome = {.reason = "server x died"};
    struct sampler sampler = {.step_runs = false};
    begin(true);
    run_progress_trial_begins(&progress, 0);
    progress.shown_ns = 0;
    run_progress_sample(&progress, &sampler);
    run_progress_trial_ends(&progress, &outcome);
    run_progress_say(&progress, "results: here");
    end();
    CU_ASSERT_STRING_EQUAL(text, "");
    free(text);
}

static void without_a_terminal_there_is_a_sign_of_life_every_half_minute(void)
{
    static struct sampler sampler;
    sampler.step_runs = true;
    (void)snprintf(sampler.step.phase, sizeof sampler.step.phase, "load");
    begin(false);
    run_progress_trial_begins(&progress, 0);
    run_progress_sample(&progress, &sampler);
    progress.shown_ns = clock_now_ns() - 31 * ONE_SECOND_NS;
    run_progress_sample(&progress, &sampler);
    run_progress_sample(&progress, &sampler);
    end();
    expect_part(" of 0:03] stub  ");
    CU_ASSERT_EQUAL(strlen(text) - strcspn(text, "\n"), 1); /* exactly one line */
    free(text);
}

static void on_a_terminal_one_line_is_redrawn_and_cleared(void)
{
    static struct sampler sampler;
    begin(false);
    progress.redraws = true;
    run_progress_trial_begins(&progress, 0);
    progress.shown_ns = 0;
    run_progress_sample(&progress, &sampler);
    run_progress_say(&progress, "results: here");
    end();
    CU_ASSERT_EQUAL(strncmp(text, "\r\033[K[", 5), 0);
    expect_part("\r\033[Kresults: here\n");
    free(text);
}

static CU_TestInfo tests[] = {
    {"the plan says what, on which machine and how long",
     the_plan_says_what_on_which_machine_and_how_long},
    {"cautions are in the plan", cautions_are_in_the_plan},
    {"each step gets a line once its trial is over", each_step_gets_a_line_once_its_trial_is_over},
    {"a failed trial says why", a_failed_trial_says_why},
    {"quiet is quiet", quiet_is_quiet},
    {"without a terminal there is a sign of life every half minute",
     without_a_terminal_there_is_a_sign_of_life_every_half_minute},
    {"on a terminal one line is redrawn and cleared",
     on_a_terminal_one_line_is_redrawn_and_cleared},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("run_progress", tests)
