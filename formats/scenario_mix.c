#include <string.h>

#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

#define WEIGHT_MAX 1e9 /* far from where doubles lose small weights beside large ones */

bool scenario_take_request(struct scenario_reader *reader, const cJSON *item, size_t *index)
{
    const struct scenario *scenario = reader->scenario;
    const char *names[SCENARIO_REQUESTS_MAX];
    char hint[SCENARIO_HINT_BYTES];
    const char *string = scenario_take_string(reader, item, "the name of a request");
    if (string == NULL || scenario->request_count == 0) /* 0: complained about already */
        return false;
    for (size_t i = 0; i < scenario->request_count; i++) {
        names[i] = scenario->requests[i].name;
        if (strcmp(names[i], string) == 0) {
            *index = i;
            return true;
        }
    }
    scenario_hint_words(hint, string, "requests", names, scenario->request_count);
    return scenario_refuse(reader, item, hint, "there is no request \"%.64s\"", string);
}

static void read_request(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_mix *share = target;
    (void)scenario_take_request(reader, item, &share->request);
}

static void read_weight(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_mix *share = target;
    if (!cJSON_IsNumber(item))
        (void)scenario_refuse(reader, item, "write 1 or 0.5, without quotes", "must be a number");
    else if (item->valuedouble <= 0)
        (void)scenario_refuse(reader, item, "to send none of it, leave the request out",
                              "must be more than 0");
    else if (item->valuedouble > WEIGHT_MAX)
        (void)scenario_refuse(reader, item, "weights count against each other: 99 and 1",
                              "must be at most %.0f", WEIGHT_MAX);
    else
        share->weight = item->valuedouble;
}

static const struct scenario_field fields[] = {
    {"request", read_request, "\"hello\""},
    {"weight", read_weight, "1"},
};

static const struct scenario_object object = {.fields = fields, .field_count = COUNT_OF(fields)};

/* Twice the same request would read as two kinds of traffic where there is one. */
static void refuse_second(struct scenario_reader *reader, const cJSON *element,
                          const struct scenario_mix *mix, size_t count, size_t request)
{
    for (size_t i = 0; i < count; i++)
        if (mix[i].request == request)
            (void)scenario_refuse(reader, element, "give it one weight", "\"%s\" stands here twice",
                                  reader->scenario->requests[request].name);
}

static size_t read_mix(struct scenario_reader *reader, const cJSON *item,
                       struct scenario_mix mix[SCENARIO_REQUESTS_MAX])
{
    size_t count = 0;
    size_t elements = scenario_take_array(reader, item, 1, SCENARIO_REQUESTS_MAX);
    if (elements == 0)
        return 0;
    for (const cJSON *element = item->child; element != NULL; element = element->next) {
        struct scenario_mix share = {.request = SIZE_MAX, .weight = 0};
        scenario_read_object(reader, element, &object, &share);
        if (share.request == SIZE_MAX)
            continue;
        refuse_second(reader, element, mix, count, share.request);
        mix[count++] = share;
    }
    return count;
}

void scenario_read_mix(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)target;
    reader->mix_count = read_mix(reader, item, reader->mix);
}

void scenario_read_phase_mix(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_phase *phase = target;
    phase->mix_count = read_mix(reader, item, phase->mix);
}

void scenario_mix_all(struct scenario_reader *reader)
{
    reader->mix_count = reader->scenario->request_count;
    for (size_t i = 0; i < reader->mix_count; i++)
        reader->mix[i] = (struct scenario_mix){.request = i, .weight = 1};
}
