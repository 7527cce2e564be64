#pragma once
/*
 * One trial: a fresh server, one request of each kind checked, one load generator, the sampler
 * meanwhile, and all files of results/README.md in the trial's folder.
 *
 *     trial_run(&setup, &spec, &outcome)
 *     …                                       outcome.result is valid when outcome.has_result
 *     trial_outcome_release(&outcome)
 *
 * Never fails as a function: what went wrong is the outcome's reason, a sentence, and nothing of
 * the trial runs any more.
 */
#include <stdint.h>

#include "bench/cpu_placement.h"
#include "bench/programs.h"
#include "bench/sampler.h"
#include "bench/suite.h"
#include "core/clock.h"
#include "formats/result.h"

/* Between the start of the load generator and the first request: it reads the scenario, makes its
 * threads and gets ready. Sanitizers and -O0 make that slow. */
#define TRIAL_LEAD_NS      (300 * ONE_MS_NS)
#define TRIAL_LEAD_SLOW_NS (2 * ONE_SECOND_NS)

/* The same for all trials of a run; everything is borrowed. */
struct trial_setup {
    const struct programs *programs;
    const struct cpu_placement *placement;
    double iterations_per_ms;
    const char *run_directory;
    struct interrupt *interrupt;
    void (*on_sample)(void *observer, const struct sampler *sampler); /* after each sample */
    void *observer;
};

struct trial_spec {
    const struct suite_entry *entry;
    const struct scenario_server *server;
    unsigned n; /* from 1 */
    uint64_t seed;
};

struct trial_outcome {
    bool done;
    char reason[ERROR_TEXT_BYTES];      /* why not; "" when done */
    char started_at[CLOCK_LABEL_BYTES]; /* wall clock, a label */
    double seconds;                     /* all of it */
    bool has_result;                    /* also of a trial that was interrupted */
    struct result result;               /* owned */
};

void trial_run(const struct trial_setup *setup, const struct trial_spec *spec,
               struct trial_outcome *outcome);
void trial_outcome_release(struct trial_outcome *outcome);

/* "trials/<scenario>/<server id>/<n>", relative to the run's folder; names are short enough. */
#define TRIAL_DIRECTORY_BYTES (2 * NAME_BYTES + 24)
void trial_directory(const char *scenario, const char *server, unsigned n,
                     char directory[TRIAL_DIRECTORY_BYTES]);
