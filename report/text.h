#pragma once
/*
 * Text that came out of a file, made safe to show: a label may hold anything, and ends up in SVG,
 * in HTML and in gnuplot's data files. Whatever is not clean UTF-8 or would not be seen as itself
 * (control characters, marks that reverse the direction of text) becomes U+FFFD. Escaping is the
 * business of whoever writes the text: html_text.h, text_quote().
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"

/* The next character, U+FFFD for an unfit one, 0 at the end; moves the cursor past it. A newline
 * or tabulator is a blank. */
uint32_t text_next(const char **cursor);

#define TEXT_UTF8_BYTES 5

/* A character as UTF-8 with its NUL; returns its length. */
size_t text_encode(uint32_t character, char utf8[TEXT_UTF8_BYTES]);

/* Columns of a fixed-width font; wide characters of East Asia count two. */
unsigned text_columns(const char *text);

/* Cleans into `clean`, cut with "…" to at most `columns` columns and to `size` bytes. */
void text_clean(const char *text, unsigned columns, char *clean, size_t size);

/* Writes "text" for a gnuplot data file: in double quotes, where a quote becomes ” and a backslash
 * is doubled; nothing else has a meaning there. */
void text_quote(FILE *stream, const char *text);

/* The length in bytes of the longest beginning that fits `columns` and ends at a blank or at the
 * end, but not between a number and its unit; a single longer word is cut. */
size_t text_line(const char *text, unsigned columns);

/* Appends to a text of `size` bytes; what does not fit is left out from the end, by whole
 * characters. */
PRINTF_LIKE(3, 4) void text_append(char *text, size_t size, const char *format, ...);

/* The same into an array member, from its beginning. */
#define TEXT_SET(array, ...) ((array)[0] = '\0', text_append((array), sizeof(array), __VA_ARGS__))
#define TEXT_ADD(array, ...) text_append((array), sizeof(array), __VA_ARGS__)
