#pragma once
/*
 * The steps of one trial: what they cost, whether they can be trusted, whether the server kept up,
 * what the objective says. Pure arithmetic over what the trial's files hold.
 */
#include "report/summary.h"

/* A "step" line of samples.ndjson. */
struct step_resources {
    char phase[NAME_BYTES];
    unsigned step;
    double pss_bytes, threads, descriptors;
    double kernel_bytes; /* stacks, page tables and slab; growth since before the server started */
    double listen_overflows;
};

struct step_context {
    const struct scenario *scenario; /* NULL: unknown */
    const struct step_resources *resources;
    size_t resource_count;
    unsigned machine_cpus;
};

/* Fills trial->steps from its result, samples and busy intervals. trial->steps is owned by the
 * trial; its pointers are borrowed from trial->result. False only when out of memory. */
MUST_CHECK bool summary_steps_make(struct summary_trial *trial, const struct step_context *context,
                                   struct error *error);

/* Little's law, L = rate x time, for one step: the mean number in flight, counted, against what
 * rate and mean response time say. Requests at the step's edges count in one and not in the other;
 * as much as they can explain is forgiven. */
struct step_books {
    double counted, expected;
    bool balanced;
};

struct step_books summary_step_books(const struct summary_step *step);
