#include "loadgen/options.h"

#include <argp.h>
#include <errno.h>
#include <string.h>

#include "core/limits.h"
#include "loadgen/option_values.h"
#include "loadgen/quick.h"

enum option_key {
    OPTION_URL = 256, /* beyond the characters: these have no short form */
    OPTION_OUT,
    OPTION_JSON,
    OPTION_QUIET,
    OPTION_CONNECTIONS,
    OPTION_DURATION,
    OPTION_RATE,
    OPTION_THREADS,
    OPTION_SEED,
    OPTION_SPIN,
    OPTION_START_AT,
    OPTION_SERVER_ID,
    OPTION_SERVER_MODEL,
    OPTION_SERVER_LABEL,
    OPTION_ALLOW_TARGET,
    OPTION_MAX_RATE,
    OPTION_MAX_DURATION,
    OPTION_MAX_CONNECTIONS,
    OPTION_DUMP,
    OPTION_VERSION,
};

static const char usage[] = "SCENARIO --url=URL --out=DIR\n"
                            "--url=URL [--connections=N] [--duration=D] [--rate=R]\n"
                            "check SCENARIO...\n"
                            "schedule --dump SCENARIO [--seed=N]\n"
                            "--version [--json]";

static const char description[] =
    "Sends the traffic that a scenario describes to one server and reports what came back.\n\n"
    "  loadgen scenarios/cpu-tail.json --url=http://127.0.0.1:8080 --out=mine\n"
    "  loadgen --url=http://127.0.0.1:8080/hello --connections=64 --duration=5s\n"
    "  loadgen --url=http://127.0.0.1:8080/hello --rate=2k/s --duration=5s --json\n"
    "  loadgen check scenarios/cpu-tail.json\n"
    "  loadgen schedule --dump scenarios/cpu-tail.json\n"
    "\v"
    "Durations, rates and sizes have units: 250ms, 5s, 200/s, 2k/s. Exit status: 0 good, 1 failed, "
    "2 wrong usage or scenario, 3 a threshold was not met, 130 or 143 interrupted (the partial "
    "result is valid).";

static const struct argp_option option_table[] = {
    {0, 0, 0, 0, "What is sent where:", 1},
    {"url", OPTION_URL, "URL", 0, "the server, as http://HOST:PORT; in quick mode with the path",
     1},
    {"out", OPTION_OUT, "DIR", 0, "write result.json and the files beside it into this folder", 1},
    {"json", OPTION_JSON, 0, 0, "print result.json on stdout instead of a summary", 1},
    {"quiet", OPTION_QUIET, 0, 0, "print no summary and no notes", 1},
    {"seed", OPTION_SEED, "N", 0, "instead of the scenario's seed", 1},
    {0, 0, 0, 0, "Quick mode, without a scenario:", 2},
    {"connections", OPTION_CONNECTIONS, "N", 0,
     "virtual users (default 64); with --rate connections at most (default 1024)", 2},
    {"duration", OPTION_DURATION, "D", 0, "how long (default 10s)", 2},
    {"rate", OPTION_RATE, "R", 0, "open model: Poisson arrivals at this rate", 2},
    {0, 0, 0, 0, "How it is generated:", 3},
    {"threads", OPTION_THREADS, "N", 0, "instead of as many as the load and the machine ask for",
     3},
    {"spin", OPTION_SPIN, "D", 0,
     "poll without sleeping so long before an arrival is due: punctual to a microsecond, at the "
     "price of a CPU; 0s, or auto: 80us where the generator has CPUs of its own",
     3},
    {"start-at", OPTION_START_AT, "NS", 0,
     "start at this CLOCK_MONOTONIC instant, the zero of "
     "all times in the result",
     3},
    {"server-id", OPTION_SERVER_ID, "NAME", 0, "what the result calls the server", 3},
    {"server-model", OPTION_SERVER_MODEL, "NAME", 0, "its model", 3},
    {"server-label", OPTION_SERVER_LABEL, "TEXT", 0, "its label in charts", 3},
    {0, 0, 0, 0, "What is allowed:", 4},
    {"allow-target", OPTION_ALLOW_TARGET, "CIDR", 0,
     "besides this machine's loopback, send load into this block, as 10.77.0.0/24", 4},
    {"max-rate", OPTION_MAX_RATE, "R", 0, "refuse higher rates (default 200k/s)", 4},
    {"max-duration", OPTION_MAX_DURATION, "D", 0, "refuse longer runs (default 1h)", 4},
    {"max-connections", OPTION_MAX_CONNECTIONS, "N", 0, "refuse more connections (default 18000)",
     4},
    {0, 0, 0, 0, "Others:", 5},
    {"dump", OPTION_DUMP, 0, 0, "with schedule: one line per arrival", 5},
    {"version", OPTION_VERSION, 0, 0, "print what was built, and how", 5},
    {0},
};

/* What the parser fills, and where it complains. */
struct reading {
    struct options *options;
    struct error *error;
};

static bool read_load_duration(const char *text, struct options *options, struct error *error)
{
    if (!option_duration("duration", text, &options->duration_ns, error))
        return false;
    return options->duration_ns >= QUICK_SHORTEST_NS ||
           error_set(error, "--duration=%s: at least 10 ms, as in 5s", text);
}

static bool read_spin(const char *text, struct options *options, struct error *error)
{
    options->has_spin = true;
    options->spin_auto = strcmp(text, "auto") == 0;
    if (options->spin_auto)
        return true;
    if (!option_duration("spin", text, &options->spin_ns, error))
        return false;
    return options->spin_ns <= SCENARIO_SPIN_MAX_NS ||
           error_set(error, "--spin=%s: at most 10 ms, or auto", text);
}

