#pragma once
/*
 * A worker's connections: one array, made at the start, and which of them are closed, connecting,
 * idle or busy. Bookkeeping only: opens, reads and closes nothing (wire.h does).
 *
 *     connection = connections_take_closed(&connections);      now connecting
 *     connections_move(&connections, connection, CONNECTION_IDLE);
 *     connection = connections_pick_idle(&connections, stream, k);     still idle
 */
#include <ev.h>
#include <stdint.h>

#include "core/error.h"
#include "core/random.h"
#include "loadgen/alarm.h"
#include "loadgen/exchange.h"
#include "loadgen/waiting.h"

enum connection_state {
    CONNECTION_CLOSED,
    CONNECTION_CONNECTING,
    CONNECTION_IDLE,
    CONNECTION_BUSY
};

#define CONNECTION_STATES 4

struct connection {
    ev_io io; /* active while the connection is not closed; its fd is the socket */
    enum connection_state state;
    unsigned place;         /* in the list of its state */
    int worker;             /* what the first response said in X-Worker; -1: nothing so far */
    bool answered;          /* a response was complete on it */
    struct alarm alarm;     /* fires at or before timeout_ns, which it then looks at */
    uint64_t timeout_ns;    /* DEADLINE_NEVER: none */
    uint64_t connecting_ns; /* when it began to connect */

    /* While busy: the request that it carries. */
    struct ticket ticket;
    uint64_t connect_ns; /* how long it took to open it for this request; 0: it was open */
    uint64_t sent_ns;    /* 0: not yet, as the next one */
    uint64_t first_byte_ns;
    struct exchange exchange;
};

struct connections {
    struct connection *all; /* owned */
    unsigned capacity;
    struct connection **lists[CONNECTION_STATES]; /* [state][place]; owned */
    unsigned counts[CONNECTION_STATES];
};

/* All closed. */
MUST_CHECK bool connections_init(struct connections *connections, unsigned capacity,
                                 struct error *error);
void connections_release(struct connections *connections);

void connections_move(struct connections *connections, struct connection *connection,
                      enum connection_state state);

/* A closed one, moved to connecting; NULL when none is closed. */
struct connection *connections_take_closed(struct connections *connections);

/* An idle one by random number k of the stream, every one as likely; there must be one. Random, not
 * the least recent: servers that deal connections out in turn would get an even share of requests
 * that no real traffic gives them. */
struct connection *connections_pick_idle(const struct connections *connections,
                                         struct random_stream stream, uint64_t k);

/* Established: idle or busy. */
unsigned connections_open(const struct connections *connections);
