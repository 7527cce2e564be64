#include "report/report_options.h"

#include <argp.h>
#include <string.h>

#define EXIT_USAGE 2

enum option_key {
    OPTION_JSON = 256, /* beyond the characters: these have no short form */
    OPTION_PLAIN,
    OPTION_NO_CHARTS,
    OPTION_VERSION,
    OPTION_QUIET = 'q',
};

static const char usage[] = "DIR\nexplain [RULE|TERM]\n--version [--json]";

static const char description[] =
    "Reads the results of a run and explains them: a table here, and in the run's folder "
    "report.html, charts, summary.json and summary.csv.\n\n"
    "  report results/latest\n"
    "  report results/latest --json | jq '.findings[].sentence'\n"
    "  report explain D1       what the rule means, its formula and thresholds\n"
    "  report explain lag      what the term means\n"
    "\v"
    "Exit status: 0 good, 1 failed, 2 wrong usage, 3 a threshold of a scenario was missed.";

static const struct argp_option option_table[] = {
    {"json", OPTION_JSON, 0, 0, "print summary.json on stdout instead of the table", 1},
    {"plain", OPTION_PLAIN, 0, 0, "print a line per server and step, with tabs between", 1},
    {"quiet", OPTION_QUIET, 0, 0, "print the report's path alone", 1},
    {"no-charts", OPTION_NO_CHARTS, 0, 0, "draw no charts", 1},
    {"version", OPTION_VERSION, 0, 0, "print what was built, and how", 2},
    {0},
};

struct reading {
    struct report_options *options;
    struct error *error;
    unsigned outputs; /* how many of --json, --plain and --quiet were given */
    unsigned words;
    bool failed;
};

static void fail(struct reading *reading, const char *format, const char *word)
{
    if (!reading->failed)
        (void)error_set(reading->error, "%s \"%s\"; report --help shows how", format, word);
    reading->failed = true;
}

static void take_output(struct reading *reading, enum report_output output)
{
    reading->options->output = output;
    reading->outputs++;
}

/* The first word is a folder or "explain"; a term may have several words. */
static void take_word(struct reading *reading, const char *word)
{
    struct report_options *options = reading->options;
    unsigned index = reading->words++;
    if (index == 0 && strcmp(word, "explain") == 0) {
        options->command = REPORT_EXPLAIN;
    } else if (index == 0) {
        options->directory = word;
    } else if (options->command != REPORT_EXPLAIN) {
        fail(reading, "one folder is enough: what is", word);
    } else {
        size_t used = strlen(options->word);
        if (used + strlen(word) + 2 > sizeof options->word)
            fail(reading, "there is no term as long as", word);
        else
            (void)snprintf(options->word + used, sizeof options->word - used, "%s%s",
                           used > 0 ? " " : "", word);
    }
}

static error_t on_key(int key, char *text, struct argp_state *state)
{
    struct reading *reading = state->input;
    switch (key) {
    case OPTION_JSON:
        take_output(reading, OUTPUT_JSON);
        break;
    case OPTION_PLAIN:
        take_output(reading, OUTPUT_PLAIN);
        break;
    case OPTION_QUIET:
        take_output(reading, OUTPUT_QUIET);
        break;
    case OPTION_NO_CHARTS:
        reading->options->charts = false;
        break;
    case OPTION_VERSION:
        reading->options->command = REPORT_VERSION;
        break;
    case ARGP_KEY_ARG:
        take_word(reading, text);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

bool report_options_parse(int argc, char **argv, struct report_options *options,
                          struct error *error)
{
    static const struct argp argp = {
        .options = option_table, .parser = on_key, .args_doc = usage, .doc = description};
    *options = (struct report_options){.charts = true};
    struct reading reading = {.options = options, .error = error};
    argp_err_exit_status = EXIT_USAGE;
    argp_parse(&argp, argc, argv, 0, NULL, &reading);
    if (reading.failed)
        return false;
    if (reading.outputs > 1)
        return error_set(error, "--json, --plain and --quiet exclude each other");
    if (options->command == REPORT_RUN && options->directory == NULL)
        return error_set(error, "the folder of a run is missing, as in: report results/latest");
    return true;
}
