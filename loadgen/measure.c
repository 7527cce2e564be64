#include "loadgen/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loadgen/latency.h"

static double per_second(uint64_t count, const struct measure_span *span)
{
    return span->duration_s > 0 ? (double)count / span->duration_s : 0;
}

double measure_goodput_per_s(const struct cell *cell, const struct measure_span *span)
{
    return fmin(per_second(cell->good, span), span->achieved_per_s);
}

static void fill_counts(const struct cell *cell, const struct measure_span *span,
                        struct measures *measures)
{
    for (unsigned i = 0; i < OUTCOMES; i++) {
        measures->outcomes[i] = cell->outcomes[i];
        measures->planned += cell->outcomes[i];
    }
    uint64_t failed = measures->planned - cell->outcomes[OUTCOME_OK];
    measures->error_rate = measures->planned > 0 ? (double)failed / (double)measures->planned : 0;
    measures->offered_per_s = span->closed ? NO_NUMBER : per_second(measures->planned, span);
    measures->achieved_per_s = span->achieved_per_s;
    measures->goodput_per_s = measure_goodput_per_s(cell, span);
    measures->bytes_received = cell->bytes;
}

static void fill_latencies(const struct cell *cell, struct measures *measures)
{
    latency_summarize(&cell->response, &measures->response_time);
    latency_summarize(&cell->service, &measures->service_time);
    latency_summarize(&cell->connection_wait, &measures->connection_wait);
    latency_summarize(&cell->lag, &measures->lag);
    latency_summarize(&cell->first_byte, &measures->time_to_first_byte);
    latency_summarize(&cell->connect, &measures->connect_time);
    measures->samples = measures->response_time.samples;
    if (cell->censored_from_ns != UINT64_MAX)
        measures->censored_from_us = (double)cell->censored_from_ns / 1e3;
}

static int compare_statuses(const void *one, const void *other)
{
    unsigned a = ((const struct status_count *)one)->status;
    unsigned b = ((const struct status_count *)other)->status;
    return (a > b) - (a < b);
}

static void fill_statuses(const struct cell *cell, struct measures *measures)
{
    measures->status_count = cell->status_count;
    memcpy(measures->statuses, cell->statuses, cell->status_count * sizeof cell->statuses[0]);
    qsort(measures->statuses, measures->status_count, sizeof measures->statuses[0],
          compare_statuses);
    if (cell->other_statuses > 0)
        measures->statuses[measures->status_count++] =
            (struct status_count){.status = 0, .count = cell->other_statuses};
}

static void fill_errors(const struct cell *cell, struct measures *measures)
{
    measures->error_sample_count = cell->error_count;
    for (unsigned i = 0; i < cell->error_count; i++) {
        const struct cell_error *error = &cell->errors[i];
        (void)snprintf(measures->error_samples[i], sizeof measures->error_samples[i], "%s%s%s",
                       outcome_names[error->outcome], error->words[0] != '\0' ? ": " : "",
                       error->words);
    }
}

void measure_cell(const struct cell *cell, const struct measure_span *span,
                  struct measures *measures)
{
    measures_clear(measures);
    fill_counts(cell, span, measures);
    fill_latencies(cell, measures);
    fill_statuses(cell, measures);
    fill_errors(cell, measures);
}
