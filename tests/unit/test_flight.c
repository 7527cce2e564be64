#include "loadgen/flight.h"

#include <math.h>
#include <string.h>

#include "core/random.h"
#include "tests/support/suite.h"

#define START_NS    UINT64_C(5000000000)
#define DURATION_NS UINT64_C(4000000000)

static struct flight_figures figures_of(const struct flight *flight,
                                        const struct flight_window *window)
{
    struct flight_figures figures;
    flight_figures(flight, window, &figures);
    return figures;
}

static void nothing_is_in_flight_at_first(void)
{
    struct flight flight = {0};
    struct flight_window window = flight_window(START_NS, DURATION_NS);
    struct flight_figures figures = figures_of(&flight, &window);
    CU_ASSERT_EQUAL(figures.mean, 0.0);
    CU_ASSERT_EQUAL(figures.end, 0.0);
    CU_ASSERT_EQUAL(figures.slope_per_s, 0.0);
}

static void one_request_counts_for_the_time_it_overlaps(void)
{
    static const struct {
        const char *what;
        int64_t from_ms, to_ms; /* since the step's start, which lasts 4,000 ms */
        double mean, end;
    } cases[] = {
        {"inside one bin", 110, 160, 0.05 / 4, 0},
        {"over many bins", 1050, 3050, 0.5, 0},
        {"from the first instant", 0, 1000, 0.25, 0},
        {"to the last instant", 3000, 4000, 0.25, 1},
        {"one instant short of the end", 3000, 3999, 0.24975, 0},
        {"over the end", 3000, 9000, 0.25, 1},
        {"left behind by another step", -2000, 1000, 0.25, 0},
        {"over the whole step", -2000, 9000, 1, 1},
        {"of no length", 2000, 2000, 0, 0},
        {"before", -2000, 0, 0, 0},
        {"after", 4000, 5000, 0, 0},
    };
    struct flight_window window = flight_window(START_NS, DURATION_NS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct flight flight = {0};
        flight_add(&flight, &window, START_NS + (uint64_t)(cases[i].from_ms * 1000000),
                   START_NS + (uint64_t)(cases[i].to_ms * 1000000));
        struct flight_figures figures = figures_of(&flight, &window);
        if (fabs(figures.mean - cases[i].mean) > 1e-12 || figures.end != cases[i].end) {
            printf("\n    %s: mean %g, end %g ", cases[i].what, figures.mean, figures.end);
            CU_FAIL("not what it should be");
        }
    }
}

/* The mean is the sum of overlaps, also when the duration is no multiple of the bins. */
static void many_requests_add_up_to_the_nanosecond(void)
{
    struct random_stream stream = random_stream_init(3, RANDOM_ARRIVALS);
    uint64_t duration_ns = 1000000007;
    struct flight_window window = flight_window(START_NS, duration_ns);
    struct flight parts[2] = {0};
    uint64_t overlap_ns = 0;
    unsigned at_end = 0;
    for (uint64_t k = 0; k < 5000; k++) {
        uint64_t from_ns = START_NS - 500000000 + random_below(stream, 2 * k, 2000000000);
        uint64_t to_ns = from_ns + random_below(stream, 2 * k + 1, 300000000);
        flight_add(&parts[k % 2], &window, from_ns, to_ns);
        uint64_t first_ns = from_ns > window.start_ns ? from_ns : window.start_ns;
        uint64_t last_ns = to_ns < window.end_ns ? to_ns : window.end_ns;
        overlap_ns += last_ns > first_ns ? last_ns - first_ns : 0;
        at_end += from_ns < window.end_ns && to_ns >= window.end_ns;
    }
    flight_merge(&parts[0], &parts[1]);
    struct flight_figures figures = figures_of(&parts[0], &window);
    CU_ASSERT_DOUBLE_EQUAL(figures.mean, (double)overlap_ns / (double)duration_ns, 1e-9);
    CU_ASSERT_EQUAL(figures.end, at_end);
}

static void growth_is_the_slope_of_a_straight_line(void)
{
    struct flight flight = {0};
    struct flight_window window = flight_window(START_NS, DURATION_NS);
    for (uint64_t k = 0; k < 400; k++) /* 100 begin per second, none ends */
        flight_add(&flight, &window, START_NS + k * 10000000, START_NS + 2 * DURATION_NS);
    struct flight_figures figures = figures_of(&flight, &window);
    CU_ASSERT_DOUBLE_EQUAL(figures.slope_per_s, 100, 1e-9);
    CU_ASSERT_EQUAL(figures.end, 400);
    CU_ASSERT_DOUBLE_EQUAL(figures.mean, 200.5, 1e-9);
}

static void a_step_cut_short_counts_only_what_it_lasted(void)
{
    struct flight flight = {0};
    struct flight_window window = flight_window(START_NS, DURATION_NS);
    flight_add(&flight, &window, START_NS, START_NS + 500000000);
    window.end_ns = START_NS + 1010000000; /* within the eleventh bin */
    flight_add(&flight, &window, START_NS, START_NS + DURATION_NS);
    struct flight_figures figures = figures_of(&flight, &window);
    CU_ASSERT_DOUBLE_EQUAL(figures.mean, 1 + 0.5 / 1.01, 1e-12);
    CU_ASSERT_EQUAL(figures.end, 1);
    window.end_ns = START_NS + 150000000; /* one whole bin: no line through one point */
    figures = figures_of(&flight, &window);
    CU_ASSERT_EQUAL(figures.mean, 2);
    CU_ASSERT(isnan(figures.slope_per_s));
}

static CU_TestInfo tests[] = {
    {"nothing is in flight at first", nothing_is_in_flight_at_first},
    {"one request counts for the time it overlaps the step",
     one_request_counts_for_the_time_it_overlaps},
    {"many requests and two threads add up to the nanosecond",
     many_requests_add_up_to_the_nanosecond},
    {"growth is the slope of a straight line", growth_is_the_slope_of_a_straight_line},
    {"a step cut short counts only what it lasted", a_step_cut_short_counts_only_what_it_lasted},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("flight", tests)
