#pragma once
/*
 * Which CPUs servers and the load generator run on. From 4 usable CPUs on the generator gets a
 * quarter of them and the servers the rest. Below, they share all: servers are then started with a
 * nice value higher by 10 and the generator does not spin, so that it is still punctual (p99 of a
 * timer's lateness beside four busy threads, measured: 55 us so, 3.9 ms with equal nice values).
 *
 *     cpu_placement_observe(&view, error)      what this process may use; lowers its nice value to
 * 0 cpu_placement_decide(&view, &placement)  pure
 *
 * Usable is what the affinity mask names, and of a control group's quota only whole CPUs: with
 * more, threads would be stopped for the rest of a quota period, which looks like a bad tail.
 */
#include <sched.h>

#include "core/error.h"

#define CPU_PLACEMENT_SHARED_NICE 10
#define CPU_PLACEMENT_SPLIT_CPUS  4

struct cpu_placement_view {
    cpu_set_t allowed;
    double quota_cpus; /* or CGROUP_NO_QUOTA */
    int own_nice;
    unsigned core_of[CPU_SETSIZE]; /* CPUs with the same number are threads of one core */
};

struct cpu_placement {
    bool shared;
    cpu_set_t server_cpus;
    cpu_set_t generator_cpus;
    int own_nice;              /* of bench and the generator */
    int server_nice_increment; /* added to it for servers */
    char reason[256];          /* a sentence for run.json and the report */
};

MUST_CHECK bool cpu_placement_observe(struct cpu_placement_view *view, struct error *error);

void cpu_placement_decide(const struct cpu_placement_view *view, struct cpu_placement *placement);

/* The CPUs of a server for which the scenario says `"cpus": count`: the last ones of the servers',
 * where the generator is farthest; all for 0 or more than there are. Returns how many it has. */
unsigned cpu_placement_server_mask(const struct cpu_placement *placement, unsigned count,
                                   cpu_set_t *mask);

/* "0-3,6", as taskset understands it. */
#define CPU_PLACEMENT_LIST_BYTES 256
void cpu_placement_list(const cpu_set_t *cpus, char list[CPU_PLACEMENT_LIST_BYTES]);
