#include "core/histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "tests/support/suite.h"

#define SAMPLES 20000

static struct histogram make(unsigned digits)
{
    struct histogram histogram;
    struct error error;
    if (!histogram_init(&histogram, digits, &error))
        abort();
    return histogram;
}

static bool same(const struct histogram *one, const struct histogram *other)
{
    return one->total == other->total && one->overflow == other->overflow &&
           one->min_ns == other->min_ns && one->max_ns == other->max_ns &&
           memcmp(one->counts, other->counts, one->count_length * sizeof *one->counts) == 0;
}

/* Skewed over nine decades, as latencies are. */
static uint64_t sample(uint64_t k)
{
    struct random_stream stream = random_stream_init(7, RANDOM_ARRIVALS);
    return (uint64_t)exp(random_unit(stream, k) * log(5e10));
}

static void has_the_documented_size(void)
{
    struct histogram three = make(3);
    struct histogram two = make(2);
    CU_ASSERT_EQUAL(three.count_length, 27648);
    CU_ASSERT_EQUAL(two.count_length, 3840);
    histogram_release(&three);
    histogram_release(&two);
}

static void lays_values_out_as_hdrhistogram_does(void)
{
    /* index = ((bucket + 1) << 10) + sub - 1,024 with 2,048 sub-buckets */
    static const struct {
        uint64_t value_ns;
        size_t index;
        uint64_t highest_ns;
    } cases[] = {
        {0, 0, 0},
        {1, 1, 1},
        {1023, 1023, 1023},
        {1024, 1024, 1024},
        {2047, 2047, 2047},
        {2048, 2048, 2049},
        {2049, 2048, 2049},
        {2050, 2049, 2051},
        {4095, 3071, 4095},
        {4096, 3072, 4099},
        {1000000, 11169, 1000447},
        {UINT64_C(1000000000), 21363, UINT64_C(1000341503)},
        {HISTOGRAM_HIGHEST_NS, 27388, UINT64_C(60028878847)},
    };
    struct histogram histogram = make(3);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_EQUAL(histogram_index(&histogram, cases[i].value_ns), cases[i].index);
        CU_ASSERT_EQUAL(histogram_index_highest_ns(&histogram, cases[i].index),
                        cases[i].highest_ns);
    }
    histogram_release(&histogram);
}

static void gives_every_index_a_range_next_to_the_one_before(void)
{
    for (unsigned digits = 2; digits <= 3; digits++) {
        struct histogram histogram = make(digits);
        for (size_t i = 0; i + 1 < histogram.count_length; i++) {
            uint64_t highest_ns = histogram_index_highest_ns(&histogram, i);
            if (histogram_index(&histogram, highest_ns) != i ||
                histogram_index(&histogram, highest_ns + 1) != i + 1)
                CU_FAIL("a gap or an overlap between two indexes");
        }
        histogram_release(&histogram);
    }
}

static void keeps_the_relative_error_below_its_bound(void)
{
    static const double bounds[] = {[2] = 1.0 / 128, [3] = 1.0 / 1024};
    for (unsigned digits = 2; digits <= 3; digits++) {
        struct histogram histogram = make(digits);
        double worst = 0;
        for (uint64_t k = 0; k < SAMPLES; k++) {
            uint64_t value_ns = sample(k);
            size_t index = histogram_index(&histogram, value_ns);
            uint64_t shown_ns = histogram_index_highest_ns(&histogram, index);
            CU_ASSERT_FATAL(shown_ns >= value_ns);
            worst = fmax(worst, (double)(shown_ns - value_ns) / (double)value_ns);
        }
        CU_ASSERT(worst < bounds[digits]);
        CU_ASSERT(worst > bounds[digits] / 2); /* else the samples do not try it */
        histogram_release(&histogram);
    }
}

