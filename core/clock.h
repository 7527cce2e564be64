#pragma once
/*
 * Time. CLOCK_MONOTONIC in integer nanoseconds everywhere; the wall clock is only ever a label in
 * a file. This is the one module that asks the kernel what time it is.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Nanoseconds of CLOCK_MONOTONIC; about 30 ns to read. */
uint64_t clock_now_ns(void);

/* Returns at or after the given instant of CLOCK_MONOTONIC, never before. Signals do not end it. */
void clock_sleep_until_ns(uint64_t instant_ns);

/* CPU time used so far, by this thread and by this process. */
uint64_t clock_thread_cpu_ns(void);
uint64_t clock_process_cpu_ns(void);

/* CPU time used so far by all threads of another process, ended threads included; false when there
 * is no such process. 0.4 us, and exact where /proc counts in 10 ms. */
bool clock_other_process_cpu_ns(pid_t pid, uint64_t *cpu_ns);

#define CLOCK_LABEL_BYTES 32

/* "2026-01-31T10:12:45Z", the present wall-clock time in UTC. */
void clock_wall_label(char label[CLOCK_LABEL_BYTES]);
