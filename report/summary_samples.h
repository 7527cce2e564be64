#pragma once
/* samples.ndjson of one trial: what the server and the machine did while it ran. */
#include "report/summary.h"
#include "report/summary_steps.h"

struct sampled_steps {
    struct step_resources *items; /* in the order of the file; the caller frees it with free() */
    size_t count;
};

/* Fills the trial's samples, busy intervals, switches and has_loops. On false, too, what was read
 * so far is the trial's and the caller's to release. */
MUST_CHECK bool summary_samples_read(const char *path, struct summary_trial *trial,
                                     struct sampled_steps *steps, struct error *error);
