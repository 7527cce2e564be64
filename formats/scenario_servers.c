#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

/* Options that a scenario may not set, also not by an abbreviation that the server's command line
 * would complete: they are bench's, and one of them could open the server to the network. */
static const char *const reserved_options[] = {
    "model", "port",      "host",    "address", "listen", "bind", "stats",
    "list",  "calibrate", "version", "help",    "usage",  "json", "iterations-per-ms",
};

static void read_id(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_server *server = target;
    (void)scenario_take_identifier(reader, item, server->id);
}

static void read_model(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_server *server = target;
    (void)scenario_take_identifier(reader, item, server->model);
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        if (((unsigned char)*text & 0xc0) != 0x80)
            count++;
    return count;
}

static void read_label(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_server *server = target;
    char *label = NULL;
    if (!scenario_take_text(reader, item, &label))
        return;
    if (count_characters(label) > SCENARIO_LABEL_CHARS_MAX || strlen(label) >= sizeof server->label)
        (void)scenario_refuse(reader, item, NULL, "a label has at most %d characters (%zu bytes)",
                              SCENARIO_LABEL_CHARS_MAX, sizeof server->label - 1);
    else
        memcpy(server->label, label, strlen(label) + 1);
    free(label);
}

static void read_cpus(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_server *server = target;
    uint64_t cpus;
    if (scenario_take_integer(reader, item, 1, SCENARIO_CPUS_MAX, &cpus))
        server->cpus = (unsigned)cpus;
}

static bool check_option_key(struct scenario_reader *reader, const cJSON *item)
{
    const char *key = item->string;
    struct json_place place = json_key_place(reader->document, item);
    size_t length = strlen(key);
    bool good = key[0] >= 'a' && key[0] <= 'z' && length < NAME_BYTES &&
                strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
    if (!good) {
        scenario_complain(reader, place, "as in \"workers\", for --workers",
                          "\"%.70s\" is no name for an option", key);
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(reserved_options); i++) {
        if (strncmp(reserved_options[i], key, length) == 0) {
            scenario_complain(reader, place, "a scenario cannot set it", "--%s belongs to bench",
                              reserved_options[i]);
            return false;
        }
    }
    return true;
}

static void read_option(struct scenario_reader *reader, const cJSON *item,
                        struct scenario_server *server)
{
    struct scenario_option *option = &server->options[server->option_count];
    char number[32];
    char *value = NULL;
    if (!check_option_key(reader, item))
        return;
    if (cJSON_IsString(item)) {
        if (!scenario_take_text(reader, item, &value))
            return;
    } else if (cJSON_IsBool(item)) {
        value = scenario_copy(reader, item, cJSON_IsTrue(item) ? "true" : "false");
    } else if (cJSON_IsNumber(item) && item->valuedouble == floor(item->valuedouble) &&
               fabs(item->valuedouble) < 1e15) {
        (void)snprintf(number, sizeof number, "%.0f", item->valuedouble);
        value = scenario_copy(reader, item, number);
    } else {
        (void)scenario_refuse(reader, item, "as in 4, \"reuseport\" or true",
                              "must be a string, a whole number or a boolean");
        return;
    }
    option->key = scenario_copy(reader, item, item->string);
    option->value = value;
    server->option_count++;
}

static void read_options(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_server *server = target;
    size_t count = 0;
    if (!cJSON_IsObject(item)) {
        (void)scenario_refuse(reader, item, "write { \"workers\": 2 }", "must be an object");
        return;
    }
    for (const cJSON *option = item->child; option != NULL; option = option->next)
        count++;
    if (count > SCENARIO_OPTIONS_MAX) {
        (void)scenario_refuse(reader, item, NULL, "has more than %d options", SCENARIO_OPTIONS_MAX);
        return;
    }
    server->options = calloc(count + 1, sizeof *server->options);
    if (server->options == NULL) {
        (void)scenario_refuse(reader, item, NULL, "out of memory");
        return;
    }
    for (const cJSON *option = item->child; option != NULL; option = option->next)
        read_option(reader, option, server);
}

static const struct scenario_field fields[] = {
    {"id", read_id, NULL},     {"model", read_model, "\"event-loop\""}, {"label", read_label, NULL},
    {"cpus", read_cpus, NULL}, {"options", read_options, NULL},
};

static const struct scenario_object object = {.fields = fields, .field_count = COUNT_OF(fields)};

static void read_server(struct scenario_reader *reader, const cJSON *item,
                        struct scenario_server *server)
{
    if (cJSON_IsObject(item))
        scenario_read_object(reader, item, &object, server);
    else if (cJSON_IsString(item))
        read_model(reader, item, server);
    else
        (void)scenario_refuse(reader, item, "as in \"event-loop\"",
                              "must be a model's name or an object with \"model\"");
    if (server->id[0] == '\0')
        memcpy(server->id, server->model, sizeof server->id);
    if (server->label[0] == '\0')
        memcpy(server->label, server->id, sizeof server->label);
}

static void check_unique(struct scenario_reader *reader, const cJSON *item, size_t index)
{
    const struct scenario_server *servers = reader->scenario->servers;
    for (size_t i = 0; i < index; i++)
        if (servers[index].id[0] != '\0' && strcmp(servers[i].id, servers[index].id) == 0)
            (void)scenario_refuse(reader, item, "give one of them an \"id\" of its own",
                                  "servers[%zu] has the id \"%s\" already", i, servers[i].id);
}

void scenario_read_servers(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    if (scenario_take_array(reader, item, 1, SCENARIO_SERVERS_MAX) == 0)
        return;
    for (const cJSON *server = item->child; server != NULL; server = server->next) {
        size_t index = scenario->server_count++;
        read_server(reader, server, &scenario->servers[index]);
        check_unique(reader, server, index);
    }
}
