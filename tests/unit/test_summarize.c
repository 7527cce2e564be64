#include "loadgen/summarize.h"

#include <math.h>
#include <stdio.h>

#include "tests/support/recorded.h"
#include "tests/support/suite.h"

struct fixture {
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder recorder;
    struct result result;
};

static void start(struct fixture *fixture)
{
    recorded_init(&fixture->recorded);
    recorded_start(&fixture->recorded, &fixture->plan, &fixture->recorder);
}

static const struct result *summarized(struct fixture *fixture)
{
    struct error error;
    CU_ASSERT_FATAL(summarize_run(&fixture->recorded.scenario, &fixture->recorder, NULL,
                                  &fixture->result, &error));
    return &fixture->result;
}

static void stop(struct fixture *fixture)
{
    result_release(&fixture->result);
    recorder_release(&fixture->recorder);
    recorder_plan_release(&fixture->plan);
}

static void a_run_is_all_but_its_warm_up(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(WARM_UP, LIGHT, 500, 0, 90000));
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 999990));   /* a second */
    recorded_add(&fixture.recorder, recorded_ok(SECOND, HEAVY, 6000, 0, 1999990)); /* two */
    recorded_add(&fixture.recorder, recorded_ok(SECOND, LIGHT, 9999, 0, 1999990));
    recorder_connections(&fixture.recorder, WARM_UP, 9);
    recorder_connections(&fixture.recorder, FIRST, 3);
    recorder_connections(&fixture.recorder, SECOND, 2);
    const struct result *result = summarized(&fixture);
    CU_ASSERT_STRING_EQUAL(result->scenario_name, "by-hand");
    CU_ASSERT_STRING_EQUAL(result->scenario_sha256, "abc");
    CU_ASSERT_STRING_EQUAL(result->url, "");
    CU_ASSERT_EQUAL(result->seed, 7);
    CU_ASSERT_EQUAL(result->zero_ns, RECORDED_ZERO_NS);
    CU_ASSERT_DOUBLE_EQUAL(result->duration_s, 11.999, 1e-9);
    CU_ASSERT_EQUAL(result->phase_count, 2);
    CU_ASSERT(result->phases[0].warmup);
    CU_ASSERT_STRING_EQUAL(result->phases[0].name, "warm-up");
    CU_ASSERT_STRING_EQUAL(result->phases[1].executor, "staircase-arrival-rate");
    CU_ASSERT_EQUAL(result->phases[0].steps[0].measures.planned, 1);
    CU_ASSERT_EQUAL(result->phases[1].step_count, 2);
    CU_ASSERT_EQUAL(result->measures.planned, 3);
    CU_ASSERT_EQUAL(result->measures.offered_per_s, 3 / 8.0);
    CU_ASSERT_EQUAL(result->measures.response_time.max_us, 2000000);
    CU_ASSERT_EQUAL(result->measures.response_time.min_us, 1000000);
    CU_ASSERT_DOUBLE_EQUAL(result->measures.in_flight_mean, (1 + 2 + 0.001) / 8, 1e-12);
    CU_ASSERT_EQUAL(result->measures.in_flight_end, 1);
    CU_ASSERT(isnan(result->measures.in_flight_slope_per_s));
    CU_ASSERT_EQUAL(result->measures.connections_open_peak, 3);
    CU_ASSERT_EQUAL(result->verdict.status, VERDICT_OK);
    stop(&fixture);
}

