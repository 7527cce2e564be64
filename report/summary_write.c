#include "report/summary_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/json_build.h"
#include "formats/result_parts.h"
#include "report/findings.h"
#include "report/summary_answer.h"
#include "report/summary_rows.h"

static void put_text_or_null(struct json_build *build, cJSON *parent, const char *name,
                             const char *text)
{
    if (text[0] == '\0')
        json_put_null(build, parent, name);
    else
        json_put_text(build, parent, name, text);
}

static void put_run(struct json_build *build, cJSON *root, const struct summary *summary)
{
    const struct summary_run *run = &summary->run;
    cJSON *object = json_put_object(build, root, "run");
    json_put_text(build, object, "suite", run->suite);
    json_put_text(build, object, "startedAt", run->started_at);
    json_put_text(build, object, "version", run->version);
    json_put_text(build, object, "revision", run->revision);
    json_put_bool(build, object, "revisionClean", run->revision_clean);
    json_put_text(build, object, "buildType", run->build_type);
    json_put_bool(build, object, "unoptimised", run->unoptimised);
    json_put_bool(build, object, "complete", run->complete);
    put_text_or_null(build, object, "reason", run->reason);
    json_put_number(build, object, "elapsedSeconds", run->elapsed_s, 3);
    json_put_number(build, object, "loadSeconds", run->load_s, 3);
    json_put_text(build, object, "commandLine", run->command_line);
    cJSON *machine = json_put_object(build, object, "machine");
    json_put_text(build, machine, "cpuModel", run->cpu_model);
    json_put_count(build, machine, "cpus", run->cpus);
    json_put_count(build, machine, "cpusAllowed", run->cpus_allowed);
    json_put_number(build, machine, "memoryBytes", run->memory_bytes, 0);
    json_put_text(build, machine, "kernel", run->kernel);
    json_put_text(build, machine, "os", run->os);
    json_put_bool(build, machine, "sharedCpus", run->shared_cpus);
    json_put_text(build, machine, "placement", run->placement);
}

static void put_cost(struct json_build *build, cJSON *object, const struct step_cost *cost)
{
    cJSON *made = json_put_object(build, object, "cost");
    json_put_number(build, made, "cpuSeconds", cost->cpu_s, 6);
    json_put_number(build, made, "cpuMicrosecondsPerRequest", cost->cpu_us_per_request, 3);
    json_put_number(build, made, "pssBytes", cost->pss_bytes, 0);
    json_put_number(build, made, "kernelBytes", cost->kernel_bytes, 0);
    json_put_number(build, made, "threads", cost->threads, 0);
    json_put_number(build, made, "descriptors", cost->descriptors, 0);
    json_put_number(build, made, "listenOverflows", cost->listen_overflows, 0);
    json_put_number(build, made, "generatorCpuShare", cost->generator_cpu_share, 6);
    json_put_number(build, made, "otherCpuSeconds", cost->other_cpu_s, 6);
    json_put_number(build, made, "stealShare", cost->steal_share, 6);
    json_put_number(build, made, "loopBusyShare", cost->loop_busy_share, 6);
    json_put_number(build, made, "loopBlockedShare", cost->loop_blocked_share, 6);
    json_put_number(build, made, "loopLongestSeconds", cost->loop_longest_s, 6);
}

static const char *outcome_word(enum objective_outcome outcome)
{
    static const char *const words[] = {"unknown", "met", "failed"};
    return words[outcome];
}

static void put_step(struct json_build *build, cJSON *steps, const struct summary_step *step)
{
    const struct measures *all = &step->step->measures;
    cJSON *object = json_put_object(build, steps, NULL);
    json_put_text(build, object, "phase", step->phase->name);
    json_put_count(build, object, "index", step->step->index);
    json_put_text(build, object, "direction", step->step->down ? "down" : "up");
    json_put_number(build, object, "startSeconds", step->step->start_s, 3);
    json_put_number(build, object, "durationSeconds", step->step->duration_s, 3);
    json_put_number(build, object, "ratePerSecond", step->rate_per_s, 3);
    json_put_number(build, object, "offeredPerSecond", all->offered_per_s, 3);
    json_put_number(build, object, "achievedPerSecond", all->achieved_per_s, 3);
    json_put_number(build, object, "servedPerSecond", step->served_per_s, 3);
    json_put_number(build, object, "goodputPerSecond", all->goodput_per_s, 3);
    json_put_count(build, object, "planned", all->planned);
    json_put_number(build, object, "errorRate", all->error_rate, 6);
    result_put_verdict(build, object, &step->step->verdict);
    json_put_bool(build, object, "trusted", step->trusted);
    json_put_bool(build, object, "keptUp", step->kept_up);
    json_put_text(build, object, "objective", outcome_word(step->objective));
    json_put_bool(build, object, "meetsObjective", step->meets_objective);
    put_text_or_null(build, object, "request", step->focus->request);
    (void)result_put_times(build, object, "responseTime", &step->focus->response_time);
    (void)result_put_times(build, object, "serviceTime", &step->focus->service_time);
    (void)result_put_times(build, object, "lag", &all->lag);
    put_cost(build, object, &step->cost);
}

