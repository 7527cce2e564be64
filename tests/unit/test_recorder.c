#include "loadgen/recorder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/recorded.h"
#include "tests/support/suite.h"

struct fixture {
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder recorder;
};

static void start(struct fixture *fixture)
{
    recorded_init(&fixture->recorded);
    recorded_start(&fixture->recorded, &fixture->plan, &fixture->recorder);
}

static void stop(struct fixture *fixture)
{
    recorder_release(&fixture->recorder);
    recorder_plan_release(&fixture->plan);
}

static struct flight_figures flight_of(const struct fixture *fixture, unsigned step)
{
    struct flight_figures figures;
    flight_figures(&recorder_cell(&fixture->recorder, step, LIGHT)->flight,
                   &fixture->recorder.steps[step].window, &figures);
    return figures;
}

static void records_go_to_their_step_and_request(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(WARM_UP, LIGHT, 500, 0, 100));
    recorded_add(&fixture.recorder, recorded_ok(SECOND, HEAVY, 6000, 0, 200));
    recorded_add(&fixture.recorder, recorded_ok(SECOND, HEAVY, 7000, 0, 200));
    CU_ASSERT_EQUAL(recorder_cell(&fixture.recorder, WARM_UP, LIGHT)->begun, 1);
    CU_ASSERT_PTR_NULL(recorder_cell(&fixture.recorder, WARM_UP, HEAVY));
    CU_ASSERT_EQUAL(recorder_cell(&fixture.recorder, FIRST, LIGHT)->begun, 0);
    CU_ASSERT_EQUAL(recorder_cell(&fixture.recorder, SECOND, HEAVY)->begun, 2);
    CU_ASSERT_EQUAL(recorder_cell(&fixture.recorder, SECOND, HEAVY)->outcomes[OUTCOME_OK], 2);
    CU_ASSERT_EQUAL(fixture.recorder.last_done_ns, RECORDED_ZERO_NS + 7000210000);
    stop(&fixture);
}

static void requests_left_behind_are_in_flight_in_the_next_step(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 4000, 0, 3999990));  /* 4 to 8 s */
    recorded_add(&fixture.recorder, recorded_ok(SECOND, LIGHT, 9000, 0, 4999990)); /* 9 to 14 s */
    CU_ASSERT_EQUAL(flight_of(&fixture, FIRST).mean, 0.5);
    CU_ASSERT_EQUAL(flight_of(&fixture, FIRST).end, 1);
    CU_ASSERT_EQUAL(flight_of(&fixture, SECOND).mean, 0.75); /* 6 to 8 and 9 to 10 of 4 s */
    CU_ASSERT_EQUAL(flight_of(&fixture, SECOND).end, 1);
    CU_ASSERT_EQUAL(flight_of(&fixture, WARM_UP).mean, 0);
    stop(&fixture);
}

static void good_is_what_keeps_the_objective(void)
{
    static const enum scenario_metric metrics[] = {METRIC_RESPONSE_TIME, METRIC_SERVICE_TIME,
                                                   METRIC_TIME_TO_FIRST_BYTE, METRIC_CONNECT_TIME};

    static const uint64_t limits_ns[] = {1310000, 1000000, 500000, 77};
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++) {
        struct fixture fixture;
        start(&fixture);
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 300, 1000);
        record.connect_ns = 77;
        fixture.plan.good_metric = metrics[i];
        fixture.plan.good_within_ns[LIGHT] = limits_ns[i];
        recorded_add(&fixture.recorder, record);
        CU_ASSERT_EQUAL(recorder_cell(&fixture.recorder, FIRST, LIGHT)->good, 1);
        fixture.plan.good_within_ns[LIGHT]--;
        recorded_add(&fixture.recorder, record);
        record.outcome = OUTCOME_STATUS_MISMATCH;
        fixture.plan.good_within_ns[LIGHT] = UINT64_MAX;
        recorded_add(&fixture.recorder, record);
        CU_ASSERT_EQUAL(recorder_cell(&fixture.recorder, FIRST, LIGHT)->good, 1);
        stop(&fixture);
    }
}

