#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "formats/fields.h"
#include "formats/result.h"
#include "formats/result_measures.h"

static void read_verdict(struct fields *fields, const cJSON *object, struct verdict *verdict)
{
    const cJSON *made = fields_object(fields, object, "verdict");
    size_t mark = fields_enter(fields, "verdict");
    char status[16];
    fields_text(fields, made, "status", status, sizeof status);
    unsigned known = 0;
    while (known < 3 && strcmp(status, verdict_names[known]) != 0)
        known++;
    if (fields->good && known == 3)
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(made, "status"),
                      "status must be \"ok\", \"degraded\" or \"invalid\"");
    verdict->status = (enum verdict_status)(known % 3);
    const cJSON *reasons = fields_array(fields, made, "reasons");
    unsigned count = fields_size(reasons);
    if (count > RESULT_REASONS_MAX)
        fields_refuse(fields, reasons, "reasons has %u sentences, more than %d", count,
                      RESULT_REASONS_MAX);
    const cJSON *item = count > 0 ? reasons->child : NULL;
    for (verdict->reason_count = 0; fields->good && item != NULL; item = item->next)
        fields_item_text(fields, item, "reasons: a sentence",
                         verdict->reasons[verdict->reason_count++], sizeof verdict->reasons[0]);
    fields_leave(fields, mark);
}

static bool read_direction(struct fields *fields, const cJSON *object)
{
    char direction[8];
    fields_text(fields, object, "direction", direction, sizeof direction);
    if (fields->good && strcmp(direction, "up") != 0 && strcmp(direction, "down") != 0)
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(object, "direction"),
                      "direction must be \"up\" or \"down\"");
    return strcmp(direction, "down") == 0;
}

static unsigned read_vus(struct fields *fields, const cJSON *object)
{
    if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(object, "vus")))
        return 0;
    return fields_unsigned(fields, object, "vus");
}

/* Room for all elements of `size` bytes, and never none; the caller frees it with free(). */
static void *make_room(struct fields *fields, const cJSON *parts, const char *name, size_t size)
{
    void *room = fields->good ? calloc((size_t)fields_size(parts) + 1, size) : NULL;
    if (room == NULL)
        fields_refuse(fields, parts, "%s: out of memory", name);
    return room;
}

static void read_requests(struct fields *fields, const cJSON *object, struct result_step *step)
{
    const cJSON *requests = fields_object(fields, object, "requests");
    step->requests = make_room(fields, requests, "requests", sizeof *step->requests);
    for (const cJSON *item = requests == NULL ? NULL : requests->child;
         fields->good && item != NULL; item = item->next) {
        struct measures *measures = &step->requests[step->request_count++];
        size_t mark = fields_enter(fields, "requests.%.64s", item->string);
        result_measures_read(fields, item, measures);
        fields_leave(fields, mark);
        if (strlen(item->string) < sizeof measures->request)
            memcpy(measures->request, item->string, strlen(item->string) + 1);
        else
            fields_refuse(fields, item, "requests.%.64s... has too long a name", item->string);
    }
}

static void read_step(struct fields *fields, const cJSON *object, struct result_step *step)
{
    step->index = fields_unsigned(fields, object, "index");
    step->down = read_direction(fields, object);
    step->start_s = fields_number(fields, object, "startSeconds");
    step->duration_s = fields_number(fields, object, "durationSeconds");
    step->vus = read_vus(fields, object);
    read_verdict(fields, object, &step->verdict);
    result_measures_read(fields, object, &step->measures);
    read_requests(fields, object, step);
}

static void read_steps(struct fields *fields, const cJSON *object, struct result_phase *phase)
{
    const cJSON *steps = fields_array(fields, object, "steps");
    phase->steps = make_room(fields, steps, "steps", sizeof *phase->steps);
    for (const cJSON *item = steps == NULL ? NULL : steps->child; fields->good && item != NULL;
         item = item->next) {
        size_t mark = fields_enter(fields, "steps[%u]", phase->step_count);
        read_step(fields, item, &phase->steps[phase->step_count++]);
        fields_leave(fields, mark);
    }
}

