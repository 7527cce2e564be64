#pragma once
/*
 * One distribution as result files show it: extremes and mean always, percentiles only where
 * RESULT_SAMPLES_BEYOND samples lie beyond them, and the spectrum, 20 points per decade of
 * 1/(1 - p), so that each decade (90 %, 99 %, 99.9 % …) takes the same width in a chart.
 */
#include "core/histogram.h"
#include "formats/result.h"

void latency_summarize(const struct histogram *histogram, struct latency_summary *latency);
