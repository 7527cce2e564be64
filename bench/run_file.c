#include "bench/run_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/json_build.h"

#define RUN_SCHEMA_VERSION 1

static double seconds(uint64_t duration_ns)
{
    return (double)duration_ns / (double)ONE_SECOND_NS;
}

static void put_text_or_null(struct json_build *build, cJSON *parent, const char *name,
                             const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_put_text(build, parent, name, text);
    else
        json_put_null(build, parent, name);
}

double run_file_load_seconds(const struct run_record *record)
{
    double sum = 0.0;
    for (size_t i = 0; i < record->plan->trial_count; i++)
        if (record->trials[i].status == TRIAL_DONE)
            sum += record->trials[i].load_seconds;
    return sum;
}

static void put_head(struct json_build *build, cJSON *root, const struct run_record *record)
{
    const struct program_build *server = &record->programs->server_build;
    size_t length = strlen(server->revision);
    bool clean = length > 0 && server->revision[length - 1] != '+' &&
                 strcmp(server->revision, "unknown") != 0;
    json_put_count(build, root, "schemaVersion", RUN_SCHEMA_VERSION);
    json_put_text(build, root, "suite", record->suite);
    json_put_text(build, root, "startedAt", record->started_at);
    put_text_or_null(build, root, "endedAt", record->ended_at);
    json_put_bool(build, root, "complete", record->complete);
    put_text_or_null(build, root, "reason", record->reason);
    json_put_number(build, root, "plannedSeconds", seconds(record->plan->total_ns), 3);
    json_put_number(build, root, "elapsedSeconds", seconds(clock_now_ns() - record->started_ns), 3);
    json_put_number(build, root, "loadSeconds", run_file_load_seconds(record), 3);
    json_put_text(build, root, "version", server->version);
    json_put_text(build, root, "revision", server->revision);
    json_put_bool(build, root, "revisionClean", clean);
    json_put_text(build, root, "buildType", server->build_type);
    json_put_bool(build, root, "unoptimised", !programs_are_optimised(record->programs));
    json_put_text(build, root, "commandLine", record->command_line);
}

static void put_machine(struct json_build *build, cJSON *root, const struct machine *machine)
{
    cJSON *object = json_put_object(build, root, "machine");
    json_put_text(build, object, "cpuModel", machine->cpu_model);
    json_put_count(build, object, "cpus", machine->cpus);
    json_put_count(build, object, "cpusAllowed", machine->cpus_allowed);
    json_put_number(build, object, "cpuQuota", machine->quota_cpus, 3);
    json_put_count(build, object, "memoryBytes", machine->memory_bytes);
    json_put_text(build, object, "kernel", machine->kernel);
    json_put_text(build, object, "os", machine->os);
    json_put_count(build, object, "descriptorLimit", machine->descriptor_limit);
    json_put_count(build, object, "somaxconn", machine->somaxconn);
    cJSON *ports = json_put_array(build, object, "portRange");
    json_put_count(build, ports, NULL, machine->ports[0]);
    json_put_count(build, ports, NULL, machine->ports[1]);
}

static void put_cpus(struct json_build *build, cJSON *parent, const char *name,
                     const cpu_set_t *cpus)
{
    cJSON *array = json_put_array(build, parent, name);
    for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, cpus))
            json_put_count(build, array, NULL, cpu);
}

static void put_placement(struct json_build *build, cJSON *root,
                          const struct cpu_placement *placement)
{
    cJSON *object = json_put_object(build, root, "placement");
    json_put_bool(build, object, "sharedCpus", placement->shared);
    put_cpus(build, object, "serverCpus", &placement->server_cpus);
    put_cpus(build, object, "generatorCpus", &placement->generator_cpus);
    json_put_number(build, object, "serverNice",
                    placement->own_nice + placement->server_nice_increment, 0);
    json_put_number(build, object, "generatorNice", placement->own_nice, 0);
    json_put_text(build, object, "reason", placement->reason);
}

