#pragma once
/*
 * Whether a run met what its scenario asks for, over all steps that are no warm-up.
 *
 * A percentile is taken however few samples there are: a threshold must be answered. Without any
 * sample its value is NAN and it has failed. checkFailRate: answers that were not as expected
 * (status_mismatch, check_failed) / planned; dropRate: dropped / planned; throughput: achieved.
 */
#include "formats/result.h"
#include "formats/scenario.h"
#include "loadgen/cell.h"
#include "loadgen/measure.h"

/* `cell` and `span` hold what the threshold speaks of: its request's share of the run, or all. */
void threshold_evaluate(const struct scenario_threshold *threshold, const struct cell *cell,
                        const struct measure_span *span, struct result_threshold *result);
