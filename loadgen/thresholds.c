#include "loadgen/thresholds.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static double statistic_us(const struct scenario_threshold *threshold,
                           const struct histogram *histogram)
{
    if (histogram->total == 0)
        return NO_NUMBER;
    if (threshold->statistic == STATISTIC_MEAN)
        return histogram_mean_ns(histogram) / 1e3;
    double percentile = threshold->statistic == STATISTIC_MAX ? 100 : threshold->percentile;
    return (double)histogram_percentile(histogram, percentile) / 1e3;
}

static double share(uint64_t count, const struct cell *cell)
{
    uint64_t planned = 0;
    for (unsigned i = 0; i < OUTCOMES; i++)
        planned += cell->outcomes[i];
    return planned > 0 ? (double)count / (double)planned : NO_NUMBER;
}

static uint64_t failures(const struct cell *cell)
{
    uint64_t failed = 0;
    for (unsigned i = 0; i < OUTCOMES; i++)
        failed += i == OUTCOME_OK ? 0 : cell->outcomes[i];
    return failed;
}

/* In the result's units: microseconds, share, per second. */
static double measured(const struct scenario_threshold *threshold, const struct cell *cell,
                       const struct measure_span *span)
{
    bool lasted = span->duration_s > 0;
    switch (threshold->metric) {
    case METRIC_RESPONSE_TIME:
        return statistic_us(threshold, &cell->response);
    case METRIC_SERVICE_TIME:
        return statistic_us(threshold, &cell->service);
    case METRIC_CONNECT_TIME:
        return statistic_us(threshold, &cell->connect);
    case METRIC_TIME_TO_FIRST_BYTE:
        return statistic_us(threshold, &cell->first_byte);
    case METRIC_ERROR_RATE:
        return share(failures(cell), cell);
    case METRIC_DROP_RATE:
        return share(cell->outcomes[OUTCOME_DROPPED], cell);
    case METRIC_CHECK_FAIL_RATE:
        return share(cell->outcomes[OUTCOME_STATUS_MISMATCH] + cell->outcomes[OUTCOME_CHECK_FAILED],
                     cell);
    case METRIC_THROUGHPUT:
        return lasted ? span->achieved_per_s : NO_NUMBER;
    case METRIC_GOODPUT:
        return lasted ? measure_goodput_per_s(cell, span) : NO_NUMBER;
    }
    assert(false);
    return NO_NUMBER;
}

static bool is_latency(enum scenario_metric metric)
{
    return metric == METRIC_RESPONSE_TIME || metric == METRIC_SERVICE_TIME ||
           metric == METRIC_CONNECT_TIME || metric == METRIC_TIME_TO_FIRST_BYTE;
}

static bool passes(const struct scenario_threshold *threshold, double value)
{
    double limit = is_latency(threshold->metric) ? threshold->value / 1e3 : threshold->value;
    if (isnan(value))
        return false;
    if (value == limit)
        return threshold->or_equal;
    return threshold->above ? value > limit : value < limit;
}

void threshold_evaluate(const struct scenario_threshold *threshold, const struct cell *cell,
                        const struct measure_span *span, struct result_threshold *result)
{
    memcpy(result->text, threshold->text, sizeof result->text);
    result->value = measured(threshold, cell, span);
    result->passed = passes(threshold, result->value);
}