static void read_phases(struct fields *fields, const cJSON *root, struct result *result)
{
    const cJSON *phases = fields_array(fields, root, "phases");
    result->phases = make_room(fields, phases, "phases", sizeof *result->phases);
    for (const cJSON *item = phases == NULL ? NULL : phases->child; fields->good && item != NULL;
         item = item->next) {
        struct result_phase *phase = &result->phases[result->phase_count];
        size_t mark = fields_enter(fields, "phases[%u]", result->phase_count++);
        fields_text(fields, item, "name", phase->name, sizeof phase->name);
        phase->warmup = fields_bool(fields, item, "warmup");
        fields_text(fields, item, "executor", phase->executor, sizeof phase->executor);
        read_steps(fields, item, phase);
        fields_leave(fields, mark);
    }
}

static void read_thresholds(struct fields *fields, const cJSON *root, struct result *result)
{
    const cJSON *array = fields_array(fields, root, "thresholds");
    result->thresholds = make_room(fields, array, "thresholds", sizeof *result->thresholds);
    for (const cJSON *item = array == NULL ? NULL : array->child; fields->good && item != NULL;
         item = item->next) {
        struct result_threshold *threshold = &result->thresholds[result->threshold_count];
        size_t mark = fields_enter(fields, "thresholds[%u]", result->threshold_count++);
        fields_text(fields, item, "text", threshold->text, sizeof threshold->text);
        threshold->value = fields_number_or_null(fields, item, "value");
        threshold->passed = fields_bool(fields, item, "passed");
        fields_leave(fields, mark);
    }
}

/* First of all: what another version means by a field is not for this one to guess. */
static void check_version(struct fields *fields, const cJSON *root)
{
    uint64_t version = fields_count(fields, root, "schemaVersion");
    if (version != RESULT_SCHEMA_VERSION)
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(root, "schemaVersion"),
                      "schemaVersion is %llu, but this program reads version %d",
                      (unsigned long long)version, RESULT_SCHEMA_VERSION);
    char unit[8];
    fields_text(fields, root, "latencyUnit", unit, sizeof unit);
    if (fields->good && strcmp(unit, "us") != 0)
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(root, "latencyUnit"),
                      "latencyUnit must be \"us\"");
}

static void read_labels(struct fields *fields, const cJSON *root, struct result *result)
{
    const cJSON *scenario = fields_object(fields, root, "scenario");
    size_t mark = fields_enter(fields, "scenario");
    fields_text(fields, scenario, "name", result->scenario_name, sizeof result->scenario_name);
    fields_text(fields, scenario, "sha256", result->scenario_sha256,
                sizeof result->scenario_sha256);
    fields_leave(fields, mark);
    const cJSON *server = fields_object(fields, root, "server");
    mark = fields_enter(fields, "server");
    fields_text(fields, server, "id", result->server_id, sizeof result->server_id);
    fields_text(fields, server, "model", result->server_model, sizeof result->server_model);
    fields_text(fields, server, "label", result->server_label, sizeof result->server_label);
    fields_leave(fields, mark);
    fields_text(fields, root, "url", result->url, sizeof result->url);
    result->seed = fields_count(fields, root, "seed");
    fields_text(fields, root, "startedAt", result->started_at, sizeof result->started_at);
    result->zero_ns = fields_count(fields, root, "zeroNs");
    result->duration_s = fields_number(fields, root, "durationSeconds");
    result->interrupted = fields_bool(fields, root, "interrupted");
}

static void read_generator(struct fields *fields, const cJSON *root, struct result *result)
{
    const cJSON *generator = fields_object(fields, root, "generator");
    size_t mark = fields_enter(fields, "generator");
    result->generator_threads = fields_unsigned(fields, generator, "threads");
    result->generator_spin_us = fields_number(fields, generator, "spinMicroseconds");
    result->generator_cpu_s = fields_number(fields, generator, "cpuSeconds");
    fields_leave(fields, mark);
}

bool result_read(const char *path, struct result *result, struct error *error)
{
    struct json_document document;
    if (!json_open(path, &document, error))
        return false;
    struct fields fields;
    fields_init(&fields, &document, error);
    *result = (struct result){0};
    check_version(&fields, document.root);
    read_labels(&fields, document.root, result);
    read_verdict(&fields, document.root, &result->verdict);
    result_measures_read(&fields, document.root, &result->measures);
    read_phases(&fields, document.root, result);
    read_thresholds(&fields, document.root, result);
    read_generator(&fields, document.root, result);
    json_close(&document);
    if (!fields.good)
        result_release(result);
    return fields.good;
}
