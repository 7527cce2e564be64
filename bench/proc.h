#pragma once
/*
 * Texts of /proc, read cheaply: a file that is looked at ten times a second stays open and is read
 * from its start (3 us for /proc/PID/stat, against 8 us with open and close). The parsers take
 * texts, so that tests need no kernel.
 *
 * Never reads per-thread files: 8,000 of them take 342 ms.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Longest text that is read: /proc/net/netstat has 4 KiB, children 7 bytes a process. */
#define PROC_TEXT_BYTES 16384

/* Opens a file of /proc, or gives -1; the caller closes it. */
int proc_open(const char *path);

/* The file from its start, NUL-terminated; what is longer than `size` is cut, and of a file with
 * many records (cpuinfo) only the first ones are sure to be there. False when it cannot be read
 * (the process is gone) or fd is -1. */
bool proc_read(int fd, char *text, size_t size);

/* Both and a close, for files that are looked at once. */
bool proc_read_path(const char *path, char *text, size_t size);

/* /proc/PID/stat: the whole process. The two CPU times of ended children are of those that it
 * waited for, with theirs. */
struct proc_stat {
    char state; /* 'R', 'S', 'Z', … */
    uint64_t cpu_ticks;
    uint64_t children_cpu_ticks;
    uint64_t threads;
    uint64_t resident_pages;
};

bool proc_parse_stat(const char *text, struct proc_stat *stat);

/* /proc/stat, all CPUs together: working (also for interrupts), and ready to work while the
 * hypervisor ran somebody else. */
struct proc_machine_stat {
    uint64_t busy_ticks;
    uint64_t steal_ticks;
};

bool proc_parse_machine_stat(const char *text, struct proc_machine_stat *stat);

/* "Pss:   355 kB" of smaps_rollup, "Slab: …" of meminfo, as bytes. `name` without the colon. */
bool proc_parse_kilobytes(const char *text, const char *name, uint64_t *bytes);

/* A counter of /proc/net/netstat by its group ("TcpExt") and name ("ListenOverflows"). */
bool proc_parse_counter(const char *text, const char *group, const char *name, uint64_t *value);

/* /proc/PID/task/PID/children: at most `capacity` process ids; returns how many. */
size_t proc_parse_children(const char *text, pid_t *children, size_t capacity);

/* How many descriptors a process has open; 0 when it is gone. */
uint64_t proc_count_descriptors(pid_t pid);

/* Seconds of a number of clock ticks, which are 10 ms almost everywhere. */
double proc_ticks_s(uint64_t ticks);
