#include "bench/trial.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "bench/child.h"
#include "bench/subject.h"
#include "bench/trial_files.h"
#include "bench/verify.h"
#include "core/file.h"

/* After the planned load and all drains the generator only writes its files. */
#define LOAD_MARGIN_NS (15 * ONE_SECOND_NS)

/* After SIGINT the generator writes what it has. */
#define LOAD_INTERRUPTED_NS (5 * ONE_SECOND_NS)

#define LOADGEN_THRESHOLD_FAILED 3 /* its exit status; the measurement is good */

struct trial {
    const struct trial_setup *setup;
    const struct trial_spec *spec;
    char directory[PATH_BYTES];
    struct subject_options server_options;
    struct kernel_usage before;
    struct subject server;
    struct child load;
    struct sampler sampler;
};

void trial_directory(const char *scenario, const char *server, unsigned n,
                     char directory[TRIAL_DIRECTORY_BYTES])
{
    (void)snprintf(directory, TRIAL_DIRECTORY_BYTES, "trials/%s/%s/%u", scenario, server, n);
}

static bool prepare_folder(struct trial *trial, struct error *error)
{
    char relative[TRIAL_DIRECTORY_BYTES];
    trial_directory(trial->spec->entry->scenario.name, trial->spec->server->id, trial->spec->n,
                    relative);
    return file_join(trial->directory, trial->setup->run_directory, relative, error) &&
           file_make_folder(trial->directory, error) &&
           trial_files_write_scenario(trial->spec, trial->directory, error);
}

static bool start_load(struct trial *trial, uint64_t zero_ns, struct error *error)
{
    struct arguments arguments;
    char log[PATH_BYTES];
    struct trial_load load = {trial->setup, trial->spec, trial->directory, trial->server.port,
                              zero_ns};
    struct child_options options = {.name = "loadgen",
                                    .arguments = arguments.values,
                                    .log_path = log,
                                    .cpus = &trial->setup->placement->generator_cpus};
    return trial_files_write_commands(&load, &trial->server_options, &trial->server.cpus, error) &&
           trial_files_list_load(&load, &arguments, error) &&
           file_join(log, trial->directory, "loadgen.log", error) &&
           child_start(&trial->load, &options, error);
}

/* When even the slowest of scenarios must have ended. */
static uint64_t latest_end_ns(const struct scenario *scenario, uint64_t zero_ns)
{
    uint64_t end_ns = zero_ns + scenario_load_ns(scenario) + LOAD_MARGIN_NS;
    for (size_t i = 0; i < scenario->phase_count; i++)
        end_ns += scenario->phases[i].graceful_stop_ns;
    return end_ns;
}

static bool take_sample(struct trial *trial, struct error *error)
{
    if (!sampler_take(&trial->sampler, error))
        return false;
    if (trial->setup->on_sample != NULL)
        trial->setup->on_sample(trial->setup->observer, &trial->sampler);
    return true;
}

/* Samples until the generator has ended. False when something else comes first. */
static bool watch_load(struct trial *trial, uint64_t zero_ns, struct error *error)
{
    struct interrupt *interrupt = trial->setup->interrupt;
    uint64_t deadline_ns = latest_end_ns(&trial->spec->entry->scenario, zero_ns);
    for (;;) {
        int fds[] = {trial->load.pid_fd, trial->server.child.pid_fd};
        if (interrupt_pause(interrupt, fds, 2, trial->sampler.next_ns) == PAUSE_SIGNAL)
            return error_set(error, "interrupted");
        if (child_has_ended(&trial->load))
            return true;
        if (child_has_ended(&trial->server.child))
            return child_error(&trial->server.child, error, " under load");
        if (clock_now_ns() >= deadline_ns)
            return error_set(error, "the load generator did not end in time");
        if (clock_now_ns() >= trial->sampler.next_ns && !take_sample(trial, error))
            return false;
    }
}

/* Lets a generator that still runs write what it has. */
static void end_load(struct trial *trial)
{
    struct interrupt *interrupt = trial->setup->interrupt;
    child_signal(&trial->load, SIGINT);
    (void)child_wait(&trial->load, interrupt, clock_now_ns() + LOAD_INTERRUPTED_NS);
    (void)child_stop(&trial->load, interrupt, 0);
}

