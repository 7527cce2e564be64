#pragma once
/*
 * The command line of a program to start, built piece by piece, and printed so that a shell reads
 * the same words again.
 *
 *     arguments_init(&arguments);
 *     arguments_add(&arguments, "--port=%u", port);
 *     options.arguments = arguments.values;
 *
 * Holds pointers into itself: not to be copied.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/error.h"

#define ARGUMENTS_MAX        96
#define ARGUMENTS_TEXT_BYTES 32768

struct arguments {
    const char *values[ARGUMENTS_MAX + 1]; /* ends with NULL */
    size_t count;
    char text[ARGUMENTS_TEXT_BYTES];
    size_t used;
    bool overflow; /* something did not fit and was left out */
};

void arguments_init(struct arguments *arguments);

PRINTF_LIKE(2, 3) void arguments_add(struct arguments *arguments, const char *format, ...);

/* All of them on one line, in quotes where a shell needs them; no newline. */
void arguments_print(const struct arguments *arguments, FILE *stream);
