#pragma once
/*
 * Prints what a run would send, without sending anything: one line per arrival, tab-separated, with
 * a header line. The same seed gives the same lines for any server and any number of threads.
 *
 *     number  phase  step  instant_ns  request
 *     0       load   0     5123456     light
 *
 * instant_ns counts from the phase's start: a phase starts when the one before it has drained, so
 * its own start is not known in advance. Phases of virtual users have no arrivals and no lines.
 */
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"
#include "formats/scenario.h"

MUST_CHECK bool schedule_dump(const struct scenario *scenario, uint64_t seed, FILE *out,
                              struct error *error);
