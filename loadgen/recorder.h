#pragma once
/*
 * What one thread of the generator measured, step by step and request by request. One writer, no
 * locks, no allocation after recorder_init; the threads' recorders are merged after the join, and
 * the merge is exact.
 *
 *     recorder_plan_init(&plan, &scenario, zero_ns, error)     once, shared by all threads
 *     recorder_init(&recorder, &plan, error)                   once per thread
 *     recorder_step_started(&recorder, step, start_ns)         when its phase's start is known
 *     recorder_begin(&recorder, step, request, intended_ns)    an arrival leaves the schedule
 *     recorder_add(&recorder, &record)                         it has ended, in whatever way
 *     recorder_merge(&total, &recorder)                        after the join
 *     recorder_release(&recorder) …                            recorder_plan_release(&plan)
 *
 * Every recorder_begin is met by exactly one recorder_add. Arrivals that were not due yet when a
 * run was interrupted are neither begun nor added: they were never planned.
 *
 * In flight means: intended <= t < done. A step's figure counts every such request while the step
 * lasts, its own and those that earlier steps left behind; what its own requests do after the
 * step's end counts in the steps they reach into.
 *
 * Answers count with their own step (cell.h) and, for what a step achieved (achieved.h), once more
 * by when they came, phase by phase.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/histogram.h"
#include "loadgen/cell.h"
#include "loadgen/departures.h"
#include "loadgen/exchange_record.h"
#include "loadgen/flight.h"
#include "loadgen/recorder_plan.h"

/* What is known of a step only while it runs. */
struct recorder_step_run {
    struct flight_window window; /* all 0: not started; ends early when the run was interrupted */
    uint64_t connections_peak;   /* merged: the sum of the threads' peaks */
    uint64_t thread_cpu_ns;      /* merged: of the busiest thread */
};

struct recorder_second {
    struct histogram response; /* 2 digits */
    uint64_t offered;          /* by the second of the intended instant, as the next two */
    uint64_t answered;         /* ok, status_mismatch or check_failed */
    uint64_t errors;           /* not ok */
    uint64_t ended;            /* by the second of its end */
};

struct recorder_slow {
    uint64_t intended_ns;
    uint64_t done_ns;
    unsigned request;
    int worker;
};

struct recorder {
    const struct recorder_plan *plan; /* borrowed */
    struct recorder_step_run *steps;
    struct cell **cells;           /* [step * request_count + request]; NULL: not in the mix */
    struct departures *departures; /* [phase * request_count + request]; empty: not in the mix */
    uint64_t *given_up_ns;         /* per phase: of its first aborted request; UINT64_MAX: none */
    struct recorder_second *seconds;
    uint64_t last_done_ns;      /* when the last request so far ended; 0: none */
    struct recorder_slow *slow; /* at most SLOW_REQUESTS_MAX; as many again to merge in */
    size_t slow_count;
    uint64_t slow_total; /* also those that found no room */
};

/* All memory, for the whole plan; it is borrowed until recorder_release, which the caller calls. */
MUST_CHECK bool recorder_init(struct recorder *recorder, const struct recorder_plan *plan,
                              struct error *error);
void recorder_release(struct recorder *recorder);

/* The absolute start of a step. Called for every step before the first record whose life reaches
 * into it; all steps of a phase may be told when the phase starts. All threads tell the same. */
void recorder_step_started(struct recorder *recorder, unsigned step, uint64_t start_ns);

/* The run was interrupted and this thread begins nothing from now on: its running step ends here,
 * later ones never start. */
void recorder_stopped(struct recorder *recorder, uint64_t now_ns);

/* An arrival was taken from the schedule: it is planned and in flight from its intended instant.
 * This counter and its integral over time are what Little's identity compares with the records. */
void recorder_begin(struct recorder *recorder, unsigned step, unsigned request,
                    uint64_t intended_ns);

/* It ended. Asserts that the instants are in order, and for ok that
 * response = lag + connection wait + service. */
void recorder_add(struct recorder *recorder, const struct exchange_record *record);

/* This thread has so many connections open now; kept is the step's peak. */
void recorder_connections(struct recorder *recorder, unsigned step, unsigned open);

/* CPU time that this thread used between the step's start and its end. */
void recorder_thread_cpu(struct recorder *recorder, unsigned step, uint64_t cpu_ns);

/* Adds a joined thread's recorder to another one of the same plan. Exact and associative but for
 * the slow requests' list, which keeps the earliest intended SLOW_REQUESTS_MAX of both. */
void recorder_merge(struct recorder *total, const struct recorder *part);

/* NULL: the request is not in the step's mix. */
const struct cell *recorder_cell(const struct recorder *recorder, unsigned step, unsigned request);
