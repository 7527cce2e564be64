#pragma once
/*
 * Many clients on one libev loop, for every event-driven model. What differs between these models
 * is where the steps of a request run; they say so in a table:
 *
 *     static const struct evented_steps steps = {
 *         .start = {[STEP_CPU] = evented_burn, [STEP_WAIT] = evented_wait},
 *     };
 *     evented_open(&evented, config, 0, &steps, error)   evented_run(&evented)   evented_close(…)
 *
 * In the steady state one recv and one send per request between two epoll_waits, and nothing else:
 * a client's watcher stays registered for reading, its place in the heap of deadlines is left
 * alone until it comes up, memory is taken from slabs. While a request works its client's input is
 * not read; only if more arrives does the watcher stop, until the request is answered.
 *
 * One thread owns all of it: the one that calls evented_run().
 */
#include <ev.h>

#include "core/deadline.h"
#include "servers/accept_trouble.h"
#include "servers/client_slab.h"
#include "servers/loop_meter.h"
#include "servers/model.h"

struct evented;

/* One client. Private to evented and evented_client but for `evented`. */
struct evented_client {
    struct evented *evented; /* borrowed */
    struct evented_client *next_free;
    ev_io socket;
    struct deadline deadline;
    uint64_t until_ns; /* what counts: the deadline may come up earlier and is then set to this */
    struct conn conn;
    bool in_use;
    bool waits;   /* the deadline ends a wait step */
    bool lingers; /* answered and half closed: reading to the end */
};

/* A step of a request. True: it is done. False: evented_step_done() will be called later, on the
 * loop's thread; the client is borrowed until then. */
typedef bool evented_start_fn(struct evented_client *client, uint64_t amount_ns);

/* How each kind of step is started: this table is the model. Indexed by enum step_kind. */
struct evented_steps {
    evented_start_fn *start[STEP_WAIT + 1]; /* STEP_WAIT is the last kind */
};

/* On the loop: nothing else runs meanwhile. */
evented_start_fn evented_burn;

/* In the heap of deadlines: the loop goes on. */
evented_start_fn evented_wait;

/* The step that was started is over: goes on with the client, which may be gone afterwards. */
void evented_step_done(struct evented_client *client);

struct evented {
    const struct server_config *config; /* borrowed */
    const struct evented_steps *steps;  /* borrowed */
    struct stats_slot *slot;            /* borrowed */
    unsigned worker;
    struct ev_loop *loop; /* owned */
    struct loop_meter meter;
    struct client_slab clients;
    struct conn_pool pool;
    struct deadline_queue deadlines;
    struct deadline accept_again; /* set while accepting pauses after an error */
    struct deadline drain_over;
    struct accept_trouble trouble;
    ev_io listener;
    ev_io stop;
    ev_io timer;
    ev_prepare before_poll;
    bool draining;
};

/* A loop that counts in stats slot `worker`. The struct stays where it is until evented_close(). */
MUST_CHECK bool evented_open(struct evented *evented, const struct server_config *config,
                             unsigned worker, const struct evented_steps *steps,
                             struct error *error);

/* Serves until the stop descriptor is readable and then until all clients have gone, at most to the
 * drain deadline. */
void evented_run(struct evented *evented);

/* Closes the clients that are left, then the loop. No step is under way elsewhere any more. */
void evented_close(struct evented *evented);
