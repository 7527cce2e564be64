#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "loadgen/recorder.h"

/* Threads of an interrupted run stop within a moment of each other: the last one ends the step. */
static void merge_window(struct flight_window *window, const struct flight_window *other)
{
    if (window->start_ns == 0)
        *window = *other;
    assert(other->start_ns == 0 || other->start_ns == window->start_ns);
    if (other->end_ns > window->end_ns)
        window->end_ns = other->end_ns;
}

static void merge_steps(struct recorder *total, const struct recorder *part)
{
    for (size_t s = 0; s < total->plan->step_count; s++) {
        struct recorder_step_run *step = &total->steps[s];
        const struct recorder_step_run *other = &part->steps[s];
        merge_window(&step->window, &other->window);
        step->connections_peak += other->connections_peak;
        if (other->thread_cpu_ns > step->thread_cpu_ns)
            step->thread_cpu_ns = other->thread_cpu_ns;
    }
}

static void merge_departures(struct recorder *total, const struct recorder *part)
{
    const struct recorder_plan *plan = total->plan;
    for (size_t i = 0; i < plan->phase_count * plan->request_count; i++)
        departures_merge(&total->departures[i], &part->departures[i]);
    for (size_t p = 0; p < plan->phase_count; p++)
        if (part->given_up_ns[p] < total->given_up_ns[p])
            total->given_up_ns[p] = part->given_up_ns[p];
}

static void merge_seconds(struct recorder *total, const struct recorder *part)
{
    for (size_t s = 0; s < total->plan->second_count; s++) {
        struct recorder_second *second = &total->seconds[s];
        const struct recorder_second *other = &part->seconds[s];
        histogram_merge(&second->response, &other->response);
        second->offered += other->offered;
        second->answered += other->answered;
        second->errors += other->errors;
        second->ended += other->ended;
    }
}

static int compare_slow(const void *one, const void *other)
{
    const struct recorder_slow *a = one;
    const struct recorder_slow *b = other;
    if (a->intended_ns != b->intended_ns)
        return a->intended_ns < b->intended_ns ? -1 : 1;
    return (a->done_ns > b->done_ns) - (a->done_ns < b->done_ns);
}

static void merge_slow(struct recorder *total, const struct recorder *part)
{
    if (part->slow_count > 0)
        memcpy(total->slow + total->slow_count, part->slow, part->slow_count * sizeof *part->slow);
    size_t count = total->slow_count + part->slow_count;
    qsort(total->slow, count, sizeof *total->slow, compare_slow);
    total->slow_count = count < SLOW_REQUESTS_MAX ? count : SLOW_REQUESTS_MAX;
    total->slow_total += part->slow_total;
}

void recorder_merge(struct recorder *total, const struct recorder *part)
{
    const struct recorder_plan *plan = total->plan;
    assert(part->plan == plan);
    merge_steps(total, part);
    for (size_t i = 0; i < plan->step_count * plan->request_count; i++)
        if (total->cells[i] != NULL)
            cell_merge(total->cells[i], part->cells[i]);
    merge_departures(total, part);
    merge_seconds(total, part);
    merge_slow(total, part);
    if (part->last_done_ns > total->last_done_ns)
        total->last_done_ns = part->last_done_ns;
}
