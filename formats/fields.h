#pragma once
/*
 * Typed members of a JSON tree that a program of ours wrote. The first one that is missing or of
 * another kind ends the reading: its place and its whole name go into the error, and whatever is
 * asked afterwards answers with nothing.
 *
 *     struct fields fields;
 *     fields_init(&fields, &document, error);
 *     result->seed = fields_count(&fields, root, "seed");
 *     size_t mark = fields_enter(&fields, "phases[%u]", p);   … names inside begin with this
 *     fields_leave(&fields, mark);
 *     return fields.good;
 *
 * Members nobody asks for are ignored, so that a newer writer may add some.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/json.h"

struct fields {
    const struct json_document *document; /* borrowed, as is the next */
    struct error *error;
    bool good;
    char path[256]; /* "phases[0].steps[2]." */
};

void fields_init(struct fields *fields, const struct json_document *document, struct error *error);

/* What follows is a part of this one; leave with the mark that was returned. */
PRINTF_LIKE(2, 3) size_t fields_enter(struct fields *fields, const char *format, ...);
void fields_leave(struct fields *fields, size_t mark);

/* Ends the reading at an item; the words begin with its name in the present part. */
PRINTF_LIKE(3, 4)
void fields_refuse(struct fields *fields, const cJSON *item, const char *format, ...);

/* NULL after a fault. */
const cJSON *fields_object(struct fields *fields, const cJSON *parent, const char *name);
const cJSON *fields_array(struct fields *fields, const cJSON *parent, const char *name);

/* Elements or members; 0 for NULL. */
unsigned fields_size(const cJSON *item);

/* 0, NAN, false, "" after a fault. */
uint64_t fields_count(struct fields *fields, const cJSON *parent, const char *name);
unsigned fields_unsigned(struct fields *fields, const cJSON *parent, const char *name);
double fields_number(struct fields *fields, const cJSON *parent, const char *name);
double fields_number_or_null(struct fields *fields, const cJSON *parent, const char *name);
bool fields_bool(struct fields *fields, const cJSON *parent, const char *name);
void fields_text(struct fields *fields, const cJSON *parent, const char *name, char *text,
                 size_t size);

/* The item itself instead of a member: elements of arrays. `name` is for the error. */
uint64_t fields_item_count(struct fields *fields, const cJSON *item, const char *name);
double fields_item_number(struct fields *fields, const cJSON *item, const char *name);
void fields_item_text(struct fields *fields, const cJSON *item, const char *name, char *text,
                      size_t size);
