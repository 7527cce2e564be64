#include "loadgen/summarize.h"

#include <stdlib.h>
#include <string.h>

#include "loadgen/measure.h"
#include "loadgen/summarize_step.h"
#include "loadgen/thresholds.h"
#include "loadgen/verdict.h"

static bool fill_phase(const struct summarizer *summarizer, unsigned index,
                       struct result_phase *made, struct error *error)
{
    const struct scenario_phase *phase = &summarizer->scenario->phases[index];
    memcpy(made->name, phase->name, sizeof made->name);
    (void)snprintf(made->executor, sizeof made->executor, "%s",
                   scenario_executor_name(phase->executor));
    made->warmup = phase->warmup;
    made->steps = calloc(phase->step_count, sizeof *made->steps);
    if (made->steps == NULL)
        return error_set(error, "out of memory");
    unsigned first = recorder_plan_step(summarizer->recorder->plan, index, 0);
    for (unsigned s = 0; s < phase->step_count; s++)
        if (summarize_step_started(summarizer, first + s) &&
            !summarize_step(summarizer, first + s, &made->steps[made->step_count++], error))
            return false;
    return true;
}

static bool fill_phases(const struct summarizer *summarizer, struct result *result,
                        struct error *error)
{
    result->phases = calloc(summarizer->scenario->phase_count, sizeof *result->phases);
    if (result->phases == NULL)
        return error_set(error, "out of memory");
    for (unsigned p = 0; p < summarizer->scenario->phase_count; p++) {
        result->phase_count++; /* before it is filled: also half of it is to be released */
        if (!fill_phase(summarizer, p, &result->phases[p], error))
            return false;
    }
    return true;
}

/* Merges one request's cells, or all (-1), of the started steps that are no warm-up. */
static void collect(const struct summarizer *summarizer, int request, struct cell *into)
{
    const struct recorder_plan *plan = summarizer->recorder->plan;
    for (unsigned s = 0; s < plan->step_count; s++)
        for (unsigned r = 0; r < plan->request_count; r++) {
            const struct cell *cell = recorder_cell(summarizer->recorder, s, r);
            if (cell != NULL && !plan->steps[s].warmup && summarize_step_started(summarizer, s) &&
                (request < 0 || (unsigned)request == r))
                cell_merge(into, cell);
        }
}

/* What is added up over the steps that are no warm-up. */
struct totals {
    unsigned steps;
    struct measure_span span;
    double in_flight_area; /* mean * seconds */
    const struct measures *last;
    uint64_t connections_peak;
};

static void add_step(const struct result_phase *phase, const struct result_step *step,
                     struct totals *totals, struct verdict *trial)
{
    char where[NAME_BYTES + 32];
    (void)snprintf(where, sizeof where, "%s, step %u", phase->name, step->index + 1);
    verdict_worst(trial, &step->verdict, where);
    totals->steps++;
    totals->span.duration_s += step->duration_s;
    totals->span.closed = totals->span.closed || step->vus > 0;
    totals->in_flight_area += step->measures.in_flight_mean * step->duration_s;
    totals->last = &step->measures;
    if (step->measures.connections_open_peak > totals->connections_peak)
        totals->connections_peak = step->measures.connections_open_peak;
}

static const struct measures *measures_of(const struct result_step *step, const char *request)
{
    if (request[0] == '\0')
        return &step->measures;
    for (unsigned r = 0; r < step->request_count; r++)
        if (strcmp(step->requests[r].request, request) == 0)
            return &step->requests[r];
    return NULL;
}

/* In the windows of all steps that are no warm-up; request "": to all. */
static double achieved_answers(const struct result *result, const char *request)
{
    double answers = 0;
    for (unsigned p = 0; p < result->phase_count; p++)
        for (unsigned s = 0; s < result->phases[p].step_count && !result->phases[p].warmup; s++) {
            const struct result_step *step = &result->phases[p].steps[s];
            const struct measures *measures = measures_of(step, request);
            answers += measures != NULL ? measures->achieved_per_s * step->duration_s : 0;
        }
    return answers;
}

