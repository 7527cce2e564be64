#pragma once
/*
 * Numbers as people read them, the same in sentences, tables and charts: two or three significant
 * digits with a unit, thousands set apart by a blank, ASCII only. Counts are exact.
 *
 *     char p99[WORDS_BYTES];
 *     words_duration(measures->response_time.p99_us, p99)          "48.2 ms"
 *
 * What is not a finite number becomes WORDS_UNKNOWN, so that "nan" and "inf" are never printed.
 * Each function returns its buffer, to be used right in an argument list.
 */
#include <stddef.h>
#include <stdint.h>

#define WORDS_BYTES   32
#define WORDS_UNKNOWN "unknown"

const char *words_number(double value, char text[WORDS_BYTES]);      /* "0.39" "12.3" "1 410" */
const char *words_count(uint64_t count, char text[WORDS_BYTES]);     /* "12 345" */
const char *words_duration(double value_us, char text[WORDS_BYTES]); /* "394 us" "12.3 ms" "2 s" */
const char *words_seconds(double value_s, char text[WORDS_BYTES]);   /* the same from seconds */
const char *words_rate(double per_s, char text[WORDS_BYTES]);        /* "1 410/s" */
const char *words_share(double share, char text[WORDS_BYTES]);       /* 0.18: "18 %" */
const char *words_bytes(double bytes, char text[WORDS_BYTES]);       /* "640 KiB" "1.7 MiB" */

/* How many words a text has: runs of characters that are not blank. */
unsigned words_in(const char *text);

/* The noun that goes with a count: "1 request", "2 requests". */
const char *words_plural(uint64_t count, const char *one, const char *many);
