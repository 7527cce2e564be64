#pragma once
/*
 * What the whole machine shows while a server runs: time its CPUs worked or were stolen, and what
 * the kernel holds (stacks of threads, page tables, slabs with its sockets), which no process's
 * own memory figures contain. Slab is meminfo's: slabinfo adds up to the same and needs root.
 */
#include <stdbool.h>
#include <stdint.h>

struct machine_time {
    double busy_s;  /* all CPUs, since the machine started */
    double steal_s; /* ready to work, but the hypervisor ran somebody else */
};

/* Reads a kept descriptor of /proc/stat (proc_open); zeros when that is not readable. */
struct machine_time kernel_usage_time(int stat_fd);

struct kernel_usage {
    int64_t kernel_stack_bytes;
    int64_t page_tables_bytes;
    int64_t slab_bytes;
    int64_t listen_overflows; /* connections that found the accept queue full */
};

/* The present figures; those that cannot be read are 0. */
struct kernel_usage kernel_usage_now(void);

/* How much they grew; negative where they shrank. */
struct kernel_usage kernel_usage_growth(const struct kernel_usage *before,
                                        const struct kernel_usage *after);
