#pragma once
/* The machine that is measured on, as far as it explains numbers. Written into run.json. */
#include <stdint.h>

struct machine {
    char cpu_model[128]; /* "" when it cannot be told, as the other words */
    char kernel[128];    /* "Linux 6.1.0-13-amd64 x86_64" */
    char os[128];        /* "Debian GNU/Linux 12 (bookworm)" */
    unsigned cpus;       /* online */
    unsigned cpus_allowed;
    double quota_cpus; /* or CGROUP_NO_QUOTA */
    uint64_t memory_bytes;
    uint64_t descriptor_limit; /* the hard one: programs raise the soft one to it */
    uint64_t somaxconn;        /* longest accept queue; 0 when it cannot be told, as the ports */
    uint64_t ports[2];         /* first and last that connections may start from */
};

/* Never fails. cpus_allowed and quota_cpus are not looked up: cpu_placement_observe() knows them.
 */
void machine_describe(struct machine *machine);

/* "AMD EPYC, 2 CPUs, 23.5 GiB, Linux 6.18.44 x86_64", for the plan. */
#define MACHINE_LINE_BYTES 320
void machine_line(const struct machine *machine, char line[MACHINE_LINE_BYTES]);

/* The value of a "key: value" line of /proc/cpuinfo or a KEY="value" line of os-release, without
 * quotes; "" when there is none. For tests. */
void machine_find_value(const char *text, const char *key, char separator, char value[128]);