static bool read_value(int key, const char *text, struct options *options, struct error *error)
{
    switch (key) {
    case OPTION_CONNECTIONS:
        return option_count("connections", text, 1000000, &options->connections, error);
    case OPTION_DURATION:
        return read_load_duration(text, options, error);
    case OPTION_RATE:
        return option_rate("rate", text, &options->rate_per_s, error);
    case OPTION_THREADS:
        return option_count("threads", text, LOADGEN_THREADS_MAX, &options->threads, error);
    case OPTION_SEED:
        options->has_seed = true;
        return option_integer("seed", text, 0, UINT64_MAX, &options->seed, error);
    case OPTION_SPIN:
        return read_spin(text, options, error);
    case OPTION_START_AT:
        return option_integer("start-at", text, 1, UINT64_MAX / 2, &options->start_at_ns, error);
    case OPTION_ALLOW_TARGET:
        return target_allow(&options->allowed, text, error);
    case OPTION_MAX_RATE:
        return option_rate("max-rate", text, &options->caps.rate_per_s, error);
    case OPTION_MAX_DURATION:
        return option_duration("max-duration", text, &options->caps.duration_ns, error);
    default: /* OPTION_MAX_CONNECTIONS */
        return option_count("max-connections", text, 1000000, &options->caps.connections, error);
    }
}

/* A text of its own; false when the key is of another kind. */
static bool take_text(int key, const char *text, struct options *options)
{
    switch (key) {
    case OPTION_URL:
        options->url = text;
        return true;
    case OPTION_OUT:
        options->out = text;
        return true;
    case OPTION_SERVER_ID:
        options->server_id = text;
        return true;
    case OPTION_SERVER_MODEL:
        options->server_model = text;
        return true;
    case OPTION_SERVER_LABEL:
        options->server_label = text;
        return true;
    default:
        return false;
    }
}

static error_t on_key(int key, char *text, struct argp_state *state)
{
    struct reading *reading = state->input;
    struct options *options = reading->options;
    switch (key) {
    case OPTION_JSON:
        options->json = true;
        return 0;
    case OPTION_QUIET:
        options->quiet = true;
        return 0;
    case OPTION_DUMP:
        options->dump = true;
        return 0;
    case OPTION_VERSION:
        options->command = COMMAND_VERSION;
        return 0;
    case ARGP_KEY_ARGS: /* all that are no options, together */
        options->files = state->argv + state->next;
        options->file_count = (unsigned)(state->argc - state->next);
        return 0;
    default:
        break;
    }
    if (take_text(key, text, options))
        return 0;
    if (key < OPTION_URL || key > OPTION_VERSION)
        return ARGP_ERR_UNKNOWN;
    return read_value(key, text, options, reading->error) ? 0 : EINVAL;
}

/* "check" and "schedule" are words only in the first place; a file of that name is "./check". */
static void take_command(struct options *options)
{
    if (options->command == COMMAND_VERSION || options->file_count == 0)
        return;
    if (strcmp(options->files[0], "check") == 0)
        options->command = COMMAND_CHECK;
    else if (strcmp(options->files[0], "schedule") == 0)
        options->command = COMMAND_SCHEDULE;
    else
        return;
    options->files++;
    options->file_count--;
}

static bool check_schedule(const struct options *options, struct error *error)
{
    if (!options->dump || options->file_count != 1)
        return error_set(error, "write \"loadgen schedule --dump SCENARIO\"");
    return true;
}

static bool check_run(const struct options *options, struct error *error)
{
    if (options->dump)
        return error_set(error, "--dump belongs to \"loadgen schedule --dump SCENARIO\"");
    if (options->file_count > 1)
        return error_set(error, "one scenario at a time, not also \"%s\"", options->files[1]);
    if (options->url == NULL && options->file_count == 0)
        return error_set(error, "say what to do: --url=URL, with or without a scenario; --help "
                                "shows examples");
    if (options->url == NULL)
        return error_set(error, "where does the traffic go? Add --url=http://HOST:PORT");
    const char *quick = options->connections != 0   ? "--connections"
                        : options->duration_ns != 0 ? "--duration"
                        : options->rate_per_s > 0   ? "--rate"
                                                    : NULL;
    if (options->file_count == 1 && quick != NULL)
        return error_set(error, "%s is for quick mode; with a scenario, the scenario says it",
                         quick);
    return true;
}

bool options_parse(int argc, char **argv, struct options *options, struct error *error)
{
    static const struct argp argp = {
        .options = option_table, .parser = on_key, .args_doc = usage, .doc = description};
    *options = (struct options){
        .caps = {.rate_per_s = LOADGEN_RATE_MAX_PER_S,
                 .duration_ns = LOADGEN_DURATION_MAX_NS,
                 .connections = SCENARIO_CONNECTIONS_MAX},
    };
    struct reading reading = {.options = options, .error = error};
    argp_err_exit_status = 2;
    (void)error_set(error, "cannot read the command line"); /* unless something better is known */
    if (argp_parse(&argp, argc, argv, 0, NULL, &reading) != 0)
        return false;
    take_command(options);
    switch (options->command) {
    case COMMAND_VERSION:
        return true;
    case COMMAND_CHECK:
        return options->file_count > 0 || error_set(error, "write \"loadgen check SCENARIO…\"");
    case COMMAND_SCHEDULE:
        return check_schedule(options, error);
    case COMMAND_RUN:
        break;
    }
    return check_run(options, error);
}
