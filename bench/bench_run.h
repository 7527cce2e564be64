#pragma once
/*
 * Carries out an experiment: every trial in the plan's order, run.json all the while, the report
 * and RESULTS/latest at the end. A failed trial does not stop the others; a signal and a full disk
 * do. What is finished is always kept.
 */
#include "bench/bench_options.h"
#include "bench/experiment.h"
#include "bench/interrupt.h"
#include "bench/run_progress.h"

/* Everything is borrowed. */
struct bench_run_input {
    const struct bench_options *options;
    const struct experiment *experiment;
    struct interrupt *interrupt;
    struct run_progress *progress;
    const char *command_line;
    void (*on_problem)(
        const char *sentence); /* what failed, but for trials: progress shows those */
};

/* Returns the exit status: 0 good, 1 something failed (on_problem was told what), what the report
 * said, or 128 + the signal that interrupted. */
int bench_run_execute(const struct bench_run_input *input);
