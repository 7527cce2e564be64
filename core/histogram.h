#pragma once
/*
 * Latencies in fixed memory with a bounded relative error: HdrHistogram's layout (lowest value
 * 1 ns, highest 60 s), so that merging is exact and others' tools agree to the count.
 *
 *     histogram_init(&histogram, 3, error);            3 digits: 27,648 counts, error <= 1/1024
 *     histogram_add(&histogram, latency_ns);
 *     histogram_merge(&total, &histogram);
 *     histogram_percentile(&total, 99.0)
 *
 * Percentile p is the value at rank max(1, ceil(p/100 * n)) (with HdrHistogram's guard against
 * rounding errors), reported as the highest value equivalent to it, never above the maximum.
 * Values over the highest are clamped and counted in `overflow`: nothing is dropped silently.
 * One writer; reading while it writes gives nonsense.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct histogram {
    unsigned digits;
    unsigned half_magnitude; /* log2 of half the sub-buckets */
    size_t count_length;
    uint64_t *counts; /* owned */
    uint64_t total;
    uint64_t overflow; /* of `total`, values above HISTOGRAM_HIGHEST_NS */
    uint64_t min_ns;   /* exact; UINT64_MAX while empty */
    uint64_t max_ns;   /* exact, also beyond the highest trackable */
    double sum_ns;     /* exact enough for a mean: doubles hold 2^53 ns = 104 days */
};

/* digits: 2 or 3 significant decimal digits. The caller releases it. */
MUST_CHECK bool histogram_init(struct histogram *histogram, unsigned digits, struct error *error);
void histogram_release(struct histogram *histogram);
void histogram_reset(struct histogram *histogram);

void histogram_add(struct histogram *histogram, uint64_t value_ns);

/* Adds the other's counts; both have the same digits. Exact and associative. */
void histogram_merge(struct histogram *histogram, const struct histogram *other);

/* percentile in [0, 100]; 0 gives the minimum. 0 when empty. */
uint64_t histogram_percentile(const struct histogram *histogram, double percentile);

double histogram_mean_ns(const struct histogram *histogram);

/* How many values lie beyond percentile p: n - rank. "A percentile needs 10 of these." */
uint64_t histogram_beyond(const struct histogram *histogram, double percentile);

/* Index of a value and the highest value of an index: the layout, for logs and tests. */
size_t histogram_index(const struct histogram *histogram, uint64_t value_ns);
uint64_t histogram_index_highest_ns(const struct histogram *histogram, size_t index);
