#pragma once
/*
 * Reading a scenario's objects and values with complaints that point at the place: what all the
 * scenario_*.c files share. Internal to formats; others use scenario.h.
 *
 * An object is described by a table of fields, each with a function that reads its value into a
 * target. Fields are read in the order of the table, whatever their order in the file, so that a
 * later one can refer to what an earlier one defined. A complaint does not stop the reading: all
 * errors of a file are told at once, in the order of their places.
 */
#include <stdint.h>

#include "core/error.h"
#include "core/json.h"
#include "core/limits.h"
#include "formats/scenario.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

#define SCENARIO_WORDS_BYTES 384
#define SCENARIO_HINT_BYTES  512

struct scenario_complaint {
    struct json_place place;
    size_t order; /* keeps complaints about one place in their order */
    char words[SCENARIO_WORDS_BYTES];
    char hint[SCENARIO_HINT_BYTES]; /* "" for none */
};

/* What the scenario's requests start from. */
struct scenario_defaults {
    const cJSON *headers; /* borrowed from the document; NULL: none */
    uint64_t timeout_ns;
    struct scenario_expect expect;
};

struct scenario_reader {
    const struct json_document *document;
    struct scenario *scenario;
    struct scenario_defaults defaults;
    const cJSON *own_headers; /* of the request that is being read; NULL: none */
    struct scenario_mix mix[SCENARIO_REQUESTS_MAX]; /* of phases without one of their own */
    size_t mix_count;
    struct scenario_complaint complaints[SCENARIO_ERRORS_MAX];
    size_t complaint_count; /* of all, also those that found no room */
};

struct scenario_field {
    const char *key;
    void (*read)(struct scenario_reader *reader, const cJSON *item, void *target);
    const char *example; /* value of a required field; NULL: optional */
};

/* A key that would be right elsewhere, and where. */
struct scenario_misplaced {
    const char *key;
    const char *hint;
};

struct scenario_object {
    const struct scenario_field *fields;
    size_t field_count;
    const struct scenario_field *more_fields; /* of one variant of the object only */
    size_t more_field_count;
    const char *owner; /* what `misplaced` keys do not belong to: "at the top level" */
    const struct scenario_misplaced *misplaced;
    size_t misplaced_count;
};

/* hint may be NULL; what follows a line break in it stands on a line of its own. */
PRINTF_LIKE(4, 5)
void scenario_complain(struct scenario_reader *reader, struct json_place place, const char *hint,
                       const char *format, ...);

/* Complains about the value of an item, with its path in front; returns false. */
PRINTF_LIKE(4, 5)
bool scenario_refuse(struct scenario_reader *reader, const cJSON *item, const char *hint,
                     const char *format, ...);

/* The same from an error of the form "what is wrong; what to write" (units.h). */
bool scenario_refuse_error(struct scenario_reader *reader, const cJSON *item,
                           const struct error *error);

/* `did you mean "x"?` when one of the words is near to what was found, then, unless label is NULL,
 * a line `label: words`. */
void scenario_hint_words(char hint[SCENARIO_HINT_BYTES], const char *found, const char *label,
                         const char *const *words, size_t count);

/* All complaints, in the order of their places, as one error. */
void scenario_report(struct scenario_reader *reader, struct error *error);

/* Refuses what is no object, unknown keys and missing fields; calls the fields' functions. */
void scenario_read_object(struct scenario_reader *reader, const cJSON *item,
                          const struct scenario_object *object, void *target);
