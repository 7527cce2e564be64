#include "report/summary_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "formats/fields.h"

#define RUN_SCHEMA_VERSION 1

/* A label: null is "", too long is cut. */
static void read_label(struct fields *fields, const cJSON *object, const char *name, char *text,
                       size_t size)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    text[0] = '\0';
    if (cJSON_IsString(item))
        (void)snprintf(text, size, "%s", item->valuestring);
    else if (item != NULL && !cJSON_IsNull(item))
        fields_refuse(fields, item, "%s must be a text or null", name);
}

#define READ_LABEL(fields, object, name, text) read_label(fields, object, name, text, sizeof(text))

static void *make_items(struct fields *fields, const cJSON *array, size_t item_bytes)
{
    void *items = fields->good ? calloc(fields_size(array) + 1, item_bytes) : NULL;
    if (fields->good && items == NULL)
        fields_refuse(fields, array, "does not fit into memory");
    return items;
}

static void read_labels(struct fields *fields, const cJSON *root, struct summary_run *run)
{
    READ_LABEL(fields, root, "suite", run->suite);
    READ_LABEL(fields, root, "startedAt", run->started_at);
    READ_LABEL(fields, root, "version", run->version);
    READ_LABEL(fields, root, "revision", run->revision);
    READ_LABEL(fields, root, "buildType", run->build_type);
    READ_LABEL(fields, root, "reason", run->reason);
    READ_LABEL(fields, root, "commandLine", run->command_line);
    run->revision_clean = fields_bool(fields, root, "revisionClean");
    run->complete = fields_bool(fields, root, "complete");
    run->unoptimised = fields_bool(fields, root, "unoptimised");
    run->elapsed_s = fields_number_or_null(fields, root, "elapsedSeconds");
    run->load_s = fields_number_or_null(fields, root, "loadSeconds");
    run->iterations_per_ms = fields_number_or_null(fields, root, "iterationsPerMs");
}

static void read_machine(struct fields *fields, const cJSON *root, struct summary_run *run)
{
    const cJSON *machine = fields_object(fields, root, "machine");
    size_t mark = fields_enter(fields, "machine");
    READ_LABEL(fields, machine, "cpuModel", run->cpu_model);
    READ_LABEL(fields, machine, "kernel", run->kernel);
    READ_LABEL(fields, machine, "os", run->os);
    run->cpus = fields_unsigned(fields, machine, "cpus");
    run->cpus_allowed = fields_unsigned(fields, machine, "cpusAllowed");
    run->memory_bytes = fields_number(fields, machine, "memoryBytes");
    run->descriptor_limit = fields_number(fields, machine, "descriptorLimit");
    fields_leave(fields, mark);
    const cJSON *placement = fields_object(fields, root, "placement");
    mark = fields_enter(fields, "placement");
    run->shared_cpus = fields_bool(fields, placement, "sharedCpus");
    READ_LABEL(fields, placement, "reason", run->placement);
    fields_leave(fields, mark);
}

static void read_server(struct fields *fields, const cJSON *object, struct summary_server *server)
{
    fields_text(fields, object, "id", server->id, sizeof server->id);
    fields_text(fields, object, "model", server->model, sizeof server->model);
    fields_text(fields, object, "label", server->label, sizeof server->label);
    server->cpus = fields_unsigned(fields, object, "cpus");
    server->shown = -1;
}

static void read_scenario(struct fields *fields, const cJSON *object,
                          struct summary_scenario *scenario)
{
    fields_text(fields, object, "name", scenario->name, sizeof scenario->name);
    READ_LABEL(fields, object, "title", scenario->title);
    READ_LABEL(fields, object, "question", scenario->question);
    READ_LABEL(fields, object, "file", scenario->file);
    READ_LABEL(fields, object, "objective", scenario->objective);
    const cJSON *servers = fields_array(fields, object, "servers");
    scenario->servers = make_items(fields, servers, sizeof *scenario->servers);
    for (const cJSON *item = servers == NULL ? NULL : servers->child; fields->good && item != NULL;
         item = item->next) {
        size_t mark = fields_enter(fields, "servers[%u]", scenario->server_count);
        read_server(fields, item, &scenario->servers[scenario->server_count++]);
        fields_leave(fields, mark);
    }
}

