#pragma once
/*
 * run.json: what ran, on which machine, in which order. Makes the skeleton of a summary: scenarios
 * with their servers, servers with their trials, each not yet read (done says what run.json says).
 */
#include "report/summary.h"

/* On false, too, what was made so far belongs to the summary: summary_release frees it. */
MUST_CHECK bool summary_run_read(const char *path, struct summary *summary, struct error *error);