static void seconds_are_those_of_the_intended_start(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder,
                 recorded_ok(FIRST, LIGHT, 2999, 0, 1999990)); /* ends at 4.999 */
    recorded_add(&fixture.recorder,
                 recorded_failure(FIRST, OUTCOME_STATUS_MISMATCH, 2000, 5, "503"));
    recorded_add(&fixture.recorder,
                 recorded_failure(FIRST, OUTCOME_CONNECT_REFUSED, 3000, 5, NULL));
    const struct recorder_second *seconds = fixture.recorder.seconds;
    CU_ASSERT_EQUAL(seconds[2].offered, 2);
    CU_ASSERT_EQUAL(seconds[2].answered, 2);
    CU_ASSERT_EQUAL(seconds[2].errors, 1);
    CU_ASSERT_EQUAL(seconds[2].ended, 1);
    CU_ASSERT_EQUAL(seconds[2].response.total, 1);
    CU_ASSERT_EQUAL(seconds[2].response.max_ns, 2000000000);
    CU_ASSERT_EQUAL(seconds[3].offered, 1);
    CU_ASSERT_EQUAL(seconds[3].answered, 0);
    CU_ASSERT_EQUAL(seconds[3].ended, 1);
    CU_ASSERT_EQUAL(seconds[4].ended, 1);
    size_t last = fixture.plan.second_count - 1;
    recorded_add(&fixture.recorder, recorded_ok(SECOND, LIGHT, 1000000, 0, 1)); /* far too late */
    CU_ASSERT_EQUAL(seconds[last].offered, 1);
    CU_ASSERT_EQUAL(seconds[last].ended, 1);
    stop(&fixture);
}

static void answers_are_counted_where_they_came(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(WARM_UP, LIGHT, 500, 0, 990));
    recorded_add(&fixture.recorder, recorded_ok(FIRST, HEAVY, 5000, 0, 2999990)); /* at 8 s */
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 500000));
    for (enum outcome outcome = OUTCOME_OK + 1; outcome < OUTCOMES; outcome++)
        recorded_add(&fixture.recorder, recorded_failure(FIRST, outcome, 2000, 500000, NULL));
    recorded_add(&fixture.recorder, recorded_failure(SECOND, OUTCOME_ABORTED, 6000, 1, NULL));
    const struct departures *warm_up = &fixture.recorder.departures[0];
    const struct departures *load = &fixture.recorder.departures[2];
    CU_ASSERT_EQUAL(departures_between(&warm_up[LIGHT], 0, 500 * ONE_MS_NS), 0);
    CU_ASSERT_EQUAL(departures_between(&warm_up[LIGHT], 500 * ONE_MS_NS, 510 * ONE_MS_NS), 1);
    CU_ASSERT_EQUAL(warm_up[HEAVY].bin_count, 0); /* not in the mix */
    CU_ASSERT_EQUAL(departures_between(&load[LIGHT], 500 * ONE_MS_NS, 510 * ONE_MS_NS), 3);
    CU_ASSERT_EQUAL(departures_between(&load[LIGHT], 0, UINT64_MAX), 3); /* ok and two wrong ones */
    CU_ASSERT_EQUAL(departures_between(&load[HEAVY], 6000 * ONE_MS_NS, 6010 * ONE_MS_NS), 1);
    CU_ASSERT_EQUAL(fixture.recorder.given_up_ns[0], UINT64_MAX);
    CU_ASSERT_EQUAL(fixture.recorder.given_up_ns[1], RECORDED_ZERO_NS + 2500 * ONE_MS_NS);
    stop(&fixture);
}

static void slow_requests_are_listed_until_the_list_is_full(void)
{
    struct fixture fixture;
    start(&fixture);
    struct exchange_record slow = recorded_ok(FIRST, LIGHT, 2500, 0, 19991);
    slow.worker = 3;
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 19990)); /* 20 ms sharp */
    recorded_add(&fixture.recorder,
                 recorded_failure(FIRST, OUTCOME_CONNECT_TIMEOUT, 2000, 50000, NULL));
    CU_ASSERT_EQUAL(fixture.recorder.slow_total, 0);
    for (unsigned i = 0; i < SLOW_REQUESTS_MAX + 5; i++)
        recorded_add(&fixture.recorder, slow);
    CU_ASSERT_EQUAL(fixture.recorder.slow_count, SLOW_REQUESTS_MAX);
    CU_ASSERT_EQUAL(fixture.recorder.slow_total, SLOW_REQUESTS_MAX + 5);
    CU_ASSERT_EQUAL(fixture.recorder.slow[0].worker, 3);
    CU_ASSERT_EQUAL(fixture.recorder.slow[0].intended_ns, RECORDED_ZERO_NS + 2500 * ONE_MS_NS);
    stop(&fixture);
}