static bool check_load(const struct trial *trial, struct error *error)
{
    int status = trial->load.status;
    if (WIFEXITED(status) &&
        (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == LOADGEN_THRESHOLD_FAILED))
        return true;
    return child_error(&trial->load, error, "%s", "");
}

/* The load, with the server running and verified. */
static bool run_load(struct trial *trial, struct error *error)
{
    const struct trial_setup *setup = trial->setup;
    uint64_t lead_ns = programs_are_optimised(setup->programs) ? TRIAL_LEAD_NS : TRIAL_LEAD_SLOW_NS;
    uint64_t zero_ns = clock_now_ns() + lead_ns;
    if (!start_load(trial, zero_ns, error))
        return false;
    struct sampler_target target = {.directory = trial->directory,
                                    .server = trial->server.child.pid,
                                    .generator = trial->load.pid,
                                    .page = trial->server.page,
                                    .before = trial->before,
                                    .zero_ns = zero_ns};
    bool good = sampler_open(&trial->sampler, &target, error);
    if (good) {
        good = watch_load(trial, zero_ns, error);
        struct error ignored; /* the first failure is the one to tell */
        good = take_sample(trial, good ? error : &ignored) && good;
    }
    end_load(trial);
    return good && check_load(trial, error);
}

/* A server has to stop by itself, and to find nothing wrong with itself. */
static bool stop_server(struct trial *trial, struct error *error)
{
    struct child *child = &trial->server.child;
    bool by_itself = subject_stop(&trial->server, trial->setup->interrupt);
    if (!by_itself)
        return error_set(error, "%s did not stop when it was told to and was killed", child->name);
    if (child->status != 0)
        return child_error(child, error, " when it was stopped");
    return true;
}

static bool finish_samples(struct trial *trial, struct error *error)
{
    if (trial->sampler.file == NULL)
        return true;
    bool finished = sampler_finish(&trial->sampler, &trial->server.child.usage, error);
    sampler_close(&trial->sampler);
    return finished;
}

static bool measure(struct trial *trial, struct error *error)
{
    struct error later;
    if (!subject_start(&trial->server, &trial->server_options, trial->setup->interrupt, error))
        return false;
    bool good = verify_requests(&trial->spec->entry->scenario, trial->server.port,
                                trial->setup->interrupt, error) &&
                run_load(trial, error);
    /* The first failure is the one to tell. */
    good = stop_server(trial, good ? error : &later) && good;
    good = finish_samples(trial, good ? error : &later) && good;
    subject_release(&trial->server);
    return good;
}

static void read_result(struct trial *trial, struct trial_outcome *outcome, struct error *error)
{
    char path[PATH_BYTES];
    struct error unreadable;
    outcome->has_result = file_join(path, trial->directory, "result.json", &unreadable) &&
                          result_read(path, &outcome->result, &unreadable);
    if (!outcome->done)
        return;
    if (!outcome->has_result)
        *error = unreadable;
    else if (outcome->result.interrupted)
        (void)error_set(error, "the load generator was interrupted");
    outcome->done = outcome->has_result && !outcome->result.interrupted;
}

void trial_run(const struct trial_setup *setup, const struct trial_spec *spec,
               struct trial_outcome *outcome)
{
    struct error error = {""};
    struct trial trial = {.setup = setup, .spec = spec};
    uint64_t started_ns = clock_now_ns();
    *outcome = (struct trial_outcome){.done = false};
    clock_wall_label(outcome->started_at);
    trial.before = kernel_usage_now();
    trial.server_options = (struct subject_options){
        .program = setup->programs->server,
        .server = spec->server,
        .placement = setup->placement,
        .iterations_per_ms = setup->iterations_per_ms,
        .directory = trial.directory,
    };
    outcome->done = prepare_folder(&trial, &error) && measure(&trial, &error);
    read_result(&trial, outcome, &error);
    if (!outcome->done && setup->interrupt->count > 0)
        interrupt_words(setup->interrupt, outcome->reason);
    else if (!outcome->done)
        (void)snprintf(outcome->reason, sizeof outcome->reason, "%s", error.text);
    outcome->seconds = (double)(clock_now_ns() - started_ns) / (double)ONE_SECOND_NS;
}

void trial_outcome_release(struct trial_outcome *outcome)
{
    if (outcome->has_result)
        result_release(&outcome->result);
    outcome->has_result = false;
}
