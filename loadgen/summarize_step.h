#pragma once
/* One step of a run: a part of summarize_run. */
#include "core/error.h"
#include "formats/result.h"
#include "formats/scenario.h"
#include "loadgen/recorder.h"

struct summarizer {
    const struct scenario *scenario; /* all borrowed */
    const struct recorder *recorder;
    const double *steal_shares; /* per step of the plan; may be NULL */
};

bool summarize_step_started(const struct summarizer *summarizer, unsigned step);

/* Measures of all and of each request, and the verdict, of a step that has started. On false what
 * was filled so far is the caller's to release all the same. */
MUST_CHECK bool summarize_step(const struct summarizer *summarizer, unsigned step,
                               struct result_step *made, struct error *error);
