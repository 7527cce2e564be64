#include "loadgen/departures.h"

#include "tests/support/suite.h"

#define NEAR(is, should) CU_ASSERT_DOUBLE_EQUAL(is, should, 1e-9)

static struct departures make(uint64_t lasting_ns)
{
    struct departures departures;
    struct error error;
    if (!departures_init(&departures, lasting_ns, &error))
        abort();
    return departures;
}

static void parts_of_bins_count_in_proportion(void)
{
    struct departures departures = make(ONE_SECOND_NS);
    CU_ASSERT_EQUAL(departures.bin_ns, 10 * ONE_MS_NS);
    for (unsigned i = 0; i < 8; i++)
        departures_add(&departures, 20 * ONE_MS_NS + i * ONE_MS_NS);
    departures_add(&departures, 30 * ONE_MS_NS);
    departures_add(&departures, 30 * ONE_MS_NS - 1);

    const struct {
        double from_ms, to_ms, count;
    } cases[] = {
        {0, 1000, 10}, {20, 30, 9},   {30, 40, 1},  {0, 20, 0},   {40, 1000, 0},
        {25, 30, 4.5}, {20, 21, .9},  {25, 35, 5},  {22, 22, 0},  {35, 25, 0},
        {22, 27, 4.5}, {15, 25, 4.5}, {39, 99, .1}, {0, 1e6, 10}, {1e6, 2e6, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        NEAR(departures_between(&departures, (uint64_t)(cases[i].from_ms * 1e6),
                                (uint64_t)(cases[i].to_ms * 1e6)),
             cases[i].count);
    departures_release(&departures);
}

static void neighbouring_intervals_add_up(void)
{
    struct departures departures = make(ONE_SECOND_NS);
    for (uint64_t i = 0; i < 1000; i++)
        departures_add(&departures, i * i * 997);
    double whole = departures_between(&departures, 0, 10 * ONE_SECOND_NS);
    NEAR(whole, 1000);
    for (uint64_t cut_ns = 0; cut_ns < ONE_SECOND_NS; cut_ns += 1234567)
        NEAR(departures_between(&departures, 0, cut_ns) +
                 departures_between(&departures, cut_ns, 10 * ONE_SECOND_NS),
             whole);
    departures_release(&departures);
}

static void what_comes_too_late_counts_in_the_last_bin(void)
{
    struct departures departures = make(ONE_SECOND_NS);
    departures_add(&departures, 0);
    departures_add(&departures, ONE_SECOND_NS);
    departures_add(&departures, 3600 * ONE_SECOND_NS);
    NEAR(departures_between(&departures, 0, ONE_SECOND_NS), 1);
    NEAR(departures_between(&departures, ONE_SECOND_NS, UINT64_MAX), 2);
    departures_release(&departures);
}

static void long_phases_have_wider_bins_and_no_more_memory(void)
{
    static const uint64_t phases_s[] = {0, 1, 600, 655, 656, 3600, 86400};
    for (size_t i = 0; i < sizeof phases_s / sizeof phases_s[0]; i++) {
        uint64_t lasting_ns = phases_s[i] * ONE_SECOND_NS;
        struct departures departures = make(lasting_ns);
        CU_ASSERT(departures.bin_count <= DEPARTURES_BINS_MAX);
        CU_ASSERT(departures.bin_count * departures.bin_ns > lasting_ns);
        CU_ASSERT_EQUAL(departures.bin_ns == DEPARTURES_BIN_NS, phases_s[i] <= 655);
        departures_add(&departures, lasting_ns / 2);
        NEAR(departures_between(&departures, 0, lasting_ns + departures.bin_ns), 1);
        departures_release(&departures);
    }
}

static void threads_add_up(void)
{
    struct departures one = make(ONE_SECOND_NS);
    struct departures other = make(ONE_SECOND_NS);
    departures_add(&one, 5 * ONE_MS_NS);
    departures_add(&other, 7 * ONE_MS_NS);
    departures_add(&other, 500 * ONE_MS_NS);
    departures_merge(&one, &other);
    NEAR(departures_between(&one, 0, 10 * ONE_MS_NS), 2);
    NEAR(departures_between(&one, 0, ONE_SECOND_NS), 3);
    departures_release(&one);
    departures_release(&other);
}

static void zeroes_count_nothing(void)
{
    struct departures one = {0};
    struct departures other = {0};
    departures_merge(&one, &other);
    CU_ASSERT_EQUAL(departures_between(&one, 0, UINT64_MAX), 0);
    departures_release(&one);
}

static CU_TestInfo tests[] = {
    {"parts of bins count in proportion", parts_of_bins_count_in_proportion},
    {"neighbouring intervals add up", neighbouring_intervals_add_up},
    {"what comes too late counts in the last bin", what_comes_too_late_counts_in_the_last_bin},
    {"long phases have wider bins and no more memory",
     long_phases_have_wider_bins_and_no_more_memory},
    {"threads add up", threads_add_up},
    {"zeroes count nothing", zeroes_count_nothing},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("departures", tests)
