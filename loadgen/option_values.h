#pragma once
/*
 * Values of flags, read strictly. `flag` is the flag's name without its dashes; complaints begin
 * with it: "--rate=5: …".
 */
#include <stdint.h>

#include "core/error.h"

/* Decimal digits alone, from lowest to highest. */
MUST_CHECK bool option_integer(const char *flag, const char *text, uint64_t lowest,
                               uint64_t highest, uint64_t *number, struct error *error);

/* The same from 1 to highest. */
MUST_CHECK bool option_count(const char *flag, const char *text, unsigned highest, unsigned *count,
                             struct error *error);

MUST_CHECK bool option_duration(const char *flag, const char *text, uint64_t *duration_ns,
                                struct error *error);

/* Above 0. */
MUST_CHECK bool option_rate(const char *flag, const char *text, double *rate_per_s,
                            struct error *error);
