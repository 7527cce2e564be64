#pragma once
/*
 * The words of JSON, by the letter of RFC 8259: strings, numbers and the three literals. Each
 * function stands at a byte of a text, takes one token and moves behind it, or says what is wrong
 * and where. Internal to json_scan; nothing here allocates or builds values.
 */
#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

struct json_place {
    size_t offset; /* in bytes from the start of the text */
    size_t length; /* of the key or value, in bytes, quotes included */
};

struct json_fault {
    char words[160]; /* "" while nothing is wrong */
    struct json_place place;
    const char *hint; /* static words, or NULL */
};

struct json_cursor {
    const char *text; /* borrowed */
    size_t length;
    size_t at;
    struct json_fault fault;
};

/* The byte `ahead` of the present one; 0 beyond the end, which no rule accepts. */
unsigned char json_peek(const struct json_cursor *cursor, size_t ahead);
bool json_at_end(const struct json_cursor *cursor);
void json_skip_blanks(struct json_cursor *cursor);

/* Each takes the token that begins here; false with the fault set. */
MUST_CHECK bool json_take_string(struct json_cursor *cursor, struct json_place *place);
MUST_CHECK bool json_take_number(struct json_cursor *cursor);
MUST_CHECK bool json_take_literal(struct json_cursor *cursor);

/* Sets the fault and returns false. */
PRINTF_LIKE(5, 6)
bool json_fault(struct json_cursor *cursor, size_t offset, size_t length, const char *hint,
                const char *format, ...);

/* Something stands here that begins nothing that may stand here: names the usual traps. */
bool json_fault_unexpected(struct json_cursor *cursor, const char *expected);

/* Bytes of the well-formed UTF-8 character at `text`, 0 when there is none (also for overlong
 * forms, surrogates and code points above U+10FFFF). */
size_t json_utf8_length(const char *text, size_t length);
