#include "formats/scenario_values.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/units.h"

size_t scenario_take_array(struct scenario_reader *reader, const cJSON *item, size_t min,
                           size_t max)
{
    if (!cJSON_IsArray(item)) {
        (void)scenario_refuse(reader, item, "write [ ... ]", "must be an array");
        return 0;
    }
    size_t count = 0;
    for (const cJSON *element = item->child; element != NULL; element = element->next)
        count++;
    if (count < min)
        (void)scenario_refuse(reader, item, NULL, "needs at least %zu element%s", min,
                              min == 1 ? "" : "s");
    else if (count > max)
        (void)scenario_refuse(reader, item, NULL, "has %zu elements, more than %zu", count, max);
    return count >= min && count <= max ? count : 0;
}

const char *scenario_take_string(struct scenario_reader *reader, const cJSON *item,
                                 const char *example)
{
    char hint[SCENARIO_HINT_BYTES];
    if (cJSON_IsString(item))
        return item->valuestring;
    (void)snprintf(hint, sizeof hint, "write %s", example);
    (void)scenario_refuse(reader, item, hint, "must be a string");
    return NULL;
}

char *scenario_copy(struct scenario_reader *reader, const cJSON *item, const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        (void)scenario_refuse(reader, item, NULL, "out of memory");
    return copy;
}

static bool has_control_characters(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)text[0];
        unsigned char next = (unsigned char)text[1];
        if (byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next < 0xa0)) /* C0, DEL, C1 */
            return true;
    }
    return false;
}

bool scenario_take_text(struct scenario_reader *reader, const cJSON *item, char **text)
{
    const char *string = scenario_take_string(reader, item, "the words in double quotes");
    if (string == NULL)
        return false;
    if (has_control_characters(string))
        return scenario_refuse(reader, item, "one line of plain text",
                               "has a line break or another control character");
    *text = scenario_copy(reader, item, string);
    return *text != NULL;
}

bool scenario_is_identifier(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || length >= NAME_BYTES || strchr("0123456789-", text[0]) != NULL)
        return false;
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
           length;
}

bool scenario_take_identifier(struct scenario_reader *reader, const cJSON *item,
                              char name[NAME_BYTES])
{
    const char *string = scenario_take_string(reader, item, "\"a-name\"");
    if (string == NULL)
        return false;
    if (!scenario_is_identifier(string))
        return scenario_refuse(reader, item,
                               "a letter or '_', then letters, digits, '-' and '_'; at most 64",
                               "\"%.70s\" is no name", string);
    memcpy(name, string, strlen(string) + 1);
    return true;
}

/* A number where "10s" is wanted: the most frequent slip. */
static bool refuse_bare_number(struct scenario_reader *reader, const cJSON *item,
                               const char *first_unit, const char *second_unit)
{
    char hint[SCENARIO_HINT_BYTES];
    (void)snprintf(hint, sizeof hint, "write \"%.15g%s\" or \"%.15g%s\"", item->valuedouble,
                   first_unit, item->valuedouble, second_unit);
    return scenario_refuse(reader, item, hint, "%.15g has no unit", item->valuedouble);
}

bool scenario_take_duration(struct scenario_reader *reader, const cJSON *item, bool zero_is_good,
                            uint64_t max_ns, uint64_t *duration_ns)
{
    struct error error;
    uint64_t value_ns;
    if (cJSON_IsNumber(item) && item->valuedouble >= 0)
        return refuse_bare_number(reader, item, "s", "ms");
    const char *string = scenario_take_string(reader, item, "\"10s\" or \"250ms\"");
    if (string == NULL)
        return false;
    if (!units_duration(string, strlen(string), &value_ns, &error))
        return scenario_refuse_error(reader, item, &error);
    if (value_ns == 0 && !zero_is_good)
        return scenario_refuse(reader, item, NULL, "must be more than 0");
    if (value_ns > max_ns) {
        char bound[UNITS_TEXT_BYTES];
        char hint[SCENARIO_HINT_BYTES];
        units_print_duration(max_ns, bound);
        (void)snprintf(hint, sizeof hint, "at most %s", bound);
        return scenario_refuse(reader, item, hint, "\"%.40s\" is out of range", string);
    }
    *duration_ns = value_ns;
    return true;
}

bool scenario_take_rate(struct scenario_reader *reader, const cJSON *item, double *rate_per_s)
{
    struct error error;
    double value_per_s;
    if (cJSON_IsNumber(item) && item->valuedouble >= 0)
        return refuse_bare_number(reader, item, "/s", "/m");
    const char *string = scenario_take_string(reader, item, "\"500/s\" or \"2k/s\"");
    if (string == NULL)
        return false;
    if (!units_rate(string, strlen(string), &value_per_s, &error))
        return scenario_refuse_error(reader, item, &error);
    bool too_low = value_per_s < SCENARIO_RATE_MIN_PER_S;
    if (too_low || value_per_s > SCENARIO_RATE_MAX_PER_S) {
        char bound[UNITS_TEXT_BYTES];
        char hint[SCENARIO_HINT_BYTES];
        units_print_rate(too_low ? SCENARIO_RATE_MIN_PER_S : SCENARIO_RATE_MAX_PER_S, bound);
        (void)snprintf(hint, sizeof hint, "at %s %s", too_low ? "least" : "most", bound);
        return scenario_refuse(reader, item, hint, "\"%.40s\" is out of range", string);
    }
    *rate_per_s = value_per_s;
    return true;
}

bool scenario_take_integer(struct scenario_reader *reader, const cJSON *item, uint64_t min,
                           uint64_t max, uint64_t *value)
{
    double number = item->valuedouble;
    if (!cJSON_IsNumber(item) || number != floor(number) || number < (double)min ||
        number > (double)max)
        return scenario_refuse(reader, item,
                               cJSON_IsString(item) ? "write it without quotes" : NULL,
                               "must be a whole number from %llu to %llu", (unsigned long long)min,
                               (unsigned long long)max);
    *value = (uint64_t)number;
    return true;
}

bool scenario_take_boolean(struct scenario_reader *reader, const cJSON *item, bool *value)
{
    if (!cJSON_IsBool(item))
        return scenario_refuse(reader, item, "write true or false, without quotes",
                               "must be true or false");
    *value = cJSON_IsTrue(item);
    return true;
}

bool scenario_take_choice(struct scenario_reader *reader, const cJSON *item,
                          const char *const *words, size_t count, size_t *index)
{
    char all[160] = "";
    char hint[SCENARIO_HINT_BYTES];
    (void)snprintf(hint, sizeof hint, "\"%s\"", words[0]);
    const char *string = scenario_take_string(reader, item, hint);
    if (string == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(all);
        (void)snprintf(all + length, sizeof all - length, " %s", words[i]);
        if (strcmp(words[i], string) == 0) {
            *index = i;
            return true;
        }
    }
    scenario_hint_words(hint, string, NULL, words, count);
    return scenario_refuse(reader, item, hint, "\"%.64s\" is not one of:%s", string, all);
}
