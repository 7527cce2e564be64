#pragma once
/*
 * How many requests were in flight while a step lasted: mean, at its end, and whether it grew.
 * The step is cut into equal bins. A request is one addition where it begins and one where it
 * ends, however long it lasts; the area under the curve is exact to the nanosecond all the same.
 *
 *     flight_add(&flight, &window, intended_ns, done_ns)    for every request that touches it
 *     flight_figures(&flight, &window, &figures)
 */
#include <stdint.h>

#define FLIGHT_BINS 40

/* The step. end_ns is earlier than start_ns + bins when a run was interrupted. */
struct flight_window {
    uint64_t start_ns;
    uint64_t end_ns;
    uint64_t bin_ns; /* planned duration / FLIGHT_BINS; the last bin takes the remainder */
};

struct flight {
    int64_t part_ns[FLIGHT_BINS]; /* from each beginning to its bin's end, less the same of ends */
    int64_t change[FLIGHT_BINS];  /* begun less ended within the bin */
};

struct flight_figures {
    double mean;        /* time-weighted */
    double end;         /* at end_ns */
    double slope_per_s; /* least squares through the bins' means; NAN with fewer than two bins */
};

/* duration_ns >= FLIGHT_BINS. */
struct flight_window flight_window(uint64_t start_ns, uint64_t duration_ns);

/* In flight: from_ns <= t < to_ns; what lies outside the window is left out. */
void flight_add(struct flight *flight, const struct flight_window *window, uint64_t from_ns,
                uint64_t to_ns);

void flight_merge(struct flight *flight, const struct flight *other);

void flight_figures(const struct flight *flight, const struct flight_window *window,
                    struct flight_figures *figures);
