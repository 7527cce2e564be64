#pragma once
/* Thresholds of scenarios that a trial missed: the reason for exit code 3. */
#include <stdio.h>

#include "report/summary.h"

/* Writes a line for each, "cpu-tail, event-loop, trial 1: errorRate < 0.1% was missed"; returns how
 * many there are. */
unsigned missed_thresholds_print(const struct summary *summary, FILE *stream);
