#pragma once
/*
 * Running gnuplot on scripts that stand in a folder: <id>.gp makes <id>.svg and <id>.png. Its exit
 * status says nothing (it is 0 on a full disk), so what counts is whether each output is whole;
 * one that is not is removed.
 *
 * gnuplot gets a clean environment and no start-up files. One process draws all; when a script
 * breaks it, another one draws those after it. All together have `timeout_ns`; then gnuplot is
 * killed with whatever it started. Never more than one process at a time, none left behind.
 */
#include <stdint.h>

#include "core/error.h"

#define GNUPLOT_NOTE_BYTES 512

struct gnuplot_job {
    const char *id; /* borrowed; of [a-z0-9-] only */
    bool drawn;     /* both outputs are there and whole */
};

/* Draws what it can and says in `note` (GNUPLOT_NOTE_BYTES; "" when all is drawn) what is wrong and
 * what to do. What gnuplot complained of stands in the folder's gnuplot.log. */
void gnuplot_run(const char *folder, struct gnuplot_job *jobs, unsigned count, uint64_t timeout_ns,
                 char *note);