static void thresholds_speak_of_their_request_without_warm_up(void)
{
    struct fixture fixture;
    start(&fixture);
    struct scenario_threshold thresholds[] = {
        {.text = "all",
         .metric = METRIC_RESPONSE_TIME,
         .statistic = STATISTIC_MAX,
         .value = 60e6,
         .request = -1},
        {.text = "light",
         .metric = METRIC_RESPONSE_TIME,
         .statistic = STATISTIC_MAX,
         .value = 2e6,
         .request = LIGHT},
        {.text = "rate", .metric = METRIC_THROUGHPUT, .above = true, .value = 1, .request = -1},
        {.text = "heavy",
         .metric = METRIC_THROUGHPUT,
         .above = true,
         .value = 0.1,
         .request = HEAVY},
    };
    fixture.recorded.scenario.thresholds = thresholds;
    fixture.recorded.scenario.threshold_count = 4;
    recorded_add(&fixture.recorder, recorded_ok(WARM_UP, LIGHT, 500, 0, 90000));
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2100, 0, 990));
    recorded_add(&fixture.recorder, recorded_ok(SECOND, HEAVY, 6100, 0, 49990));
    const struct result *result = summarized(&fixture);
    CU_ASSERT_EQUAL(result->threshold_count, 4);
    CU_ASSERT_EQUAL(result->thresholds[0].value, 50000);
    CU_ASSERT(result->thresholds[0].passed);
    CU_ASSERT_STRING_EQUAL(result->thresholds[1].text, "light");
    CU_ASSERT_EQUAL(result->thresholds[1].value, 1000);
    CU_ASSERT(result->thresholds[1].passed);
    CU_ASSERT_EQUAL(result->thresholds[2].value, 0.25);
    CU_ASSERT_FALSE(result->thresholds[2].passed);
    CU_ASSERT_EQUAL(result->thresholds[3].value, 0.125);
    CU_ASSERT(result->thresholds[3].passed);
    CU_ASSERT_EQUAL(result->measures.achieved_per_s, 0.25);
    stop(&fixture);
}

static void the_trial_is_its_worst_step_and_says_which(void)
{
    struct fixture fixture;
    start(&fixture);
    struct exchange_record late = recorded_ok(WARM_UP, LIGHT, 500, 0, 1000);
    late.dispatched_ns = late.sent_ns = late.first_byte_ns = late.done_ns;
    recorded_add(&fixture.recorder, late); /* 1.01 ms late, but only in the warm-up */
    late = recorded_ok(SECOND, LIGHT, 6500, 500, 1000);
    late.dispatched_ns = late.sent_ns;
    recorded_add(&fixture.recorder, late);
    const struct result *result = summarized(&fixture);
    CU_ASSERT_EQUAL(result->phases[0].steps[0].verdict.status, VERDICT_INVALID);
    CU_ASSERT_EQUAL(result->verdict.status, VERDICT_DEGRADED);
    CU_ASSERT_EQUAL(result->verdict.reason_count, 1);
    CU_ASSERT_STRING_EQUAL(result->verdict.reasons[0],
                           "load, step 2: The generator was late: lag p99 is 510 us, more than "
                           "200 us at a response p99 of 1.51 ms.");
    stop(&fixture);
}

static void steps_that_never_started_are_not_listed(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 1000));
    recorder_stopped(&fixture.recorder, RECORDED_ZERO_NS + 4 * ONE_SECOND_NS);
    const struct result *result = summarized(&fixture);
    CU_ASSERT_EQUAL(result->phases[1].step_count, 1);
    CU_ASSERT_EQUAL(result->phases[1].steps[0].duration_s, 2);
    CU_ASSERT_EQUAL(result->measures.offered_per_s, 0.5);
    CU_ASSERT_FALSE(isnan(result->measures.in_flight_slope_per_s)); /* of the only step */
    CU_ASSERT_EQUAL(result->duration_s, 4);
    stop(&fixture);
}

static void a_run_that_never_began_is_empty(void)
{
    struct fixture fixture;
    recorded_init(&fixture.recorded);
    struct error error;
    CU_ASSERT_FATAL(
        recorder_plan_init(&fixture.plan, &fixture.recorded.scenario, RECORDED_ZERO_NS, &error));
    CU_ASSERT_FATAL(recorder_init(&fixture.recorder, &fixture.plan, &error));
    const struct result *result = summarized(&fixture);
    CU_ASSERT_EQUAL(result->duration_s, 0);
    CU_ASSERT_EQUAL(result->measures.planned, 0);
    CU_ASSERT_EQUAL(result->phases[0].step_count, 0);
    CU_ASSERT_EQUAL(result->measures.in_flight_mean, 0);
    stop(&fixture);
}

