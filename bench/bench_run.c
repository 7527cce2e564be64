#include "bench/bench_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/report_child.h"
#include "bench/run_file.h"
#include "bench/run_folder.h"
#include "core/file.h"

#define STATUS_FAILED 1

struct run {
    const struct bench_run_input *input;
    struct run_folder folder;
    struct run_record record;
    size_t done;
    bool failed; /* something that makes the exit status 1 */
};

static void tell(struct run *run, const struct error *error)
{
    run->failed = true;
    run_progress_clear(run->input->progress);
    run->input->on_problem(error->text);
}

static bool prepare_record(struct run *run, struct error *error)
{
    const struct experiment *experiment = run->input->experiment;
    run->record = (struct run_record){
        .started_ns = run->input->progress->started_ns,
        .command_line = run->input->command_line,
        .machine = &experiment->machine,
        .placement = &experiment->placement,
        .programs = &experiment->programs,
        .plan = &experiment->plan,
        .reason = "still running, or killed",
    };
    (void)snprintf(run->record.suite, sizeof run->record.suite, "%s", experiment->suite.name);
    clock_wall_label(run->record.started_at);
    run->record.trials = calloc(experiment->plan.trial_count, sizeof run->record.trials[0]);
    return run->record.trials != NULL || error_set(error, "out of memory for the run");
}

static void record_outcome(struct run *run, size_t index, const struct trial_outcome *outcome)
{
    struct trial_record *trial = &run->record.trials[index];
    trial->status = outcome->done ? TRIAL_DONE : TRIAL_FAILED;
    (void)snprintf(trial->reason, sizeof trial->reason, "%s", outcome->reason);
    (void)snprintf(trial->started_at, sizeof trial->started_at, "%s", outcome->started_at);
    trial->seconds = outcome->seconds;
    if (!outcome->done)
        return;
    trial->load_seconds = outcome->result.duration_s;
    trial->verdict = outcome->result.verdict.status;
    run->done++;
}

static void run_trial(struct run *run, size_t index)
{
    const struct experiment *experiment = run->input->experiment;
    const struct plan_trial *planned = &experiment->plan.trials[index];
    struct trial_setup setup = {.programs = &experiment->programs,
                                .placement = &experiment->placement,
                                .iterations_per_ms = run->record.iterations_per_ms,
                                .run_directory = run->folder.path,
                                .interrupt = run->input->interrupt,
                                .on_sample = run_progress_sample,
                                .observer = run->input->progress};
    struct trial_spec spec = {
        .entry = &experiment->suite.entries[planned->scenario],
        .server = &experiment->scenarios[planned->scenario].servers[planned->server],
        .n = planned->block + 1,
        .seed = planned->seed,
    };
    struct trial_outcome outcome;
    run_progress_trial_begins(run->input->progress, index);
    trial_run(&setup, &spec, &outcome);
    record_outcome(run, index, &outcome);
    run_progress_trial_ends(run->input->progress, &outcome);
    trial_outcome_release(&outcome);
}

/* Whether the next trial may begin; if not, why. */
static bool may_go_on(struct run *run, struct error *error)
{
    (void)interrupt_pause(run->input->interrupt, NULL, 0, 0); /* takes in what came by now */
    if (run->input->interrupt->count > 0) {
        char words[INTERRUPT_WORDS_BYTES];
        interrupt_words(run->input->interrupt, words);
        return error_set(error, "%s", words);
    }
    return run_folder_check_room(run->folder.path, 1, error);
}

/* False, with the reason, when not all trials could be started. */
static bool run_trials(struct run *run, struct error *error)
{
    for (size_t i = 0; i < run->input->experiment->plan.trial_count; i++) {
        if (!may_go_on(run, error))
            return false;
        run_trial(run, i);
        if (!run_file_write(&run->record, run->folder.path, error))
            return false;
    }
    return true;
}

