#include "bench/trial.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/bench_stage.h"

static struct bench_stage stage;
static struct trial_outcome outcome;
static unsigned samples;

static void on_sample(void *observer, const struct sampler *sampler)
{
    CU_ASSERT_PTR_EQUAL(observer, &stage);
    CU_ASSERT(sampler->next_ns > sampler->target.zero_ns);
    samples++;
}

/* Runs the first planned trial against the stand-ins. */
static void run(const char *stubs)
{
    struct trial_setup setup = {.programs = &stage.experiment.programs,
                                .placement = &stage.experiment.placement,
                                .iterations_per_ms = 1000,
                                .run_directory = stage.folder.path,
                                .interrupt = &stage.interrupt,
                                .on_sample = on_sample,
                                .observer = &stage};
    struct trial_spec spec = {.entry = &stage.experiment.suite.entries[0],
                              .server = &stage.experiment.scenarios[0].servers[1],
                              .n = 1,
                              .seed = 7};
    stub_programs_set(stubs);
    samples = 0;
    trial_run(&setup, &spec, &outcome);
}

static void end(void)
{
    trial_outcome_release(&outcome);
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

static void a_good_trial_has_a_result_and_is_watched(void)
{
    bench_stage_prepare(&stage, "");
    run("");
    CU_ASSERT(outcome.done);
    CU_ASSERT_STRING_EQUAL(outcome.reason, "");
    CU_ASSERT_FATAL(outcome.has_result);
    CU_ASSERT_EQUAL(outcome.result.seed, 7);
    CU_ASSERT(outcome.seconds > 0.5 && outcome.seconds < 20.0); /* lead 0.3 s, load 0.22 s */
    CU_ASSERT(samples >= 3);
    end();
}

static void a_missed_threshold_is_no_failure_of_the_trial(void)
{
    bench_stage_prepare(&stage, "");
    run("load-misses-threshold");
    CU_ASSERT(outcome.done);
    end();
}

static void a_server_that_complains_at_the_end_fails_the_trial(void)
{
    bench_stage_prepare(&stage, "");
    run("server-ends-badly");
    CU_ASSERT_FALSE(outcome.done);
    CU_ASSERT(outcome.has_result); /* kept, to look at */
    CU_ASSERT_STRING_EQUAL(outcome.reason,
                           "server event-loop ended with status 23 when it was stopped; its log "
                           "ends: \"stub: 3 bytes leaked\"");
    end();
}

static void a_signal_ends_the_trial_at_its_first_wait(void)
{
    bench_stage_prepare(&stage, "");
    CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
    run("load-lasts");
    CU_ASSERT_FALSE(outcome.done);
    CU_ASSERT_STRING_EQUAL(outcome.reason, "interrupted (SIGINT)");
    CU_ASSERT_EQUAL(stage.interrupt.count, 1);
    end();
}

static void a_folder_that_cannot_be_made_fails_the_trial(void)
{
    char path[PATH_BYTES];
    bench_stage_prepare(&stage, "");
    FILE *file = fopen(folder_join(&stage.folder, "trials", path), "we"); /* in the way */
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fclose(file);
    run("");
    CU_ASSERT_FALSE(outcome.done);
    CU_ASSERT_EQUAL(strncmp(outcome.reason, "cannot make the folder ", 23), 0);
    end();
}

static void its_folder_is_named_after_scenario_server_and_number(void)
{
    char directory[TRIAL_DIRECTORY_BYTES];
    char longest[NAME_BYTES];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    trial_directory("cpu-tail", "event-loop", 3, directory);
    CU_ASSERT_STRING_EQUAL(directory, "trials/cpu-tail/event-loop/3");
    trial_directory(longest, longest, 4294967295U, directory);
    CU_ASSERT_PTR_NOT_NULL(strstr(directory, "/4294967295"));
}

static CU_TestInfo tests[] = {
    {"a good trial has a result and is watched", a_good_trial_has_a_result_and_is_watched},
    {"a missed threshold is no failure of the trial",
     a_missed_threshold_is_no_failure_of_the_trial},
    {"a server that complains at the end fails the trial",
     a_server_that_complains_at_the_end_fails_the_trial},
    {"a signal ends the trial at its first wait", a_signal_ends_the_trial_at_its_first_wait},
    {"a folder that cannot be made fails the trial", a_folder_that_cannot_be_made_fails_the_trial},
    {"its folder is named after scenario, server and number",
     its_folder_is_named_after_scenario_server_and_number},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("trial", tests)