static void read_scenarios(struct fields *fields, const cJSON *root, struct summary *summary)
{
    const cJSON *array = fields_array(fields, root, "scenarios");
    summary->scenarios = make_items(fields, array, sizeof *summary->scenarios);
    for (const cJSON *item = array == NULL ? NULL : array->child; fields->good && item != NULL;
         item = item->next) {
        size_t mark = fields_enter(fields, "scenarios[%u]", summary->scenario_count);
        read_scenario(fields, item, &summary->scenarios[summary->scenario_count++]);
        fields_leave(fields, mark);
    }
}

static struct summary_server *find_server(struct summary *summary, const char *scenario,
                                          const char *server)
{
    for (unsigned i = 0; i < summary->scenario_count; i++)
        for (unsigned k = 0; k < summary->scenarios[i].server_count; k++)
            if (strcmp(summary->scenarios[i].name, scenario) == 0 &&
                strcmp(summary->scenarios[i].servers[k].id, server) == 0)
                return &summary->scenarios[i].servers[k];
    return NULL;
}

static struct summary_trial *add_trial(struct fields *fields, const cJSON *object,
                                       struct summary_server *server)
{
    struct summary_trial *trials =
        reallocarray(server->trials, server->trial_count + 1, sizeof *trials);
    if (trials == NULL) {
        fields_refuse(fields, object, "does not fit into memory");
        return NULL;
    }
    server->trials = trials;
    struct summary_trial *trial = &trials[server->trial_count++];
    *trial = (struct summary_trial){0};
    return trial;
}

/* Trials lie below the run's folder, whatever the file says. */
static void read_directory(struct fields *fields, const cJSON *object, struct summary_trial *trial)
{
    fields_text(fields, object, "directory", trial->directory, sizeof trial->directory);
    const char *path = trial->directory;
    size_t length = strlen(path);
    bool climbs = strncmp(path, "../", 3) == 0 || strstr(path, "/../") != NULL ||
                  (length >= 2 && strcmp(path + length - 2, "..") == 0);
    if (fields->good && (path[0] == '/' || path[0] == '\0' || climbs))
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(object, "directory"),
                      "directory must lie within the run's folder");
}

static void read_trial(struct fields *fields, const cJSON *object, struct summary *summary)
{
    char scenario[NAME_BYTES], name[NAME_BYTES], status[16];
    fields_text(fields, object, "scenario", scenario, sizeof scenario);
    fields_text(fields, object, "server", name, sizeof name);
    fields_text(fields, object, "status", status, sizeof status);
    if (!fields->good)
        return;
    struct summary_server *server = find_server(summary, scenario, name);
    if (server == NULL) {
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(object, "server"),
                      "server \"%s\" of \"%s\" is not in scenarios", name, scenario);
        return;
    }
    struct summary_trial *trial = add_trial(fields, object, server);
    if (trial == NULL)
        return;
    trial->n = fields_unsigned(fields, object, "n");
    trial->seed = fields_count(fields, object, "seed");
    trial->done = strcmp(status, "done") == 0;
    read_directory(fields, object, trial);
    READ_LABEL(fields, object, "reason", trial->reason);
    if (!trial->done && trial->reason[0] == '\0')
        (void)snprintf(trial->reason, sizeof trial->reason, "%s", status);
}

static void read_trials(struct fields *fields, const cJSON *root, struct summary *summary)
{
    const cJSON *array = fields_array(fields, root, "trials");
    unsigned number = 0;
    for (const cJSON *item = array == NULL ? NULL : array->child; fields->good && item != NULL;
         item = item->next) {
        size_t mark = fields_enter(fields, "trials[%u]", number++);
        read_trial(fields, item, summary);
        fields_leave(fields, mark);
    }
}

static void check_version(struct fields *fields, const cJSON *root)
{
    uint64_t version = fields_count(fields, root, "schemaVersion");
    if (fields->good && version != RUN_SCHEMA_VERSION)
        fields_refuse(fields, cJSON_GetObjectItemCaseSensitive(root, "schemaVersion"),
                      "schemaVersion is %llu, but this program reads version %d",
                      (unsigned long long)version, RUN_SCHEMA_VERSION);
}

bool summary_run_read(const char *path, struct summary *summary, struct error *error)
{
    struct json_document document;
    if (!json_open(path, &document, error))
        return false;
    struct fields fields;
    fields_init(&fields, &document, error);
    check_version(&fields, document.root);
    read_labels(&fields, document.root, &summary->run);
    read_machine(&fields, document.root, &summary->run);
    read_scenarios(&fields, document.root, summary);
    read_trials(&fields, document.root, summary);
    json_close(&document);
    return fields.good;
}
