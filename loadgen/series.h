#pragma once
/*
 * The files beside result.json that follow the run through time: timeseries.csv and slow.ndjson,
 * as results/README.md describes them. Written whole at the end, to a temporary name, and renamed.
 */
#include "core/error.h"
#include "formats/scenario.h"
#include "loadgen/recorder.h"

/* One row per second from zero to the last end of a request, warm-up included. */
MUST_CHECK bool series_write_seconds(const struct recorder *recorder, const char *path,
                                     struct error *error);

/* The slow requests by their intended start, then the total. Names come from the scenario. */
MUST_CHECK bool series_write_slow(const struct recorder *recorder, const struct scenario *scenario,
                                  const char *path, struct error *error);
