#include "core/random.h"
#include "tests/support/recorded.h"
#include "tests/support/suite.h"

static struct recorder make(const struct recorder_plan *plan)
{
    struct recorder recorder;
    struct error error;
    if (!recorder_init(&recorder, plan, &error))
        abort();
    return recorder;
}

static void start_load(struct recorder *recorder)
{
    recorder_step_started(recorder, FIRST, RECORDED_ZERO_NS + 2 * ONE_SECOND_NS);
    recorder_step_started(recorder, SECOND, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS);
}

/* Some of everything: several classes, slow ones, both requests, two steps. */
static struct exchange_record some(uint64_t k)
{
    struct random_stream stream = random_stream_init(11, RANDOM_MIX);
    unsigned step = random_below(stream, 4 * k, 2) == 0 ? FIRST : SECOND;
    uint64_t intended_ms = 2000 + (step - FIRST) * 4000 + random_below(stream, 4 * k + 1, 4000);
    uint64_t lasting_us = 1 + random_below(stream, 4 * k + 2, 60000);
    uint64_t kind = random_below(stream, 4 * k + 3, 10);
    if (kind == 0)
        return recorded_failure(step, OUTCOME_RESPONSE_TIMEOUT, intended_ms, lasting_us, "slow");
    if (kind == 1 && k % 100 == 0)
        return recorded_failure(step, OUTCOME_ABORTED, intended_ms, lasting_us, NULL);
    if (kind == 1)
        return recorded_failure(step, OUTCOME_CONNECT_REFUSED, intended_ms, lasting_us, NULL);
    return recorded_ok(step, kind < 4 ? HEAVY : LIGHT, intended_ms, kind * 10, lasting_us);
}

static bool same_cell(const struct cell *one, const struct cell *other)
{
    return one->begun == other->begun && one->good == other->good && one->bytes == other->bytes &&
           one->censored_from_ns == other->censored_from_ns &&
           one->own_area_ns == other->own_area_ns &&
           one->time_in_system_ns == other->time_in_system_ns &&
           one->response.total == other->response.total && one->error_count == other->error_count &&
           memcmp(one->outcomes, other->outcomes, sizeof one->outcomes) == 0 &&
           memcmp(&one->flight, &other->flight, sizeof one->flight) == 0 &&
           memcmp(one->response.counts, other->response.counts,
                  one->response.count_length * sizeof *one->response.counts) == 0;
}

static bool same_departures(const struct departures *one, const struct departures *other)
{
    return one->bin_count == other->bin_count &&
           memcmp(one->counts, other->counts, one->bin_count * sizeof *one->counts) == 0;
}

static bool same(const struct recorder *one, const struct recorder *other)
{
    for (unsigned step = FIRST; step <= SECOND; step++)
        for (unsigned request = LIGHT; request <= HEAVY; request++)
            if (!same_cell(recorder_cell(one, step, request), recorder_cell(other, step, request)))
                return false;
    size_t load =
        one->plan->request_count; /* the load's row of departures and of what was given up */
    for (unsigned request = LIGHT; request <= HEAVY; request++)
        if (!same_departures(&one->departures[load + request], &other->departures[load + request]))
            return false;
    if (one->given_up_ns[1] != other->given_up_ns[1])
        return false;
    for (size_t s = 0; s < one->plan->second_count; s++)
        if (one->seconds[s].offered != other->seconds[s].offered ||
            one->seconds[s].ended != other->seconds[s].ended ||
            one->seconds[s].errors != other->seconds[s].errors ||
            one->seconds[s].answered != other->seconds[s].answered ||
            one->seconds[s].response.max_ns != other->seconds[s].response.max_ns)
            return false;
    for (size_t i = 0; i < one->slow_count; i++)
        if (one->slow[i].intended_ns != other->slow[i].intended_ns ||
            one->slow[i].done_ns != other->slow[i].done_ns)
            return false;
    return one->slow_count == other->slow_count && one->slow_total == other->slow_total &&
           one->last_done_ns == other->last_done_ns;
}

