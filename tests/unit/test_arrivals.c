/* Arrivals: exact spacing, a true Poisson process, steps, and independence from threads. */
#include "loadgen/arrivals.h"

#include <math.h>
#include <stdlib.h>

#include "core/limits.h"
#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct scenario_phase phase_of(enum scenario_arrivals arrivals, double rate_per_s,
                                      uint64_t duration_ns)
{
    return (struct scenario_phase){
        .executor = EXECUTOR_CONSTANT_ARRIVAL_RATE,
        .arrivals = arrivals,
        .step_duration_ns = duration_ns,
        .step_count = 1,
        .rates_per_s = {rate_per_s},
    };
}

static struct scenario_phase staircase_of(enum scenario_arrivals arrivals)
{
    return (struct scenario_phase){
        .executor = EXECUTOR_STAIRCASE_ARRIVAL_RATE,
        .arrivals = arrivals,
        .step_duration_ns = 2 * ONE_SECOND_NS,
        .step_count = 4,
        .rates_per_s = {300, 1000, 2500, 40},
    };
}

static void constant_arrivals_never_drift(void)
{
    struct scenario_phase phase = phase_of(ARRIVALS_CONSTANT, 30000, 400 * ONE_SECOND_NS);
    struct arrivals arrivals;
    struct arrival arrival = {0};
    arrivals_init(&arrivals, &phase, 0, 1, 0);
    bool exact = true;
    for (uint64_t k = 0; k < 10000000; k++) {
        bool found = arrivals_next(&arrivals, &arrival);
        uint64_t third = k * 100000; /* instants are thirds of 100 us: round to nearest */
        exact = exact && found && arrival.number == k && arrival.instant_ns == (third + 1) / 3;
    }
    CU_ASSERT_TRUE(exact);
    CU_ASSERT_EQUAL(arrival.instant_ns, 333333300000); /* number 9,999,999 */
}

static void constant_arrivals_fill_a_step_exactly(void)
{
    static const struct {
        double rate_per_s;
        uint64_t duration_ns;
        uint64_t count;
        uint64_t last_ns;
    } cases[] = {
        {1, ONE_SECOND_NS, 1, 0},
        {200, 10 * ONE_SECOND_NS, 2000, 9995000000},
        {3, ONE_SECOND_NS, 3, 666666667},
        {2.5, 2 * ONE_SECOND_NS, 5, 1600000000},
        {0.1, ONE_SECOND_NS, 1, 0},
        {7 / 60.0, 60 * ONE_SECOND_NS, 7, 51428571429},
        {1e-12, 3600 * ONE_SECOND_NS, 1, 0},
        {200000, ONE_MS_NS, 200, 995000},
        {1000, 1, 1, 0},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scenario_phase phase =
            phase_of(ARRIVALS_CONSTANT, cases[i].rate_per_s, cases[i].duration_ns);
        struct arrivals arrivals;
        struct arrival arrival = {0};
        arrivals_init(&arrivals, &phase, 0, 1, 0);
        uint64_t count = 0;
        while (arrivals_next(&arrivals, &arrival))
            count++;
        CU_ASSERT_EQUAL(count, cases[i].count);
        CU_ASSERT_EQUAL(arrival.instant_ns, cases[i].last_ns);
    }
}

static void a_poisson_count_is_near_its_mean(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct scenario_phase phase = phase_of(ARRIVALS_POISSON, 1000, 50 * ONE_SECOND_NS);
        struct arrivals arrivals;
        struct arrival arrival;
        arrivals_init(&arrivals, &phase, 0, seed, 0);
        while (arrivals_next(&arrivals, &arrival))
            CU_ASSERT(arrival.instant_ns < phase.step_duration_ns);
        double count = (double)arrivals_end_number(&arrivals);
        CU_ASSERT_DOUBLE_EQUAL(count, 50000, 4 * sqrt(50000));
    }
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Kolmogorov-Smirnov distance of gaps from the exponential distribution with this rate. */
static double distance_from_exponential(double *gaps_s, size_t count, double rate_per_s)
{
    qsort(gaps_s, count, sizeof *gaps_s, by_size);
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        double expected = 1 - exp(-rate_per_s * gaps_s[i]);
        worst = fmax(worst, expected - (double)i / (double)count);
        worst = fmax(worst, (double)(i + 1) / (double)count - expected);
    }
    return worst;
}

