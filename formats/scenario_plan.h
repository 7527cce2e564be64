#pragma once
/*
 * What a scenario will do, for a person to read before anything runs: phases and steps with rates
 * and expected requests, the rate over time as a small plot, objective and thresholds in words,
 * notes. What `loadgen check` and `bench --dry-run` print; at most 78 columns wide.
 */
#include <stdbool.h>
#include <stdio.h>

#include "formats/scenario.h"

/* Of a scenario from a file (they have open models only). False when the stream did not take it
 * all. Notes are advice: they change no return value. */
bool scenario_print_plan(const struct scenario *scenario, FILE *stream);

/* Words broken at blanks into lines of at most 78 columns. `first` stands in front of the first
 * line, and as many blanks in front of the others. */
void scenario_print_wrapped(FILE *stream, const char *first, const char *words);

#define SCENARIO_COUNT_BYTES 32

/* "12,345": an expected number of requests; "0.3" below one. */
void scenario_print_count(double count, char text[SCENARIO_COUNT_BYTES]);
