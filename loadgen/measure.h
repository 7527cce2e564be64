#pragma once
/*
 * From counts and histograms to the measures of a result file. What only a step or a whole run
 * knows is handed over (the achieved rate) or left at 0 for the caller to fill in (numbers in
 * flight, open connections).
 */
#include "formats/result.h"
#include "loadgen/cell.h"

struct measure_span {
    double duration_s;     /* rates are 0 when it is 0 */
    bool closed;           /* nothing was offered: NAN */
    double achieved_per_s; /* achieved.h */
};

/* Overwrites the measures, the request's name included. */
void measure_cell(const struct cell *cell, const struct measure_span *span,
                  struct measures *measures);

/* Good answers to the cell's arrivals, whenever they came; never more than was achieved. */
double measure_goodput_per_s(const struct cell *cell, const struct measure_span *span);
