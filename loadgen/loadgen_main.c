/*
 * The program loadgen: replays a scenario against one server, and says what came back.
 *
 *     loadgen scenarios/cpu-tail.json --url=http://127.0.0.1:8080 --out=results/mine
 *     loadgen --url=http://127.0.0.1:8080/hello --connections=64 --duration=5s
 *     loadgen check scenarios/cpu-tail.json
 *     loadgen schedule --dump scenarios/cpu-tail.json
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/version.h"
#include "formats/scenario_plan.h"
#include "loadgen/allowance.h"
#include "loadgen/options.h"
#include "loadgen/output.h"
#include "loadgen/quick.h"
#include "loadgen/run.h"
#include "loadgen/schedule.h"
#include "loadgen/summarize.h"
#include "loadgen/summary_text.h"

enum exit_code {
    EXIT_GOOD = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_THRESHOLD = 3,
    EXIT_SIGNAL = 128 /* plus its number */
};

#define PROBE_WAIT_NS (2 * ONE_SECOND_NS)

static int complain(const struct error *error, enum exit_code code)
{
    log_error("%s", error->text);
    return (int)code;
}

/* Complaints about a scenario name their file, line and column; nothing stands in front of them. */
static int complain_of_scenario(const struct error *error)
{
    (void)fprintf(stderr, "%s\n", error->text);
    return EXIT_USAGE;
}

static int show_version(const struct options *options)
{
    version_print("loadgen", options->json);
    return fflush(stdout) == 0 ? EXIT_GOOD : EXIT_FAILED;
}

static int check_files(const struct options *options)
{
    int code = EXIT_GOOD;
    for (unsigned i = 0; i < options->file_count; i++) {
        struct scenario scenario;
        struct error error;
        if (!scenario_read(options->files[i], &scenario, &error)) {
            code = complain_of_scenario(&error);
            continue;
        }
        bool printed = options->quiet || scenario_print_plan(&scenario, stdout);
        scenario_release(&scenario);
        if (!printed) {
            (void)error_set_errno(&error, "cannot print the plan");
            return complain(&error, EXIT_FAILED);
        }
    }
    return code;
}

static int dump_schedule(const struct options *options)
{
    struct scenario scenario;
    struct error error;
    if (!scenario_read(options->files[0], &scenario, &error))
        return complain_of_scenario(&error);
    uint64_t seed = options->has_seed ? options->seed : scenario.seed;
    bool dumped = schedule_dump(&scenario, seed, stdout, &error);
    scenario_release(&scenario);
    return dumped ? EXIT_GOOD : complain(&error, EXIT_FAILED);
}

/* One run, from what the command line says to what is handed out. */
struct session {
    const struct options *options;
    struct scenario scenario;
    struct target target;
    struct output output;
    struct events events;
    struct run_config config;
    struct run run;
    struct result result;
};

static int read_scenario(struct session *session, struct error *error)
{
    const struct options *options = session->options;
    if (options->file_count == 1)
        return scenario_read(options->files[0], &session->scenario, error)
                   ? EXIT_GOOD
                   : complain_of_scenario(error);
    struct quick quick = {.path = session->target.path,
                          .rate_per_s = options->rate_per_s,
                          .connections = options->connections,
                          .duration_ns = options->duration_ns};
    return quick_scenario(&quick, &session->scenario, error) ? EXIT_GOOD
                                                             : complain(error, EXIT_FAILED);
}

static bool read_target(struct session *session, struct error *error)
{
    const struct options *options = session->options;
    if (!target_read(&session->target, options->url, &options->allowed, error))
        return false;
    const char *path = session->target.path;
    if (options->file_count == 0 || path[0] == '\0' || strcmp(path, "/") == 0)
        return true;
    return error_set(error, "--url=%s: the scenario names the paths; leave \"%s\" out",
                     options->url, path);
}

/* How the run is placed on this machine. */
static bool place(struct session *session, struct error *error)
{
    const struct options *options = session->options;
    const struct scenario *scenario = &session->scenario;
    const struct allowance_machine machine = allowance_this_machine();
    unsigned threads = options->threads != 0 ? options->threads : scenario->generator_threads;
    if (threads == 0)
        threads = allowance_threads(scenario, &machine);
    unsigned most = allowance_threads_max(scenario);
    threads = threads < most ? threads : most;
    bool spin_auto = options->has_spin ? options->spin_auto : scenario->spin_auto;
    uint64_t spin_ns = options->has_spin ? options->spin_ns : scenario->spin_ns;
    session->config = (struct run_config){
        .scenario = scenario,
        .target = &session->target,
        .events = &session->events,
        .seed = options->has_seed ? options->seed : scenario->seed,
        .threads = threads,
        .connections_total = scenario->connections_max,
        .spin_ns = spin_auto ? allowance_spin_ns(&machine) : spin_ns,
        .start_at_ns = options->start_at_ns,
    };
    return allowance_check_descriptors(&machine, scenario->connections_max, threads, error);
}

