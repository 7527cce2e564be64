#pragma once
/*
 * The tables of summary_text, at most 80 columns. "-" stands for a percentile with too few samples
 * beyond it; ">" for one that is at least so much, because requests were given up at that age.
 */
#include <stdio.h>

#include "formats/result.h"

/* A row per kind of time, a column per percentile, and what the signs mean. */
void summary_table_times(const struct measures *measures, FILE *stream);

/* A row per step that is no warm-up. */
void summary_table_steps(const struct result *result, FILE *stream);
