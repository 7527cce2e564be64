#pragma once
/*
 * The summary as rows, one per scenario, server, trial and step: summary.csv and --plain. The
 * first row names the columns; what is not known is an empty cell; latencies are microseconds.
 */
#include <stdio.h>

#include "report/summary.h"

/* `separator` is ',' or a tab; `shown_only`: only the steps of shown trials. */
void summary_rows_print(const struct summary *summary, char separator, bool shown_only,
                        FILE *stream);
