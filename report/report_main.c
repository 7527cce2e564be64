/*
 * The program report: result files in, summary, charts and page out, and a table on stdout.
 *
 *     report results/latest
 *     report explain D1
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "core/log.h"
#include "core/version.h"
#include "report/charts.h"
#include "report/explain.h"
#include "report/findings.h"
#include "report/html.h"
#include "report/missed.h"
#include "report/report_options.h"
#include "report/summary.h"
#include "report/summary_rows.h"
#include "report/summary_write.h"
#include "report/terminal.h"

#define EXIT_USAGE  2
#define EXIT_MISSED 3 /* a threshold of a scenario */

static bool write_files(const struct summary *summary, bool draw, struct error *error)
{
    struct charts charts = {0};
    if (!summary_write(summary, summary->directory, error))
        return false;
    if (draw && !charts_write(summary, summary->directory, &charts, error))
        return false;
    if (charts.note[0] != '\0')
        log_warn("%s", charts.note);
    bool written = html_write(summary, &charts, summary->directory, error);
    charts_release(&charts);
    return written;
}

static bool print_json(const struct summary *summary, struct error *error)
{
    char *text = summary_json(summary);
    if (text == NULL)
        return error_set(error, "cannot print the summary: out of memory");
    puts(text);
    free(text);
    return true;
}

static bool print(const struct summary *summary, enum report_output output, struct error *error)
{
    struct terminal terminal = terminal_of(stdout);
    char path[PATH_BYTES];
    if (!file_join(path, summary->directory, "report.html", error))
        return false;
    switch (output) {
    case OUTPUT_TABLE:
        return terminal_print(summary, &terminal, path, stdout, error);
    case OUTPUT_JSON:
        return print_json(summary, error);
    case OUTPUT_PLAIN:
        summary_rows_print(summary, '\t', true, stdout);
        return true;
    case OUTPUT_QUIET:
        puts(path);
        return true;
    }
    return true;
}

static bool report(const struct report_options *options, unsigned *missed, struct error *error)
{
    struct summary summary;
    if (!summary_load(options->directory, &summary, error))
        return false;
    findings_diagnose(&summary);
    bool good =
        write_files(&summary, options->charts, error) && print(&summary, options->output, error);
    if (good)
        *missed = missed_thresholds_print(&summary, stderr);
    summary_release(&summary);
    return good;
}

static bool explain(const char *word, struct error *error)
{
    unsigned columns = terminal_of(stdout).columns;
    const struct explanation *explanation = explain_find(word);
    if (explanation != NULL)
        explain_print(explanation, columns, stdout);
    else if (word[0] == '\0')
        explain_print_names(columns, stdout);
    else
        return error_set(error, "there is no rule or term \"%s\"; report explain lists them", word);
    return true;
}

int main(int argc, char **argv)
{
    struct report_options options;
    struct error error = {""};
    log_open("report", LOG_LEVEL_INFO);
    (void)setlocale(LC_CTYPE, "");
    bool usage = report_options_parse(argc, argv, &options, &error);
    bool good = usage;
    unsigned missed = 0;
    if (usage && options.command == REPORT_RUN)
        good = report(&options, &missed, &error);
    else if (usage && options.command == REPORT_EXPLAIN)
        usage = good = explain(options.word, &error);
    else if (usage)
        version_print("report", options.output == OUTPUT_JSON);
    if (good && (fflush(stdout) != 0 || ferror(stdout) != 0))
        good = error_set_errno(&error, "cannot write to stdout");
    if (good)
        return missed > 0 ? EXIT_MISSED : EXIT_SUCCESS;
    log_error("%s", error.text);
    return usage ? EXIT_FAILURE : EXIT_USAGE;
}
