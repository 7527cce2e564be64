#include "loadgen/latency.h"

#include <math.h>

#define POINTS_PER_DECADE 20

static double to_us(uint64_t time_ns)
{
    return (double)time_ns / 1e3;
}

static double percentile_us(const struct histogram *histogram, double percentile)
{
    if (histogram_beyond(histogram, percentile) < RESULT_SAMPLES_BEYOND)
        return NO_NUMBER;
    return to_us(histogram_percentile(histogram, percentile));
}

static void fill_spectrum(const struct histogram *histogram, struct latency_summary *latency)
{
    for (unsigned i = 0; i < RESULT_SPECTRUM_MAX; i++) {
        double percentile = 100 * (1 - pow(10, -(double)i / POINTS_PER_DECADE));
        if (histogram_beyond(histogram, percentile) < RESULT_SAMPLES_BEYOND)
            return;
        latency->spectrum[i].percentile = percentile;
        latency->spectrum[i].value_us = to_us(histogram_percentile(histogram, percentile));
        latency->spectrum_count = i + 1;
    }
}

void latency_summarize(const struct histogram *histogram, struct latency_summary *latency)
{
    bool empty = histogram->total == 0;
    *latency = (struct latency_summary){
        .samples = histogram->total,
        .min_us = empty ? NO_NUMBER : to_us(histogram->min_ns),
        .mean_us = empty ? NO_NUMBER : histogram_mean_ns(histogram) / 1e3,
        .p50_us = percentile_us(histogram, 50),
        .p75_us = percentile_us(histogram, 75),
        .p90_us = percentile_us(histogram, 90),
        .p99_us = percentile_us(histogram, 99),
        .p999_us = percentile_us(histogram, 99.9),
        .p9999_us = percentile_us(histogram, 99.99),
        .max_us = empty ? NO_NUMBER : to_us(histogram->max_ns),
    };
    fill_spectrum(histogram, latency);
}
