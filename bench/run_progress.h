#pragma once
/*
 * What a person sees of a run while it lasts, on stderr: the plan at once, one line for each step
 * as soon as its trial is over, and on a terminal one line more that is redrawn. Without a
 * terminal, or with --plain, only whole lines, and a sign of life every half minute. No colour.
 *
 *     run_progress_init(&progress, &experiment, &options)
 *     run_progress_plan(&progress)
 *     …_trial_begins()  …_sample()  …_trial_ends()
 */
#include <stdint.h>
#include <stdio.h>

#include "bench/experiment.h"
#include "bench/sampler.h"
#include "bench/trial.h"

struct run_progress {
    const struct experiment *experiment;
    FILE *stream; /* stderr */
    bool quiet;
    bool redraws;        /* stderr is a terminal */
    bool has_status;     /* the redrawn line is on the screen */
    uint64_t started_ns; /* of the run */
    uint64_t shown_ns;   /* last status or sign of life */
    size_t trial;        /* number of the one that runs */
};

void run_progress_init(struct run_progress *progress, const struct experiment *experiment,
                       const struct bench_options *options);

/* Scenarios with their questions, machine, what is shared, how many trials and how long. */
void run_progress_plan(const struct run_progress *progress, FILE *stream);

/* Every trial in its order, for --dry-run. */
void run_progress_trials(const struct run_progress *progress, FILE *stream);

void run_progress_trial_begins(struct run_progress *progress, size_t trial);

/* For trial_setup.on_sample; `progress` is a struct run_progress. */
void run_progress_sample(void *progress, const struct sampler *sampler);

void run_progress_trial_ends(struct run_progress *progress, const struct trial_outcome *outcome);

/* Takes the redrawn line off the screen, before something else is printed. */
void run_progress_clear(struct run_progress *progress);

/* A line of its own, unless quiet. */
PRINTF_LIKE(2, 3) void run_progress_say(struct run_progress *progress, const char *format, ...);
