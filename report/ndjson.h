#pragma once
/*
 * Files of one JSON object per line, read strictly: the first line that is not one, or lacks what
 * is asked of it, ends the reading with "file:line: error: …".
 *
 *     static void on_line(void *context, struct fields *fields, const cJSON *object)
 *     {
 *         struct list *list = context;
 *         … fields_number(fields, object, "t") …
 *     }
 *     ndjson_read("DIR/slow.ndjson", on_line, &list, error)
 */
#include <stddef.h>

#include "core/error.h"
#include "formats/fields.h"

#define NDJSON_BYTES_MAX ((size_t)256 * 1024 * 1024) /* an hour of samples of 64 loops */

typedef void ndjson_line(void *context, struct fields *fields, const cJSON *object);

MUST_CHECK bool ndjson_read(const char *path, ndjson_line *on_line, void *context,
                            struct error *error);

/* Room for one item more than `count`: the array itself or a larger one that takes its place. NULL
 * when memory ran out, which `fields` then says; the array is still there. */
void *ndjson_make_room(struct fields *fields, const cJSON *object, void *array, size_t count,
                       size_t item_bytes);
