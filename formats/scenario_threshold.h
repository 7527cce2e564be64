#pragma once
/*
 * Conditions on results as text: "responseTime.p(99) < 20ms", "errorRate < 0.1%",
 * "throughput > 500/s".
 *
 *     latency   responseTime serviceTime connectTime timeToFirstByte, each with .p(0) to p(100),
 * .mean or .max; holds below a duration:            responseTime.p(99.9) <= 50ms share errorRate
 * dropRate checkFailRate; holds below a percentage:      errorRate < 1% rate      throughput
 * goodput; holds above a rate:                    goodput > 1.5k/s
 */
#include <stddef.h>

#include "core/error.h"
#include "formats/scenario.h"

/* Fills everything but `request`, which becomes -1. The error reads "what is wrong; what to write".
 */
MUST_CHECK bool scenario_threshold_parse(const char *text, struct scenario_threshold *threshold,
                                         struct error *error);

/* For people: "response time p99 of light below 20 ms". Cut to `size` bytes. */
void scenario_threshold_words(const struct scenario *scenario,
                              const struct scenario_threshold *threshold, char *words, size_t size);
