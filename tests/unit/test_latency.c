#include "loadgen/latency.h"

#include <math.h>
#include <stdlib.h>

#include "tests/support/suite.h"

/* n samples of 1, 2, 3 … us. */
static struct latency_summary summary_of(uint64_t n)
{
    struct histogram histogram;
    struct error error;
    struct latency_summary latency;
    if (!histogram_init(&histogram, 3, &error))
        abort();
    for (uint64_t k = 1; k <= n; k++)
        histogram_add(&histogram, k * 1000);
    latency_summarize(&histogram, &latency);
    histogram_release(&histogram);
    return latency;
}

static bool close_to(double value_us, double exact_us)
{
    return value_us >= exact_us && value_us <= exact_us * (1 + 1.0 / 1024);
}

static void nothing_is_known_of_nothing(void)
{
    struct latency_summary latency = summary_of(0);
    CU_ASSERT_EQUAL(latency.samples, 0);
    CU_ASSERT(isnan(latency.min_us) && isnan(latency.mean_us) && isnan(latency.max_us));
    CU_ASSERT(isnan(latency.p50_us));
    CU_ASSERT_EQUAL(latency.spectrum_count, 0);
}

static void percentiles_need_ten_samples_beyond_them(void)
{
    static const struct {
        uint64_t n;
        unsigned known; /* of p50 p75 p90 p99 p99.9 p99.99 */
    } cases[] = {
        {1, 0},   {19, 0},   {20, 1},   {39, 1},    {40, 2},     {100, 3},
        {999, 3}, {1000, 4}, {9999, 4}, {10000, 5}, {100000, 6},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct latency_summary latency = summary_of(cases[i].n);
        const double shares[] = {0.5, 0.75, 0.9, 0.99, 0.999, 0.9999};
        const double values_us[] = {latency.p50_us, latency.p75_us,  latency.p90_us,
                                    latency.p99_us, latency.p999_us, latency.p9999_us};
        for (unsigned p = 0; p < 6; p++) {
            double exact_us = ceil(shares[p] * (double)cases[i].n - 1e-6);
            CU_ASSERT_EQUAL(isnan(values_us[p]), p >= cases[i].known);
            CU_ASSERT(isnan(values_us[p]) || close_to(values_us[p], exact_us));
        }
        CU_ASSERT_EQUAL(latency.min_us, 1);
        CU_ASSERT_EQUAL(latency.max_us, (double)cases[i].n);
        CU_ASSERT_DOUBLE_EQUAL(latency.mean_us, (double)(cases[i].n + 1) / 2, 1e-9);
    }
}

static void the_spectrum_rises_evenly_and_ends_in_time(void)
{
    struct latency_summary latency = summary_of(20000);
    CU_ASSERT_EQUAL(latency.spectrum_count, 67); /* 0 to 3.3 decades: 20,000 / 10^3.3 = 10.02 */
    CU_ASSERT_EQUAL(latency.spectrum[0].percentile, 0);
    CU_ASSERT_EQUAL(latency.spectrum[0].value_us, 1);
    CU_ASSERT_DOUBLE_EQUAL(latency.spectrum[20].percentile, 90, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(latency.spectrum[40].percentile, 99, 1e-9);
    CU_ASSERT(close_to(latency.spectrum[40].value_us, 19800));
    for (unsigned i = 1; i < latency.spectrum_count; i++) {
        CU_ASSERT(latency.spectrum[i].percentile > latency.spectrum[i - 1].percentile);
        CU_ASSERT(latency.spectrum[i].value_us >= latency.spectrum[i - 1].value_us);
    }
    CU_ASSERT_EQUAL(summary_of(10).spectrum_count, 0);
    CU_ASSERT_EQUAL(summary_of(11).spectrum_count, 1);
}

static void the_spectrum_fits_its_table(void)
{
    struct histogram histogram;
    struct error error;
    struct latency_summary latency;
    CU_ASSERT_FATAL(histogram_init(&histogram, 3, &error));
    histogram_add(&histogram, 5000);
    histogram.counts[histogram_index(&histogram, 5000)] = UINT64_C(1) << 40; /* 11 decades */
    histogram.total = UINT64_C(1) << 40;
    latency_summarize(&histogram, &latency);
    CU_ASSERT_EQUAL(latency.spectrum_count, RESULT_SPECTRUM_MAX);
    histogram_release(&histogram);
}

static CU_TestInfo tests[] = {
    {"nothing is known of nothing", nothing_is_known_of_nothing},
    {"percentiles need ten samples beyond them", percentiles_need_ten_samples_beyond_them},
    {"the spectrum rises evenly and ends where ten samples are left",
     the_spectrum_rises_evenly_and_ends_in_time},
    {"the spectrum of a very long run fits its table", the_spectrum_fits_its_table},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("latency", tests)
