#pragma once
/*
 * Everything that is known before anything is measured: scenarios, programs, servers, machine,
 * placement and the plan. Takes well under 0.1 s, so that the plan is on the screen at once.
 *
 *     switch (experiment_prepare(&experiment, &options, &interrupt, &error)) …
 *     experiment_release(&experiment)
 */
#include "bench/bench_options.h"
#include "bench/cpu_placement.h"
#include "bench/interrupt.h"
#include "bench/machine.h"
#include "bench/plan.h"
#include "bench/programs.h"
#include "bench/suite.h"

struct experiment {
    struct suite suite;
    struct programs programs;
    struct machine machine;
    struct cpu_placement placement;
    struct plan_scenario *scenarios; /* one for each of the suite; owned */
    struct plan plan;
};

enum experiment_readiness {
    EXPERIMENT_READY,
    EXPERIMENT_WRONG_INPUT, /* scenario or command line: nothing to release, as with the next */
    EXPERIMENT_FAILED       /* programs or machine */
};

/* Unless it is ready, the error holds all that is wrong. */
enum experiment_readiness experiment_prepare(struct experiment *experiment,
                                             const struct bench_options *options,
                                             struct interrupt *interrupt, struct error *error);
void experiment_release(struct experiment *experiment);
