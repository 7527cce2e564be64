#pragma once
/* The small files of one trial: timeseries.csv and slow.ndjson. */
#include "report/summary.h"

/* Each fills its arrays in the trial. On false, too, what was read so far is the trial's and the
 * caller's to release. */
MUST_CHECK bool summary_seconds_read(const char *path, struct summary_trial *trial,
                                     struct error *error);
MUST_CHECK bool summary_slow_read(const char *path, struct summary_trial *trial,
                                  struct error *error);
