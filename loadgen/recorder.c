#include "loadgen/recorder.h"

#include <assert.h>
#include <stdlib.h>

static bool make_cells(struct recorder *recorder, struct error *error)
{
    const struct recorder_plan *plan = recorder->plan;
    for (size_t i = 0; i < plan->step_count * plan->request_count; i++) {
        const struct recorder_step *step = &plan->steps[i / plan->request_count];
        if ((step->request_mask >> (i % plan->request_count) & 1) == 0)
            continue;
        if (!cell_new(&recorder->cells[i], error))
            return false;
    }
    return true;
}

static bool make_departures(struct recorder *recorder, struct error *error)
{
    const struct recorder_plan *plan = recorder->plan;
    for (size_t i = 0; i < plan->phase_count * plan->request_count; i++) {
        const struct recorder_phase *phase = &plan->phases[i / plan->request_count];
        uint64_t mask = plan->steps[phase->first_step].request_mask;
        if ((mask >> (i % plan->request_count) & 1) != 0 &&
            !departures_init(&recorder->departures[i], phase->lasting_ns, error))
            return false;
    }
    for (size_t p = 0; p < plan->phase_count; p++)
        recorder->given_up_ns[p] = UINT64_MAX;
    return true;
}

static bool make_seconds(struct recorder *recorder, struct error *error)
{
    for (size_t s = 0; s < recorder->plan->second_count; s++)
        if (!histogram_init(&recorder->seconds[s].response, 2, error))
            return false;
    return true;
}

bool recorder_init(struct recorder *recorder, const struct recorder_plan *plan, struct error *error)
{
    size_t cell_count = plan->step_count * plan->request_count;
    *recorder = (struct recorder){
        .plan = plan,
        .steps = calloc(plan->step_count, sizeof *recorder->steps),
        .cells = calloc(cell_count, sizeof(struct cell *)),
        .departures = calloc(plan->phase_count * plan->request_count, sizeof(struct departures)),
        .given_up_ns = calloc(plan->phase_count, sizeof *recorder->given_up_ns),
        .seconds = calloc(plan->second_count, sizeof *recorder->seconds),
        .slow = calloc(2 * SLOW_REQUESTS_MAX, sizeof *recorder->slow),
    };
    bool made = recorder->steps != NULL && recorder->cells != NULL &&
                recorder->departures != NULL && recorder->given_up_ns != NULL &&
                recorder->seconds != NULL && recorder->slow != NULL;
    if (!made)
        (void)error_set(error, "out of memory");
    if (made && make_cells(recorder, error) && make_departures(recorder, error) &&
        make_seconds(recorder, error))
        return true;
    recorder_release(recorder);
    return error_prefix(error,
                        "cannot keep the times of %zu steps with %zu requests: ", plan->step_count,
                        plan->request_count);
}

void recorder_release(struct recorder *recorder)
{
    const struct recorder_plan *plan = recorder->plan;
    for (size_t i = 0; recorder->cells != NULL && i < plan->step_count * plan->request_count; i++)
        cell_free(recorder->cells[i]);
    size_t rows = recorder->departures != NULL ? plan->phase_count * plan->request_count : 0;
    for (size_t i = 0; i < rows; i++)
        departures_release(&recorder->departures[i]);
    for (size_t s = 0; recorder->seconds != NULL && s < plan->second_count; s++)
        histogram_release(&recorder->seconds[s].response);
    free(recorder->steps);
    free(recorder->cells);
    free(recorder->departures);
    free(recorder->given_up_ns);
    free(recorder->seconds);
    free(recorder->slow);
    *recorder = (struct recorder){.plan = plan};
}

void recorder_step_started(struct recorder *recorder, unsigned step, uint64_t start_ns)
{
    assert(step < recorder->plan->step_count);
    assert(recorder->steps[step].window.start_ns == 0 && start_ns >= recorder->plan->zero_ns);
    recorder->steps[step].window = flight_window(start_ns, recorder->plan->steps[step].duration_ns);
}

void recorder_stopped(struct recorder *recorder, uint64_t now_ns)
{
    for (size_t s = 0; s < recorder->plan->step_count; s++) {
        struct flight_window *window = &recorder->steps[s].window;
        if (window->start_ns >= now_ns)
            *window = (struct flight_window){0};
        else if (window->end_ns > now_ns)
            window->end_ns = now_ns;
    }
}

static struct cell *cell_at(const struct recorder *recorder, unsigned step, unsigned request)
{
    assert(step < recorder->plan->step_count && request < recorder->plan->request_count);
    return recorder->cells[step * recorder->plan->request_count + request];
}

const struct cell *recorder_cell(const struct recorder *recorder, unsigned step, unsigned request)
{
    return cell_at(recorder, step, request);
}

