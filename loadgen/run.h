#pragma once
/*
 * One run: a scenario against one address, from the first thread to the last join. Writes nothing
 * but the events; what was measured is handed back.
 *
 *     run_load(&config, &run, error) …     run.recorder, run.plan, run.signal …
 *     run_release(&run)
 */
#include <stdint.h>

#include "core/clock.h"
#include "core/error.h"
#include "formats/scenario.h"
#include "loadgen/events.h"
#include "loadgen/recorder.h"
#include "loadgen/target.h"

struct run_config {
    const struct scenario *scenario; /* all borrowed during run_load */
    const struct target *target;
    struct events *events;
    uint64_t seed;
    unsigned threads; /* at most connections_total, vus and maxInFlight of any phase */
    unsigned connections_total;
    uint64_t spin_ns;
    uint64_t start_at_ns; /* CLOCK_MONOTONIC; 0: as soon as everything is ready */
};

struct run {
    struct recorder_plan plan; /* owned; zero_ns is the start of the first phase */
    struct recorder recorder;  /* owned; the merge of all threads' */
    double *steal_shares;      /* per step of the plan; owned */
    uint64_t cpu_ns;           /* of the whole process, from the first thread to the last join */
    char started_at[CLOCK_LABEL_BYTES];
    int signal; /* that interrupted it; 0: none */
};

/* On false nothing is left to release. An interrupted run is a good one with its signal set. */
MUST_CHECK bool run_load(const struct run_config *config, struct run *run, struct error *error);

void run_release(struct run *run);