#define GAPS     10000
#define KS_LIMIT (1.949 / 100) /* 1.949 / sqrt(GAPS): 99.9 % */

static void collect_gaps(enum scenario_arrivals kind, uint64_t seed, double gaps_s[GAPS])
{
    struct scenario_phase phase = phase_of(kind, 1000, 100 * ONE_SECOND_NS);
    struct arrivals arrivals;
    struct arrival arrival = {0};
    arrivals_init(&arrivals, &phase, 0, seed, 0);
    uint64_t last_ns = 0;
    for (size_t i = 0; i < GAPS; i++) {
        CU_ASSERT_TRUE(arrivals_next(&arrivals, &arrival));
        gaps_s[i] = (double)(arrival.instant_ns - last_ns) / 1e9;
        last_ns = arrival.instant_ns;
    }
}

static void poisson_gaps_are_exponential_and_independent(void)
{
    static double gaps_s[GAPS];
    for (uint64_t seed = 1; seed <= 10; seed++) {
        collect_gaps(ARRIVALS_POISSON, seed, gaps_s);
        double product = 0;
        double squares = 0;
        for (size_t i = 0; i + 1 < GAPS; i++) {
            product += (gaps_s[i] - 0.001) * (gaps_s[i + 1] - 0.001);
            squares += (gaps_s[i] - 0.001) * (gaps_s[i] - 0.001);
        }
        CU_ASSERT(fabs(product / squares) < 4 / sqrt(GAPS));
        CU_ASSERT(distance_from_exponential(gaps_s, GAPS, 1000) < KS_LIMIT);
    }
}

static void constant_gaps_fail_the_exponential_test(void)
{
    static double gaps_s[GAPS];
    collect_gaps(ARRIVALS_CONSTANT, 1, gaps_s);
    CU_ASSERT(distance_from_exponential(gaps_s, GAPS, 1000) > KS_LIMIT);
}

/* With u = integral of the rate up to the arrival, the gaps of u are unit exponentials all the way,
 * over the seams between the steps too. */
static void a_poisson_staircase_has_no_seams(void)
{
    struct scenario_phase phase = staircase_of(ARRIVALS_POISSON);
    phase.step_duration_ns = ONE_SECOND_NS / 10; /* many seams for the arrivals there are */
    static double gaps[GAPS];
    size_t count = 0;
    for (unsigned run = 0; count < GAPS; run++) {
        struct arrivals arrivals;
        struct arrival arrival = {0};
        arrivals_init(&arrivals, &phase, run, 5, 0);
        double last = 0;
        while (count < GAPS && arrivals_next(&arrivals, &arrival)) {
            double load = 0;
            for (unsigned step = 0; step < arrival.step; step++)
                load += phase.rates_per_s[step] * 0.1;
            load += phase.rates_per_s[arrival.step] *
                    ((double)(arrival.instant_ns % phase.step_duration_ns) / 1e9);
            gaps[count++] = load - last;
            last = load;
        }
    }
    CU_ASSERT(distance_from_exponential(gaps, GAPS, 1) < KS_LIMIT);
}

static void every_arrival_lies_in_its_step(void)
{
    for (enum scenario_arrivals kind = ARRIVALS_POISSON; kind <= ARRIVALS_CONSTANT; kind++) {
        struct scenario_phase phase = staircase_of(kind);
        struct arrivals arrivals;
        struct arrival arrival = {0};
        uint64_t counts[4] = {0};
        uint64_t last_ns = 0;
        arrivals_init(&arrivals, &phase, 1, 11, 100);
        while (arrivals_next(&arrivals, &arrival)) {
            CU_ASSERT_EQUAL(arrival.instant_ns / phase.step_duration_ns, arrival.step);
            CU_ASSERT(arrival.instant_ns >= last_ns);
            last_ns = arrival.instant_ns;
            counts[arrival.step]++;
        }
        double tolerance = kind == ARRIVALS_CONSTANT ? 0 : 4;
        for (unsigned step = 0; step < 4; step++) {
            double mean = phase.rates_per_s[step] * 2;
            CU_ASSERT_DOUBLE_EQUAL((double)counts[step], mean, tolerance * sqrt(mean));
        }
    }
}

