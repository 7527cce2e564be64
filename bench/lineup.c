#include "bench/lineup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"

/* Measured when neither the scenario nor the command line says anything. */
static const char *const default_models[] = {"thread-per-request", "event-loop"};

#define DEFAULT_MODELS (sizeof default_models / sizeof default_models[0])

bool lineup_read_models(const char *list, struct lineup_models *models, struct error *error)
{
    models->count = 0;
    for (const char *line = list; *line != '\0'; line += *line == '\n') {
        size_t name = strcspn(line, "\t\n");
        if (name == 0 || name >= NAME_BYTES || line[name] != '\t' ||
            models->count == SCENARIO_SERVERS_MAX)
            return error_set(error, "server --list printed a line that is no \"name<tab>summary\"");
        (void)snprintf(models->names[models->count++], NAME_BYTES, "%.*s", (int)name, line);
        line += strcspn(line, "\n");
    }
    return models->count > 0 || error_set(error, "server --list named no model");
}

static bool is_model(const struct lineup_models *models, const char *name)
{
    for (size_t i = 0; i < models->count; i++)
        if (strcmp(models->names[i], name) == 0)
            return true;
    return false;
}

static const struct scenario_server *find_server(const struct scenario *scenario, const char *id)
{
    for (size_t i = 0; i < scenario->server_count; i++)
        if (strcmp(scenario->servers[i].id, id) == 0)
            return &scenario->servers[i];
    return NULL;
}

/* Adds a sentence on a line of its own, as far as there is room. */
PRINTF_LIKE(2, 3) static void complain(struct error *error, const char *format, ...)
{
    size_t length = strlen(error->text);
    va_list values;
    va_start(values, format);
    if (length > 0 && length + 1 < sizeof error->text)
        error->text[length++] = '\n';
    (void)vsnprintf(error->text + length, sizeof error->text - length, format, values);
    va_end(values);
}

/* "; did you mean X? known: A, B" */
static void suggest(const char *name, const char *const *known, size_t count, char *text,
                    size_t size)
{
    const char *nearest = json_nearest(name, known, count);
    int length = nearest != NULL ? snprintf(text, size, "; did you mean \"%s\"?", nearest) : 0;
    for (size_t i = 0; i < count && length >= 0 && (size_t)length < size; i++)
        length += snprintf(text + length, size - (size_t)length, "%s%s",
                           i > 0             ? ", "
                           : nearest != NULL ? " Known: "
                                             : "; known: ",
                           known[i]);
}

static void complain_model(const struct scenario *scenario, const struct scenario_server *server,
                           const struct lineup_models *models, struct error *error)
{
    const char *known[SCENARIO_SERVERS_MAX];
    char help[1024];
    for (size_t i = 0; i < models->count; i++)
        known[i] = models->names[i];
    suggest(server->model, known, models->count, help, sizeof help);
    complain(error, "%s: unknown model \"%s\" of server \"%s\"%s", scenario->path, server->model,
             server->id, help);
}

static void complain_name(const struct plan_scenario *entries, size_t count, const char *name,
                          const struct lineup_models *models, struct error *error)
{
    const char *known[SCENARIO_SERVERS_MAX * 4];
    size_t known_count = 0;
    char help[1024];
    for (size_t i = 0; i < models->count; i++)
        known[known_count++] = models->names[i];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < entries[i].scenario->server_count; j++) {
            const char *id = entries[i].scenario->servers[j].id;
            bool is_new = !is_model(models, id);
            for (size_t k = models->count; k < known_count; k++)
                is_new = is_new && strcmp(known[k], id) != 0;
            if (is_new && known_count < sizeof known / sizeof known[0])
                known[known_count++] = id;
        }
    suggest(name, known, known_count, help, sizeof help);
    complain(error, "--servers: unknown server \"%s\"%s", name, help);
}

static struct scenario_server plain_server(const char *model)
{
    struct scenario_server server = {.cpus = 0};
    (void)snprintf(server.id, sizeof server.id, "%s", model);
    (void)snprintf(server.model, sizeof server.model, "%s", model);
    (void)snprintf(server.label, sizeof server.label, "%s", model);
    return server;
}

static void add(struct plan_scenario *entry, const struct scenario_server *server)
{
    for (size_t i = 0; i < entry->server_count; i++)
        if (strcmp(entry->servers[i].id, server->id) == 0)
            return;
    if (entry->server_count < SCENARIO_SERVERS_MAX)
        entry->servers[entry->server_count++] = *server;
}

/* Adds one name of --servers wherever it fits. */
static void select_name(struct plan_scenario *entries, size_t count, const char *name,
                        const struct lineup_models *models, struct error *error)
{
    bool is_known = is_model(models, name);
    for (size_t i = 0; i < count; i++) {
        const struct scenario_server *own = find_server(entries[i].scenario, name);
        struct scenario_server plain = plain_server(name);
        if (own != NULL || is_model(models, name))
            add(&entries[i], own != NULL ? own : &plain);
        is_known = is_known || own != NULL;
    }
    if (!is_known)
        complain_name(entries, count, name, models, error);
}

static void select_names(struct plan_scenario *entries, size_t count, const char *selection,
                         const struct lineup_models *models, struct error *error)
{
    for (const char *at = selection; *at != '\0'; at += *at == ',') {
        char name[NAME_BYTES];
        size_t length = strcspn(at, ",");
        (void)snprintf(name, sizeof name, "%.*s", (int)(length < NAME_BYTES ? length : NAME_BYTES),
                       at);
        if (length > 0)
            select_name(entries, count, name, models, error);
        at += length;
    }
    for (size_t i = 0; i < count && error->text[0] == '\0'; i++)
        if (entries[i].server_count == 0)
            complain(error, "--servers=%s names no server of %s", selection,
                     entries[i].scenario->path);
}

static void take_own(struct plan_scenario *entry)
{
    for (size_t i = 0; i < entry->scenario->server_count; i++)
        add(entry, &entry->scenario->servers[i]);
    for (size_t i = 0; entry->scenario->server_count == 0 && i < DEFAULT_MODELS; i++) {
        struct scenario_server server = plain_server(default_models[i]);
        add(entry, &server);
    }
}

bool lineup_choose(struct plan_scenario *entries, size_t count, const char *selection,
                   const struct lineup_models *models, struct error *error)
{
    error->text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        entries[i].server_count = 0;
        if (selection == NULL)
            take_own(&entries[i]);
    }
    if (selection != NULL)
        select_names(entries, count, selection, models, error);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < entries[i].server_count; j++)
            if (!is_model(models, entries[i].servers[j].model))
                complain_model(entries[i].scenario, &entries[i].servers[j], models, error);
    return error->text[0] == '\0';
}
