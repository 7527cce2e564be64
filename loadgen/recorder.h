#pragma once
/*
 * What one thread of the generator measured, step by step and request by request. One writer, no
 * locks, no allocation after recorder_init; the threads' recorders are merged after the join, and
 * the merge is exact.
 *
 *     recorder_plan_init(&plan, &scenario, zero_ns, error)         once, shared by all threads
 *     recorder_init(&recorder, &plan, error)                       once per thread
 *     recorder_step_started(&recorder, step, start_ns)             when a phase's start is known
 *     recorder_begin(&recorder, step, request, intended_ns)        an arrival taken from the
 * schedule recorder_add(&recorder, &record)                             … has ended, in whatever
 * way recorder_merge(&total, &recorder)                            after the join
 *     recorder_release(&recorder)   recorder_plan_release(&plan)
 *
 * Every recorder_begin is met by exactly one recorder_add. Arrivals that were not due yet when a
 * run was interrupted are neither begun nor added: they were never planned.
 *
 * What is counted where:
 *   response time     done - intended: ok; response_timeout and aborted at their age (censored)
 *   service time      done - sent: the same requests, when they were sent
 *   first byte        first byte - sent: the same requests, when a byte came
 *   connection wait   sent - dispatched: every request that was sent
 *   lag               dispatched - intended: every request that was dispatched
 *   connect           every connection that was opened for a request
 * A request that ended in any other class is in the outcomes, and in no response time.
 *
 * In flight means: intended <= t < done. A step's figure counts every such request while the step
 * lasts, its own and those that earlier steps left behind; what its own requests do after the
 * step's end counts in the steps they reach into.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/histogram.h"
#include "core/limits.h"
#include "formats/result.h"
#include "formats/scenario.h"

/* One request's whole life. Instants of CLOCK_MONOTONIC, 0 where it never came so far. For `ok`
 * all five are set and in order (a response that overtook its request's last byte counts as sent
 * at its first byte); intended and done are always set, also for a request that was dropped. */
struct exchange_record {
    unsigned step;    /* index into the plan's steps, counted through all phases */
    unsigned request; /* index into the scenario's requests */
    int worker;       /* X-Worker of the connection's first response; -1: it said nothing */
    enum outcome outcome;
    unsigned status; /* of the response; 0: there was none */
    uint64_t bytes;  /* received for this request */
    uint64_t intended_ns;
    uint64_t dispatched_ns; /* taken from the schedule; later ones are the generator's lag */
    uint64_t sent_ns;       /* the kernel took its last byte */
    uint64_t first_byte_ns;
    uint64_t done_ns;    /* its last byte, or when it failed, timed out, was dropped or given up */
    uint64_t connect_ns; /* a duration: of the connection opened for it; 0: it took an open one */
    const char *words;   /* why it failed; borrowed during the call; NULL: the class says it all */
};

/* One step of one phase, as planned. */
struct recorder_step {
    unsigned phase; /* index into the scenario's phases */
    unsigned index; /* 0, 1, … within its phase */
    bool warmup;
    unsigned vus; /* closed model; 0 = open */
    uint64_t duration_ns;
    uint64_t request_mask; /* bit r: request r is in the mix */
};

struct recorder_plan {
    struct recorder_step *steps; /* all phases' steps in the order they run; owned */
    size_t step_count;
    size_t request_count;
    size_t second_count; /* of the time series; what comes later counts in the last one */
    uint64_t zero_ns;    /* the run's t = 0 */
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

/* A step is cut into so many equal bins to follow the number in flight. */
#define RECORDER_FLIGHT_BINS 40

struct recorder_flight {
    int64_t part_ns[RECORDER_FLIGHT_BINS]; /* area of requests within the bin they begin or end */
    int64_t change[RECORDER_FLIGHT_BINS];  /* begun - ended within the bin */
};

struct recorder_error {
    uint64_t done_ns;
    char text[160]; /* "class: words" */
};

/* One request of one step. */
struct recorder_cell {
    struct histogram response, service, first_byte, connection_wait, lag, connect;
    uint64_t begun;              /* recorder_begin: planned, counted before anything happens */
    uint64_t outcomes[OUTCOMES]; /* recorder_add */
    uint64_t good;               /* ok within the plan's limit */
    uint64_t untried;            /* never dispatched, or no port or descriptor was to be had */
    uint64_t bytes;
    uint64_t censored_from_ns;     /* the youngest censored age; UINT64_MAX: none */
    uint64_t time_in_system_ns;    /* sum of done - intended of all records */
    uint64_t own_in_flight;        /* begun and not yet ended, */
    uint64_t own_last_ns;          /* since when, */
    uint64_t own_area_ns;          /* and its integral: see recorder_begin */
    struct recorder_flight flight; /* in flight while the step lasted, whoever's step it was */
    struct status_count statuses[RESULT_STATUSES_MAX];
    unsigned status_count;
    struct recorder_error errors[ERROR_SAMPLES_MAX]; /* the first different ones */
    unsigned error_count;
};

/* What is known of a step only while it runs. */
struct recorder_step_run {
    uint64_t start_ns;         /* 0: not started */
    uint64_t end_ns;           /* start + duration; earlier when the run was interrupted */
    uint64_t connections_peak; /* merged: the sum of the threads' peaks */
    uint64_t thread_cpu_ns;    /* merged: of the busiest thread */
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
    struct recorder_cell **cells; /* [step * request_count + request]; NULL: not in the mix */
    struct recorder_second *seconds;
    uint64_t last_done_ns;      /* when the last request so far ended; 0: none */
    struct recorder_slow *slow; /* at most SLOW_REQUESTS_MAX */
    size_t slow_count;
    uint64_t slow_total; /* also those that found no room */
};

/* All memory, for the whole plan, which is borrowed until recorder_release. The caller releases it.
 */
MUST_CHECK bool recorder_init(struct recorder *recorder, const struct recorder_plan *plan,
                              struct error *error);
void recorder_release(struct recorder *recorder);

/* The absolute start of a step. Called for every step before the first record whose life reaches
 * into it; all steps of a phase may be told when the phase starts. All threads tell the same. */
void recorder_step_started(struct recorder *recorder, unsigned step, uint64_t start_ns);

/* The run was interrupted: the running step ends here, later ones never start. */
void recorder_stopped(struct recorder *recorder, uint64_t stop_ns);

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
const struct recorder_cell *recorder_cell(const struct recorder *recorder, unsigned step,
                                          unsigned request);
