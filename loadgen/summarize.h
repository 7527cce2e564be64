#pragma once
/*
 * From what the threads recorded to the figures of result.json: measures of every step, request
 * and of the whole run, verdicts, thresholds. Nothing is measured here.
 *
 *     summarize_run(&scenario, &recorder, steal_shares, &result, error) … result_release(&result)
 *
 * Percentiles with fewer than RESULT_SAMPLES_BEYOND samples beyond them are NAN. Steps that never
 * started (an interrupted run) are not listed.
 */
#include "formats/result.h"
#include "formats/scenario.h"
#include "loadgen/recorder.h"

/*
 * `recorder` is the merge of all threads'. steal_shares: per step of the plan, the share of all
 * CPUs' time that the hypervisor took, NAN where unknown; NULL: unknown throughout.
 * Fills all of the result but what only the caller knows: server_*, url, started_at, interrupted
 * and generator_*, which are empty afterwards; the seed is the scenario's. On true the caller
 * releases it.
 */
MUST_CHECK bool summarize_run(const struct scenario *scenario, const struct recorder *recorder,
                              const double *steal_shares, struct result *result,
                              struct error *error);
