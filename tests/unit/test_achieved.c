#include "loadgen/achieved.h"

#include "core/random.h"
#include "tests/support/recorded.h"
#include "tests/support/suite.h"

#define LOAD_NS   (RECORDED_ZERO_NS + 2 * ONE_SECOND_NS)
#define NO_CUT_NS UINT64_MAX

/* Within `share` of what it should be. */
#define NEAR(is, should, share) CU_ASSERT_DOUBLE_EQUAL(is, should, (share) * (should))

struct fixture {
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder recorder;
    struct recorder other; /* a second thread's */
    uint64_t step_ns;
    /* The server: one after the other, then a wait in which it does other things. */
    uint64_t service_ns, wait_ns[2], free_ns, cut_ns;
    uint64_t arrivals;
};

static struct recorder make_recorder(const struct fixture *fixture)
{
    struct recorder recorder;
    struct error error;
    if (!recorder_init(&recorder, &fixture->plan, &error))
        abort();
    recorder_step_started(&recorder, WARM_UP, RECORDED_ZERO_NS);
    for (unsigned step = FIRST; step < fixture->plan.step_count; step++)
        recorder_step_started(&recorder, step, LOAD_NS + (step - FIRST) * fixture->step_ns);
    return recorder;
}

/* The load: steps of 7 s; the server takes 1 ms per request and can do 1,000/s. */
static void start(struct fixture *fixture, unsigned steps)
{
    struct error error;
    *fixture = (struct fixture){
        .step_ns = 7 * ONE_SECOND_NS, .service_ns = ONE_MS_NS, .cut_ns = NO_CUT_NS};
    recorded_init(&fixture->recorded);
    fixture->recorded.phases[0].graceful_stop_ns = 60 * ONE_SECOND_NS;
    fixture->recorded.phases[1].graceful_stop_ns = 60 * ONE_SECOND_NS;
    fixture->recorded.phases[1].step_count = steps;
    fixture->recorded.phases[1].step_duration_ns = fixture->step_ns;
    if (!recorder_plan_init(&fixture->plan, &fixture->recorded.scenario, RECORDED_ZERO_NS, &error))
        abort();
    fixture->recorder = make_recorder(fixture);
    fixture->other = make_recorder(fixture);
}

static void stop(struct fixture *fixture)
{
    recorder_release(&fixture->recorder);
    recorder_release(&fixture->other);
    recorder_plan_release(&fixture->plan);
}

static void arrive(struct fixture *fixture, unsigned step, unsigned request, uint64_t at_ns)
{
    struct exchange_record record = {.step = step, .request = request, .worker = -1};
    uint64_t start_ns = at_ns > fixture->free_ns ? at_ns : fixture->free_ns;
    fixture->free_ns = start_ns + fixture->service_ns;
    record.intended_ns = record.dispatched_ns = record.sent_ns = record.first_byte_ns = at_ns;
    record.done_ns = fixture->free_ns + fixture->wait_ns[request];
    if (record.done_ns > fixture->cut_ns) {
        record.outcome = OUTCOME_ABORTED;
        record.first_byte_ns = 0;
        record.done_ns = fixture->cut_ns > at_ns ? fixture->cut_ns : at_ns;
    }
    recorded_add(fixture->arrivals++ % 3 == 0 ? &fixture->other : &fixture->recorder, record);
}

/* Poisson arrivals in one step of the load; every `heavy`-th is heavy, none with 0. */
static void offer(struct fixture *fixture, unsigned step, double rate_per_s, unsigned heavy)
{
    struct random_stream stream = random_stream_init(step, RANDOM_ARRIVALS);
    uint64_t start_ns = LOAD_NS + (step - FIRST) * fixture->step_ns;
    double at_ns = 0;
    for (uint64_t k = 0;; k++) {
        at_ns += random_exponential(stream, k) / rate_per_s * 1e9;
        if (at_ns >= (double)fixture->step_ns)
            return;
        arrive(fixture, step, heavy > 0 && k % heavy == 0 ? HEAVY : LIGHT,
               start_ns + (uint64_t)at_ns);
    }
}

static void merge_threads(struct fixture *fixture)
{
    recorder_merge(&fixture->recorder, &fixture->other);
}

static struct cell *cell_of(const struct fixture *fixture, unsigned step, int request)
{
    struct cell *cell;
    struct error error;
    if (!cell_new(&cell, &error))
        abort();
    for (unsigned r = LIGHT; r <= HEAVY; r++)
        if (recorder_cell(&fixture->recorder, step, r) != NULL &&
            (request == ACHIEVED_ALL || (unsigned)request == r))
            cell_merge(cell, recorder_cell(&fixture->recorder, step, r));
    return cell;
}

static double achieved(const struct fixture *fixture, unsigned step, int request)
{
    struct cell *cell = cell_of(fixture, step, request);
    double rate_per_s = achieved_per_s(&fixture->recorder, step, request, &cell->response);
    cell_free(cell);
    return rate_per_s;
}

