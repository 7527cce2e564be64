#pragma once
/*
 * Building a JSON tree to write: a thin layer over cJSON that keeps what cJSON loses (whole numbers
 * above 2^53, memory that ran out) and writes only what core/json reads again (valid UTF-8).
 *
 *     struct json_build build = {.complete = true};
 *     cJSON *root = cJSON_CreateObject();
 *     json_put_count(&build, root, "planned", planned);
 *     char *text = json_build_text(&build, root)      NULL: memory ran out somewhere on the way
 *
 * Every function takes NULL for its parent (a parent that could not be made) and clears `complete`.
 */
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

struct json_build {
    bool complete;
};

/* Made, and owned by the parent; in an array `name` is NULL. NULL when memory ran out. */
cJSON *json_put_object(struct json_build *build, cJSON *parent, const char *name);
cJSON *json_put_array(struct json_build *build, cJSON *parent, const char *name);

/* Bytes that are no UTF-8 become "?". */
void json_put_text(struct json_build *build, cJSON *parent, const char *name, const char *text);
void json_put_bool(struct json_build *build, cJSON *parent, const char *name, bool value);
void json_put_null(struct json_build *build, cJSON *parent, const char *name);
void json_put_count(struct json_build *build, cJSON *parent, const char *name, uint64_t count);

/* Rounded to so many decimals (0 to 9); NAN and infinity are null. */
void json_put_number(struct json_build *build, cJSON *parent, const char *name, double number,
                     unsigned decimals);

/* Prints and deletes the tree. The caller frees the text with free(). */
char *json_build_text(const struct json_build *build, cJSON *root);