/* The mean of the steps' rates, weighted by their lengths. */
static struct measure_span span_of(const struct result *result, const struct totals *totals,
                                   const char *request)
{
    struct measure_span span = totals->span;
    if (span.duration_s > 0)
        span.achieved_per_s = achieved_answers(result, request) / span.duration_s;
    return span;
}

static struct totals add_steps(struct result *result)
{
    struct totals totals = {0};
    for (unsigned p = 0; p < result->phase_count; p++)
        for (unsigned s = 0; s < result->phases[p].step_count && !result->phases[p].warmup; s++)
            add_step(&result->phases[p], &result->phases[p].steps[s], &totals, &result->verdict);
    return totals;
}

/* Growth over several steps, each with a load of its own, means nothing: NAN. */
static void fill_run(const struct totals *totals, const struct cell *all, struct result *result)
{
    struct measures *measures = &result->measures;
    struct measure_span span = span_of(result, totals, "");
    measure_cell(all, &span, measures);
    if (totals->steps == 0)
        return;
    measures->in_flight_mean = totals->in_flight_area / totals->span.duration_s;
    measures->in_flight_end = totals->last->in_flight_end;
    measures->in_flight_slope_per_s =
        totals->steps == 1 ? totals->last->in_flight_slope_per_s : NO_NUMBER;
    measures->connections_open_peak = totals->connections_peak;
}

/* With a cell of its own for what each speaks of: they are few. */
static bool fill_thresholds(const struct summarizer *summarizer, const struct totals *totals,
                            struct result *result, struct error *error)
{
    const struct scenario *scenario = summarizer->scenario;
    result->thresholds = calloc(scenario->threshold_count + 1, sizeof *result->thresholds);
    if (result->thresholds == NULL)
        return error_set(error, "out of memory");
    for (size_t t = 0; t < scenario->threshold_count; t++) {
        int request = scenario->thresholds[t].request;
        const char *name = request < 0 ? "" : scenario->requests[request].name;
        struct measure_span span = span_of(result, totals, name);
        struct cell *cell;
        if (!cell_new(&cell, error))
            return false;
        collect(summarizer, request, cell);
        threshold_evaluate(&scenario->thresholds[t], cell, &span,
                           &result->thresholds[result->threshold_count++]);
        cell_free(cell);
    }
    return true;
}

static bool fill_measures(const struct summarizer *summarizer, struct result *result,
                          struct error *error)
{
    struct cell *all;
    if (!cell_new(&all, error))
        return false;
    struct totals totals = add_steps(result);
    collect(summarizer, -1, all);
    fill_run(&totals, all, result);
    cell_free(all);
    return fill_thresholds(summarizer, &totals, result, error);
}

/* From zero to the end of the last step or of the last request, whichever is later. */
static double run_duration_s(const struct recorder *recorder)
{
    uint64_t end_ns = recorder->last_done_ns;
    for (size_t s = 0; s < recorder->plan->step_count; s++)
        if (recorder->steps[s].window.end_ns > end_ns)
            end_ns = recorder->steps[s].window.end_ns;
    uint64_t zero_ns = recorder->plan->zero_ns;
    return end_ns > zero_ns ? (double)(end_ns - zero_ns) / 1e9 : 0;
}

static void fill_labels(const struct summarizer *summarizer, struct result *result)
{
    const struct scenario *scenario = summarizer->scenario;
    *result = (struct result){
        .seed = scenario->seed,
        .zero_ns = summarizer->recorder->plan->zero_ns,
        .duration_s = run_duration_s(summarizer->recorder),
    };
    memcpy(result->scenario_name, scenario->name, sizeof result->scenario_name);
    memcpy(result->scenario_sha256, scenario->sha256_hex, sizeof result->scenario_sha256);
}

bool summarize_run(const struct scenario *scenario, const struct recorder *recorder,
                   const double *steal_shares, struct result *result, struct error *error)
{
    const struct summarizer summarizer = {scenario, recorder, steal_shares};
    fill_labels(&summarizer, result);
    if (fill_phases(&summarizer, result, error) && fill_measures(&summarizer, result, error))
        return true;
    result_release(result);
    return error_prefix(error, "cannot sum up what was measured: ");
}