static double offered(const struct fixture *fixture, unsigned step, int request)
{
    struct cell *cell = cell_of(fixture, step, request);
    double rate_per_s = (double)cell->begun / ((double)fixture->step_ns / 1e9);
    cell_free(cell);
    return rate_per_s;
}

static void a_server_that_keeps_up_achieves_what_was_offered(void)
{
    static const uint64_t waits_ms[] = {0, 50, 500, 3000, 20000};
    for (size_t i = 0; i < sizeof waits_ms / sizeof waits_ms[0]; i++) {
        struct fixture fixture;
        start(&fixture, 3);
        fixture.wait_ns[LIGHT] = waits_ms[i] * ONE_MS_NS;
        const double rates_per_s[] = {500, 800, 200};
        for (unsigned step = 0; step < 3; step++)
            offer(&fixture, FIRST + step, rates_per_s[step], 0);
        merge_threads(&fixture);
        for (unsigned step = 0; step < 3; step++)
            NEAR(achieved(&fixture, FIRST + step, ACHIEVED_ALL),
                 offered(&fixture, FIRST + step, ACHIEVED_ALL), 0.005);
        stop(&fixture);
    }
}

static void even_arrivals_are_off_by_less_than_one(void)
{
    struct fixture fixture;
    start(&fixture, 1);
    fixture.wait_ns[LIGHT] = 500 * ONE_MS_NS;
    for (uint64_t k = 0; k < 7 * 250; k++)
        arrive(&fixture, FIRST, LIGHT, LOAD_NS + k * 4 * ONE_MS_NS);
    merge_threads(&fixture);
    CU_ASSERT_DOUBLE_EQUAL(achieved(&fixture, FIRST, ACHIEVED_ALL) * 7, 7 * 250, 1);
    stop(&fixture);
}

/* Twice its capacity: when the step ends, half of it is still to be answered. */
static void an_overloaded_server_achieves_its_capacity(void)
{
    static const struct {
        uint64_t cut_s; /* after the end of the step */
        bool is_cut;
    } cases[] = {{0, false}, {0, true}, {1, true}, {2, true}, {3, true}, {5, true}, {7, true}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        start(&fixture, 1);
        if (cases[i].is_cut)
            fixture.cut_ns = LOAD_NS + fixture.step_ns + cases[i].cut_s * ONE_SECOND_NS;
        offer(&fixture, FIRST, 2000, 0);
        merge_threads(&fixture);
        NEAR(offered(&fixture, FIRST, ACHIEVED_ALL), 2000, 0.05);
        NEAR(achieved(&fixture, FIRST, ACHIEVED_ALL), 1000, 0.005);
        stop(&fixture);
    }
}

static void a_little_overload_shows_as_well(void)
{
    struct fixture fixture;
    start(&fixture, 1);
    for (uint64_t k = 0; k < 7 * 1050; k++)
        arrive(&fixture, FIRST, LIGHT, LOAD_NS + k * ONE_SECOND_NS / 1050);
    merge_threads(&fixture);
    NEAR(achieved(&fixture, FIRST, ACHIEVED_ALL), 1000, 0.002);
    stop(&fixture);
}

/* 7,000 are left behind by the first step; with 500/s more they last for 14 s. */
static void a_step_after_an_overloaded_one_works_off_its_backlog(void)
{
    struct fixture fixture;
    start(&fixture, 4);
    offer(&fixture, FIRST, 2000, 0);
    for (unsigned step = 1; step < 4; step++)
        offer(&fixture, FIRST + step, 500, 0);
    merge_threads(&fixture);
    NEAR(achieved(&fixture, FIRST, ACHIEVED_ALL), 1000, 0.005);
    NEAR(achieved(&fixture, FIRST + 1, ACHIEVED_ALL), 1000, 0.005);
    NEAR(achieved(&fixture, FIRST + 3, ACHIEVED_ALL), offered(&fixture, FIRST + 3, ACHIEVED_ALL),
         0.02);
    stop(&fixture);
}

static void an_interrupted_step_is_seen_until_then(void)
{
    struct fixture fixture;
    start(&fixture, 2);
    uint64_t now_ns = LOAD_NS + 3 * ONE_SECOND_NS;
    fixture.cut_ns = now_ns;
    for (uint64_t k = 0; k < 3 * 2000; k++)
        arrive(&fixture, FIRST, LIGHT, LOAD_NS + k * ONE_SECOND_NS / 2000);
    recorder_stopped(&fixture.recorder, now_ns + ONE_MS_NS);
    recorder_stopped(&fixture.other, now_ns);
    merge_threads(&fixture);
    NEAR(achieved(&fixture, FIRST, ACHIEVED_ALL), 1000, 0.005);
    stop(&fixture);
}