static void copy_text(char *to, size_t size, const char *from)
{
    (void)snprintf(to, size, "%s", from != NULL ? from : "");
}

/* What a result says that was not measured. */
static void label_result(struct session *session)
{
    const struct options *options = session->options;
    struct result *result = &session->result;
    copy_text(result->server_id, sizeof result->server_id, options->server_id);
    copy_text(result->server_model, sizeof result->server_model, options->server_model);
    copy_text(result->server_label, sizeof result->server_label, options->server_label);
    copy_text(result->url, sizeof result->url, session->target.url);
    copy_text(result->started_at, sizeof result->started_at, session->run.started_at);
    result->seed = session->config.seed;
    result->interrupted = session->run.signal != 0;
    result->generator_threads = session->config.threads;
    result->generator_spin_us = (double)session->config.spin_ns / 1e3;
    result->generator_cpu_s = (double)session->run.cpu_ns / 1e9;
}

/* Every planned request has ended in exactly one class. */
static void check_books(const struct result *result)
{
    uint64_t ended = 0;
    for (unsigned outcome = 0; outcome < OUTCOMES; outcome++)
        ended += result->measures.outcomes[outcome];
    assert(ended == result->measures.planned);
}

static bool print_result(const struct session *session, struct error *error)
{
    if (session->options->json)
        return result_print(&session->result, stdout, error);
    if (!session->options->quiet)
        summary_text_print(&session->result, stdout);
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return true;
    return error_set_errno(error, "cannot print the summary");
}

static int judge(const struct session *session)
{
    if (session->run.signal != 0)
        return EXIT_SIGNAL + session->run.signal;
    for (unsigned i = 0; i < session->result.threshold_count; i++) {
        if (!session->result.thresholds[i].passed)
            return EXIT_THRESHOLD;
    }
    return EXIT_GOOD;
}

/* The run has ended: figures, files, words. */
static int hand_out(struct session *session, struct error *error)
{
    if (!summarize_run(&session->scenario, &session->run.recorder, session->run.steal_shares,
                       &session->result, error))
        return complain(error, EXIT_FAILED);
    check_books(&session->result);
    label_result(session);
    bool good =
        session->options->out == NULL ||
        output_write(&session->output, &session->scenario, &session->run, &session->result, error);
    good = good && print_result(session, error);
    int code = good ? judge(session) : complain(error, EXIT_FAILED);
    result_release(&session->result);
    return code;
}

static int send_load(struct session *session, struct error *error)
{
    bool ran = run_load(&session->config, &session->run, error);
    struct error events_error;
    bool noted = events_close(&session->events, &events_error);
    if (!ran)
        return complain(error, EXIT_FAILED);
    int code = hand_out(session, error);
    run_release(&session->run);
    return noted || code == EXIT_FAILED ? code : complain(&events_error, EXIT_FAILED);
}

/* Everything that can be found wrong is found before the first request, and before anything is
 * written. */
static int run_scenario(struct session *session, struct error *error)
{
    const struct options *options = session->options;
    const char *events = options->out != NULL ? session->output.events : NULL;
    if (!caps_check(&options->caps, &session->scenario, error))
        return complain(error, EXIT_USAGE);
    if (!place(session, error) || !target_probe(&session->target, PROBE_WAIT_NS, error))
        return complain(error, EXIT_FAILED);
    if (options->out != NULL && !output_prepare(&session->output, options->out, error))
        return complain(error, EXIT_FAILED);
    if (!events_open(&session->events, events, error))
        return complain(error, EXIT_FAILED);
    return send_load(session, error);
}

static int run(const struct options *options)
{
    struct session session;
    struct error error;
    session.options = options;
    if (!read_target(&session, &error))
        return complain(&error, EXIT_USAGE);
    int code = read_scenario(&session, &error);
    if (code != EXIT_GOOD)
        return code;
    code = run_scenario(&session, &error);
    scenario_release(&session.scenario);
    return code;
}

int main(int argc, char **argv)
{
    struct options options;
    struct error error;
    log_open("loadgen", LOG_LEVEL_INFO);
    if (!options_parse(argc, argv, &options, &error))
        return complain(&error, EXIT_USAGE);
    switch (options.command) {
    case COMMAND_VERSION:
        return show_version(&options);
    case COMMAND_CHECK:
        return check_files(&options);
    case COMMAND_SCHEDULE:
        return dump_schedule(&options);
    case COMMAND_RUN:
        return run(&options);
    }
    return EXIT_USAGE;
}
