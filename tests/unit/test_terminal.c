#include "report/terminal.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/findings.h"
#include "report/text.h"
#include "tests/support/golden.h"
#include "tests/support/made_run.h"
#include "tests/support/suite.h"

#define GOLDEN SOURCE_DIR "/tests/golden/terminal/"

static struct made_run run;
static struct error error;

static char *printed(const struct summary *summary, unsigned columns, bool utf8)
{
    const struct terminal terminal = {.columns = columns, .utf8 = utf8};
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT_TRUE(terminal_print(summary, &terminal, "results/x/report.html", stream, &error));
    (void)fclose(stream);
    return text;
}

static char *printed_made(void)
{
    findings_diagnose(&run.summary);
    return printed(&run.summary, 80, true);
}

static unsigned widest_line(const char *text)
{
    unsigned widest = 0;
    while (*text != '\0') {
        char line[1024];
        size_t length = strcspn(text, "\n");
        (void)snprintf(line, sizeof line, "%.*s", (int)length, text);
        if (text_columns(line) > widest)
            widest = text_columns(line);
        text += length + 1;
    }
    return widest;
}

static void the_recorded_run_is_printed_to_the_letter(void)
{
    struct summary summary;
    CU_ASSERT_TRUE_FATAL(summary_load(SOURCE_DIR "/tests/golden/run", &summary, &error));
    (void)snprintf(summary.directory, sizeof summary.directory, "results/x");
    findings_diagnose(&summary);
    char *wide = printed(&summary, 80, true);
    char *narrow = printed(&summary, 50, false);
    golden_compare(GOLDEN "cpu-tail-80.txt", wide);
    golden_compare(GOLDEN "cpu-tail-50-ascii.txt", narrow);
    CU_ASSERT_TRUE(widest_line(wide) <= 80);
    CU_ASSERT_TRUE(widest_line(narrow) <= 50);
    free(wide);
    free(narrow);
    summary_release(&summary);
}

static void the_last_line_is_the_reports_path(void)
{
    made_run(&run);
    char *text = printed_made();
    size_t length = strlen(text);
    const char *last = "\nreport   results/x/report.html\n";
    CU_ASSERT_TRUE_FATAL(length > strlen(last));
    CU_ASSERT_STRING_EQUAL(text + length - strlen(last), last);
    free(text);
}

static void what_was_not_measured_is_said(void)
{
    made_run(&run);
    run.servers[LOOP_SERVER].shown = -1;
    run.trials[LOOP_SERVER].done = false;
    (void)snprintf(run.trials[LOOP_SERVER].reason, 64, "the server died before it was ready");
    run.summary.run.complete = false;
    (void)snprintf(run.summary.run.reason, 64, "interrupted (SIGINT)");
    char *text = printed_made();
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nmissing  event loop was not measured: the server died "
                                        "before it was ready\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "\ntrust\n  !      This run is incomplete: interrupted (SIGINT).\n"));
    free(text);
    run.servers[THREADS_SERVER].shown = -1;
    run.servers[THREADS_SERVER].trial_count = 0;
    run.scenario.common_step = -1;
    text = printed_made();
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "thread per request was not measured: no trial was run"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "no rate that all servers kept up with"));
    free(text);
}

static void findings_stand_under_their_scenario(void)
{
    static struct summary_scenario scenarios[2];
    made_run(&run);
    scenarios[0] = scenarios[1] = run.scenario;
    (void)snprintf(scenarios[1].name, sizeof scenarios[1].name, "second");
    scenarios[1].title[0] = '\0';
    run.summary.scenarios = scenarios;
    run.summary.scenario_count = 2;
    run.summary.findings_left_out = 0;
    char *text = printed_made();
    const char *second = strstr(text, "\nsecond\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(second);
    const char *first_why = strstr(text, "\nwhy\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(first_why);
    CU_ASSERT_TRUE(first_why < second);
    CU_ASSERT_PTR_NOT_NULL(strstr(second, "\nwhy\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(second, "    V3   second: p99.9 of light"));
    free(text);
    run.summary.findings_left_out = 3;
    text = printed(&run.summary, 80, true);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n3 more findings were left out.\n"));
    free(text);
}

static void errors_and_cautions_are_marked(void)
{
    made_run(&run);
    verdict_add(&run.results[LOOP_SERVER][2].verdict, VERDICT_INVALID, "It was late.");
    run.summary.run.shared_cpus = true;
    char *text = printed_made();
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  x V1   event loop is not to be trusted at 700/s. It"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  ! V9   Generator and servers"));
    free(text);
}

static void labels_cannot_reach_the_terminal(void)
{
    made_run(&run);
    (void)snprintf(run.scenario.title, sizeof run.scenario.title, "\x1b[2Jgone\x07 \xff");
    (void)snprintf(run.servers[0].label, sizeof run.servers[0].label, "a\nb\x1b]0;x");
    char *text = printed_made();
    for (const char *at = text; *at != '\0'; at++)
        CU_ASSERT_TRUE(*at == '\n' || (unsigned char)*at >= ' ');
    free(text);
    findings_diagnose(&run.summary);
    text = printed(&run.summary, 80, false);
    for (const char *at = text; *at != '\0'; at++)
        CU_ASSERT_TRUE(*at == '\n' || (*at >= ' ' && *at <= '~'));
    free(text);
}

static void what_is_no_terminal_has_eighty_columns(void)
{
    FILE *file = tmpfile();
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(setenv("COLUMNS", "200", 1), 0);
    CU_ASSERT_PTR_NOT_NULL(setlocale(LC_CTYPE, "C"));
    struct terminal terminal = terminal_of(file);
    CU_ASSERT_EQUAL(terminal.columns, 80);
    CU_ASSERT_FALSE(terminal.utf8);
    (void)fclose(file);
    CU_ASSERT_EQUAL(unsetenv("COLUMNS"), 0);
}

static CU_TestInfo tests[] = {
    {"the recorded run is printed to the letter", the_recorded_run_is_printed_to_the_letter},
    {"the last line is the report's path", the_last_line_is_the_reports_path},
    {"what was not measured is said", what_was_not_measured_is_said},
    {"findings stand under their scenario", findings_stand_under_their_scenario},
    {"errors and cautions are marked", errors_and_cautions_are_marked},
    {"labels cannot reach the terminal", labels_cannot_reach_the_terminal},
    {"what is no terminal has eighty columns", what_is_no_terminal_has_eighty_columns},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("terminal", tests)
