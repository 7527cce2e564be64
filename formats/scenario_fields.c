#include "formats/scenario_fields.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX        32 /* of one object */
#define LAST_LINE_BYTES 64 /* "12 more errors are not shown" */

static void keep_complaint(struct scenario_reader *reader, struct json_place place,
                           const char *hint, const char *words)
{
    if (reader->complaint_count++ >= SCENARIO_ERRORS_MAX)
        return;
    struct scenario_complaint *complaint = &reader->complaints[reader->complaint_count - 1];
    complaint->place = place;
    complaint->order = reader->complaint_count;
    (void)snprintf(complaint->words, sizeof complaint->words, "%s", words);
    (void)snprintf(complaint->hint, sizeof complaint->hint, "%s", hint != NULL ? hint : "");
}

void scenario_complain(struct scenario_reader *reader, struct json_place place, const char *hint,
                       const char *format, ...)
{
    char words[SCENARIO_WORDS_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    keep_complaint(reader, place, hint, words);
}

bool scenario_refuse(struct scenario_reader *reader, const cJSON *item, const char *hint,
                     const char *format, ...)
{
    char words[SCENARIO_WORDS_BYTES];
    char path[JSON_PATH_BYTES];
    json_path(reader->document, item, path);
    int length = snprintf(words, sizeof words, "%s%s", path, path[0] != '\0' ? ": " : "");
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(words + length, sizeof words - (size_t)length, format, arguments);
    va_end(arguments);
    keep_complaint(reader, json_value_place(reader->document, item), hint, words);
    return false;
}

bool scenario_refuse_error(struct scenario_reader *reader, const cJSON *item,
                           const struct error *error)
{
    const char *separator = strrchr(error->text, ';');
    if (separator == NULL)
        return scenario_refuse(reader, item, NULL, "%s", error->text);
    return scenario_refuse(reader, item, separator + 2, "%.*s", (int)(separator - error->text),
                           error->text);
}

void scenario_hint_words(char hint[SCENARIO_HINT_BYTES], const char *found, const char *label,
                         const char *const *words, size_t count)
{
    const char *nearest = json_nearest(found, words, count);
    size_t length = 0;
    hint[0] = '\0';
    if (nearest != NULL)
        length = (size_t)snprintf(hint, SCENARIO_HINT_BYTES, "did you mean \"%s\"?", nearest);
    if (label == NULL)
        return;
    length += (size_t)snprintf(hint + length, SCENARIO_HINT_BYTES - length, "\n%s:", label);
    for (size_t i = 0; i < count; i++) {
        size_t needed = 1 + strlen(words[i]);
        if (length + needed + sizeof " ..." > SCENARIO_HINT_BYTES) {
            (void)snprintf(hint + length, SCENARIO_HINT_BYTES - length, " ...");
            return;
        }
        length += (size_t)snprintf(hint + length, SCENARIO_HINT_BYTES - length, " %s", words[i]);
    }
}

static int compare_complaints(const void *left, const void *right)
{
    const struct scenario_complaint *first = left;
    const struct scenario_complaint *second = right;
    if (first->place.offset != second->place.offset)
        return first->place.offset > second->place.offset ? 1 : -1;
    return (first->order > second->order) - (first->order < second->order);
}

void scenario_report(struct scenario_reader *reader, struct error *error)
{
    size_t count = reader->complaint_count;
    size_t kept = count < SCENARIO_ERRORS_MAX ? count : SCENARIO_ERRORS_MAX;
    size_t shown = 0;
    size_t length = 0;
    error->text[0] = '\0';
    qsort(reader->complaints, kept, sizeof *reader->complaints, compare_complaints);
    for (; shown < kept; shown++) {
        const struct scenario_complaint *complaint = &reader->complaints[shown];
        const char *hint = complaint->hint[0] != '\0' ? complaint->hint : NULL;
        bool added =
            json_complain(reader->document, complaint->place, error, hint, "%s", complaint->words);
        size_t room = sizeof error->text - strlen(error->text);
        if (!added || (shown + 1 < count && room < LAST_LINE_BYTES))
            break;
        length = strlen(error->text);
    }
    if (shown < count)
        (void)snprintf(error->text + length, sizeof error->text - length,
                       "\n\n%zu more error%s not shown", count - shown,
                       count - shown == 1 ? " is" : "s are");
}

static const struct scenario_field *field_at(const struct scenario_object *object, size_t index)
{
    return index < object->field_count ? &object->fields[index]
                                       : &object->more_fields[index - object->field_count];
}

static size_t keys_of(const struct scenario_object *object, const char *keys[KEYS_MAX])
{
    size_t count = object->field_count + object->more_field_count;
    for (size_t i = 0; i < count; i++)
        keys[i] = field_at(object, i)->key;
    return count;
}

static bool is_known(const struct scenario_object *object, const char *key)
{
    for (size_t i = 0; i < object->field_count + object->more_field_count; i++)
        if (strcmp(field_at(object, i)->key, key) == 0)
            return true;
    return false;
}

static bool refuse_misplaced(struct scenario_reader *reader, const cJSON *member,
                             const struct scenario_object *object)
{
    for (size_t i = 0; i < object->misplaced_count; i++) {
        if (strcmp(object->misplaced[i].key, member->string) == 0) {
            scenario_complain(reader, json_key_place(reader->document, member),
                              object->misplaced[i].hint, "\"%s\" does not belong %s",
                              member->string, object->owner);
            return true;
        }
    }
    return false;
}

/* The keys of the object are listed once, with its first unknown key. */
static void refuse_unknown_keys(struct scenario_reader *reader, const cJSON *item, const char *path,
                                const struct scenario_object *object)
{
    const char *keys[KEYS_MAX];
    const char *label = "keys here";
    char hint[SCENARIO_HINT_BYTES];
    for (const cJSON *member = item->child; member != NULL; member = member->next) {
        if (is_known(object, member->string))
            continue;
        if (reader->complaint_count >= SCENARIO_ERRORS_MAX) { /* it would only be counted */
            reader->complaint_count++;
            continue;
        }
        if (refuse_misplaced(reader, member, object))
            continue;
        scenario_hint_words(hint, member->string, label, keys, keys_of(object, keys));
        scenario_complain(reader, json_key_place(reader->document, member), hint,
                          "unknown key \"%.64s\"%s%s", member->string,
                          path[0] != '\0' ? " in " : "", path);
        label = NULL;
    }
}

/* Its unknown key has been told already, with the right word. */
static bool is_misspelt(const cJSON *item, const struct scenario_object *object, const char *key)
{
    const char *keys[KEYS_MAX];
    size_t count = keys_of(object, keys);
    for (const cJSON *member = item->child; member != NULL; member = member->next) {
        const char *nearest = json_nearest(member->string, keys, count);
        if (nearest != NULL && strcmp(nearest, key) == 0)
            return true;
    }
    return false;
}

static void refuse_missing(struct scenario_reader *reader, const cJSON *item, const char *path,
                           const struct scenario_field *field)
{
    struct json_place brace = json_value_place(reader->document, item);
    char hint[SCENARIO_HINT_BYTES];
    brace.length = 1;
    (void)snprintf(hint, sizeof hint, "for example \"%s\": %s", field->key, field->example);
    scenario_complain(reader, brace, hint, "%s%s\"%s\" is missing", path,
                      path[0] != '\0' ? ": " : "", field->key);
}

void scenario_read_object(struct scenario_reader *reader, const cJSON *item,
                          const struct scenario_object *object, void *target)
{
    char path[JSON_PATH_BYTES];
    json_path(reader->document, item, path);
    if (!cJSON_IsObject(item)) {
        scenario_complain(reader, json_value_place(reader->document, item), "write { ... }",
                          "%s%s must be an object", path[0] != '\0' ? path : "a scenario",
                          path[0] != '\0' ? ":" : "");
        return;
    }
    refuse_unknown_keys(reader, item, path, object);
    for (size_t i = 0; i < object->field_count + object->more_field_count; i++) {
        const struct scenario_field *field = field_at(object, i);
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(item, field->key);
        if (member != NULL)
            field->read(reader, member, target);
        else if (field->example != NULL && (reader->complaint_count >= SCENARIO_ERRORS_MAX ||
                                            !is_misspelt(item, object, field->key)))
            refuse_missing(reader, item, path, field);
    }
}
