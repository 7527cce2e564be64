#include "bench/experiment.h"

#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "tests/support/bench_stage.h"

static struct bench_stage stage;

static void everything_is_known_before_anything_runs(void)
{
    bench_stage_prepare(&stage, "server-dies load-fails");
    CU_ASSERT_STRING_EQUAL(stage.experiment.suite.name, "stub");
    CU_ASSERT_EQUAL(stage.experiment.plan.trial_count, 4); /* 2 default models, 2 repetitions */
    CU_ASSERT_EQUAL(stage.experiment.plan.load_ns, 800 * ONE_MS_NS);
    CU_ASSERT(stage.experiment.machine.cpus_allowed > 0);
    CU_ASSERT(CPU_COUNT(&stage.experiment.placement.server_cpus) > 0);
    CU_ASSERT_STRING_EQUAL(stage.experiment.programs.server_build.version, "0.0.1");
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

/* How ready it is with these options, and what it says when it is not. */
static enum experiment_readiness prepare(struct error *error)
{
    error->text[0] = '\0';
    enum experiment_readiness readiness =
        experiment_prepare(&stage.experiment, &stage.options, &stage.interrupt, error);
    if (readiness == EXPERIMENT_READY)
        experiment_release(&stage.experiment);
    return readiness;
}

static void the_command_line_goes_before_the_scenario(void)
{
    struct error error;
    bench_stage_set(&stage, "");
    stage.options.repetitions = 3;
    stage.options.servers = "event-loop";
    CU_ASSERT_EQUAL_FATAL(
        experiment_prepare(&stage.experiment, &stage.options, &stage.interrupt, &error),
        EXPERIMENT_READY);
    CU_ASSERT_EQUAL(stage.experiment.plan.trial_count, 3);
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

static void wrong_input_and_failing_programs_are_told_apart(void)
{
    struct error error;
    char path[PATH_BYTES];
    const char *const missing[] = {"/nonexistent.json"};
    bench_stage_set(&stage, "server-debug");
    CU_ASSERT_EQUAL(prepare(&error), EXPERIMENT_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "is a Debug build"));
    stage.options.allow_unoptimised = true;
    CU_ASSERT_EQUAL(prepare(&error), EXPERIMENT_READY);
    stage.options.servers = "nobody";
    CU_ASSERT_EQUAL(prepare(&error), EXPERIMENT_WRONG_INPUT);
    stage.options.servers = NULL;
    stage.options.scenarios = missing;
    CU_ASSERT_EQUAL(prepare(&error), EXPERIMENT_WRONG_INPUT);
    stage.options.scenarios = stage.scenarios;
    CU_ASSERT_EQUAL(unlink(folder_join(&stage.folder, "server", path)), 0);
    CU_ASSERT_EQUAL(prepare(&error), EXPERIMENT_FAILED);
    bench_stage_clear(&stage);
}

static CU_TestInfo tests[] = {
    {"everything is known before anything runs", everything_is_known_before_anything_runs},
    {"the command line goes before the scenario", the_command_line_goes_before_the_scenario},
    {"wrong input and failing programs are told apart",
     wrong_input_and_failing_programs_are_told_apart},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("experiment", tests)
