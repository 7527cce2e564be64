#pragma once
/*
 * The one queue of a worker: requests that were due and found no connection, oldest first. Whoever
 * becomes free takes the head, so that no request is ever bound to a connection in advance.
 *
 * A ring of fixed size, made at the start. It begins anew at its first place whenever it runs
 * empty: a queue that stays short touches little memory, however large the ring is.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/* A planned request on its way, before it has a connection. */
struct ticket {
    uint64_t number; /* of the arrival; closed model: counts up */
    uint64_t intended_ns;
    uint64_t dispatched_ns;
    unsigned step;    /* of the recorders' plan */
    unsigned request; /* of the scenario */
    unsigned user;    /* closed model: whose it is */
};

struct waiting {
    struct ticket *ring; /* owned */
    size_t capacity;
    size_t first;
    size_t count;
};

MUST_CHECK bool waiting_init(struct waiting *waiting, size_t capacity, struct error *error);
void waiting_release(struct waiting *waiting);

/* False when there is no room. The ticket is copied. */
MUST_CHECK bool waiting_push(struct waiting *waiting, const struct ticket *ticket);

/* The oldest, or NULL; valid until the next push or take. */
const struct ticket *waiting_first(const struct waiting *waiting);

/* Takes the oldest out; there must be one. */
struct ticket waiting_take(struct waiting *waiting);
