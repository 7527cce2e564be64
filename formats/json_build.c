#include "formats/json_build.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cJSON answers NULL when memory runs out, and takes NULL for a parent or an item. */
static void add(struct json_build *build, cJSON *parent, const char *name, cJSON *item)
{
    bool added = name != NULL ? cJSON_AddItemToObject(parent, name, item)
                              : cJSON_AddItemToArray(parent, item);
    if (!added) {
        cJSON_Delete(item);
        build->complete = false;
    }
}

cJSON *json_put_object(struct json_build *build, cJSON *parent, const char *name)
{
    cJSON *object = build->complete ? cJSON_CreateObject() : NULL;
    add(build, parent, name, object);
    return build->complete ? object : NULL;
}

cJSON *json_put_array(struct json_build *build, cJSON *parent, const char *name)
{
    cJSON *array = build->complete ? cJSON_CreateArray() : NULL;
    add(build, parent, name, array);
    return build->complete ? array : NULL;
}

/* Bytes of the character at `text` by the table of well-formed sequences in the Unicode standard
 * (3.9, table 3-7); 0: none begins here. */
static size_t character_bytes(const unsigned char *text)
{
    static const struct {
        unsigned char first_low, first_high, second_low, second_high;
        size_t bytes;
    } forms[] = {
        {0x01, 0x7f, 0x00, 0x00, 1},
        {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3},
        {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    size_t f = 0;
    while (f < sizeof forms / sizeof forms[0] &&
           (text[0] < forms[f].first_low || text[0] > forms[f].first_high))
        f++;
    if (f == sizeof forms / sizeof forms[0])
        return 0;
    if (forms[f].bytes > 1 && (text[1] < forms[f].second_low || text[1] > forms[f].second_high))
        return 0;
    for (size_t i = 2; i < forms[f].bytes; i++)
        if ((text[i] & 0xc0) != 0x80) /* also the NUL at the end */
            return 0;
    return forms[f].bytes;
}

static void replace_bad_bytes(char *text)
{
    while (*text != '\0') {
        size_t bytes = character_bytes((const unsigned char *)text);
        if (bytes == 0)
            *text = '?';
        text += bytes == 0 ? 1 : bytes;
    }
}

void json_put_text(struct json_build *build, cJSON *parent, const char *name, const char *text)
{
    cJSON *item = cJSON_CreateString(text);
    if (item != NULL)
        replace_bad_bytes(item->valuestring);
    add(build, parent, name, item);
}

void json_put_bool(struct json_build *build, cJSON *parent, const char *name, bool value)
{
    add(build, parent, name, cJSON_CreateBool(value));
}

void json_put_null(struct json_build *build, cJSON *parent, const char *name)
{
    add(build, parent, name, cJSON_CreateNull());
}

/* As text: cJSON's own numbers are doubles, and those round whole numbers above 2^53. */
void json_put_count(struct json_build *build, cJSON *parent, const char *name, uint64_t count)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRIu64, count);
    add(build, parent, name, cJSON_CreateRaw(digits));
}

void json_put_number(struct json_build *build, cJSON *parent, const char *name, double number,
                     unsigned decimals)
{
    assert(decimals <= 9);
    if (!isfinite(number)) {
        json_put_null(build, parent, name);
        return;
    }
    double per_unit = pow(10, decimals);
    double rounded = round(number * per_unit) / per_unit;
    add(build, parent, name, cJSON_CreateNumber(rounded + 0.0)); /* + 0.0: "-0" becomes "0" */
}

char *json_build_text(const struct json_build *build, cJSON *root)
{
    char *text = build->complete ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    return text;
}