static int compare(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one;
    uint64_t b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static void agrees_with_an_exact_sort(void)
{
    static uint64_t values[SAMPLES];
    static const double percentiles[] = {0.01, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100};
    struct histogram histogram = make(3);
    double sum = 0;
    for (uint64_t k = 0; k < SAMPLES; k++) {
        values[k] = sample(k);
        sum += (double)values[k];
        histogram_add(&histogram, values[k]);
    }
    qsort(values, SAMPLES, sizeof values[0], compare);
    for (size_t i = 0; i < sizeof percentiles / sizeof percentiles[0]; i++) {
        /* the ranks are whole numbers: round() undoes what binary fractions did to them */
        uint64_t rank = (uint64_t)llround(percentiles[i] / 100 * SAMPLES);
        uint64_t exact_ns = values[rank - 1];
        uint64_t found_ns = histogram_percentile(&histogram, percentiles[i]);
        CU_ASSERT(found_ns >= exact_ns);
        CU_ASSERT((double)(found_ns - exact_ns) <= (double)exact_ns / 1024);
        CU_ASSERT_EQUAL(histogram_beyond(&histogram, percentiles[i]), SAMPLES - rank);
    }
    CU_ASSERT_EQUAL(histogram_percentile(&histogram, 0), values[0]);
    CU_ASSERT_EQUAL(histogram_percentile(&histogram, 100), values[SAMPLES - 1]);
    CU_ASSERT_DOUBLE_EQUAL(histogram_mean_ns(&histogram), sum / SAMPLES, 1e-3);
    histogram_release(&histogram);
}

static void is_not_fooled_by_rounding(void)
{
    /* p/100 * n is a whole number on paper and a hair above it in doubles */
    static const struct {
        uint64_t n;
        double percentile;
        uint64_t rank;
    } cases[] = {
        {1000, 99.9, 999}, {10000, 99.99, 9999}, {100, 55, 55}, {100, 7, 7}, {1000, 0.1, 1},
        {7, 50, 4},        {1, 50, 1},           {3, 0, 1},     {3, 100, 3},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct histogram histogram = make(3);
        for (uint64_t value_ns = 1; value_ns <= cases[i].n; value_ns++)
            histogram_add(&histogram, value_ns);
        CU_ASSERT_EQUAL(histogram_beyond(&histogram, cases[i].percentile),
                        cases[i].n - cases[i].rank);
        if (cases[i].n < 2048) /* there every value has a count of its own */
            CU_ASSERT_EQUAL(histogram_percentile(&histogram, cases[i].percentile), cases[i].rank);
        histogram_release(&histogram);
    }
}

static void merges_exactly_and_in_any_order(void)
{
    struct histogram whole = make(3);
    struct histogram parts[3] = {make(3), make(3), make(3)};
    for (uint64_t k = 0; k < 3000; k++) {
        histogram_add(&whole, sample(k) * 3); /* some overflow */
        histogram_add(&parts[k % 3], sample(k) * 3);
    }
    struct histogram left = make(3); /* (0 + 1) + 2 */
    histogram_merge(&left, &parts[0]);
    histogram_merge(&left, &parts[1]);
    histogram_merge(&left, &parts[2]);
    struct histogram right = make(3); /* 0 + (1 + 2) */
    histogram_merge(&parts[1], &parts[2]);
    histogram_merge(&right, &parts[1]);
    histogram_merge(&right, &parts[0]);
    CU_ASSERT(whole.overflow > 0);
    CU_ASSERT(same(&left, &whole));
    CU_ASSERT(same(&right, &whole));
    CU_ASSERT_EQUAL(histogram_mean_ns(&left), histogram_mean_ns(&right));
    struct histogram empty = make(3);
    histogram_merge(&left, &empty);
    CU_ASSERT(same(&left, &whole));
    histogram_merge(&empty, &whole);
    CU_ASSERT(same(&empty, &whole));
    for (size_t i = 0; i < 3; i++)
        histogram_release(&parts[i]);
    histogram_release(&whole);
    histogram_release(&left);
    histogram_release(&right);
    histogram_release(&empty);
}

static void clamps_and_counts_what_is_too_high(void)
{
    struct histogram histogram = make(3);
    histogram_add(&histogram, HISTOGRAM_HIGHEST_NS);
    CU_ASSERT_EQUAL(histogram.overflow, 0);
    histogram_add(&histogram, HISTOGRAM_HIGHEST_NS + 1);
    histogram_add(&histogram, UINT64_MAX / 2);
    CU_ASSERT_EQUAL(histogram.total, 3);
    CU_ASSERT_EQUAL(histogram.overflow, 2);
    CU_ASSERT_EQUAL(histogram.counts[histogram_index(&histogram, HISTOGRAM_HIGHEST_NS)], 3);
    CU_ASSERT_EQUAL(histogram_percentile(&histogram, 100), UINT64_MAX / 2);
    CU_ASSERT_EQUAL(histogram_percentile(&histogram, 60), UINT64_C(60028878847));
    histogram_reset(&histogram);
    histogram_add(&histogram, 2 * HISTOGRAM_HIGHEST_NS); /* nothing but overflow */
    histogram_add(&histogram, 2 * HISTOGRAM_HIGHEST_NS);
    CU_ASSERT_EQUAL(histogram_percentile(&histogram, 50), UINT64_C(60028878847));
    histogram_release(&histogram);
}

static void is_all_zero_when_empty_and_after_reset(void)
{
    struct histogram fresh = make(2);
    struct histogram used = make(2);
    histogram_add(&used, 5);
    histogram_add(&used, 2 * HISTOGRAM_HIGHEST_NS);
    histogram_reset(&used);
    CU_ASSERT(same(&fresh, &used));
    CU_ASSERT_EQUAL(histogram_percentile(&used, 99), 0);
    CU_ASSERT_EQUAL(histogram_beyond(&used, 99), 0);
    CU_ASSERT_EQUAL(histogram_mean_ns(&used), 0.0);
    CU_ASSERT_EQUAL(used.min_ns, UINT64_MAX);
    histogram_release(&fresh);
    histogram_release(&used);
}

static CU_TestInfo tests[] = {
    {"it has the documented size", has_the_documented_size},
    {"values lie where HdrHistogram puts them", lays_values_out_as_hdrhistogram_does},
    {"each index begins where the one before ends",
     gives_every_index_a_range_next_to_the_one_before},
    {"the relative error stays below 1/128 and 1/1024", keeps_the_relative_error_below_its_bound},
    {"percentiles agree with an exact sort", agrees_with_an_exact_sort},
    {"a rank that rounding lifted is the rank on paper", is_not_fooled_by_rounding},
    {"merging is exact in any order", merges_exactly_and_in_any_order},
    {"values over 60 s are clamped and counted", clamps_and_counts_what_is_too_high},
    {"an empty histogram is all zero, and so is a reset one",
     is_all_zero_when_empty_and_after_reset},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("histogram", tests)
