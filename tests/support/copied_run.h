#pragma once
/*
 * A copy of tests/golden/run in a folder of its own, to be damaged: files replaced, cut, removed.
 * Paths of files are relative to the run's folder.
 */
#include <stddef.h>

#define COPIED_THREADS "trials/cpu-tail/thread-per-request/1"
#define COPIED_LOOP    "trials/cpu-tail/event-loop/1"

struct copied_run {
    char folder[64];
};

/* Asserts on failure, as all of these do. */
void copied_run_make(struct copied_run *run);
void copied_run_remove(struct copied_run *run);

void copied_run_delete(const struct copied_run *run, const char *file);

/* Keeps the first so many bytes. */
void copied_run_cut(const struct copied_run *run, const char *file, size_t length);

/* Replaces the first occurrence of a text, which must be there. */
void copied_run_replace(const struct copied_run *run, const char *file, const char *text,
                        const char *by);

/* The length of a file. */
size_t copied_run_length(const struct copied_run *run, const char *file);
