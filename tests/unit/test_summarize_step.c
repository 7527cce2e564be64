#include "loadgen/summarize_step.h"

#include <math.h>
#include <stdio.h>

#include "tests/support/recorded.h"
#include "tests/support/suite.h"

struct fixture {
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder recorder;
    struct summarizer summarizer;
};

static void start(struct fixture *fixture)
{
    recorded_init(&fixture->recorded);
    recorded_start(&fixture->recorded, &fixture->plan, &fixture->recorder);
    fixture->summarizer =
        (struct summarizer){&fixture->recorded.scenario, &fixture->recorder, NULL};
}

static void stop(struct fixture *fixture)
{
    recorder_release(&fixture->recorder);
    recorder_plan_release(&fixture->plan);
}

static struct result_step summarized(const struct fixture *fixture, unsigned step)
{
    struct result_step made = {0};
    struct error error;
    CU_ASSERT(summarize_step(&fixture->summarizer, step, &made, &error));
    return made;
}

static void a_step_is_the_sum_of_its_requests(void)
{
    struct fixture fixture;
    start(&fixture);
    for (unsigned i = 0; i < 30; i++)
        recorded_add(&fixture.recorder, recorded_ok(SECOND, LIGHT, 6000 + i * 100, 0, 1000));
    for (unsigned i = 0; i < 10; i++)
        recorded_add(&fixture.recorder, recorded_ok(SECOND, HEAVY, 6000 + i * 100, 0, 50000));
    recorder_connections(&fixture.recorder, SECOND, 4);
    struct result_step step = summarized(&fixture, SECOND);
    CU_ASSERT_EQUAL(step.index, 1);
    CU_ASSERT_EQUAL(step.start_s, 6);
    CU_ASSERT_EQUAL(step.duration_s, 4);
    CU_ASSERT_EQUAL(step.vus, 0);
    CU_ASSERT_EQUAL(step.request_count, 2);
    CU_ASSERT_STRING_EQUAL(step.requests[0].request, "light");
    CU_ASSERT_STRING_EQUAL(step.requests[1].request, "heavy");
    CU_ASSERT_EQUAL(step.requests[0].planned, 30);
    CU_ASSERT_EQUAL(step.requests[1].planned, 10);
    CU_ASSERT_EQUAL(step.measures.planned, 40);
    CU_ASSERT_STRING_EQUAL(step.measures.request, "");
    CU_ASSERT_EQUAL(step.measures.offered_per_s, 10);
    CU_ASSERT_EQUAL(step.measures.response_time.max_us, 50010);
    CU_ASSERT_EQUAL(step.requests[0].response_time.max_us, 1010);
    double own = step.requests[0].in_flight_mean + step.requests[1].in_flight_mean;
    CU_ASSERT_DOUBLE_EQUAL(step.measures.in_flight_mean, own, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(own, (30 * 0.00101 + 10 * 0.05001) / 4, 1e-12);
    CU_ASSERT_EQUAL(step.measures.connections_open_peak, 4);
    CU_ASSERT_EQUAL(step.requests[1].connections_open_peak, 4);
    CU_ASSERT_EQUAL(step.verdict.status, VERDICT_OK);
    free(step.requests);
    stop(&fixture);
}

static void only_requests_of_the_mix_are_listed(void)
{
    struct fixture fixture;
    start(&fixture);
    struct result_step step = summarized(&fixture, WARM_UP);
    CU_ASSERT_EQUAL(step.request_count, 1);
    CU_ASSERT_STRING_EQUAL(step.requests[0].request, "light");
    CU_ASSERT_EQUAL(step.measures.planned, 0);
    CU_ASSERT_EQUAL(step.verdict.status, VERDICT_OK);
    free(step.requests);
    stop(&fixture);
}

static void the_second_half_of_a_walk_leads_down(void)
{
    struct fixture fixture;
    start(&fixture);
    fixture.recorded.phases[1].then_down = true;
    struct result_step up = summarized(&fixture, FIRST);
    struct result_step down = summarized(&fixture, SECOND);
    CU_ASSERT_FALSE(up.down);
    CU_ASSERT(down.down);
    free(up.requests);
    free(down.requests);
    stop(&fixture);
}

static void reason_is(const struct fixture *fixture, enum verdict_status status, const char *words)
{
    struct result_step step = summarized(fixture, FIRST);
    CU_ASSERT_EQUAL(step.verdict.status, status);
    CU_ASSERT_EQUAL(step.verdict.reason_count, 1);
    if (strstr(step.verdict.reasons[0], words) == NULL)
        printf("\n    %s ", step.verdict.reasons[0]);
    CU_ASSERT_PTR_NOT_NULL(strstr(step.verdict.reasons[0], words));
    free(step.requests);
}

/* 20 requests, so no percentile is shown: the verdict looks all the same. */
static void lateness_is_judged_with_few_samples_too(void)
{
    struct fixture fixture;
    start(&fixture);
    for (unsigned i = 0; i < 20; i++) {
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000 + i, 0, 3000);
        record.dispatched_ns += i == 19 ? 800 * ONE_US_NS : 0;
        record.sent_ns = record.dispatched_ns;
        recorded_add(&fixture.recorder, record);
    }
    reason_is(&fixture, VERDICT_DEGRADED, "lag p99 is 810 us, more than 200 us");
    stop(&fixture);
}

