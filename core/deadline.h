#pragma once
/*
 * Deadlines: any number of absolute instants of CLOCK_MONOTONIC behind one timerfd, for servers
 * and loadgen alike. libev's own timers round waits up to whole milliseconds and count from a
 * stale clock, so that they can even fire early; a deadline never does.
 *
 *     deadline_queue_open(&queue, capacity, error)       watch queue.fd for reading
 *     deadline_set(&queue, &client->deadline, at_ns)     as often as you like
 *     deadline_arm(&queue, DEADLINE_NEVER)               each time before the loop sleeps
 *     deadline_acknowledge(&queue)                       when queue.fd was readable, then
 *     while ((due = deadline_take_due(&queue, clock_now_ns())) != NULL)
 *
 * Deadlines are intrusive: embed them, find the owner with offsetof. Not thread-safe: one queue
 * belongs to one thread.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define DEADLINE_NEVER UINT64_MAX

/* Zero-initialised = not set. */
struct deadline {
    uint64_t at_ns;
    size_t place; /* 1 + index in the heap; 0 = not set */
};

struct deadline_queue {
    int fd;                 /* readable when the armed instant has passed; owned by the queue */
    uint64_t armed_ns;      /* what the timerfd is set to; DEADLINE_NEVER = disarmed */
    bool expired;           /* acknowledged and not yet set anew */
    struct deadline **heap; /* smallest at_ns first */
    size_t count;
    size_t capacity;
};

/* Room for `capacity` deadlines at once, allocated now. */
MUST_CHECK bool deadline_queue_open(struct deadline_queue *queue, size_t capacity,
                                    struct error *error);
void deadline_queue_close(struct deadline_queue *queue);

/* Sets or moves a deadline; no system call. The deadline is borrowed until taken or cancelled. */
void deadline_set(struct deadline_queue *queue, struct deadline *deadline, uint64_t at_ns);
void deadline_cancel(struct deadline_queue *queue, struct deadline *deadline);
bool deadline_is_set(const struct deadline *deadline);

/* The earliest instant set, or DEADLINE_NEVER. */
uint64_t deadline_next_ns(const struct deadline_queue *queue);

/* Takes out the earliest deadline if it lies at or before now_ns, else NULL. */
struct deadline *deadline_take_due(struct deadline_queue *queue, uint64_t now_ns);

/* Makes fd readable at the earliest instant, or at_ns if that is earlier (DEADLINE_NEVER: only
 * the heap counts). One system call when the instant changed, none otherwise. */
void deadline_arm(struct deadline_queue *queue, uint64_t at_ns);

/* Call when fd was readable. No system call: fd stays readable until the next deadline_arm(), which
 * sets the timer anew and so takes the expiry off it. */
void deadline_acknowledge(struct deadline_queue *queue);