static void numbers_run_on_over_phases(void)
{
    struct scenario_phase phase = phase_of(ARRIVALS_CONSTANT, 100, ONE_SECOND_NS);
    struct arrivals arrivals;
    struct arrival arrival = {0};
    arrivals_init(&arrivals, &phase, 3, 1, 17);
    CU_ASSERT_TRUE(arrivals_next(&arrivals, &arrival));
    CU_ASSERT_EQUAL(arrival.number, 17);
    while (arrivals_next(&arrivals, &arrival))
        continue;
    CU_ASSERT_EQUAL(arrivals_end_number(&arrivals), 117);
}

static void any_number_of_threads_sends_the_same_arrivals(void)
{
    static struct arrival all[10000];
    struct scenario_phase phase = staircase_of(ARRIVALS_POISSON);
    struct arrivals arrivals;
    size_t count = 0;
    arrivals_init(&arrivals, &phase, 2, 3, 1000);
    while (count < COUNT(all) && arrivals_next(&arrivals, &all[count]))
        count++;
    CU_ASSERT(count > 7000 && count < COUNT(all));
    for (unsigned streams = 1; streams <= 7; streams++) {
        size_t seen = 0;
        for (unsigned stream = 0; stream < streams; stream++) {
            struct arrival own;
            arrivals_init(&arrivals, &phase, 2, 3, 1000);
            while (arrivals_next_of(&arrivals, stream, streams, &own)) {
                const struct arrival *same = &all[own.number - 1000];
                CU_ASSERT(own.number % streams == stream && own.step == same->step &&
                          own.instant_ns == same->instant_ns);
                seen++;
            }
            CU_ASSERT_EQUAL(arrivals_end_number(&arrivals), 1000 + count);
        }
        CU_ASSERT_EQUAL(seen, count);
    }
}

static uint64_t first_instant_ns(unsigned phase_index, uint64_t seed)
{
    struct scenario_phase phase = phase_of(ARRIVALS_POISSON, 1, 3600 * ONE_SECOND_NS);
    struct arrivals arrivals;
    struct arrival arrival = {0};
    arrivals_init(&arrivals, &phase, phase_index, seed, 0);
    CU_ASSERT_TRUE(arrivals_next(&arrivals, &arrival));
    return arrival.instant_ns;
}

static void seed_and_phase_choose_the_instants(void)
{
    CU_ASSERT_EQUAL(first_instant_ns(0, 1), first_instant_ns(0, 1));
    CU_ASSERT_NOT_EQUAL(first_instant_ns(0, 1), first_instant_ns(0, 2));
    CU_ASSERT_NOT_EQUAL(first_instant_ns(0, 1), first_instant_ns(1, 1));
}

static void virtual_users_do_not_arrive(void)
{
    struct scenario_phase phase = phase_of(ARRIVALS_POISSON, 100, ONE_SECOND_NS);
    phase.executor = EXECUTOR_CONSTANT_VUS;
    phase.vus = 4;
    struct arrivals arrivals;
    struct arrival arrival;
    arrivals_init(&arrivals, &phase, 0, 1, 0);
    CU_ASSERT_FALSE(arrivals_next(&arrivals, &arrival));
}

static CU_TestInfo tests[] = {
    {"constant arrivals never drift", constant_arrivals_never_drift},
    {"constant arrivals fill a step exactly", constant_arrivals_fill_a_step_exactly},
    {"a Poisson count is near its mean", a_poisson_count_is_near_its_mean},
    {"Poisson gaps are exponential and independent", poisson_gaps_are_exponential_and_independent},
    {"constant gaps fail the exponential test", constant_gaps_fail_the_exponential_test},
    {"a Poisson staircase has no seams", a_poisson_staircase_has_no_seams},
    {"every arrival lies in its step", every_arrival_lies_in_its_step},
    {"numbers run on over phases", numbers_run_on_over_phases},
    {"any number of threads sends the same arrivals",
     any_number_of_threads_sends_the_same_arrivals},
    {"seed and phase choose the instants", seed_and_phase_choose_the_instants},
    {"virtual users do not arrive", virtual_users_do_not_arrive},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("arrivals", tests)
