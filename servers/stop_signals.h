#pragma once
/*
 * SIGTERM and SIGINT as data: blocked in every thread and read from a signalfd by a thread of its
 * own, so that a server whose loop is stuck in a request still obeys.
 *
 * The first one sets `draining`, then makes stop_fd readable, for good. The second one, or the end
 * of the drain deadline and LAST_RESORT_NS more, calls on_last_resort: the process is to end at
 * once, without waiting for anyone.
 *
 * Start it before any other thread, so that they inherit the blocked signals. SIGPIPE and SIGHUP
 * are ignored from then on.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

struct stop_signals {
    int stop_fd; /* readable once the server must stop */
    atomic_bool draining;
    uint64_t drain_ns;
    /* On this module's own thread; the second signal's number, or 0: the deadline has passed. */
    void (*on_last_resort)(int number, void *context);
    void *context;
    int signal_fd;
    int over_fd;
    pthread_t thread;
};

/* The caller fills drain_ns, on_last_resort and context; the struct stays where it is until
 * stop_signals_stop(). */
MUST_CHECK bool stop_signals_start(struct stop_signals *signals, struct error *error);

/* Once the server has stopped. The signals stay blocked. */
void stop_signals_stop(struct stop_signals *signals);