static void a_request_without_an_end_unbalances_the_books(void)
{
    struct fixture fixture;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 1000));
    recorder_begin(&fixture.recorder, FIRST, LIGHT, RECORDED_ZERO_NS + 2001 * ONE_MS_NS);
    struct result_step step = summarized(&fixture, FIRST);
    CU_ASSERT_EQUAL(step.verdict.status, VERDICT_INVALID);
    CU_ASSERT_STRING_EQUAL(step.verdict.reasons[0],
                           "The books do not balance: 2 requests were begun, but 1 have an end.");
    free(step.requests);
    stop(&fixture);
}

static void a_wrong_intended_start_shows_in_littles_identity(void)
{
    struct fixture fixture;
    start(&fixture);
    for (unsigned i = 0; i < 100; i++) {
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000 + 10 * i, 0, 990);
        recorder_begin(&fixture.recorder, FIRST, LIGHT, record.intended_ns - 100 * ONE_US_NS);
        recorder_add(&fixture.recorder, &record);
    }
    reason_is(&fixture, VERDICT_INVALID, "Little's identity is off by 9.09 %: 0.0275 requests");
    stop(&fixture);
}

static void a_busy_thread_is_the_limit_of_a_closed_model(void)
{
    struct fixture fixture;
    start(&fixture);
    fixture.plan.steps[FIRST].vus = 8;
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 1000));
    recorder_thread_cpu(&fixture.recorder, FIRST, 3800 * ONE_MS_NS);
    reason_is(&fixture, VERDICT_INVALID, "one of its threads used 95 % of a core");
    struct result_step step = summarized(&fixture, FIRST);
    CU_ASSERT_EQUAL(step.vus, 8);
    CU_ASSERT(isnan(step.measures.offered_per_s));
    free(step.requests);
    stop(&fixture);
}

static void steal_is_taken_from_its_step(void)
{
    struct fixture fixture;
    start(&fixture);
    const double steal_shares[] = {0.5, 0.06, NO_NUMBER};
    fixture.summarizer.steal_shares = steal_shares;
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2000, 0, 1000));
    reason_is(&fixture, VERDICT_INVALID, "took 6 % of the CPU time");
    struct result_step step = summarized(&fixture, SECOND);
    CU_ASSERT_EQUAL(step.verdict.status, VERDICT_OK);
    free(step.requests);
    stop(&fixture);
}

static CU_TestInfo tests[] = {
    {"a step is the sum of its requests", a_step_is_the_sum_of_its_requests},
    {"only requests of the mix are listed", only_requests_of_the_mix_are_listed},
    {"the second half of a walk leads down", the_second_half_of_a_walk_leads_down},
    {"lateness is judged with few samples too", lateness_is_judged_with_few_samples_too},
    {"a request without an end unbalances the books",
     a_request_without_an_end_unbalances_the_books},
    {"a wrong intended start shows in Little's identity",
     a_wrong_intended_start_shows_in_littles_identity},
    {"a busy thread is the limit of a closed model", a_busy_thread_is_the_limit_of_a_closed_model},
    {"steal is taken from its step", steal_is_taken_from_its_step},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("summarize_step", tests)
