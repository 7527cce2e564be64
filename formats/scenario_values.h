#pragma once
/*
 * Typed values of a scenario. Each scenario_take_... function checks one value and takes it; on
 * false it has complained, with the value's place and a right example, and left the target as it
 * was. Internal to formats.
 */
#include "formats/scenario_fields.h"

/* The number of elements of an array that has min to max of them, else 0. */
size_t scenario_take_array(struct scenario_reader *reader, const cJSON *item, size_t min,
                           size_t max);

/* strdup that complains, at the item, when memory runs out. */
char *scenario_copy(struct scenario_reader *reader, const cJSON *item, const char *text);

/* A copy of a text without control characters, to be freed with free(). */
bool scenario_take_text(struct scenario_reader *reader, const cJSON *item, char **text);

/* The text of a string item, borrowed from the document; `example` is a right value. */
const char *scenario_take_string(struct scenario_reader *reader, const cJSON *item,
                                 const char *example);

/* A letter or '_', then letters, digits, '-' and '_'; at most 64. */
bool scenario_is_identifier(const char *text);
bool scenario_take_identifier(struct scenario_reader *reader, const cJSON *item,
                              char name[NAME_BYTES]);

bool scenario_take_duration(struct scenario_reader *reader, const cJSON *item, bool zero_is_good,
                            uint64_t max_ns, uint64_t *duration_ns);
bool scenario_take_rate(struct scenario_reader *reader, const cJSON *item, double *rate_per_s);
bool scenario_take_integer(struct scenario_reader *reader, const cJSON *item, uint64_t min,
                           uint64_t max, uint64_t *value);
bool scenario_take_boolean(struct scenario_reader *reader, const cJSON *item, bool *value);

/* One of `count` words; *index says which. */
bool scenario_take_choice(struct scenario_reader *reader, const cJSON *item,
                          const char *const *words, size_t count, size_t *index);
