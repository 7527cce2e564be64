#include "core/histogram.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sub-buckets of the first bucket: the smallest power of two that keeps `digits` digits apart. */
static unsigned sub_bucket_magnitude(unsigned digits)
{
    return digits == 2 ? 8 : 11; /* 256 >= 2 * 10^2, 2,048 >= 2 * 10^3 */
}

/* How often the sub-buckets' range must double to reach HISTOGRAM_HIGHEST_NS. */
static unsigned bucket_count(unsigned magnitude)
{
    unsigned count = 1;
    while ((UINT64_C(1) << (magnitude + count - 1)) <= HISTOGRAM_HIGHEST_NS)
        count++;
    return count;
}

bool histogram_init(struct histogram *histogram, unsigned digits, struct error *error)
{
    assert(digits == 2 || digits == 3);
    unsigned magnitude = sub_bucket_magnitude(digits);
    size_t half = (size_t)1 << (magnitude - 1);
    *histogram = (struct histogram){
        .digits = digits,
        .half_magnitude = magnitude - 1,
        .count_length = (bucket_count(magnitude) + 1) * half,
        .min_ns = UINT64_MAX,
    };
    histogram->counts = calloc(histogram->count_length, sizeof *histogram->counts);
    if (histogram->counts == NULL)
        return error_set(error, "no memory for a histogram of %zu counts", histogram->count_length);
    return true;
}

void histogram_release(struct histogram *histogram)
{
    free(histogram->counts);
    histogram->counts = NULL;
}

void histogram_reset(struct histogram *histogram)
{
    memset(histogram->counts, 0, histogram->count_length * sizeof *histogram->counts);
    histogram->total = 0;
    histogram->overflow = 0;
    histogram->min_ns = UINT64_MAX;
    histogram->max_ns = 0;
    histogram->sum_ns = 0;
}

/* Layout: the first bucket holds 2^(half_magnitude + 1) values one by one; each further bucket
 * covers the next doubling with half as many counts, each twice as wide as the bucket before. */
size_t histogram_index(const struct histogram *histogram, uint64_t value_ns)
{
    unsigned half_magnitude = histogram->half_magnitude;
    uint64_t mask = (UINT64_C(2) << half_magnitude) - 1;
    unsigned bits = 64 - (unsigned)__builtin_clzll(value_ns | mask);
    unsigned bucket = bits - (half_magnitude + 1);
    return (((size_t)bucket) << half_magnitude) + (size_t)(value_ns >> bucket);
}

uint64_t histogram_index_highest_ns(const struct histogram *histogram, size_t index)
{
    assert(index < histogram->count_length);
    unsigned half_magnitude = histogram->half_magnitude;
    uint64_t half = UINT64_C(1) << half_magnitude;
    uint64_t row = index >> half_magnitude;
    uint64_t bucket = row == 0 ? 0 : row - 1;
    uint64_t sub = (index & (half - 1)) + (row == 0 ? 0 : half);
    return ((sub + 1) << bucket) - 1;
}

static uint64_t clamp(uint64_t value_ns)
{
    return value_ns < HISTOGRAM_HIGHEST_NS ? value_ns : HISTOGRAM_HIGHEST_NS;
}

void histogram_add(struct histogram *histogram, uint64_t value_ns)
{
    histogram->counts[histogram_index(histogram, clamp(value_ns))]++;
    histogram->overflow += value_ns > HISTOGRAM_HIGHEST_NS;
    histogram->total++;
    histogram->sum_ns += (double)value_ns;
    if (value_ns < histogram->min_ns)
        histogram->min_ns = value_ns;
    if (value_ns > histogram->max_ns)
        histogram->max_ns = value_ns;
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
    assert(histogram->digits == other->digits);
    if (other->total == 0)
        return; /* its pages may never have been touched: leave them so */
    for (size_t i = 0; i < histogram->count_length; i++)
        histogram->counts[i] += other->counts[i];
    histogram->total += other->total;
    histogram->overflow += other->overflow;
    histogram->sum_ns += other->sum_ns;
    if (other->min_ns < histogram->min_ns)
        histogram->min_ns = other->min_ns;
    if (other->max_ns > histogram->max_ns)
        histogram->max_ns = other->max_ns;
}

/* 1 to total: ceil, less one unit in the last place so that 99.9 % of 1,000 is rank 999. */
static uint64_t percentile_rank(const struct histogram *histogram, double percentile)
{
    assert(percentile >= 0.0 && percentile <= 100.0);
    double exact = percentile / 100.0 * (double)histogram->total;
    double rank = ceil(exact - (nextafter(exact, HUGE_VAL) - exact));
    if (rank < 1.0)
        return 1;
    return rank < (double)histogram->total ? (uint64_t)rank : histogram->total;
}

uint64_t histogram_percentile(const struct histogram *histogram, double percentile)
{
    if (histogram->total == 0)
        return 0;
    uint64_t rank = percentile_rank(histogram, percentile);
    if (rank == histogram->total)
        return histogram->max_ns; /* known exactly, also beyond the highest trackable value */
    if (percentile <= 0.0)
        return histogram->min_ns;
    uint64_t seen = 0;
    size_t index = histogram_index(histogram, clamp(histogram->min_ns));
    while ((seen += histogram->counts[index]) < rank)
        index++;
    uint64_t highest_ns = histogram_index_highest_ns(histogram, index);
    return highest_ns < histogram->max_ns ? highest_ns : histogram->max_ns;
}

double histogram_mean_ns(const struct histogram *histogram)
{
    return histogram->total == 0 ? 0.0 : histogram->sum_ns / (double)histogram->total;
}

uint64_t histogram_beyond(const struct histogram *histogram, double percentile)
{
    if (histogram->total == 0)
        return 0;
    return histogram->total - percentile_rank(histogram, percentile);
}
