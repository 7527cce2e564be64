#include "report/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "report/objective.h"
#include "report/summary_answer.h"
#include "report/summary_files.h"
#include "report/summary_run.h"
#include "report/summary_samples.h"
#include "report/summary_steps.h"

static void release_trial(struct summary_trial *trial)
{
    result_release(&trial->result);
    free(trial->steps);
    free(trial->seconds);
    free(trial->samples);
    free(trial->busy);
    free(trial->slow);
    trial->steps = NULL;
    trial->seconds = NULL;
    trial->samples = NULL;
    trial->busy = NULL;
    trial->slow = NULL;
    trial->step_count = 0;
    trial->second_count = trial->sample_count = trial->busy_count = trial->slow_count = 0;
}

void summary_release(struct summary *summary)
{
    for (unsigned i = 0; i < summary->scenario_count; i++) {
        struct summary_scenario *scenario = &summary->scenarios[i];
        for (unsigned k = 0; k < scenario->server_count; k++) {
            for (unsigned n = 0; n < scenario->servers[k].trial_count; n++)
                release_trial(&scenario->servers[k].trials[n]);
            free(scenario->servers[k].trials);
        }
        free(scenario->servers);
        if (scenario->has_scenario)
            scenario_release(&scenario->scenario);
    }
    free(summary->scenarios);
    summary->scenarios = NULL;
    summary->scenario_count = 0;
}

/* A file of a trial: the run's folder, the trial's and the name. */
static bool trial_path(const struct summary *summary, const struct summary_trial *trial,
                       const char *name, char path[PATH_BYTES], struct error *error)
{
    char folder[PATH_BYTES];
    return file_join(folder, summary->directory, trial->directory, error) &&
           file_join(path, folder, name, error);
}

/* The scenario as it was run. All trials of a scenario ran the same: the first is kept. */
static bool read_scenario(const struct summary *summary, const struct summary_trial *trial,
                          struct summary_scenario *scenario, struct error *error)
{
    char path[PATH_BYTES];
    struct scenario read;
    if (!trial_path(summary, trial, "scenario.json", path, error) ||
        !scenario_read(path, &read, error))
        return false;
    if (scenario->has_scenario) {
        scenario_release(&read);
        return true;
    }
    scenario->scenario = read;
    scenario->has_scenario = true;
    if (read.has_objective)
        objective_words(&scenario->scenario, scenario->objective);
    return true;
}

static bool read_files(const struct summary *summary, struct summary_trial *trial,
                       struct sampled_steps *steps, struct error *error)
{
    char path[PATH_BYTES];
    return trial_path(summary, trial, "result.json", path, error) &&
           result_read(path, &trial->result, error) &&
           trial_path(summary, trial, "timeseries.csv", path, error) &&
           summary_seconds_read(path, trial, error) &&
           trial_path(summary, trial, "slow.ndjson", path, error) &&
           summary_slow_read(path, trial, error) &&
           trial_path(summary, trial, "samples.ndjson", path, error) &&
           summary_samples_read(path, trial, steps, error);
}

static bool read_trial(const struct summary *summary, struct summary_scenario *scenario,
                       struct summary_trial *trial, struct error *error)
{
    struct sampled_steps steps = {0};
    bool good =
        read_scenario(summary, trial, scenario, error) && read_files(summary, trial, &steps, error);
    if (good) {
        const struct step_context context = {.scenario = &scenario->scenario,
                                             .resources = steps.items,
                                             .resource_count = steps.count,
                                             .machine_cpus = summary->run.cpus};
        good = summary_steps_make(trial, &context, error);
    }
    free(steps.items);
    return good;
}

/* What cannot be read is no trial; the first line of the error is the reason. */
static void load_trial(const struct summary *summary, struct summary_scenario *scenario,
                       struct summary_trial *trial)
{
    struct error error = {""};
    if (!trial->done || read_trial(summary, scenario, trial, &error))
        return;
    release_trial(trial);
    trial->done = false;
    (void)snprintf(trial->reason, sizeof trial->reason, "%.*s", (int)strcspn(error.text, "\n"),
                   error.text);
}

bool summary_load(const char *directory, struct summary *summary, struct error *error)
{
    char path[PATH_BYTES];
    memset(summary, 0, sizeof *summary);
    if (snprintf(summary->directory, sizeof summary->directory, "%s", directory) >= PATH_BYTES)
        return error_set(error, "the path of the run's folder is too long");
    for (size_t end = strlen(directory); end > 1 && directory[end - 1] == '/'; end--)
        summary->directory[end - 1] = '\0';
    if (!file_join(path, summary->directory, "run.json", error))
        return false;
    if (access(path, F_OK) != 0)
        return error_set_errno(error, "%s is not the folder of a run: cannot open %s", directory,
                               path);
    if (!summary_run_read(path, summary, error)) {
        summary_release(summary);
        return false;
    }
    for (unsigned i = 0; i < summary->scenario_count; i++) {
        struct summary_scenario *scenario = &summary->scenarios[i];
        for (unsigned k = 0; k < scenario->server_count; k++)
            for (unsigned n = 0; n < scenario->servers[k].trial_count; n++)
                load_trial(summary, scenario, &scenario->servers[k].trials[n]);
        summary_answer(scenario);
    }
    return true;
}
