#pragma once
/*
 * What a run does, known before it starts: every trial in its order, with its seed and its time.
 *
 *     plan_build(&plan, scenarios, count, error) …  plan_release(&plan)
 *
 * Trials come in blocks: block 0 measures every server of every scenario once, block 1 again, and
 * so on. Within a block the servers of a scenario follow each other in a shuffled order, and every
 * second block takes the order of the block before it backwards. With the order fixed, a machine
 * that slowly gets warmer makes two equal servers "differ" in half of all experiments; so, in one
 * of twenty (simulated; Kalibera and Jones, "Rigorous benchmarking in reasonable time", 2013, on
 * why repetitions are whole trials). All servers of a block get the same seed, so the same
 * arrivals. Pure: the same input gives the same plan.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "formats/scenario.h"

/* What one trial takes besides its load: start, checking, a lead of 0.3 s, the stop. */
#define PLAN_TRIAL_OVERHEAD_NS (700 * ONE_MS_NS)

#define PLAN_REPETITIONS_MAX 100

struct plan_scenario {
    const struct scenario *scenario;                      /* borrowed */
    struct scenario_server servers[SCENARIO_SERVERS_MAX]; /* options borrowed from the scenario */
    size_t server_count;
    unsigned repetitions;
};

struct plan_trial {
    size_t scenario; /* index into plan.scenarios */
    size_t server;   /* index into its servers */
    unsigned block;  /* from 0; the trial's folder is block + 1 */
    uint64_t seed;
};

struct plan {
    const struct plan_scenario *scenarios; /* borrowed */
    size_t scenario_count;
    struct plan_trial *trials; /* owned, in the order in which they run */
    size_t trial_count;
    uint64_t load_ns;  /* of all trials */
    uint64_t total_ns; /* and what comes on top */
};

MUST_CHECK bool plan_build(struct plan *plan, const struct plan_scenario *scenarios, size_t count,
                           struct error *error);
void plan_release(struct plan *plan);

/* What the trials from number `first` on will take. */
uint64_t plan_left_ns(const struct plan *plan, size_t first);