static void stopping_ends_the_running_step_and_forgets_later_ones(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 999990));
    recorder_stopped(&fixture.recorder, RECORDED_ZERO_NS + 4 * ONE_SECOND_NS);
    recorder_begin(&fixture.recorder, FIRST, LIGHT, RECORDED_ZERO_NS + 3 * ONE_SECOND_NS);
    struct exchange_record given_up = recorded_failure(FIRST, OUTCOME_ABORTED, 3000, 4000000, NULL);
    recorder_add(&fixture.recorder, &given_up);
    CU_ASSERT_EQUAL(fixture.recorder.steps[WARM_UP].window.end_ns,
                    RECORDED_ZERO_NS + ONE_SECOND_NS);
    CU_ASSERT_EQUAL(fixture.recorder.steps[FIRST].window.end_ns,
                    RECORDED_ZERO_NS + 4 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(fixture.recorder.steps[SECOND].window.start_ns, 0);
    CU_ASSERT_EQUAL(flight_of(&fixture, FIRST).mean, 1);
    CU_ASSERT_EQUAL(flight_of(&fixture, FIRST).end, 1);
    stop(&fixture);
}

static void connections_peak_and_thread_time_belong_to_a_step(void)
{
    struct fixture fixture;
    start(&fixture);
    recorder_connections(&fixture.recorder, FIRST, 5);
    recorder_connections(&fixture.recorder, FIRST, 9);
    recorder_connections(&fixture.recorder, FIRST, 2);
    recorder_thread_cpu(&fixture.recorder, SECOND, 1234);
    CU_ASSERT_EQUAL(fixture.recorder.steps[FIRST].connections_peak, 9);
    CU_ASSERT_EQUAL(fixture.recorder.steps[SECOND].connections_peak, 0);
    CU_ASSERT_EQUAL(fixture.recorder.steps[SECOND].thread_cpu_ns, 1234);
    stop(&fixture);
}

enum bug {
    NO_BUG,
    NEVER_BEGUN,
    ADDED_TWICE,
    SENT_BEFORE_DISPATCHED,
    DONE_BEFORE_INTENDED,
    OK_BUT_NEVER_SENT,
    NOT_IN_THE_MIX,
};

static void do_wrong(enum bug bug)
{
    struct fixture fixture;
    start(&fixture);
    struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 10, 10);
    if (bug == SENT_BEFORE_DISPATCHED)
        record.sent_ns = record.dispatched_ns - 1;
    if (bug == DONE_BEFORE_INTENDED)
        record = recorded_failure(FIRST, OUTCOME_DROPPED, 2000, 0, NULL), record.done_ns--;
    if (bug == OK_BUT_NEVER_SENT)
        record.sent_ns = 0;
    if (bug == NOT_IN_THE_MIX)
        record.step = WARM_UP, record.request = HEAVY;
    if (bug != NEVER_BEGUN)
        recorder_begin(&fixture.recorder, record.step, record.request, record.intended_ns);
    recorder_add(&fixture.recorder, &record);
    if (bug == ADDED_TWICE)
        recorder_add(&fixture.recorder, &record);
    stop(&fixture);
}

static bool aborts(enum bug bug)
{
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(open("/dev/null", O_WRONLY), STDERR_FILENO); /* not its last words */
        do_wrong(bug);
        _exit(0);
    }
    int status = 0;
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void bugs_of_the_caller_are_stopped(void)
{
    CU_ASSERT_FALSE(aborts(NO_BUG));
    for (enum bug bug = NEVER_BEGUN; bug <= NOT_IN_THE_MIX; bug++)
        CU_ASSERT(aborts(bug));
}

static CU_TestInfo tests[] = {
    {"records go to their step and request", records_go_to_their_step_and_request},
    {"requests left behind are in flight in the next step",
     requests_left_behind_are_in_flight_in_the_next_step},
    {"good is what keeps the objective", good_is_what_keeps_the_objective},
    {"seconds are those of the intended start", seconds_are_those_of_the_intended_start},
    {"answers are counted where they came", answers_are_counted_where_they_came},
    {"slow requests are listed until the list is full",
     slow_requests_are_listed_until_the_list_is_full},
    {"stopping ends the running step and forgets later ones",
     stopping_ends_the_running_step_and_forgets_later_ones},
    {"connections and thread time belong to a step",
     connections_peak_and_thread_time_belong_to_a_step},
    {"bugs of the caller are stopped by assertions", bugs_of_the_caller_are_stopped},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("recorder", tests)