static void put_server(struct json_build *build, cJSON *array, const struct scenario_server *server,
                       const struct cpu_placement *placement)
{
    cpu_set_t mask;
    cJSON *object = json_put_object(build, array, NULL);
    json_put_text(build, object, "id", server->id);
    json_put_text(build, object, "model", server->model);
    json_put_text(build, object, "label", server->label);
    json_put_count(build, object, "cpus",
                   cpu_placement_server_mask(placement, server->cpus, &mask));
    cJSON *options = json_put_object(build, object, "options");
    for (size_t i = 0; i < server->option_count; i++)
        json_put_text(build, options, server->options[i].key, server->options[i].value);
}

static void put_objective(struct json_build *build, cJSON *object, const struct scenario *scenario)
{
    char text[sizeof scenario->objective.text + NAME_BYTES + 8] = "";
    if (scenario->has_objective && scenario->objective.request >= 0)
        (void)snprintf(text, sizeof text, "%s of %s", scenario->objective.text,
                       scenario->requests[scenario->objective.request].name);
    else if (scenario->has_objective)
        (void)snprintf(text, sizeof text, "%s", scenario->objective.text);
    put_text_or_null(build, object, "objective", text);
}

static void put_scenarios(struct json_build *build, cJSON *root, const struct run_record *record)
{
    cJSON *array = json_put_array(build, root, "scenarios");
    for (size_t i = 0; i < record->plan->scenario_count; i++) {
        const struct plan_scenario *entry = &record->plan->scenarios[i];
        cJSON *object = json_put_object(build, array, NULL);
        json_put_text(build, object, "name", entry->scenario->name);
        put_text_or_null(build, object, "title", entry->scenario->title);
        put_text_or_null(build, object, "question", entry->scenario->question);
        json_put_text(build, object, "file", entry->scenario->path);
        put_objective(build, object, entry->scenario);
        cJSON *servers = json_put_array(build, object, "servers");
        for (size_t j = 0; j < entry->server_count; j++)
            put_server(build, servers, &entry->servers[j], record->placement);
    }
}

static void put_trial(struct json_build *build, cJSON *array, const struct plan *plan,
                      const struct plan_trial *planned, const struct trial_record *trial)
{
    static const char *const statuses[] = {
        [TRIAL_SKIPPED] = "skipped", [TRIAL_DONE] = "done", [TRIAL_FAILED] = "failed"};
    const struct plan_scenario *entry = &plan->scenarios[planned->scenario];
    char directory[TRIAL_DIRECTORY_BYTES];
    cJSON *object = json_put_object(build, array, NULL);
    const char *server = entry->servers[planned->server].id;
    trial_directory(entry->scenario->name, server, planned->block + 1, directory);
    json_put_text(build, object, "scenario", entry->scenario->name);
    json_put_text(build, object, "server", server);
    json_put_count(build, object, "n", planned->block + 1);
    json_put_count(build, object, "block", planned->block);
    json_put_count(build, object, "seed", planned->seed);
    json_put_text(build, object, "directory", directory);
    json_put_text(build, object, "status", statuses[trial->status]);
    put_text_or_null(build, object, "reason", trial->reason);
    put_text_or_null(build, object, "startedAt", trial->started_at);
    json_put_number(build, object, "seconds", trial->seconds, 3);
    put_text_or_null(build, object, "verdict",
                     trial->status == TRIAL_DONE ? verdict_names[trial->verdict] : NULL);
}

static void put_trials(struct json_build *build, cJSON *root, const struct run_record *record)
{
    cJSON *array = json_put_array(build, root, "trials");
    for (size_t i = 0; i < record->plan->trial_count; i++)
        put_trial(build, array, record->plan, &record->plan->trials[i], &record->trials[i]);
}

bool run_file_write(const struct run_record *record, const char *directory, struct error *error)
{
    char path[PATH_BYTES];
    struct json_build build = {.complete = true};
    cJSON *root = cJSON_CreateObject();
    if (!file_join(path, directory, "run.json", error))
        return false;
    put_head(&build, root, record);
    put_machine(&build, root, record->machine);
    put_placement(&build, root, record->placement);
    json_put_number(&build, root, "iterationsPerMs", record->iterations_per_ms, 6);
    put_scenarios(&build, root, record);
    put_trials(&build, root, record);
    char *text = json_build_text(&build, root);
    if (text == NULL)
        return error_set(error, "out of memory for %s", path);
    bool written = file_write(path, text, strlen(text), error);
    free(text);
    return written;
}