/* The reason that run.json gives for being incomplete. */
static void conclude(struct run *run, bool all_started, const struct error *error)
{
    size_t failed = 0;
    size_t count = run->input->experiment->plan.trial_count;
    for (size_t i = 0; i < count; i++)
        failed += run->record.trials[i].status == TRIAL_FAILED;
    clock_wall_label(run->record.ended_at);
    run->record.complete = run->done == count;
    run->record.reason[0] = '\0';
    if (run->input->interrupt->count > 0)
        interrupt_words(run->input->interrupt, run->record.reason);
    else if (!all_started)
        (void)snprintf(run->record.reason, sizeof run->record.reason, "%s", error->text);
    else if (failed > 0)
        (void)snprintf(run->record.reason, sizeof run->record.reason, "%zu of %zu trials failed",
                       failed, count);
}

/* Meanwhile bench itself, which samples, stays where the generator is. */
static bool measure(struct run *run, struct error *error)
{
    const struct experiment *experiment = run->input->experiment;
    const cpu_set_t *aside = &experiment->placement.generator_cpus;
    cpu_set_t before;
    bool moved = sched_getaffinity(0, sizeof before, &before) == 0 &&
                 sched_setaffinity(0, sizeof *aside, aside) == 0;
    bool measured =
        programs_calibrate(&experiment->programs, &experiment->placement, run->input->interrupt,
                           &run->record.iterations_per_ms, error) &&
        run_file_write(&run->record, run->folder.path, error) && run_trials(run, error);
    if (moved) /* the report may use them all */
        (void)sched_setaffinity(0, sizeof before, &before);
    return measured;
}

/* Without a report it is run.json that --json prints. */
static bool print_run_file(const struct run *run, struct error *error)
{
    char path[PATH_BYTES];
    char *text;
    size_t length;
    if (!file_join(path, run->folder.path, "run.json", error) ||
        !file_read(path, 16 * JSON_FILE_BYTES_MAX, &text, &length, error))
        return false;
    bool printed = fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0;
    if (!printed)
        (void)error_set_errno(error, "cannot write to stdout");
    free(text);
    return printed;
}

/* The report, with its exit status, or what stands in for it. */
static bool report(const struct run *run, int *status, struct error *error)
{
    const struct bench_options *options = run->input->options;
    const char *format = options->json    ? "--json"
                         : options->plain ? "--plain"
                         : options->quiet ? "--quiet"
                                          : NULL;
    if (options->report)
        return report_child_run(run->input->experiment->programs.report, run->folder.path, format,
                                run->input->interrupt, status, error);
    return !options->json || print_run_file(run, error);
}

/* Report and RESULTS/latest; returns the report's exit status. */
static int publish(struct run *run)
{
    struct error error;
    int status = 0;
    if (!report(run, &status, &error))
        tell(run, &error);
    if (!run_folder_publish(&run->folder, &error))
        tell(run, &error);
    return status;
}

static int run_in_folder(struct run *run)
{
    struct error error = {""};
    int status = 0;
    bool all_started = measure(run, &error);
    conclude(run, all_started, &error);
    run->failed = !run->record.complete;
    if (!all_started && run->input->interrupt->count == 0)
        tell(run, &error);
    if (!run_file_write(&run->record, run->folder.path, &error) && all_started)
        tell(run, &error); /* else the reason, probably the same, was told already */
    if (run->done > 0 && run->input->interrupt->count < 2)
        status = publish(run);
    if (run->done == 0 || !run->input->options->report) /* a report says where it is */
        run_progress_say(run->input->progress, "results: %s", run->folder.path);
    if (run->input->interrupt->count > 0)
        return interrupt_exit_status(run->input->interrupt);
    return run->failed ? STATUS_FAILED : status;
}

int bench_run_execute(const struct bench_run_input *input)
{
    struct run run = {.input = input};
    struct error error;
    int status = STATUS_FAILED;
    if (!prepare_record(&run, &error)) {
        tell(&run, &error);
        return STATUS_FAILED;
    }
    if (run_folder_open(&run.folder, input->options->out, run.record.suite, run.record.started_at,
                        input->experiment->plan.trial_count, &error)) {
        status = run_in_folder(&run);
        run_folder_close(&run.folder);
    } else {
        tell(&run, &error);
    }
    free(run.record.trials);
    return status;
}
