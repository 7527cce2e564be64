#pragma once
/*
 * From counts and histograms to the measures of a result file. What only a step or a whole run
 * knows (numbers in flight, open connections) is left at 0 for the caller to fill in.
 */
#include "formats/result.h"
#include "loadgen/cell.h"

struct measure_span {
    double duration_s; /* rates are 0 when it is 0 */
    bool closed;       /* nothing was offered: NAN */
};

/* Overwrites the measures, the request's name included. */
void measure_cell(const struct cell *cell, const struct measure_span *span,
                  struct measures *measures);

/* ok, status_mismatch and check_failed: the server answered, rightly or not. */
uint64_t measure_answered(const uint64_t outcomes[OUTCOMES]);
