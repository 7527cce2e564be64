#pragma once
/*
 * An experiment on stand-in programs, prepared and ready to run: what unit tests of bench's upper
 * modules start from. The folder holds the stubs, a.json ("stub") and whatever the test makes.
 */
#include "bench/experiment.h"
#include "tests/support/folder.h"
#include "tests/support/stub_programs.h"
#include "tests/support/suite.h"

struct bench_stage {
    struct folder folder;
    struct interrupt interrupt;
    char scenario[PATH_BYTES];
    char results[PATH_BYTES];
    const char *scenarios[1];
    struct bench_options options;
    struct experiment experiment;
};

/* Folder, stubs, scenario and options, but no experiment yet. */
static inline void bench_stage_set(struct bench_stage *stage, const char *stubs)
{
    struct error error;
    folder_make(&stage->folder);
    stub_programs_make(stage->folder.path);
    stub_programs_set(stubs);
    stub_programs_write_scenario(folder_join(&stage->folder, "a.json", stage->scenario), "stub", 2);
    stage->scenarios[0] = stage->scenario;
    stage->options =
        (struct bench_options){.has_command = true,
                               .quiet = true,
                               .out = folder_join(&stage->folder, "results", stage->results),
                               .programs = stage->folder.path,
                               .scenarios = stage->scenarios,
                               .scenario_count = 1};
    CU_ASSERT_FATAL(interrupt_open(&stage->interrupt, &error));
}

static inline void bench_stage_prepare(struct bench_stage *stage, const char *stubs)
{
    struct error error = {""};
    bench_stage_set(stage, stubs);
    enum experiment_readiness readiness =
        experiment_prepare(&stage->experiment, &stage->options, &stage->interrupt, &error);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    CU_ASSERT_EQUAL_FATAL(readiness, EXPERIMENT_READY);
}

/* After bench_stage_set() alone; experiment_release() comes before it otherwise. */
static inline void bench_stage_clear(struct bench_stage *stage)
{
    interrupt_close(&stage->interrupt);
    folder_remove(&stage->folder);
}

/* main() of a test that uses stand-ins. */
#define STUB_TEST_SUITE(name, tests)                                                               \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return stub_programs_are_meant(argv) ? stub_programs_run(argc, argv)                       \
                                             : suite_run(name, tests);                             \
    }