static void each_request_is_seen_through_its_own_window(void)
{
    struct fixture fixture;
    start(&fixture, 1);
    fixture.wait_ns[HEAVY] = 1500 * ONE_MS_NS;
    offer(&fixture, FIRST, 600, 10);
    merge_threads(&fixture);
    NEAR(achieved(&fixture, FIRST, LIGHT), offered(&fixture, FIRST, LIGHT), 0.005);
    NEAR(achieved(&fixture, FIRST, HEAVY), offered(&fixture, FIRST, HEAVY), 0.005);
    /* Of all, the heavy ones of the last 1.5 s are missing: 60/s * 1.5 s of 4,200. */
    double missing_per_s =
        offered(&fixture, FIRST, ACHIEVED_ALL) - achieved(&fixture, FIRST, ACHIEVED_ALL);
    NEAR(missing_per_s, 60 * 1.5 / 7, 0.2);
    stop(&fixture);
}

static void overload_is_shared_by_all_requests(void)
{
    struct fixture fixture;
    start(&fixture, 1);
    offer(&fixture, FIRST, 2000, 4);
    merge_threads(&fixture);
    NEAR(achieved(&fixture, FIRST, ACHIEVED_ALL), 1000, 0.005);
    NEAR(achieved(&fixture, FIRST, LIGHT), 750, 0.005);
    NEAR(achieved(&fixture, FIRST, HEAVY), 250, 0.005);
    stop(&fixture);
}

/* The window of the warm-up reaches 900 ms into the load: half a second of it was a backlog. */
static void answers_of_other_phases_do_not_count(void)
{
    struct fixture fixture;
    start(&fixture, 1);
    for (unsigned k = 0; k < 100; k++)
        recorded_add(&fixture.recorder, recorded_ok(WARM_UP, LIGHT, 10 * k, 0, 1900000));
    offer(&fixture, FIRST, 900, 0);
    merge_threads(&fixture);
    NEAR(achieved(&fixture, WARM_UP, ACHIEVED_ALL), 100, 0.02);
    NEAR(achieved(&fixture, FIRST, ACHIEVED_ALL), offered(&fixture, FIRST, ACHIEVED_ALL), 0.005);
    stop(&fixture);
}

static void without_response_times_the_window_is_the_step(void)
{
    struct fixture fixture;
    start(&fixture, 1);
    CU_ASSERT_EQUAL(achieved(&fixture, FIRST, ACHIEVED_ALL), 0);
    for (unsigned k = 0; k < 70; k++) {
        recorded_add(&fixture.recorder,
                     recorded_failure(FIRST, OUTCOME_STATUS_MISMATCH, 2000 + 100 * k, 1000, NULL));
        recorded_add(&fixture.recorder,
                     recorded_failure(FIRST, OUTCOME_CONNECT_REFUSED, 2000 + 100 * k, 1, NULL));
    }
    CU_ASSERT_DOUBLE_EQUAL(achieved(&fixture, FIRST, ACHIEVED_ALL), 10, 1e-9);
    stop(&fixture);
}

static void threads_see_together_what_one_would_have_seen(void)
{
    struct fixture one;
    struct fixture two;
    start(&one, 2);
    start(&two, 2);
    struct fixture *fixtures[] = {&one, &two};
    for (unsigned i = 0; i < 2; i++) {
        offer(fixtures[i], FIRST, 1500, 3);
        offer(fixtures[i], SECOND, 300, 3);
    }
    recorder_merge(&one.recorder, &one.other);
    recorder_merge(&two.other, &two.recorder); /* the other way round */
    struct recorder into = two.other;
    two.other = two.recorder;
    two.recorder = into;
    for (int request = ACHIEVED_ALL; request <= HEAVY; request++)
        for (unsigned step = FIRST; step <= SECOND; step++)
            CU_ASSERT_EQUAL(achieved(&one, step, request), achieved(&two, step, request));
    CU_ASSERT(achieved(&one, FIRST, ACHIEVED_ALL) > 990);
    stop(&one);
    stop(&two);
}

static CU_TestInfo tests[] = {
    {"a server that keeps up achieves what was offered",
     a_server_that_keeps_up_achieves_what_was_offered},
    {"even arrivals are off by less than one", even_arrivals_are_off_by_less_than_one},
    {"an overloaded server achieves its capacity, cut off or not",
     an_overloaded_server_achieves_its_capacity},
    {"a little overload shows as well", a_little_overload_shows_as_well},
    {"a step after an overloaded one works off its backlog",
     a_step_after_an_overloaded_one_works_off_its_backlog},
    {"an interrupted step is seen until then", an_interrupted_step_is_seen_until_then},
    {"each request is seen through its own window", each_request_is_seen_through_its_own_window},
    {"overload is shared by all requests", overload_is_shared_by_all_requests},
    {"answers of other phases do not count", answers_of_other_phases_do_not_count},
    {"without response times the window is the step",
     without_response_times_the_window_is_the_step},
    {"threads see together what one would have seen",
     threads_see_together_what_one_would_have_seen},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("achieved", tests)
