#include "loadgen/flight.h"

#include <assert.h>
#include <math.h>

struct flight_window flight_window(uint64_t start_ns, uint64_t duration_ns)
{
    assert(duration_ns >= FLIGHT_BINS);
    return (struct flight_window){
        .start_ns = start_ns,
        .end_ns = start_ns + duration_ns,
        .bin_ns = (duration_ns + FLIGHT_BINS - 1) / FLIGHT_BINS,
    };
}

static uint64_t bin_end_ns(const struct flight_window *window, uint64_t bin)
{
    return window->start_ns + (bin + 1) * window->bin_ns;
}

static void change(struct flight *flight, const struct flight_window *window, uint64_t instant_ns,
                   int64_t by)
{
    uint64_t bin = (instant_ns - window->start_ns) / window->bin_ns;
    assert(bin < FLIGHT_BINS);
    flight->change[bin] += by;
    flight->part_ns[bin] += by * (int64_t)(bin_end_ns(window, bin) - instant_ns);
}

void flight_add(struct flight *flight, const struct flight_window *window, uint64_t from_ns,
                uint64_t to_ns)
{
    if (to_ns <= window->start_ns || from_ns >= window->end_ns)
        return;
    change(flight, window, from_ns > window->start_ns ? from_ns : window->start_ns, 1);
    if (to_ns < window->end_ns)
        change(flight, window, to_ns, -1);
}

void flight_merge(struct flight *flight, const struct flight *other)
{
    for (unsigned bin = 0; bin < FLIGHT_BINS; bin++) {
        flight->part_ns[bin] += other->part_ns[bin];
        flight->change[bin] += other->change[bin];
    }
}

/* Least squares of the first `count` means over time. */
static double slope_per_s(const double *means, unsigned count, uint64_t bin_ns)
{
    if (count < 2)
        return (double)NAN;
    double middle = (count - 1) / 2.0;
    double products = 0;
    double squares = 0;
    for (unsigned bin = 0; bin < count; bin++) {
        products += (bin - middle) * means[bin];
        squares += (bin - middle) * (bin - middle);
    }
    return products / squares / ((double)bin_ns / 1e9);
}

void flight_figures(const struct flight *flight, const struct flight_window *window,
                    struct flight_figures *figures)
{
    assert(window->end_ns > window->start_ns);
    uint64_t duration_ns = window->end_ns - window->start_ns;
    unsigned last = (unsigned)((duration_ns - 1) / window->bin_ns);
    assert(last < FLIGHT_BINS);
    double means[FLIGHT_BINS];
    unsigned whole = 0; /* bins that end within the window, but for the rounding of bin_ns */
    int64_t area_ns = 0;
    int64_t count = 0;
    for (unsigned bin = 0; bin <= last; bin++) {
        int64_t bin_area_ns = count * (int64_t)window->bin_ns + flight->part_ns[bin];
        area_ns += bin_area_ns;
        count += flight->change[bin];
        if (bin_end_ns(window, bin) <= window->end_ns + FLIGHT_BINS)
            means[whole++] = (double)bin_area_ns / (double)window->bin_ns;
    }
    area_ns -= count * (int64_t)(bin_end_ns(window, last) - window->end_ns);
    figures->mean = (double)area_ns / (double)duration_ns;
    figures->end = (double)count;
    figures->slope_per_s = slope_per_s(means, whole, window->bin_ns);
}
