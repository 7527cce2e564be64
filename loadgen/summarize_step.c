#include "loadgen/summarize_step.h"

#include <stdlib.h>
#include <string.h>

#include "loadgen/achieved.h"
#include "loadgen/measure.h"
#include "loadgen/verdict.h"

static const struct flight_window *window_of(const struct summarizer *summarizer, unsigned step)
{
    return &summarizer->recorder->steps[step].window;
}

bool summarize_step_started(const struct summarizer *summarizer, unsigned step)
{
    return window_of(summarizer, step)->start_ns != 0;
}

static void fill_in_flight(const struct summarizer *summarizer, unsigned step,
                           const struct cell *cell, struct measures *measures)
{
    struct flight_figures figures;
    flight_figures(&cell->flight, window_of(summarizer, step), &figures);
    measures->in_flight_mean = figures.mean;
    measures->in_flight_end = figures.end;
    measures->in_flight_slope_per_s = figures.slope_per_s;
    measures->connections_open_peak = summarizer->recorder->steps[step].connections_peak;
}

/* `cell` holds the request's share of the step, or with ACHIEVED_ALL all of it. */
static void fill_measures(const struct summarizer *summarizer, unsigned step, int request,
                          const struct cell *cell, struct measures *measures)
{
    const struct recorder *recorder = summarizer->recorder;
    const struct flight_window *window = window_of(summarizer, step);
    struct measure_span span = {
        .duration_s = (double)(window->end_ns - window->start_ns) / 1e9,
        .closed = recorder->plan->steps[step].vus > 0,
        .achieved_per_s = achieved_per_s(recorder, step, request, &cell->response),
    };
    measure_cell(cell, &span, measures);
    fill_in_flight(summarizer, step, cell, measures);
}

static void judge(const struct summarizer *summarizer, unsigned step, const struct cell *cell,
                  struct result_step *made)
{
    double seconds = made->duration_s;
    uint64_t thread_cpu_ns = summarizer->recorder->steps[step].thread_cpu_ns;
    struct verdict_evidence evidence = {
        .closed = made->vus > 0,
        .begun = cell->begun,
        .recorded = made->measures.planned,
        .untried = cell->untried,
        .lag_p99_us = (double)histogram_percentile(&cell->lag, 99) / 1e3,
        .response_p99_us = (double)histogram_percentile(&cell->response, 99) / 1e3,
        .in_flight_counted = (double)cell->own_area_ns / 1e9 / seconds,
        .in_flight_recorded = (double)cell->time_in_system_ns / 1e9 / seconds,
        .thread_cpu_share = thread_cpu_ns > 0 ? (double)thread_cpu_ns / 1e9 / seconds : NO_NUMBER,
        .steal_share =
            summarizer->steal_shares != NULL ? summarizer->steal_shares[step] : NO_NUMBER,
    };
    verdict_judge(&evidence, &made->verdict);
}

/* The measures of every request of the step, and `all`, into which their cells are merged. */
static bool fill_requests(const struct summarizer *summarizer, unsigned step, struct cell *all,
                          struct result_step *made)
{
    const struct recorder_plan *plan = summarizer->recorder->plan;
    made->requests = calloc(plan->request_count, sizeof *made->requests);
    if (made->requests == NULL)
        return false;
    for (unsigned r = 0; r < plan->request_count; r++) {
        const struct cell *cell = recorder_cell(summarizer->recorder, step, r);
        if (cell == NULL)
            continue;
        struct measures *measures = &made->requests[made->request_count++];
        fill_measures(summarizer, step, (int)r, cell, measures);
        memcpy(measures->request, summarizer->scenario->requests[r].name, sizeof measures->request);
        cell_merge(all, cell);
    }
    return true;
}

bool summarize_step(const struct summarizer *summarizer, unsigned step, struct result_step *made,
                    struct error *error)
{
    const struct recorder_plan *plan = summarizer->recorder->plan;
    const struct recorder_step *planned = &plan->steps[step];
    const struct scenario_phase *phase = &summarizer->scenario->phases[planned->phase];
    const struct flight_window *window = window_of(summarizer, step);
    made->index = planned->index;
    made->down = phase->then_down && planned->index >= phase->step_count / 2;
    made->start_s = (double)(window->start_ns - plan->zero_ns) / 1e9;
    made->duration_s = (double)(window->end_ns - window->start_ns) / 1e9;
    made->vus = planned->vus;
    struct cell *all;
    if (!cell_new(&all, error))
        return false;
    bool filled = fill_requests(summarizer, step, all, made);
    if (filled) {
        fill_measures(summarizer, step, ACHIEVED_ALL, all, &made->measures);
        judge(summarizer, step, all, made);
    }
    cell_free(all);
    return filled || error_set(error, "out of memory");
}
