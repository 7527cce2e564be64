#pragma once
/*
 * Programs under test: started, watched and always ended. A child dies with its test program.
 *
 *     struct process process;
 *     process_start(&process, argv, 0, &error)   process_read_line(…)   process_wait(…)
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/error.h"

struct process {
    pid_t pid;
    int output;   /* reading end of its stdout */
    int messages; /* what it wrote to stderr, so far */
};

/* argv ends with NULL. descriptor_limit: RLIMIT_NOFILE, soft and hard; 0 = as here. */
MUST_CHECK bool process_start(struct process *process, const char *const argv[],
                              unsigned descriptor_limit, struct error *error);

/* The next line of its stdout, without the newline; false at the end or after 20 s. */
bool process_read_line(struct process *process, char *line, size_t size);

void process_signal(const struct process *process, int number);

/* Its exit status, 128 + n when signal n ended it. Killed after timeout_ns, then -1. */
int process_wait(struct process *process, uint64_t timeout_ns);

/* What it wrote to stderr; after process_wait() too. */
void process_read_messages(const struct process *process, char *text, size_t size);

/* Closes what is left; after process_wait(). */
void process_release(struct process *process);

/* Runs a program to its end and keeps what it said. Returns as process_wait(). */
int process_run(const char *const argv[], char *output, char *messages, size_t size);

uint64_t process_cpu_ns(const struct process *process);
unsigned process_count_threads(const struct process *process);
unsigned process_count_descriptors(const struct process *process);
