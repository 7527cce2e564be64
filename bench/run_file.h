#pragma once
/*
 * run.json: what ran, on which machine, in which order. Written before the first trial, after each
 * and at the end, so that a run that was killed still says what it has; results/README.md
 * describes every field.
 */
#include <stdint.h>

#include "bench/cpu_placement.h"
#include "bench/machine.h"
#include "bench/plan.h"
#include "bench/programs.h"
#include "bench/trial.h"

enum trial_status {
    TRIAL_SKIPPED, /* not run, or not yet */
    TRIAL_DONE,
    TRIAL_FAILED
};

struct trial_record {
    enum trial_status status;
    char reason[ERROR_TEXT_BYTES]; /* "" = none */
    char started_at[CLOCK_LABEL_BYTES];
    double seconds;
    double load_seconds;
    enum verdict_status verdict; /* of one that is done */
};

struct run_record {
    char suite[NAME_BYTES];
    char started_at[CLOCK_LABEL_BYTES];
    char ended_at[CLOCK_LABEL_BYTES]; /* "" while it runs */
    bool complete;                    /* every trial is done */
    char reason[256];                 /* why it is not complete; "" = it is */
    uint64_t started_ns;              /* CLOCK_MONOTONIC */
    const char *command_line;         /* borrowed, as the pointers below */
    double iterations_per_ms;
    const struct machine *machine;
    const struct cpu_placement *placement;
    const struct programs *programs;
    const struct plan *plan;
    struct trial_record *trials; /* plan->trial_count of them; owned by the run */
};

/* Writes DIR/run.json anew; elapsedSeconds counts up to now. */
MUST_CHECK bool run_file_write(const struct run_record *record, const char *directory,
                               struct error *error);

/* Load in all trials that are done. */
double run_file_load_seconds(const struct run_record *record);
