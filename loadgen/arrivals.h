#pragma once
/*
 * WHEN: the arrivals of one phase, in order, as instants relative to the phase's start. Pure: no
 * clock, no threads, no allocation. The instants depend on the seed and the phase and on nothing
 * else, so every thread walks the whole sequence and keeps its own share of it.
 *
 *     struct arrivals arrivals;
 *     arrivals_init(&arrivals, &scenario->phases[p], p, seed, first_number);
 *     while (arrivals_next_of(&arrivals, stream, streams, &arrival)) …
 *     first_number = arrivals_end_number(&arrivals);          for the phase after it
 *
 * Constant spacing: arrival k of a step comes round(k * 1e9 / rate) ns after the step's start,
 * computed from k in integers, so nothing adds up. Rates are taken to the nearest 1/6e7 per second:
 * exact for every decimal with six digits, per second or per minute.
 *
 * Poisson: one unit exponential per arrival, random_stream(seed, RANDOM_ARRIVALS) part phase at
 * k = 0, 1, … of the phase, inverted through the integral of the step-wise constant rate. What is
 * left of an exponential at the end of a step is used up at the next step's rate, so the process
 * has no seam there. The offset within a step is a double: one rounding of at most 2^-53 of the
 * offset per arrival, under 3 us in sum after ten million arrivals in an hour; it is then cut to
 * whole nanoseconds, so an arrival always lies inside its step.
 *
 * In the closed model nothing arrives: a phase with virtual users has no arrivals.
 */
#include <stdbool.h>
#include <stdint.h>

#include "core/random.h"
#include "formats/scenario.h"

struct arrival {
    uint64_t number;     /* over the whole scenario, from 0 */
    uint64_t instant_ns; /* since the phase's start */
    unsigned step;       /* of its phase */
};

struct arrivals {
    const struct scenario_phase *phase; /* borrowed */
    struct random_stream gaps;
    uint64_t first_number;
    uint64_t count;         /* handed out so far, in the phase */
    uint64_t count_in_step; /* constant: handed out so far, in the step */
    double offset_ns;       /* Poisson: of the last arrival, since its step's start */
    unsigned step;
};

/* phase_index: the phase's place in the scenario, warm-ups counted; first_number: how many arrivals
 * the phases before it hold. The phase is borrowed until the last use. */
void arrivals_init(struct arrivals *arrivals, const struct scenario_phase *phase,
                   unsigned phase_index, uint64_t seed, uint64_t first_number);

/* The next arrival of the phase; false when there is none left. */
bool arrivals_next(struct arrivals *arrivals, struct arrival *arrival);

/* The next one of stream `stream` of `streams`: arrival k belongs to stream k mod streams. */
bool arrivals_next_of(struct arrivals *arrivals, unsigned stream, unsigned streams,
                      struct arrival *arrival);

/* Once the phase is exhausted: the number of the first arrival of the phase after it. */
uint64_t arrivals_end_number(const struct arrivals *arrivals);
