#pragma once
/*
 * The shape of a run as recorders need it: every step of every phase in one row, so that a request
 * names its step by one number, and how long all of it may last. Shared by all threads, read only.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/limits.h"
#include "formats/scenario.h"

/* One step of one phase, as planned. */
struct recorder_step {
    unsigned phase; /* index into the scenario's phases */
    unsigned index; /* 0, 1, … within its phase */
    bool warmup;
    unsigned vus; /* closed model; 0 = open */
    uint64_t duration_ns;
    uint64_t request_mask; /* bit r: request r is in the mix */
};

/* One phase, as planned. */
struct recorder_phase {
    unsigned first_step; /* index into the plan's steps */
    uint64_t lasting_ns; /* its steps and its graceful stop */
};

struct recorder_plan {
    struct recorder_step *steps; /* all phases' steps in the order they run; owned */
    size_t step_count;
    struct recorder_phase *phases; /* owned */
    size_t phase_count;
    size_t request_count;
    size_t second_count; /* of the time series; what comes later counts in the last one */
    uint64_t zero_ns;    /* the run's t = 0; may be set anew until the first record */
    /* Goodput: ok, and this time is at most good_within_ns[request] (UINT64_MAX: no limit). */
    enum scenario_metric good_metric;
    uint64_t good_within_ns[SCENARIO_REQUESTS_MAX];
};

/* Copies from the scenario what recorders need. The caller releases it after the last recorder. */
MUST_CHECK bool recorder_plan_init(struct recorder_plan *plan, const struct scenario *scenario,
                                   uint64_t zero_ns, struct error *error);
void recorder_plan_release(struct recorder_plan *plan);

/* A step's index in the plan. */
unsigned recorder_plan_step(const struct recorder_plan *plan, unsigned phase, unsigned index);