static void put_server(struct json_build *build, cJSON *servers,
                       const struct summary_server *server)
{
    const struct summary_trial *shown = summary_shown(server);
    cJSON *object = json_put_object(build, servers, NULL);
    json_put_text(build, object, "id", server->id);
    json_put_text(build, object, "model", server->model);
    json_put_text(build, object, "label", server->label);
    json_put_count(build, object, "cpus", server->cpus);
    json_put_number(build, object, "sustainsPerSecond", server->sustains_per_s, 3);
    json_put_bool(build, object, "limitFound", server->limit_found);
    cJSON *trials = json_put_array(build, object, "trials");
    for (unsigned i = 0; i < server->trial_count; i++) {
        const struct summary_trial *trial = &server->trials[i];
        cJSON *made = json_put_object(build, trials, NULL);
        json_put_count(build, made, "n", trial->n);
        json_put_count(build, made, "seed", trial->seed);
        json_put_text(build, made, "directory", trial->directory);
        json_put_bool(build, made, "done", trial->done);
        put_text_or_null(build, made, "reason", trial->done ? "" : trial->reason);
        json_put_bool(build, made, "shown", trial == shown);
    }
    cJSON *steps = json_put_array(build, object, "steps");
    for (unsigned i = 0; shown != NULL && i < shown->step_count; i++)
        put_step(build, steps, &shown->steps[i]);
}

static void put_scenarios(struct json_build *build, cJSON *root, const struct summary *summary)
{
    cJSON *scenarios = json_put_array(build, root, "scenarios");
    for (unsigned i = 0; i < summary->scenario_count; i++) {
        const struct summary_scenario *scenario = &summary->scenarios[i];
        cJSON *object = json_put_object(build, scenarios, NULL);
        json_put_text(build, object, "name", scenario->name);
        put_text_or_null(build, object, "title", scenario->title);
        put_text_or_null(build, object, "question", scenario->question);
        put_text_or_null(build, object, "objective", scenario->objective);
        json_put_bool(build, object, "ranked", scenario->ranked);
        json_put_number(build, object, "commonRatePerSecond", scenario->common_rate_per_s, 3);
        json_put_number(build, object, "commonStep",
                        scenario->common_step < 0 ? (double)NAN : scenario->common_step, 0);
        cJSON *servers = json_put_array(build, object, "servers");
        for (unsigned k = 0; k < scenario->server_count; k++)
            put_server(build, servers, &scenario->servers[k]);
    }
}

static void put_findings(struct json_build *build, cJSON *root, const struct summary *summary)
{
    cJSON *findings = json_put_array(build, root, "findings");
    for (unsigned i = 0; i < summary->finding_count; i++) {
        const struct finding *finding = &summary->findings[i];
        const struct summary_scenario *scenario =
            finding->scenario < 0 ? NULL : &summary->scenarios[finding->scenario];
        cJSON *object = json_put_object(build, findings, NULL);
        json_put_text(build, object, "rule", finding->rule);
        json_put_text(build, object, "severity", finding_severity_name(finding->severity));
        put_text_or_null(build, object, "scenario", scenario == NULL ? "" : scenario->name);
        put_text_or_null(build, object, "server",
                         finding->server < 0 ? "" : scenario->servers[finding->server].id);
        json_put_text(build, object, "sentence", finding->sentence);
        json_put_text(build, object, "why", finding->why);
        put_text_or_null(build, object, "next", finding->next);
        put_text_or_null(build, object, "chart", finding->chart);
        json_put_number(build, object, "measured", finding->measured, 6);
        json_put_number(build, object, "threshold", finding->threshold, 6);
    }
    json_put_count(build, root, "findingsLeftOut", summary->findings_left_out);
}

char *summary_json(const struct summary *summary)
{
    struct json_build build = {.complete = true};
    cJSON *root = cJSON_CreateObject();
    if (root == NULL)
        return NULL;
    json_put_count(&build, root, "schemaVersion", SUMMARY_SCHEMA_VERSION);
    json_put_text(&build, root, "latencyUnit", "us");
    put_run(&build, root, summary);
    put_scenarios(&build, root, summary);
    put_findings(&build, root, summary);
    return json_build_text(&build, root);
}

static bool write_json(const struct summary *summary, const char *directory, struct error *error)
{
    char path[PATH_BYTES];
    if (!file_join(path, directory, "summary.json", error))
        return false;
    char *text = summary_json(summary);
    if (text == NULL)
        return error_set(error, "cannot write %s: out of memory", path);
    bool written = file_write(path, text, strlen(text), error);
    free(text);
    return written;
}

static bool write_csv(const struct summary *summary, const char *directory, struct error *error)
{
    char path[PATH_BYTES];
    char *text = NULL;
    size_t length = 0;
    if (!file_join(path, directory, "summary.csv", error))
        return false;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL)
        return error_set(error, "cannot write %s: out of memory", path);
    summary_rows_print(summary, ',', false, stream);
    bool whole = ferror(stream) == 0;
    whole = fclose(stream) == 0 && whole;
    bool written = whole ? file_write(path, text, length, error)
                         : error_set(error, "cannot write %s: out of memory", path);
    free(text);
    return written;
}

bool summary_write(const struct summary *summary, const char *directory, struct error *error)
{
    return write_json(summary, directory, error) && write_csv(summary, directory, error);
}