static void threads_add_up_to_one_recorder(void)
{
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder whole;
    recorded_init(&recorded);
    recorded_start(&recorded, &plan, &whole);
    struct recorder parts[3] = {make(&plan), make(&plan), make(&plan)};
    struct recorder one_total = make(&plan);
    struct recorder left = make(&plan);
    struct recorder right = make(&plan);
    for (unsigned p = 0; p < 3; p++)
        start_load(&parts[p]);
    for (uint64_t k = 0; k < 3000; k++) {
        recorded_add(&whole, some(k));
        recorded_add(&parts[k % 3], some(k));
    }
    recorder_merge(&one_total, &whole); /* which sorts its slow requests */
    CU_ASSERT(one_total.slow_count > 100);
    CU_ASSERT(one_total.given_up_ns[1] < UINT64_MAX);
    for (unsigned p = 0; p < 3; p++)
        recorder_merge(&left, &parts[p]);
    recorder_merge(&parts[1], &parts[0]);
    recorder_merge(&right, &parts[2]);
    recorder_merge(&right, &parts[1]);
    CU_ASSERT(same(&left, &one_total));
    CU_ASSERT(same(&right, &one_total));
    CU_ASSERT_EQUAL(left.steps[SECOND].window.start_ns, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS);
    struct recorder *all[] = {&whole, &parts[0], &parts[1], &parts[2], &one_total, &left, &right};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        recorder_release(all[i]);
    recorder_plan_release(&plan);
}

static void steps_take_peaks_times_and_the_last_end(void)
{
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder one;
    recorded_init(&recorded);
    recorded_start(&recorded, &plan, &one);
    struct recorder other = make(&plan);
    struct recorder total = make(&plan);
    start_load(&other);
    recorder_connections(&one, FIRST, 5);
    recorder_connections(&other, FIRST, 7);
    recorder_thread_cpu(&one, FIRST, 300);
    recorder_thread_cpu(&other, FIRST, 200);
    recorder_stopped(&one, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS - 1);
    recorder_stopped(&other, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS + 1000);
    recorder_merge(&total, &one);
    recorder_merge(&total, &other);
    CU_ASSERT_EQUAL(total.steps[FIRST].connections_peak, 12);
    CU_ASSERT_EQUAL(total.steps[FIRST].thread_cpu_ns, 300);
    CU_ASSERT_EQUAL(total.steps[FIRST].window.end_ns, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(total.steps[SECOND].window.start_ns, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(total.steps[SECOND].window.end_ns, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS + 1000);
    recorder_release(&one);
    recorder_release(&other);
    recorder_release(&total);
    recorder_plan_release(&plan);
}

static void of_too_many_slow_requests_the_first_are_kept(void)
{
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder one;
    recorded_init(&recorded);
    recorded_start(&recorded, &plan, &one);
    struct recorder other = make(&plan);
    struct recorder total = make(&plan);
    start_load(&other);
    for (unsigned i = 0; i < SLOW_REQUESTS_MAX; i++) {
        recorded_add(&one, recorded_ok(FIRST, LIGHT, 3000, 0, 30000));
        recorded_add(&other, recorded_ok(FIRST, LIGHT, i < 10 ? 2000 : 4000, 0, 30000));
    }
    recorder_merge(&total, &one);
    recorder_merge(&total, &other);
    CU_ASSERT_EQUAL(total.slow_total, 2 * SLOW_REQUESTS_MAX);
    CU_ASSERT_EQUAL(total.slow_count, SLOW_REQUESTS_MAX);
    CU_ASSERT_EQUAL(total.slow[9].intended_ns, RECORDED_ZERO_NS + 2 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(total.slow[10].intended_ns, RECORDED_ZERO_NS + 3 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(total.slow[SLOW_REQUESTS_MAX - 1].intended_ns,
                    RECORDED_ZERO_NS + 3 * ONE_SECOND_NS);
    recorder_release(&one);
    recorder_release(&other);
    recorder_release(&total);
    recorder_plan_release(&plan);
}

static CU_TestInfo tests[] = {
    {"threads add up to one recorder, in any order", threads_add_up_to_one_recorder},
    {"steps take peaks, the busiest thread and the last end",
     steps_take_peaks_times_and_the_last_end},
    {"of too many slow requests the first are kept", of_too_many_slow_requests_the_first_are_kept},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("recorder_merge", tests)
