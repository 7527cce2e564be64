#include "bench/bench_options.h"

#include <argp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/plan.h"

enum option_key {
    OPTION_SERVERS = 256, /* beyond the characters: these have no short form */
    OPTION_REPETITIONS,
    OPTION_DRY_RUN,
    OPTION_OUT,
    OPTION_PROGRAMS,
    OPTION_REPORT,
    OPTION_NO_REPORT,
    OPTION_JSON,
    OPTION_PLAIN,
    OPTION_ALLOW_UNOPTIMISED,
    OPTION_VERSION,
};

static const struct argp_option option_table[] = {
    {"servers", OPTION_SERVERS, "A,B", 0,
     "measure these instead of the scenario's: its server ids, or models", 1},
    {"repetitions", OPTION_REPETITIONS, "N", 0, "trials of each server (default: the scenario's)",
     1},
    {"dry-run", OPTION_DRY_RUN, NULL, 0, "print the plan and every trial in its order; run nothing",
     1},
    {"out", OPTION_OUT, "DIR", 0, "folder that gets a folder for this run (default results)", 2},
    {"no-report", OPTION_NO_REPORT, NULL, 0, "measure only", 2},
    {"report", OPTION_REPORT, NULL, 0, "write the report at the end (default)", 2},
    {"quiet", 'q', NULL, 0, "nothing on stderr but errors", 3},
    {"plain", OPTION_PLAIN, NULL, 0,
     "the table with tabs between, and progress in lines only, nothing redrawn", 3},
    {"json", OPTION_JSON, NULL, 0,
     "print summary.json on stdout instead of the table; with --no-report, run.json", 3},
    {"programs", OPTION_PROGRAMS, "DIR", 0,
     "where server, loadgen and report are (default: beside bench)", 4},
    {"allow-unoptimised", OPTION_ALLOW_UNOPTIMISED, NULL, 0,
     "run debug and sanitizer builds, for tests; the results say that no number counts", 4},
    {"version", OPTION_VERSION, NULL, 0, "print what was built, and how (with --json: as JSON)", 5},
    {"help", 'h', NULL, 0, "print this", 5},
    {0},
};

static const char documentation[] =
    "Measures server models under the load of scenarios and reports what they did.\n"
    "\n"
    "  bench run scenarios/cpu-tail.json\n"
    "  bench run scenarios/cpu-tail.json --servers=event-loop --repetitions=3\n"
    "  bench run --dry-run          what scenarios/default.list would do, and how long"
    "\v"
    "Exit status: 0 good, 1 a trial failed or results could not be kept, 2 wrong usage or "
    "scenario, 3 a threshold was missed, 130 interrupted (what was finished is kept).";

struct parsing {
    struct bench_options *options;
    struct error *error;
};

static error_t fail(const struct parsing *parsing, const char *format, const char *word)
{
    if (parsing->error->text[0] == '\0') /* the first fault is the one to tell */
        (void)error_set(parsing->error, "%s \"%s\"; bench --help lists what there is", format,
                        word);
    return EINVAL;
}

static error_t set_repetitions(const struct parsing *parsing, const char *text)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number == 0 ||
        number > PLAN_REPETITIONS_MAX) {
        (void)error_set(parsing->error, "--repetitions: \"%s\" is not a number from 1 to %d", text,
                        PLAN_REPETITIONS_MAX);
        return EINVAL;
    }
    parsing->options->repetitions = (unsigned)number;
    return 0;
}

/* The first word says what to do; the others are scenarios. */
static error_t on_word(const struct parsing *parsing, const char *word,
                       const struct argp_state *state)
{
    if (state->arg_num > 0)
        return ARGP_ERR_UNKNOWN; /* so that all further ones are handed over together */
    return strcmp(word, "run") == 0 ? 0 : fail(parsing, "unknown command", word);
}

static bool *find_switch(struct bench_options *options, int key)
{
    switch (key) {
    case OPTION_DRY_RUN:
        return &options->dry_run;
    case OPTION_JSON:
        return &options->json;
    case OPTION_PLAIN:
        return &options->plain;
    case 'q':
        return &options->quiet;
    case OPTION_ALLOW_UNOPTIMISED:
        return &options->allow_unoptimised;
    case OPTION_VERSION:
        return &options->show_version;
    case 'h':
        return &options->show_help;
    default:
        return NULL;
    }
}

static error_t on_value(const struct parsing *parsing, int key, char *text)
{
    switch (key) {
    case OPTION_SERVERS:
        parsing->options->servers = text;
        return 0;
    case OPTION_REPETITIONS:
        return set_repetitions(parsing, text);
    case OPTION_OUT:
        parsing->options->out = text;
        return 0;
    case OPTION_PROGRAMS:
        parsing->options->programs = text;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t on_option(int key, char *text, struct argp_state *state)
{
    struct parsing *parsing = state->input;
    bool *is_on = find_switch(parsing->options, key);
    if (is_on != NULL) {
        *is_on = true;
        return 0;
    }
    switch (key) {
    case OPTION_REPORT:
    case OPTION_NO_REPORT:
        parsing->options->report = key == OPTION_REPORT;
        return 0;
    case ARGP_KEY_ARG:
        return on_word(parsing, text, state);
    case ARGP_KEY_ARGS:
        parsing->options->scenarios = (const char *const *)(state->argv + state->next);
        parsing->options->scenario_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        parsing->options->has_command = false;
        return 0;
    case ARGP_KEY_ERROR:
        return fail(parsing, "cannot read", state->argv[state->next - 1]);
    default:
        return on_value(parsing, key, text);
    }
}

static const struct argp parser = {.options = option_table,
                                   .parser = on_option,
                                   .args_doc = "run [SCENARIO.json...]",
                                   .doc = documentation};

bool bench_options_read(int argc, char **argv, struct bench_options *options, struct error *error)
{
    struct parsing parsing = {options, error};
    *options = (struct bench_options){.report = true, .has_command = true, .out = "results"};
    error->text[0] = '\0';
    /* Errors come back as values and --help is an option like any other: argp itself would print
     * and exit. */
    if (argp_parse(&parser, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, NULL, &parsing) != 0)
        return error->text[0] == '\0' ? error_set(error, "cannot read the command line") : false;
    if (options->has_command || options->show_help || options->show_version)
        return true;
    return error_set(error, "say what to do: bench run [SCENARIO.json...]; bench --help says more");
}

void bench_options_print_help(void)
{
    /* argp does not change the name, but wants it to be changeable. */
    char name[] = "bench";
    argp_help(&parser, stdout,
              ARGP_HELP_SHORT_USAGE | ARGP_HELP_PRE_DOC | ARGP_HELP_LONG | ARGP_HELP_POST_DOC,
              name);
    putchar('\n');
}
