#pragma once
/*
 * The closed model: virtual users, each of whom sends a request, waits for its answer and sends
 * the next. Nothing is planned in advance: a request is intended when it is sent, so it cannot be
 * late, and a slow server is asked less. A user keeps to a connection of its own as long as that
 * lives.
 *
 * A user whose request failed for want of a connection or of an answer pauses for
 * USER_PAUSE_NS: a server that is down is not asked in a busy loop.
 */
#include <stdint.h>

#include "core/error.h"
#include "formats/result.h"
#include "loadgen/alarm.h"
#include "loadgen/waiting.h"

#define USER_PAUSE_NS (100 * ONE_MS_NS)

struct worker;

struct user {
    struct alarm alarm;
    uint64_t iteration; /* requests so far, over all phases */
};

struct users {
    struct user *all; /* owned */
    unsigned capacity;
};

/* Room for this worker's users; user i of worker w is user i * worker_count + w of all. */
MUST_CHECK bool users_init(struct users *users, unsigned capacity, struct error *error);
void users_release(struct users *users);

/* How many of the phase's users are this worker's. */
unsigned users_count(const struct worker *worker);

/* The phase's users begin at its start. */
void users_start(struct worker *worker, uint64_t start_ns);

/* The phase is over: whoever pauses is not woken into the next one. */
void users_stop(struct worker *worker);

/* A user's alarm: it sends its next request. */
void users_on_alarm(struct worker *worker, struct user *user);

/* A user's request has ended: it sends the next one, now or after a pause, while the phase runs. */
void users_on_ended(struct worker *worker, const struct ticket *ticket, enum outcome outcome);
