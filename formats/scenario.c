#include "formats/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "core/sha256.h"
#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

#define FORMAT_VERSION 1

static void read_schema(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)target; /* for editors only */
    (void)scenario_take_string(reader, item, "\"./schema/scenario.schema.json\"");
}

static void read_version(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)target;
    if (!cJSON_IsNumber(item) || item->valuedouble != FORMAT_VERSION)
        (void)scenario_refuse(reader, item, "write 1", "this program reads version %d only",
                              FORMAT_VERSION);
}

static void read_name(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    const char *name = scenario_take_string(reader, item, "\"cpu-tail\"");
    if (name == NULL)
        return;
    size_t length = strlen(name);
    if (length == 0 || length >= sizeof scenario->name || name[0] == '-' ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != length)
        (void)scenario_refuse(reader, item, "small letters, digits and '-'; at most 64",
                              "\"%.70s\" cannot name folders and charts", name);
    else
        memcpy(scenario->name, name, length + 1);
}

static void read_title(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    (void)scenario_take_text(reader, item, &scenario->title);
}

static void read_description(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    (void)scenario_take_text(reader, item, &scenario->description);
}

static void read_question(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    (void)scenario_take_text(reader, item, &scenario->question);
}

static void read_seed(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    (void)scenario_take_integer(reader, item, 0, SCENARIO_SEED_MAX, &scenario->seed);
}

static void read_repetitions(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    uint64_t repetitions;
    if (scenario_take_integer(reader, item, 1, SCENARIO_REPETITIONS_MAX, &repetitions))
        scenario->repetitions = (unsigned)repetitions;
}

static void read_connections_max(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    uint64_t max;
    if (scenario_take_integer(reader, item, 1, SCENARIO_CONNECTIONS_MAX, &max))
        scenario->connections_max = (unsigned)max;
}

static void read_connections(struct scenario_reader *reader, const cJSON *item, void *target)
{
    static const struct scenario_field fields[] = {{"max", read_connections_max, NULL}};
    static const struct scenario_object object = {.fields = fields,
                                                  .field_count = COUNT_OF(fields)};
    scenario_read_object(reader, item, &object, target);
}

static bool is_auto(const cJSON *item)
{
    return cJSON_IsString(item) && strcmp(item->valuestring, "auto") == 0;
}

static void read_threads(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    uint64_t threads;
    if (is_auto(item))
        scenario->generator_threads = 0;
    else if (cJSON_IsString(item))
        (void)scenario_refuse(reader, item, "write \"auto\" or 2",
                              "must be \"auto\" or a whole number");
    else if (scenario_take_integer(reader, item, 1, LOADGEN_THREADS_MAX, &threads))
        scenario->generator_threads = (unsigned)threads;
}

static void read_spin(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    if (!is_auto(item) &&
        scenario_take_duration(reader, item, true, SCENARIO_SPIN_MAX_NS, &scenario->spin_ns))
        scenario->spin_auto = false;
}

static void read_generator(struct scenario_reader *reader, const cJSON *item, void *target)
{
    static const struct scenario_field fields[] = {
        {"threads", read_threads, NULL},
        {"spin", read_spin, NULL},
    };
    static const struct scenario_object object = {.fields = fields,
                                                  .field_count = COUNT_OF(fields)};
    scenario_read_object(reader, item, &object, target);
}

/* In an order in which each finds what it refers to. */
static const struct scenario_field fields[] = {
    {"$schema", read_schema, NULL},
    {"version", read_version, "1"},
    {"name", read_name, "\"cpu-tail\""},
    {"title", read_title, NULL},
    {"description", read_description, NULL},
    {"question", read_question, NULL},
    {"servers", scenario_read_servers, NULL},
    {"seed", read_seed, NULL},
    {"repetitions", read_repetitions, NULL},
    {"connections", read_connections, NULL},
    {"defaults", scenario_read_defaults, NULL},
    {"requests", scenario_read_requests, "{ \"hello\": { \"path\": \"/hello\" } }"},
    {"mix", scenario_read_mix, NULL},
    {"phases", scenario_read_phases, "[ ... ]; scenarios/README.md shows one"},
    {"objective", scenario_read_objective, NULL},
    {"thresholds", scenario_read_thresholds, NULL},
    {"generator", read_generator, NULL},
};

#define IN_PHASES   "it belongs in a phase: phases[0]"
#define IN_REQUESTS "it belongs in a request or in \"defaults\""

static const struct scenario_misplaced misplaced[] = {
    {"rate", IN_PHASES},
    {"duration", IN_PHASES},
    {"executor", IN_PHASES},
    {"rates", IN_PHASES},
    {"arrivals", IN_PHASES},
    {"stepDuration", IN_PHASES},
    {"warmup", IN_PHASES},
    {"onBusy", IN_PHASES},
    {"maxInFlight", IN_PHASES},
    {"timeout", IN_REQUESTS},
    {"headers", IN_REQUESTS},
    {"expect", IN_REQUESTS},
    {"threads", "it belongs in \"generator\""},
};

static const struct scenario_object object = {
    .fields = fields,
    .field_count = COUNT_OF(fields),
    .owner = "at the top level",
    .misplaced = misplaced,
    .misplaced_count = COUNT_OF(misplaced),
};

static void set_defaults(struct scenario_reader *reader)
{
    struct scenario *scenario = reader->scenario;
    *scenario =
        (struct scenario){.seed = 1, .repetitions = 1, .connections_max = 1024, .spin_auto = true};
    reader->defaults.timeout_ns = 5 * ONE_SECOND_NS;
    reader->defaults.expect = (struct scenario_expect){.status_class = 2, .body_length = -1};
}

static bool read_document(const struct json_document *document, struct scenario *scenario,
                          struct error *error)
{
    struct scenario_reader reader = {.document = document, .scenario = scenario};
    set_defaults(&reader);
    sha256_hex(document->text, document->length, scenario->sha256_hex);
    scenario->path = scenario_copy(&reader, document->root, document->path);
    scenario_read_object(&reader, document->root, &object, scenario);
    if (reader.complaint_count == 0)
        return true;
    scenario_report(&reader, error);
    scenario_release(scenario);
    return false;
}

bool scenario_read(const char *path, struct scenario *scenario, struct error *error)
{
    struct json_document document;
    if (!json_open(path, &document, error))
        return false;
    bool good = read_document(&document, scenario, error);
    json_close(&document);
    return good;
}

bool scenario_parse(const char *path, const char *text, size_t length, struct scenario *scenario,
                    struct error *error)
{
    struct json_document document;
    if (!json_parse(path, text, length, &document, error))
        return false;
    bool good = read_document(&document, scenario, error);
    json_close(&document);
    return good;
}

void scenario_release(struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->server_count; i++) {
        struct scenario_server *server = &scenario->servers[i];
        for (size_t k = 0; k < server->option_count; k++) {
            free(server->options[k].key);
            free(server->options[k].value);
        }
        free(server->options);
    }
    for (size_t i = 0; i < scenario->request_count; i++)
        scenario_release_request(&scenario->requests[i]);
    free(scenario->requests);
    free(scenario->phases);
    free(scenario->thresholds);
    free(scenario->title);
    free(scenario->description);
    free(scenario->question);
    free(scenario->path);
    *scenario = (struct scenario){0};
}

uint64_t scenario_load_ns(const struct scenario *scenario)
{
    uint64_t load_ns = 0;
    for (size_t i = 0; i < scenario->phase_count; i++)
        load_ns += scenario->phases[i].step_count * scenario->phases[i].step_duration_ns;
    return load_ns;
}
