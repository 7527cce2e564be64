#pragma once
/*
 * events.ndjson: when each phase and step began and ended, one line each, appended while it
 * happens so that others can follow a run (results/README.md). Written by the coordinating thread,
 * never by one that measures.
 *
 *     events_open(&events, path, error)      path NULL: nothing is written anywhere
 *     events_step(&events, …) …
 *     events_close(&events, error)           says whether a line was lost
 */
#include <stdint.h>

#include "core/error.h"
#include "formats/scenario.h"

struct events {
    int fd;           /* -1: none */
    int number;       /* errno of the first write that failed; 0: none did */
    const char *path; /* borrowed until events_close */
};

/* Makes the file, or empties it. */
MUST_CHECK bool events_open(struct events *events, const char *path, struct error *error);

/* t_ns counts from the run's zero. */
void events_step(struct events *events, uint64_t t_ns, const struct scenario_phase *phase,
                 unsigned step);
void events_drained(struct events *events, uint64_t t_ns, const struct scenario_phase *phase);
void events_end(struct events *events, uint64_t t_ns);

MUST_CHECK bool events_close(struct events *events, struct error *error);
