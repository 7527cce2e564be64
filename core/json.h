#pragma once
/*
 * Reading JSON strictly, with places. The text is scanned by RFC 8259 first: duplicate keys, NaN,
 * overflow, lone surrogates, \u0000, a byte-order mark, depth over JSON_DEPTH_MAX and size over
 * JSON_FILE_BYTES_MAX are refused. Then cJSON builds the tree. The scan remembers where every key
 * and value stands, so that any later complaint about the tree can point at it.
 *
 *     struct json_document document;
 *     json_open(path, &document, error) …  json_close(&document)
 *     json_complain(&document, json_key_place(&document, item), length, error, "…")
 *
 * The one user of cJSON for reading; writers of JSON use json_text.h.
 */
#include <cjson/cJSON.h>
#include <stddef.h>

#include "core/error.h"

struct json_place {
    size_t offset; /* in bytes from the start of the text */
    size_t length; /* of the key or value, in bytes, quotes included */
};

struct json_document {
    char *path;
    char *text; /* NUL-terminated, owned */
    size_t length;
    cJSON *root;                /* owned */
    struct json_places *places; /* owned */
};

/* On false there is nothing to close; the error is placed: "file:line:column: error: …". */
MUST_CHECK bool json_open(const char *path, struct json_document *document, struct error *error);
MUST_CHECK bool json_parse(const char *path, const char *text, size_t length,
                           struct json_document *document, struct error *error);
void json_close(struct json_document *document);

/* Where the value of an item of this document stands, and its key (members of objects only). */
struct json_place json_value_place(const struct json_document *document, const cJSON *item);
struct json_place json_key_place(const struct json_document *document, const cJSON *item);

/* 1-based line, and column in UTF-8 characters. */
void json_line_column(const struct json_document *document, size_t offset, unsigned *line,
                      unsigned *column);

/*
 * Appends one complaint to the error: "file:line:column: error: words", the line of the file, and
 * a caret under the place followed by `hint` (may be NULL). Several complaints are separated by an
 * empty line; what does not fit is left out whole.
 */
void json_complain(const struct json_document *document, struct json_place place,
                   struct error *error, const char *hint, const char *words);

/* The nearest of `count` words by Damerau-Levenshtein distance <= max(1, length/3), or NULL. */
const char *json_nearest(const char *word, const char *const *words, size_t count);
