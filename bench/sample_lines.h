#pragma once
/*
 * The lines of samples.ndjson; results/README.md says what each field means. Pure printing: what
 * is in them is gathered by sampler.c. Instants are seconds since the trial's zero.
 */
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include "bench/event_tail.h"
#include "bench/kernel_usage.h"
#include "bench/process_tree.h"

struct loop_sample {
    unsigned slot;
    uint64_t iterations;
    double busy_s, blocked_s, longest_s;
    double entered_s; /* NAN while it polls */
};

struct sample {
    double t_s;
    struct tree_usage server;
    double generator_cpu_s;
    struct machine_time machine;
    uint64_t accepted, open, in_flight, requests;
    const struct loop_sample *loops;
    unsigned loop_count;
};

void sample_lines_sample(FILE *file, const struct sample *sample);

void sample_lines_busy(FILE *file, double t_s, unsigned slot, double start_s, double end_s);

/* At the end of a step; `growth` is the kernel's since before the server started. */
struct step_sample {
    double t_s;
    const struct tail_event *step;
    struct tree_memory memory;
    uint64_t threads;
    struct kernel_usage growth;
};

void sample_lines_step(FILE *file, const struct step_sample *sample);

/* The last line: what wait4 said about the server. */
void sample_lines_end(FILE *file, double t_s, const struct rusage *usage);
