#include "bench/bench_run.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/bench_stage.h"

static struct bench_stage stage;
static char problems[8192]; /* what on_problem was told, a line each */

static void on_problem(const char *sentence)
{
    size_t length = strlen(problems);
    (void)snprintf(problems + length, sizeof problems - length, "%s\n", sentence);
}

static int run(const char *stubs)
{
    struct run_progress progress;
    problems[0] = '\0';
    stub_programs_set(stubs);
    run_progress_init(&progress, &stage.experiment, &stage.options);
    return bench_run_execute(&(struct bench_run_input){.options = &stage.options,
                                                       .experiment = &stage.experiment,
                                                       .interrupt = &stage.interrupt,
                                                       .progress = &progress,
                                                       .command_line = "bench run",
                                                       .on_problem = on_problem});
}

static void end(void)
{
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

static bool run_file_says(const char *part)
{
    char *text = folder_read(&stage.folder, "results/latest/run.json");
    bool says = strstr(text, part) != NULL;
    free(text);
    return says;
}

static void all_trials_run_and_the_run_is_complete(void)
{
    bench_stage_prepare(&stage, "");
    CU_ASSERT_EQUAL(run(""), 0);
    CU_ASSERT_STRING_EQUAL(problems, "");
    CU_ASSERT(run_file_says("\"complete\":\ttrue"));
    CU_ASSERT(run_file_says("\"iterationsPerMs\":\t1234.5"));
    CU_ASSERT(run_file_says("trials/stub/event-loop/2"));
    CU_ASSERT_FALSE(run_file_says("\"skipped\""));
    end();
}

static void a_failed_trial_makes_the_status_1_and_the_others_are_kept(void)
{
    bench_stage_prepare(&stage, "");
    CU_ASSERT_EQUAL(run("event-loop-dies"), 1);
    CU_ASSERT(run_file_says("\"2 of 4 trials failed\""));
    CU_ASSERT(run_file_says("\"done\""));
    end();
}

static void a_signal_before_the_first_trial_leaves_nothing_to_publish(void)
{
    char path[PATH_BYTES];
    bench_stage_prepare(&stage, "");
    CU_ASSERT_EQUAL(kill(getpid(), SIGTERM), 0);
    CU_ASSERT_EQUAL(run(""), 143);
    CU_ASSERT_EQUAL(access(folder_join(&stage.folder, "results/latest", path), F_OK), -1);
    CU_ASSERT_STRING_EQUAL(problems, "");
    end();
}

static void a_server_that_cannot_calibrate_ends_the_run(void)
{
    bench_stage_prepare(&stage, "");
    CU_ASSERT_EQUAL(run("server-cannot-calibrate"), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(problems, "server --calibrate printed \"fast enough"));
    end();
}

static void a_results_folder_in_the_way_ends_the_run(void)
{
    bench_stage_prepare(&stage, "");
    stage.options.out = "/dev/null/results";
    CU_ASSERT_EQUAL(run(""), 1);
    CU_ASSERT_EQUAL(strncmp(problems, "cannot make the folder /dev/null/results: ", 42), 0);
    end();
}

static CU_TestInfo tests[] = {
    {"all trials run, and the run is complete", all_trials_run_and_the_run_is_complete},
    {"a failed trial makes the status 1, and the others are kept",
     a_failed_trial_makes_the_status_1_and_the_others_are_kept},
    {"a signal before the first trial leaves nothing to publish",
     a_signal_before_the_first_trial_leaves_nothing_to_publish},
    {"a server that cannot calibrate ends the run", a_server_that_cannot_calibrate_ends_the_run},
    {"a results folder in the way ends the run", a_results_folder_in_the_way_ends_the_run},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("bench_run", tests)
