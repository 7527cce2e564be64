#include "report/ndjson.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/json.h"

static bool read_line(const char *path, const char *line, size_t length, ndjson_line *on_line,
                      void *context, struct error *error)
{
    struct json_document document;
    if (!json_parse(path, line, length, &document, error))
        return false;
    struct fields fields;
    fields_init(&fields, &document, error);
    if (cJSON_IsObject(document.root))
        on_line(context, &fields, document.root);
    else
        fields_refuse(&fields, document.root, "must be an object");
    json_close(&document);
    return fields.good;
}

/* json's complaint says line 1, shows the line and a caret; what helps here is the line's number
 * and the first line of the words. */
static bool place_error(const char *path, size_t number, struct error *error)
{
    struct error complaint = *error;
    const char *words = strstr(complaint.text, ": error: ");
    words = words == NULL ? complaint.text : words + strlen(": error: ");
    return error_set(error, "%s:%zu: error: %.*s", path, number, (int)strcspn(words, "\n"), words);
}

bool ndjson_read(const char *path, ndjson_line *on_line, void *context, struct error *error)
{
    char *text = NULL;
    size_t length = 0, number = 0;
    if (!file_read(path, NDJSON_BYTES_MAX, &text, &length, error))
        return false;
    bool good = true;
    for (const char *line = text; good && line < text + length;) {
        size_t left = (size_t)(text + length - line);
        const char *end = memchr(line, '\n', left);
        number++;
        if (end == NULL)
            good = error_set(error, "%s:%zu: error: the file ends within a line", path, number);
        else
            good = read_line(path, line, (size_t)(end - line), on_line, context, error) ||
                   place_error(path, number, error);
        line = end == NULL ? text + length : end + 1;
    }
    free(text);
    return good;
}

void *ndjson_make_room(struct fields *fields, const cJSON *object, void *array, size_t count,
                       size_t item_bytes)
{
    if ((count & (count - 1)) != 0) /* capacities are powers of two: there is room */
        return array;
    size_t capacity = count == 0 ? 1 : 2 * count;
    void *larger = reallocarray(array, capacity, item_bytes);
    if (larger == NULL)
        fields_refuse(fields, object, "does not fit into memory");
    return larger;
}
