/* Random numbers: the same for ever, uniform, and independent between purposes and parts. All
 * seeds are fixed, so a statistic either always passes or always fails. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/random.h"
#include "tests/support/suite.h"

#define DRAWS   100000
#define BUCKETS 100

/* 99.9 % of chi-square with 99 degrees of freedom. */
#define CHI_SQUARE_LIMIT 148.2

static const uint64_t seeds[] = {0, 1, 42, 0xdeadbeef, UINT64_MAX};
#define SEEDS (sizeof seeds / sizeof *seeds)

/* Golden values from an independent program after the published finaliser of SplitMix64. */
static void the_first_values_of_a_stream_never_change(void)
{
    static const struct {
        uint64_t seed;
        enum random_purpose purpose;
        uint64_t bits[3];
    } cases[] = {
        {0, RANDOM_ARRIVALS, {0x1cd364143cce4aae, 0x74152ffafb44a602, 0x12f768f77aafc9ed}},
        {42, RANDOM_ARRIVALS, {0x55417331f90c3204, 0x2b2fbcc3bde9946f, 0x8e46733d5eb15fe3}},
        {42, RANDOM_MIX, {0xcc17a74ea256aebf, 0x113a0138a127f2f4, 0xecc61adcc3d8724d}},
        {UINT64_MAX, RANDOM_ORDER, {0xb2ee354e05ba676a, 0xf8f396866d64ed0b, 0x11c4146b842bfa20}},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct random_stream stream = random_stream_init(cases[c].seed, cases[c].purpose);
        for (uint64_t k = 0; k < 3; k++)
            CU_ASSERT_EQUAL(random_bits(stream, k), cases[c].bits[k]);
    }
}

static void the_first_values_of_a_part_never_change(void)
{
    struct random_stream part = random_stream_part(random_stream_init(42, RANDOM_ARRIVALS), 7);
    CU_ASSERT_EQUAL(random_bits(part, 0), 0xa374d2c5405adb3f);
    CU_ASSERT_EQUAL(random_bits(part, 1), 0xc92dd10f49cf295f);
    CU_ASSERT_EQUAL(random_bits(part, UINT64_MAX), 0x66d6017e82f83ab1);
}

static void a_number_does_not_depend_on_the_order_of_asking(void)
{
    struct random_stream stream = random_stream_init(9, RANDOM_PICK);
    uint64_t forward[100];
    for (uint64_t k = 0; k < 100; k++)
        forward[k] = random_bits(stream, k);
    for (uint64_t k = 100; k-- > 0;)
        CU_ASSERT_EQUAL(random_bits(stream, k), forward[k]);
}

static double chi_square(const unsigned *counts, size_t buckets, double expected)
{
    double sum = 0;
    for (size_t i = 0; i < buckets; i++)
        sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    return sum;
}

static void units_are_uniform(void)
{
    for (size_t s = 0; s < SEEDS; s++) {
        struct random_stream stream = random_stream_init(seeds[s], RANDOM_MIX);
        unsigned counts[BUCKETS] = {0};
        for (uint64_t k = 0; k < DRAWS; k++)
            counts[(size_t)(random_unit(stream, k) * BUCKETS)]++;
        CU_ASSERT(chi_square(counts, BUCKETS, (double)DRAWS / BUCKETS) < CHI_SQUARE_LIMIT);
    }
}

static void whole_numbers_below_a_bound_are_uniform(void)
{
    for (size_t s = 0; s < SEEDS; s++) {
        struct random_stream stream = random_stream_init(seeds[s], RANDOM_PICK);
        unsigned counts[BUCKETS] = {0};
        for (uint64_t k = 0; k < DRAWS; k++)
            counts[random_below(stream, k, BUCKETS)]++;
        CU_ASSERT(chi_square(counts, BUCKETS, (double)DRAWS / BUCKETS) < CHI_SQUARE_LIMIT);
    }
}

static void below_one_there_is_only_zero(void)
{
    struct random_stream stream = random_stream_init(1, RANDOM_PICK);
    for (uint64_t k = 0; k < 100; k++)
        CU_ASSERT_EQUAL(random_below(stream, k, 1), 0);
}

