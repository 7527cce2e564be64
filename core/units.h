#pragma once
/*
 * Numbers with units as people write them in scenarios, requests and flags, read strictly:
 * "250ms", "2k/s", "64k". A bare number is refused, as are blanks, signs and overflow.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/* Each reads exactly `length` characters (not NUL-terminated). The error has two halves that a
 * caller may part at the last semicolon: what is wrong; what to write instead. */

/* duration: [0-9]+(.[0-9]+)?(ns|us|ms|s|m|h), to whole nanoseconds. */
MUST_CHECK bool units_duration(const char *text, size_t length, uint64_t *duration_ns,
                               struct error *error);

/* rate: [0-9]+(.[0-9]+)?[kM]?/(s|m); k = 1,000, M = 1,000,000. */
MUST_CHECK bool units_rate(const char *text, size_t length, double *rate_per_s,
                           struct error *error);

/* size: [0-9]+(k|M)?; k = 1,024, M = 1,048,576. */
MUST_CHECK bool units_size(const char *text, size_t length, uint64_t *size_bytes,
                           struct error *error);

#define UNITS_TEXT_BYTES 32

/* For people: the shortest form with three significant digits at most: "250 us", "1.5 ms", "2 s".
 */
void units_print_duration(uint64_t duration_ns, char text[UNITS_TEXT_BYTES]);

/* For people: "300/s", "1k/s", "1.5k/s". */
void units_print_rate(double rate_per_s, char text[UNITS_TEXT_BYTES]);
