#pragma once
/*
 * Where the coordinating thread and the workers meet between phases: every phase is announced,
 * prepared by all workers, started at one instant for all, and over when all have drained.
 *
 *     coordinator                           worker
 *     rendezvous_announce(&r)               opens connections, rendezvous_report_ready(&r)
 *     rendezvous_start(&r, start_ns)        sends; after the last answer, report_drained(&r)
 *     rendezvous_stop(&r)                   gives up what is unfinished, report_drained(&r)
 *     rendezvous_finish(&r)                 leaves its loop
 *
 * Both sides sleep on eventfds; what they are woken for stands in atomics. All of them are
 * sequentially consistent: this is used a few times per phase, never per request. A phase's
 * start_ns is stored before `started` counts it, so whoever sees the count sees the instant.
 */
#include <stdatomic.h>
#include <stdint.h>

#include "core/error.h"
#include "core/limits.h"

struct rendezvous {
    atomic_uint announced; /* phases so far, as the next ones */
    atomic_uint started;
    _Atomic uint64_t start_ns; /* of the phase started last */
    atomic_bool stopped;
    atomic_bool finished;
    atomic_uint ready; /* workers' reports, over all phases */
    atomic_uint drained;
    int coordinator_fd; /* readable after a report */
    int worker_fds[LOADGEN_THREADS_MAX];
    unsigned worker_count;
};

MUST_CHECK bool rendezvous_open(struct rendezvous *rendezvous, unsigned worker_count,
                                struct error *error);
void rendezvous_close(struct rendezvous *rendezvous);

void rendezvous_announce(struct rendezvous *rendezvous);
void rendezvous_start(struct rendezvous *rendezvous, uint64_t start_ns);
void rendezvous_stop(struct rendezvous *rendezvous);
void rendezvous_finish(struct rendezvous *rendezvous);

/* Of the phase announced last. */
bool rendezvous_all_ready(const struct rendezvous *rendezvous);
bool rendezvous_all_drained(const struct rendezvous *rendezvous);

void rendezvous_report_ready(struct rendezvous *rendezvous);
void rendezvous_report_drained(struct rendezvous *rendezvous);

/* Takes the wake-up off an eventfd before its atomics are looked at, so that none is lost. */
void rendezvous_acknowledge(int fd);