/* Pairs (left, right) spread evenly over a 10 by 10 grid when neither tells of the other. */
static double pair_chi_square(struct random_stream left, struct random_stream right, uint64_t shift)
{
    unsigned counts[BUCKETS] = {0};
    for (uint64_t k = 0; k < DRAWS; k++) {
        size_t row = (size_t)(random_unit(left, k) * 10);
        size_t column = (size_t)(random_unit(right, k + shift) * 10);
        counts[row * 10 + column]++;
    }
    return chi_square(counts, BUCKETS, (double)DRAWS / BUCKETS);
}

static void purposes_of_one_seed_are_independent(void)
{
    for (size_t s = 0; s < SEEDS; s++) {
        for (unsigned left = RANDOM_ARRIVALS; left <= RANDOM_ORDER; left++) {
            for (unsigned right = left + 1; right <= RANDOM_ORDER; right++)
                CU_ASSERT(pair_chi_square(random_stream_init(seeds[s], left),
                                          random_stream_init(seeds[s], right),
                                          0) < CHI_SQUARE_LIMIT);
        }
    }
}

static void neighbouring_seeds_and_parts_are_independent(void)
{
    for (uint64_t n = 0; n < 8; n++) {
        struct random_stream stream = random_stream_init(n, RANDOM_ARRIVALS);
        struct random_stream next = random_stream_init(n + 1, RANDOM_ARRIVALS);
        CU_ASSERT(pair_chi_square(stream, next, 0) < CHI_SQUARE_LIMIT);
        CU_ASSERT(pair_chi_square(stream, random_stream_part(stream, 0), 0) < CHI_SQUARE_LIMIT);
        CU_ASSERT(pair_chi_square(random_stream_part(stream, n), random_stream_part(stream, n + 1),
                                  0) < CHI_SQUARE_LIMIT);
    }
}

static void a_number_tells_nothing_of_the_next(void)
{
    for (size_t s = 0; s < SEEDS; s++) {
        struct random_stream stream = random_stream_init(seeds[s], RANDOM_ARRIVALS);
        CU_ASSERT(pair_chi_square(stream, stream, 1) < CHI_SQUARE_LIMIT);
    }
}

static void the_test_itself_sees_dependence(void)
{
    struct random_stream stream = random_stream_init(42, RANDOM_ARRIVALS);
    CU_ASSERT(pair_chi_square(stream, stream, 0) > CHI_SQUARE_LIMIT);
}

static void exponentials_have_mean_and_deviation_one(void)
{
    for (size_t s = 0; s < SEEDS; s++) {
        struct random_stream stream = random_stream_init(seeds[s], RANDOM_ARRIVALS);
        double sum = 0;
        double squares = 0;
        for (uint64_t k = 0; k < DRAWS; k++) {
            double value = random_exponential(stream, k);
            CU_ASSERT(value > 0 && isfinite(value));
            sum += value;
            squares += value * value;
        }
        double mean = sum / DRAWS;
        CU_ASSERT_DOUBLE_EQUAL(mean, 1.0, 4 / sqrt(DRAWS));
        CU_ASSERT_DOUBLE_EQUAL(squares / DRAWS - mean * mean, 1.0, 4 * sqrt(8.0 / DRAWS));
    }
}

static CU_TestInfo tests[] = {
    {"the first values of a stream never change", the_first_values_of_a_stream_never_change},
    {"the first values of a part never change", the_first_values_of_a_part_never_change},
    {"a number does not depend on the order of asking",
     a_number_does_not_depend_on_the_order_of_asking},
    {"units are uniform", units_are_uniform},
    {"whole numbers below a bound are uniform", whole_numbers_below_a_bound_are_uniform},
    {"below one there is only zero", below_one_there_is_only_zero},
    {"purposes of one seed are independent", purposes_of_one_seed_are_independent},
    {"neighbouring seeds and parts are independent", neighbouring_seeds_and_parts_are_independent},
    {"a number tells nothing of the next", a_number_tells_nothing_of_the_next},
    {"the test itself sees dependence", the_test_itself_sees_dependence},
    {"exponentials have mean and deviation one", exponentials_have_mean_and_deviation_one},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("random", tests)
