#pragma once
/*
 * Why something failed, in words that a user understands.
 *
 *     if (fd < 0)
 *         return error_set_errno(error, "cannot open %s", path);
 *
 * A function that can fail because of its input or its environment returns bool, false with the
 * error filled, and is marked MUST_CHECK. Nothing here prints: only *_main.c files do.
 */
#include <stdbool.h>

#include "core/limits.h"

#define MUST_CHECK           __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, arg) __attribute__((format(printf, at, arg)))

struct error {
    char text[ERROR_TEXT_BYTES]; /* one or more lines without a final newline; "" when no error */
};

/* Both fill the error and return false, so that a caller can `return error_set(…)`.
 * error_set_errno appends ": " and the words for errno. */
PRINTF_LIKE(2, 3) bool error_set(struct error *error, const char *format, ...);
PRINTF_LIKE(2, 3) bool error_set_errno(struct error *error, const char *format, ...);

/* Puts words in front of what a callee filled in ("trial 7: …"); returns false. */
PRINTF_LIKE(2, 3) bool error_prefix(struct error *error, const char *format, ...);
