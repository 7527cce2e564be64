#include "loadgen/recorder_plan.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* A phase may begin later than planned (the one before drains) and a machine may stop for a while:
 * rows that the time series has beyond the planned load. */
#define SPARE_SECONDS 60

static size_t count_steps(const struct scenario *scenario)
{
    size_t count = 0;
    for (size_t p = 0; p < scenario->phase_count; p++)
        count += scenario->phases[p].step_count;
    return count;
}

static uint64_t lasting_ns(const struct scenario_phase *phase)
{
    return phase->step_count * phase->step_duration_ns + phase->graceful_stop_ns;
}

static size_t count_seconds(const struct scenario *scenario)
{
    uint64_t load_ns = 0;
    for (size_t p = 0; p < scenario->phase_count; p++)
        load_ns += lasting_ns(&scenario->phases[p]);
    return (size_t)(load_ns / ONE_SECOND_NS) + 1 + SPARE_SECONDS;
}

static uint64_t mix_mask(const struct scenario_phase *phase)
{
    uint64_t mask = 0;
    for (size_t m = 0; m < phase->mix_count; m++)
        mask |= UINT64_C(1) << phase->mix[m].request;
    return mask;
}

static void fill_steps(struct recorder_plan *plan, const struct scenario *scenario)
{
    size_t at = 0;
    for (size_t p = 0; p < scenario->phase_count; p++) {
        const struct scenario_phase *phase = &scenario->phases[p];
        plan->phases[p] = (struct recorder_phase){(unsigned)at, lasting_ns(phase)};
        for (size_t s = 0; s < phase->step_count; s++)
            plan->steps[at++] = (struct recorder_step){
                .phase = (unsigned)p,
                .index = (unsigned)s,
                .warmup = phase->warmup,
                .vus = phase->vus,
                .duration_ns = phase->step_duration_ns,
                .request_mask = mix_mask(phase),
            };
    }
}

static bool is_time_of_a_request(enum scenario_metric metric)
{
    return metric == METRIC_RESPONSE_TIME || metric == METRIC_SERVICE_TIME ||
           metric == METRIC_CONNECT_TIME || metric == METRIC_TIME_TO_FIRST_BYTE;
}

/* Goodput's limits from an objective such as "responseTime.p(99) < 20ms": whole nanoseconds. */
static void fill_limits(struct recorder_plan *plan, const struct scenario *scenario)
{
    const struct scenario_threshold *objective = &scenario->objective;
    plan->good_metric = METRIC_RESPONSE_TIME;
    for (size_t r = 0; r < SCENARIO_REQUESTS_MAX; r++)
        plan->good_within_ns[r] = UINT64_MAX;
    if (!scenario->has_objective || objective->above || !is_time_of_a_request(objective->metric))
        return;
    plan->good_metric = objective->metric;
    double within_ns = objective->or_equal ? floor(objective->value) : ceil(objective->value) - 1;
    for (size_t r = 0; r < scenario->request_count; r++)
        if (objective->request < 0 || (size_t)objective->request == r)
            plan->good_within_ns[r] = within_ns > 0 ? (uint64_t)within_ns : 0;
}

bool recorder_plan_init(struct recorder_plan *plan, const struct scenario *scenario,
                        uint64_t zero_ns, struct error *error)
{
    assert(scenario->request_count <= SCENARIO_REQUESTS_MAX);
    *plan = (struct recorder_plan){
        .step_count = count_steps(scenario),
        .phase_count = scenario->phase_count,
        .request_count = scenario->request_count,
        .second_count = count_seconds(scenario),
        .zero_ns = zero_ns,
    };
    plan->steps = calloc(plan->step_count, sizeof *plan->steps);
    plan->phases = calloc(plan->phase_count, sizeof *plan->phases);
    if (plan->steps == NULL || plan->phases == NULL) {
        recorder_plan_release(plan);
        return error_set(error, "no memory for the plan of %zu steps", plan->step_count);
    }
    fill_steps(plan, scenario);
    fill_limits(plan, scenario);
    return true;
}

void recorder_plan_release(struct recorder_plan *plan)
{
    free(plan->steps);
    free(plan->phases);
    plan->steps = NULL;
    plan->phases = NULL;
}

unsigned recorder_plan_step(const struct recorder_plan *plan, unsigned phase, unsigned index)
{
    assert(phase < plan->phase_count);
    unsigned step = plan->phases[phase].first_step;
    assert(step + index < plan->step_count && plan->steps[step + index].phase == phase);
    return step + index;
}
