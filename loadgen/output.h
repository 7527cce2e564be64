#pragma once
/*
 * The folder of one run's results. It is made, found writable and found empty of an earlier result
 * before anything is sent; nothing that was measured is overwritten.
 *
 *     output_prepare(&output, "results/mine", error)       before the run
 *     events_open(&events, output.events, error) …
 *     output_write(&output, scenario, &run, &result, error)
 *
 * result.json is written last: where it is, the run is complete.
 */
#include "core/error.h"
#include "formats/result.h"
#include "formats/scenario.h"
#include "loadgen/run.h"

struct output {
    char folder[PATH_BYTES];
    char result[PATH_BYTES]; /* folder/result.json, and so on */
    char seconds[PATH_BYTES];
    char slow[PATH_BYTES];
    char events[PATH_BYTES];
};

MUST_CHECK bool output_prepare(struct output *output, const char *folder, struct error *error);

MUST_CHECK bool output_write(const struct output *output, const struct scenario *scenario,
                             const struct run *run, const struct result *result,
                             struct error *error);
