#include "loadgen/arrivals.h"

#include <math.h>

#include "core/limits.h"

__extension__ typedef unsigned __int128 wide_uint;

#define RATE_UNITS_PER_S 6e7 /* the grid that rates are taken to: 1e-6 per minute */

void arrivals_init(struct arrivals *arrivals, const struct scenario_phase *phase,
                   unsigned phase_index, uint64_t seed, uint64_t first_number)
{
    struct random_stream all = random_stream_init(seed, RANDOM_ARRIVALS);
    *arrivals = (struct arrivals){
        .phase = phase,
        .gaps = random_stream_part(all, phase_index),
        .first_number = first_number,
    };
}

static uint64_t constant_instant_ns(double rate_per_s, uint64_t k)
{
    uint64_t units = (uint64_t)llround(rate_per_s * RATE_UNITS_PER_S);
    if (units == 0)
        units = 1; /* slower than once in two years: the second arrival lies beyond any phase */
    wide_uint numerator = (wide_uint)k * (wide_uint)(uint64_t)RATE_UNITS_PER_S * ONE_SECOND_NS;
    return (uint64_t)((numerator + units / 2) / units);
}

static bool next_constant(struct arrivals *arrivals, uint64_t *offset_ns)
{
    const struct scenario_phase *phase = arrivals->phase;
    while (arrivals->step < phase->step_count) {
        double rate_per_s = phase->rates_per_s[arrivals->step];
        *offset_ns = constant_instant_ns(rate_per_s, arrivals->count_in_step);
        if (*offset_ns < phase->step_duration_ns) {
            arrivals->count_in_step++;
            return true;
        }
        arrivals->step++;
        arrivals->count_in_step = 0;
    }
    return false;
}

static bool next_poisson(struct arrivals *arrivals, uint64_t *offset_ns)
{
    const struct scenario_phase *phase = arrivals->phase;
    double duration_ns = (double)phase->step_duration_ns;
    double left = random_exponential(arrivals->gaps, arrivals->count); /* expected arrivals */
    while (arrivals->step < phase->step_count) {
        double rate_per_ns = phase->rates_per_s[arrivals->step] / 1e9;
        double next_ns = arrivals->offset_ns + left / rate_per_ns;
        if (next_ns < duration_ns) {
            arrivals->offset_ns = next_ns;
            *offset_ns = (uint64_t)next_ns;
            return true;
        }
        left -= (duration_ns - arrivals->offset_ns) * rate_per_ns;
        left = left > 0 ? left : 0; /* rounding at the very end of a step */
        arrivals->step++;
        arrivals->offset_ns = 0;
    }
    return false;
}

bool arrivals_next(struct arrivals *arrivals, struct arrival *arrival)
{
    const struct scenario_phase *phase = arrivals->phase;
    if (phase->executor == EXECUTOR_CONSTANT_VUS)
        return false;
    uint64_t offset_ns = 0;
    bool found = phase->arrivals == ARRIVALS_POISSON ? next_poisson(arrivals, &offset_ns)
                                                     : next_constant(arrivals, &offset_ns);
    if (!found)
        return false;
    arrival->number = arrivals->first_number + arrivals->count++;
    arrival->step = arrivals->step;
    arrival->instant_ns = arrivals->step * phase->step_duration_ns + offset_ns;
    return true;
}

bool arrivals_next_of(struct arrivals *arrivals, unsigned stream, unsigned streams,
                      struct arrival *arrival)
{
    while (arrivals_next(arrivals, arrival)) {
        if (arrival->number % streams == stream)
            return true;
    }
    return false;
}

uint64_t arrivals_end_number(const struct arrivals *arrivals)
{
    return arrivals->first_number + arrivals->count;
}
