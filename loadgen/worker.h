#pragma once
/*
 * One thread of the generator: its loop, its share of the arrivals, its connections, its records.
 * The struct is the common ground of five modules that only this header joins:
 *
 *     worker.c     the loop: waits, and lets every due arrival and alarm happen on time
 *     stage.c      phases: preparing, running, draining, giving up
 *     dispatch.c   requests that are due: send, wait or drop them; end them in the books
 *     wire.c       sockets: connecting, sending, receiving, closing
 *     users.c      virtual users: the closed model
 *
 *     worker_open(&worker, &config, index, error)
 *     worker_run(&worker)                            in a thread of its own, until the finish
 *     merge worker.recorder …                        after the join
 *     worker_close(&worker)
 *
 * Punctuality: libev's own timers are whole milliseconds late, so all waits go through one
 * core/deadline. Due arrivals are looked for before the loop sleeps, when it wakes and after every
 * callback, so that a burst of responses delays none. In the last `spin` before an arrival the
 * loop polls without sleeping: responses are still taken meanwhile.
 */
#include <ev.h>
#include <stdint.h>

#include "core/deadline.h"
#include "core/net.h"
#include "formats/scenario.h"
#include "loadgen/arrivals.h"
#include "loadgen/connections.h"
#include "loadgen/recorder.h"
#include "loadgen/rendezvous.h"
#include "loadgen/traffic.h"
#include "loadgen/users.h"
#include "loadgen/waiting.h"

/* The same for all workers; everything is borrowed until the last worker_close. */
struct worker_config {
    const struct scenario *scenario;
    const struct traffic *traffic;
    const struct recorder_plan *plan;
    const struct net_address *address;
    struct rendezvous *rendezvous;
    uint64_t seed;
    uint64_t spin_ns;           /* 0: never polls without sleeping */
    unsigned worker_count;      /* arrival k belongs to worker k mod worker_count */
    unsigned connections_total; /* of all workers together */
};

enum stage {
    STAGE_BETWEEN,   /* no phase, or the phase has drained */
    STAGE_PREPARING, /* opening the connections that must be there before the start */
    STAGE_READY,     /* waits for the start */
    STAGE_RUNNING,   /* the start is known; sends what becomes due */
    STAGE_DRAINING,  /* the planned time is over: waits for what is in flight */
};

struct worker {
    const struct worker_config *config; /* borrowed */
    unsigned index;
    struct recorder recorder; /* owned */

    struct ev_loop *loop;
    ev_prepare prepare;
    ev_check check;
    ev_idle idle; /* active while it spins */
    ev_io timer;  /* of `deadlines` */
    ev_io orders; /* from the rendezvous */
    struct deadline_queue deadlines;
    uint64_t now_ns; /* the latest reading of the clock */

    struct connections connections;
    struct waiting waiting;
    struct users users;
    struct random_stream picks;
    char *input; /* where all connections read to; owned */

    enum stage stage;
    bool stopped;              /* by the coordinator: nothing is begun any more */
    unsigned phases_announced; /* seen so far, like the next one; the present one is the last */
    unsigned phases_started;
    const struct scenario_phase *phase;
    unsigned phase_index;
    struct arrivals arrivals;
    struct arrival next;    /* valid while next_ns is not DEADLINE_NEVER */
    uint64_t next_ns;       /* its intended instant; DEADLINE_NEVER: none is to come */
    uint64_t start_ns;      /* of the phase */
    unsigned step_index;    /* within the phase */
    unsigned step;          /* the same in the recorders' plan */
    uint64_t step_cpu_ns;   /* this thread's CPU time when the step began */
    unsigned in_flight;     /* begun and not ended */
    unsigned in_flight_max; /* this worker's share of maxInFlight; UINT_MAX: no limit */
    unsigned prefill;       /* connections still to be opened before the start */
    struct alarm step_alarm;
    struct alarm grace_alarm;
    struct alarm waiting_alarm;
};

/* All memory and descriptors. On false there is nothing to close. */
MUST_CHECK bool worker_open(struct worker *worker, const struct worker_config *config,
                            unsigned index, struct error *error);

/* Runs the loop in the calling thread until the rendezvous is finished. */
void worker_run(struct worker *worker);

/* After worker_run has returned, and what was recorded has been merged. */
void worker_close(struct worker *worker);

/* Lets arrivals and alarms happen that are due now. */
void worker_pump(struct worker *worker);

/* The same, at the end of a callback: by the clock as it was read last, without reading it. */
static inline void worker_pump_if_due(struct worker *worker)
{
    if (worker->now_ns >= worker->next_ns || worker->now_ns >= deadline_next_ns(&worker->deadlines))
        worker_pump(worker);
}

/* Reads the clock. */
uint64_t worker_now_ns(struct worker *worker);

/* The ticket of the next arrival, which is due; the one after it becomes the next. */
struct ticket worker_next_ticket(struct worker *worker);

/* This worker's share of something that all of them have `total` of. */
unsigned worker_share(unsigned total, unsigned worker_count, unsigned index);
