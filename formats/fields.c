#include "formats/fields.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void fields_init(struct fields *fields, const struct json_document *document, struct error *error)
{
    *fields = (struct fields){.document = document, .error = error, .good = true};
    error->text[0] = '\0';
}

size_t fields_enter(struct fields *fields, const char *format, ...)
{
    size_t mark = strlen(fields->path);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(fields->path + mark, sizeof fields->path - mark, format, arguments);
    va_end(arguments);
    size_t length = strlen(fields->path);
    (void)snprintf(fields->path + length, sizeof fields->path - length, ".");
    return mark;
}

void fields_leave(struct fields *fields, size_t mark)
{
    fields->path[mark] = '\0';
}

void fields_refuse(struct fields *fields, const cJSON *item, const char *format, ...)
{
    if (!fields->good)
        return;
    fields->good = false;
    char words[256];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    (void)json_complain(fields->document, json_value_place(fields->document, item), fields->error,
                        NULL, "%s%s", fields->path, words);
}

static const cJSON *member(struct fields *fields, const cJSON *parent, const char *name)
{
    if (!fields->good)
        return NULL;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(parent, name);
    if (item == NULL)
        fields_refuse(fields, parent, "%s is missing", name);
    return item;
}

const cJSON *fields_object(struct fields *fields, const cJSON *parent, const char *name)
{
    const cJSON *item = member(fields, parent, name);
    if (item != NULL && !cJSON_IsObject(item))
        fields_refuse(fields, item, "%s must be an object", name);
    return fields->good ? item : NULL;
}

const cJSON *fields_array(struct fields *fields, const cJSON *parent, const char *name)
{
    const cJSON *item = member(fields, parent, name);
    if (item != NULL && !cJSON_IsArray(item))
        fields_refuse(fields, item, "%s must be an array", name);
    return fields->good ? item : NULL;
}

unsigned fields_size(const cJSON *item)
{
    return item == NULL ? 0 : (unsigned)cJSON_GetArraySize(item);
}

/* From the text: cJSON's doubles round whole numbers above 2^53. */
uint64_t fields_item_count(struct fields *fields, const cJSON *item, const char *name)
{
    if (!fields->good)
        return 0;
    struct json_place place = json_value_place(fields->document, item);
    const char *digits = fields->document->text + place.offset;
    uint64_t count = 0;
    for (size_t i = 0; i < place.length; i++) {
        unsigned digit = (unsigned)(digits[i] - '0');
        if (digit > 9 || count > (UINT64_MAX - digit) / 10) {
            fields_refuse(fields, item, "%s must be a whole number from 0 to 2^64 - 1", name);
            return 0;
        }
        count = count * 10 + digit;
    }
    return count;
}

uint64_t fields_count(struct fields *fields, const cJSON *parent, const char *name)
{
    return fields_item_count(fields, member(fields, parent, name), name);
}

unsigned fields_unsigned(struct fields *fields, const cJSON *parent, const char *name)
{
    const cJSON *item = member(fields, parent, name);
    uint64_t count = fields_item_count(fields, item, name);
    if (count <= UINT_MAX)
        return (unsigned)count;
    fields_refuse(fields, item, "%s is too large", name);
    return 0;
}

double fields_item_number(struct fields *fields, const cJSON *item, const char *name)
{
    if (fields->good && !cJSON_IsNumber(item))
        fields_refuse(fields, item, "%s must be a number", name);
    return fields->good ? item->valuedouble : (double)NAN;
}

double fields_number(struct fields *fields, const cJSON *parent, const char *name)
{
    return fields_item_number(fields, member(fields, parent, name), name);
}

double fields_number_or_null(struct fields *fields, const cJSON *parent, const char *name)
{
    const cJSON *item = member(fields, parent, name);
    if (fields->good && !cJSON_IsNumber(item) && !cJSON_IsNull(item))
        fields_refuse(fields, item, "%s must be a number or null", name);
    return fields->good && cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
}

bool fields_bool(struct fields *fields, const cJSON *parent, const char *name)
{
    const cJSON *item = member(fields, parent, name);
    if (fields->good && !cJSON_IsBool(item))
        fields_refuse(fields, item, "%s must be true or false", name);
    return fields->good && cJSON_IsTrue(item);
}

void fields_item_text(struct fields *fields, const cJSON *item, const char *name, char *text,
                      size_t size)
{
    text[0] = '\0';
    if (fields->good && !cJSON_IsString(item))
        fields_refuse(fields, item, "%s must be a text", name);
    else if (fields->good && strlen(item->valuestring) >= size)
        fields_refuse(fields, item, "%s is too long", name);
    if (fields->good)
        (void)snprintf(text, size, "%s", item->valuestring);
}

void fields_text(struct fields *fields, const cJSON *parent, const char *name, char *text,
                 size_t size)
{
    fields_item_text(fields, member(fields, parent, name), name, text, size);
}
