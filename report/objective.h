#pragma once
/*
 * What an objective ("p99 of light < 20 ms") says about one set of measures. A percentile that has
 * too few samples is only known to be met when even the maximum meets it.
 */
#include "formats/result.h"
#include "formats/scenario.h"
#include "report/summary.h"
#include "report/words.h"

#define OBJECTIVE_WORDS_BYTES 192

/* Any percentile of a distribution: the exact one where it is kept, else the next higher one of
 * the spectrum. NAN when too few samples lie beyond it. */
double objective_percentile_us(const struct latency_summary *times, double percentile);

/* A latency, as against a rate or a share. */
bool objective_is_time(const struct scenario_threshold *objective);

/* In microseconds for times, a share for rates of errors, else per second. */
double objective_value(const struct scenario_threshold *objective, const struct measures *measures);

enum objective_outcome objective_judge(const struct scenario_threshold *objective,
                                       const struct measures *measures);

/* "p99 of light < 20 ms", "goodput > 900/s". */
void objective_words(const struct scenario *scenario, char text[OBJECTIVE_WORDS_BYTES]);

/* The metric alone: "p99 of light"; and a value of it: "17.9 ms". */
void objective_metric_words(const struct scenario *scenario, char text[OBJECTIVE_WORDS_BYTES]);
struct words objective_value_words(const struct scenario_threshold *objective, double value);
