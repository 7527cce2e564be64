#pragma once
/*
 * Reading JSON strictly, with places. The text is scanned by RFC 8259 first (core/json_scan.h):
 * NaN, overflow, lone surrogates, \u0000, a byte-order mark, depth over JSON_DEPTH_MAX and size
 * over JSON_FILE_BYTES_MAX are refused. Then cJSON builds the tree, and duplicate keys are refused.
 * The scan remembers where every key and value stands, so that any later complaint about the tree
 * can point at it.
 *
 *     struct json_document document;
 *     if (!json_open(path, &document, error))
 *         return false;
 *     …
 *         json_complain(&document, json_key_place(&document, item), error, hint,
 *                       "unknown key \"%s\"", item->string);
 *     json_close(&document);
 *
 * The one user of cJSON for reading. Looking up members is case-sensitive:
 * cJSON_GetObjectItemCaseSensitive.
 */
#include <cjson/cJSON.h>
#include <stddef.h>

#include "core/error.h"
#include "core/json_token.h"

struct json_document {
    char *path;
    char *text; /* NUL-terminated, owned */
    size_t length;
    cJSON *root;                /* owned */
    struct json_places *places; /* owned */
};

/* On false there is nothing to close; what is wrong inside the file is placed as json_complain
 * does. An error that was there before is overwritten. */
MUST_CHECK bool json_open(const char *path, struct json_document *document, struct error *error);
MUST_CHECK bool json_parse(const char *path, const char *text, size_t length,
                           struct json_document *document, struct error *error);
void json_close(struct json_document *document);

/* Where the value of an item of this document stands, and its key (members of objects only). */
struct json_place json_value_place(const struct json_document *document, const cJSON *item);
struct json_place json_key_place(const struct json_document *document, const cJSON *item);

#define JSON_PATH_BYTES 200

/* The path of an item from the root, for messages: "phases[1].rate", "" for the root itself. A path
 * that is too long is cut. */
void json_path(const struct json_document *document, const cJSON *item, char path[JSON_PATH_BYTES]);

/* 1-based line, and column in UTF-8 characters. */
void json_line_column(const struct json_document *document, size_t offset, unsigned *line,
                      unsigned *column);

/*
 * Appends one complaint to the error (whose text is "" or earlier complaints):
 *
 *     scenarios/mixed.json:14:7: error: unknown key "duratoin" in phases[1]
 *        14 |       "duratoin": "30s",
 *           |       ^~~~~~~~~~ did you mean "duration"?
 *        keys here: name executor rate duration
 *
 * `hint` (may be NULL) stands behind the caret; what follows a line break in it, on lines of its
 * own. Control characters of the file never reach the reader's terminal. A long line is cut around
 * the place. Returns false, and leaves the error as it is, when the complaint does not fit whole.
 */
PRINTF_LIKE(5, 6)
bool json_complain(const struct json_document *document, struct json_place place,
                   struct error *error, const char *hint, const char *format, ...);

/* The nearest of `count` words by Damerau-Levenshtein distance <= max(1, length/3), or NULL. */
const char *json_nearest(const char *word, const char *const *words, size_t count);