/*
 * 200 requests per second, evenly, for 10 s; the server freezes from 4 s to 5 s and answers within
 * 1 ms otherwise. 8 connections: the ninth request waits for one. By hand: the 21st worst of 2,000
 * waits 1 s - 20 * 5 ms = 0.9 s, and only 8 requests are ever seen to be slow by the server.
 */
static void a_frozen_server_is_seen_as_users_saw_it(void)
{
    struct fixture fixture;
    recorded_init(&fixture.recorded);
    fixture.recorded.phases[1].step_count = 1;
    fixture.recorded.phases[1].step_duration_ns = 10 * ONE_SECOND_NS;
    fixture.recorded.scenario.phases = &fixture.recorded.phases[1];
    fixture.recorded.scenario.phase_count = 1;
    struct error error;
    CU_ASSERT_FATAL(
        recorder_plan_init(&fixture.plan, &fixture.recorded.scenario, RECORDED_ZERO_NS, &error));
    CU_ASSERT_FATAL(recorder_init(&fixture.recorder, &fixture.plan, &error));
    recorder_step_started(&fixture.recorder, 0, RECORDED_ZERO_NS);
    for (unsigned k = 0; k < 2000; k++) {
        unsigned at_ms = 5 * k;
        bool frozen = at_ms >= 4000 && at_ms < 5000;
        bool queued = frozen && at_ms >= 4000 + 8 * 5;
        unsigned until_thaw_us = 1000 * (5000 - at_ms) - 10; /* less the lag of every record */
        recorded_add(&fixture.recorder,
                     recorded_ok(0, LIGHT, at_ms, queued ? until_thaw_us - 1000 : 0,
                                 frozen && !queued ? until_thaw_us : 1000));
    }
    const struct result *result = summarized(&fixture);
    const struct measures *measures = &result->phases[0].steps[0].measures;
    CU_ASSERT_EQUAL(measures->planned, 2000);
    CU_ASSERT_EQUAL(measures->offered_per_s, 200);
    CU_ASSERT(measures->response_time.p99_us >= 900000);
    CU_ASSERT(measures->response_time.p99_us <= 900000 * (1 + 1.0 / 1024));
    CU_ASSERT_EQUAL(measures->response_time.max_us, 1000000);
    CU_ASSERT(measures->service_time.p99_us <= 1001);
    CU_ASSERT_EQUAL(measures->service_time.max_us, 999990);
    CU_ASSERT(measures->lag.p99_us <= 10.1);
    double frozen_s = 200 * (1.0 + 0.005) / 2; /* the sum of 5, 10 … 1,000 ms */
    CU_ASSERT_DOUBLE_EQUAL(measures->response_time.mean_us, (frozen_s * 1e6 + 1800 * 1010) / 2000,
                           1e-6);
    CU_ASSERT_DOUBLE_EQUAL(measures->in_flight_mean, (frozen_s + 1800 * 0.00101) / 10, 1e-9);
    CU_ASSERT_EQUAL(measures->in_flight_end, 0);
    CU_ASSERT_EQUAL(result->verdict.status, VERDICT_OK);
    CU_ASSERT_EQUAL(fixture.recorder.slow_total, 196); /* over 20 ms: 25, 30 … 1,000 */
    stop(&fixture);
}

static CU_TestInfo tests[] = {
    {"a run is all but its warm-up", a_run_is_all_but_its_warm_up},
    {"thresholds speak of their request, without the warm-up",
     thresholds_speak_of_their_request_without_warm_up},
    {"the trial is its worst step and says which", the_trial_is_its_worst_step_and_says_which},
    {"steps that never started are not listed", steps_that_never_started_are_not_listed},
    {"a run that never began is empty", a_run_that_never_began_is_empty},
    {"a frozen server is seen as its users saw it", a_frozen_server_is_seen_as_users_saw_it},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("summarize", tests)
