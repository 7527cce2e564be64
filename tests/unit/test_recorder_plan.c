#include "loadgen/recorder_plan.h"

#include "tests/support/recorded.h"
#include "tests/support/suite.h"

static struct recorder_plan make(const struct scenario *scenario)
{
    struct recorder_plan plan;
    struct error error;
    if (!recorder_plan_init(&plan, scenario, RECORDED_ZERO_NS, &error))
        abort();
    return plan;
}

static void all_steps_stand_in_one_row(void)
{
    struct recorded recorded;
    recorded_init(&recorded);
    recorded.phases[1].vus = 5;
    struct recorder_plan plan = make(&recorded.scenario);
    CU_ASSERT_EQUAL(plan.step_count, 3);
    CU_ASSERT_EQUAL(plan.request_count, 2);
    CU_ASSERT_EQUAL(plan.phase_count, 2);
    CU_ASSERT_EQUAL(plan.phases[0].first_step, WARM_UP);
    CU_ASSERT_EQUAL(plan.phases[0].lasting_ns, ONE_SECOND_NS);
    CU_ASSERT_EQUAL(plan.phases[1].first_step, FIRST);
    CU_ASSERT_EQUAL(plan.phases[1].lasting_ns, (2 * 4 + 2) * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(plan.zero_ns, RECORDED_ZERO_NS);
    CU_ASSERT(plan.steps[WARM_UP].warmup);
    CU_ASSERT_EQUAL(plan.steps[WARM_UP].request_mask, 1);
    CU_ASSERT_FALSE(plan.steps[SECOND].warmup);
    CU_ASSERT_EQUAL(plan.steps[SECOND].phase, 1);
    CU_ASSERT_EQUAL(plan.steps[SECOND].index, 1);
    CU_ASSERT_EQUAL(plan.steps[SECOND].vus, 5);
    CU_ASSERT_EQUAL(plan.steps[SECOND].request_mask, 3);
    CU_ASSERT_EQUAL(plan.steps[SECOND].duration_ns, 4 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(recorder_plan_step(&plan, 0, 0), WARM_UP);
    CU_ASSERT_EQUAL(recorder_plan_step(&plan, 1, 0), FIRST);
    CU_ASSERT_EQUAL(recorder_plan_step(&plan, 1, 1), SECOND);
    recorder_plan_release(&plan);
}

static void the_time_series_has_room_for_load_and_drains(void)
{
    struct recorded recorded;
    recorded_init(&recorded);
    struct recorder_plan plan = make(&recorded.scenario);
    CU_ASSERT(plan.second_count > 1 + 2 * 4 + 2);
    CU_ASSERT(plan.second_count < 1 + 2 * 4 + 2 + 100);
    recorder_plan_release(&plan);
}

static void the_objective_limits_what_is_good(void)
{
    static const struct {
        enum scenario_metric metric;
        bool above, or_equal;
        double value;
        int request;
        uint64_t light_ns, heavy_ns;
    } cases[] = {
        {METRIC_RESPONSE_TIME, false, false, 20e6, LIGHT, 19999999, UINT64_MAX},
        {METRIC_RESPONSE_TIME, false, true, 20e6, LIGHT, 20000000, UINT64_MAX},
        {METRIC_SERVICE_TIME, false, false, 20e6, -1, 19999999, 19999999},
        {METRIC_RESPONSE_TIME, false, false, 1500.5, HEAVY, UINT64_MAX, 1500},
        {METRIC_RESPONSE_TIME, false, true, 1500.5, HEAVY, UINT64_MAX, 1500},
        {METRIC_RESPONSE_TIME, false, false, 0, -1, 0, 0},
        {METRIC_ERROR_RATE, false, false, 0.001, -1, UINT64_MAX, UINT64_MAX},
        {METRIC_THROUGHPUT, true, false, 500, -1, UINT64_MAX, UINT64_MAX},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recorded recorded;
        recorded_init(&recorded);
        recorded.scenario.has_objective = true;
        recorded.scenario.objective = (struct scenario_threshold){
            .metric = cases[i].metric,
            .statistic = STATISTIC_PERCENTILE,
            .percentile = 99,
            .above = cases[i].above,
            .or_equal = cases[i].or_equal,
            .value = cases[i].value,
            .request = cases[i].request,
        };
        struct recorder_plan plan = make(&recorded.scenario);
        CU_ASSERT_EQUAL(plan.good_within_ns[LIGHT], cases[i].light_ns);
        CU_ASSERT_EQUAL(plan.good_within_ns[HEAVY], cases[i].heavy_ns);
        recorder_plan_release(&plan);
    }
}

static CU_TestInfo tests[] = {
    {"all steps stand in one row", all_steps_stand_in_one_row},
    {"the time series has room for load and drains", the_time_series_has_room_for_load_and_drains},
    {"the objective limits what is good", the_objective_limits_what_is_good},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("recorder_plan", tests)