void recorder_begin(struct recorder *recorder, unsigned step, unsigned request,
                    uint64_t intended_ns)
{
    struct cell *cell = cell_at(recorder, step, request);
    assert(cell != NULL && recorder->steps[step].window.start_ns != 0);
    cell_begin(cell, intended_ns);
}

static uint64_t time_of(const struct exchange_record *record, enum scenario_metric metric)
{
    if (metric == METRIC_SERVICE_TIME)
        return record->done_ns - record->sent_ns;
    if (metric == METRIC_TIME_TO_FIRST_BYTE)
        return record->first_byte_ns - record->sent_ns;
    if (metric == METRIC_CONNECT_TIME)
        return record->connect_ns;
    return record->done_ns - record->intended_ns;
}

static bool is_good(const struct recorder_plan *plan, const struct exchange_record *record)
{
    return record->outcome == OUTCOME_OK &&
           time_of(record, plan->good_metric) <= plan->good_within_ns[record->request];
}

/* To its own step and to the later ones of its phase that it reaches into. It cannot reach into
 * another phase: that begins when all of this one's requests have ended. */
static void add_flight(struct recorder *recorder, const struct exchange_record *record)
{
    const struct recorder_plan *plan = recorder->plan;
    for (unsigned s = record->step; s < plan->step_count; s++) {
        const struct flight_window *window = &recorder->steps[s].window;
        if (plan->steps[s].phase != plan->steps[record->step].phase || window->start_ns == 0 ||
            window->start_ns >= record->done_ns)
            return;
        flight_add(&cell_at(recorder, s, record->request)->flight, window, record->intended_ns,
                   record->done_ns);
    }
}

static struct recorder_second *second_at(struct recorder *recorder, uint64_t instant_ns)
{
    assert(instant_ns >= recorder->plan->zero_ns);
    uint64_t second = (instant_ns - recorder->plan->zero_ns) / ONE_SECOND_NS;
    size_t last = recorder->plan->second_count - 1;
    return &recorder->seconds[second < last ? (size_t)second : last];
}

static bool is_answer(enum outcome outcome)
{
    return outcome == OUTCOME_OK || outcome == OUTCOME_STATUS_MISMATCH ||
           outcome == OUTCOME_CHECK_FAILED;
}

static void add_departure(struct recorder *recorder, const struct exchange_record *record)
{
    const struct recorder_plan *plan = recorder->plan;
    unsigned phase = plan->steps[record->step].phase;
    if (record->outcome == OUTCOME_ABORTED && record->done_ns < recorder->given_up_ns[phase])
        recorder->given_up_ns[phase] = record->done_ns;
    if (!is_answer(record->outcome))
        return;
    uint64_t start_ns = recorder->steps[plan->phases[phase].first_step].window.start_ns;
    assert(start_ns != 0 && record->done_ns >= start_ns);
    departures_add(&recorder->departures[phase * plan->request_count + record->request],
                   record->done_ns - start_ns);
}

static void add_second(struct recorder *recorder, const struct exchange_record *record)
{
    struct recorder_second *second = second_at(recorder, record->intended_ns);
    second->offered++;
    second->answered += is_answer(record->outcome);
    second->errors += record->outcome != OUTCOME_OK;
    if (cell_has_response_time(record->outcome))
        histogram_add(&second->response, record->done_ns - record->intended_ns);
    second_at(recorder, record->done_ns)->ended++;
}

static void add_slow(struct recorder *recorder, const struct exchange_record *record)
{
    if (record->done_ns - record->intended_ns <= SLOW_REQUEST_NS ||
        !cell_has_response_time(record->outcome))
        return;
    recorder->slow_total++;
    if (recorder->slow_count < SLOW_REQUESTS_MAX)
        recorder->slow[recorder->slow_count++] = (struct recorder_slow){
            .intended_ns = record->intended_ns,
            .done_ns = record->done_ns,
            .request = record->request,
            .worker = record->worker,
        };
}

void recorder_add(struct recorder *recorder, const struct exchange_record *record)
{
    struct cell *cell = cell_at(recorder, record->step, record->request);
    assert(cell != NULL);
    cell_add(cell, record);
    cell->good += is_good(recorder->plan, record);
    add_flight(recorder, record);
    add_departure(recorder, record);
    add_second(recorder, record);
    add_slow(recorder, record);
    if (record->done_ns > recorder->last_done_ns)
        recorder->last_done_ns = record->done_ns;
}

void recorder_connections(struct recorder *recorder, unsigned step, unsigned open)
{
    assert(step < recorder->plan->step_count);
    if (open > recorder->steps[step].connections_peak)
        recorder->steps[step].connections_peak = open;
}

void recorder_thread_cpu(struct recorder *recorder, unsigned step, uint64_t cpu_ns)
{
    assert(step < recorder->plan->step_count);
    recorder->steps[step].thread_cpu_ns = cpu_ns;
}
