#pragma once
/* How much of the machine's CPU time the hypervisor took, from /proc/stat. */
#include <stdint.h>

/* A reading; differences of two count. Both 0 where the file cannot be read. */
struct steal_reading {
    uint64_t stolen; /* in clock ticks, over all CPUs since boot */
    uint64_t total;
};

struct steal_reading steal_read(void);

/* Share of the time of all CPUs between two readings, or NAN when that cannot be told. */
double steal_share(const struct steal_reading *from, const struct steal_reading *to);
