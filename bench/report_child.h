#pragma once
/* The program `report`, run at the end of a run. What it prints is bench's own result. */
#include "bench/interrupt.h"
#include "core/error.h"

/* Longer than any report takes, gnuplot's own limits included. */
#define REPORT_DEADLINE_NS (600 * ONE_SECOND_NS)

/*
 * Runs `report DIR [FORMAT]` to its end; what it prints goes to bench's stdout. `format` is a flag
 * ("--json") or NULL for the table. False when it could not do its work. *status is its exit
 * status: 0, or what it found (3: a threshold was missed, 4: not trustworthy).
 */
MUST_CHECK bool report_child_run(const char *program, const char *directory, const char *format,
                                 struct interrupt *interrupt, int *status, struct error *error);
