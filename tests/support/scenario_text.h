#pragma once
/*
 * Small scenarios for tests: a complete good one, with one top-level field set or replaced.
 *
 *     scenario_text_parse("mix", "[{\"request\": \"light\", \"weight\": 0}]", &scenario, &error)
 *
 * The base has requests light and heavy and a phase "load" of 100/s for 10s.
 */
#include <stdbool.h>

#include "core/error.h"
#include "formats/scenario.h"

/* The text; the caller frees it. */
char *scenario_text_make(const char *key, const char *value);

/* As scenario_parse, under the path "case.json". key NULL: the base as it is; value NULL: without
 * the field. */
MUST_CHECK bool scenario_text_parse(const char *key, const char *value, struct scenario *scenario,
                                    struct error *error);

/* True when this value is refused with words that contain `words`; prints what came instead. */
bool scenario_text_refused(const char *key, const char *value, const char *words);
