#include "core/json_build.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_token.h"

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

static void replace_bad_bytes(char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t bytes = json_utf8_length(text + at, length - at);
        if (bytes == 0)
            text[at] = '?';
        at += bytes == 0 ? 1 : bytes;
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
