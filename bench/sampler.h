#pragma once
/*
 * Watches a server while it is under load and writes samples.ndjson: ten times a second the stats
 * page, the CPU time, threads and memory of the server's processes and the CPU time of generator
 * and machine; at the end of each step what is dearer to learn. Never asks the server anything,
 * so that a blocked one stays visible, and never reads per-thread files. Costs about 0.1 ms a
 * sample.
 *
 *     sampler_open(&sampler, &target, error)
 *     while (…) { wait until sampler.next_ns; sampler_take(&sampler, error) }
 *     sampler_finish(&sampler, &usage, error)      once the server was waited for
 *     sampler_close(&sampler)
 *
 * Samples lie on the grid zero, zero + 0.1 s, … and at the ends of steps.
 */
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "bench/event_tail.h"
#include "bench/kernel_usage.h"
#include "bench/process_tree.h"
#include "core/error.h"
#include "formats/stats_page.h"

#define SAMPLER_PERIOD_NS (100 * ONE_MS_NS)

struct sampler_target {
    const char *directory; /* of the trial: events.ndjson is read, samples.ndjson written */
    pid_t server;
    pid_t generator;
    const struct stats_page *page; /* borrowed until sampler_close() */
    struct kernel_usage before;    /* from before the server started */
    uint64_t zero_ns;
};

struct sampler {
    struct sampler_target target;
    uint64_t next_ns; /* when to take the next sample */
    uint64_t grid_ns; /* the next one that lies on the grid */
    FILE *file;
    char path[PATH_BYTES];
    int machine_fd;
    struct process_tree tree;
    struct event_tail tail;
    struct tail_event step; /* the one that runs, while step_runs */
    bool step_runs;
    double generator_cpu_s;          /* the last known: it ends before the last sample */
    uint64_t busy_next[STATS_SLOTS]; /* number of the busy interval to continue with */
};

MUST_CHECK bool sampler_open(struct sampler *sampler, const struct sampler_target *target,
                             struct error *error);
void sampler_close(struct sampler *sampler);

/* Takes a sample now and sets next_ns. False when it cannot be written. A server that is gone is
 * no error: its figures stay away. */
MUST_CHECK bool sampler_take(struct sampler *sampler, struct error *error);

/* The last line: what wait4 said about the server. */
MUST_CHECK bool sampler_finish(struct sampler *sampler, const struct rusage *usage,
                               struct error *error);
