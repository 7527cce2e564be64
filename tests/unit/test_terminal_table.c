#include "report/terminal_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/summary_answer.h"
#include "report/text.h"
#include "tests/support/made_run.h"
#include "tests/support/suite.h"

static struct made_run run;

static char *printed(unsigned columns, bool utf8)
{
    const struct terminal terminal = {.columns = columns, .utf8 = utf8};
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    terminal_table_print(&run.scenario, &terminal, stream);
    (void)fclose(stream);
    return text;
}

static bool has(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        (void)fprintf(stderr, "no \"%s\" in\n%s", words, text);
    return strstr(text, words) != NULL;
}

static void every_server_has_a_row(void)
{
    made_run(&run);
    char *text = printed(80, true);
    CU_ASSERT_STRING_EQUAL(
        text, "model              sustains p50 p99 p99.9 max errors    CPU  memory threads\n"
              "                      per s  ms  ms    ms  ms        us/req     MiB\n"
              "thread per request     ≥700 0.4   1     –   3    0 %    700 2.0+1.0      49\n"
              "event loop             ≥700 0.4   1     –   3    0 %    700 2.0+1.0       1\n"
              "≥ no step failed; memory: own + kernel's\n");
    free(text);
    text = printed(100, true); /* room for two blanks between columns */
    CU_ASSERT_TRUE(has(text, "model               sustains  p50  p99  p99.9  max  errors     CPU  "
                             " memory  threads\n"));
    free(text);
}

static void the_best_comes_first(void)
{
    made_run(&run);
    run.steps[THREADS_SERVER][2].meets_objective = false;
    run.steps[THREADS_SERVER][2].objective = OBJECTIVE_FAILED;
    summary_answer(&run.scenario);
    char *text = printed(80, true);
    CU_ASSERT_TRUE(has(text, "event loop             ≥700"));
    CU_ASSERT_TRUE(has(text, "thread per request      500"));
    CU_ASSERT_TRUE(strstr(text, "event loop") < strstr(text, "thread per request"));
    free(text);
    made_run(&run);
    run.shares[LOOP_SERVER][2][0].response_time.p99_us = 900; /* a tie, but for p99 */
    text = printed(80, true);
    CU_ASSERT_TRUE(strstr(text, "event loop") < strstr(text, "thread per request"));
    free(text);
}

static void who_fails_everywhere_stays_below_the_lowest_step(void)
{
    made_run(&run);
    for (unsigned i = 0; i < MADE_STEPS; i++) {
        run.steps[LOOP_SERVER][i].meets_objective = false;
        run.steps[LOOP_SERVER][i].objective = OBJECTIVE_FAILED;
    }
    summary_answer(&run.scenario);
    char *text = printed(80, false);
    CU_ASSERT_TRUE(has(text, "event loop             <300"));
    CU_ASSERT_TRUE(has(text, "thread per request    >=700"));
    CU_ASSERT_TRUE(has(text, "< the lowest step failed"));
    free(text);
}

static void verdicts_have_a_column_when_there_is_one(void)
{
    made_run(&run);
    run.results[LOOP_SERVER][0].verdict.status = VERDICT_DEGRADED;
    run.results[LOOP_SERVER][1].verdict.status = VERDICT_INVALID;
    char *text = printed(100, true);
    CU_ASSERT_TRUE(has(text, "model               verdict  sustains"));
    CU_ASSERT_TRUE(has(text, "event loop          INVALID"));
    CU_ASSERT_TRUE(has(text, "thread per request               ≥700"));
    free(text);
    run.results[LOOP_SERVER][1].verdict.status = VERDICT_OK;
    text = printed(100, true);
    CU_ASSERT_TRUE(has(text, "event loop          DEGRADED"));
    free(text);
}

static void narrow_terminals_lose_columns_from_the_right(void)
{
    static const struct {
        unsigned columns;
        const char *last;
    } cases[] = {{75, "threads"}, {74, "memory"}, {66, "CPU"}, {58, "errors"},
                 {51, "max"},     {43, "p99.9"},  {40, "p99"}, {20, "p50"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        made_run(&run);
        char *text = printed(cases[i].columns, true);
        char header[200];
        (void)snprintf(header, sizeof header, "%.*s", (int)strcspn(text, "\n"), text);
        size_t length = strlen(header), last = strlen(cases[i].last);
        CU_ASSERT_TRUE_FATAL(length > last);
        if (strcmp(header + length - last, cases[i].last) != 0)
            (void)fprintf(stderr, "%u columns: %s\n", cases[i].columns, header);
        CU_ASSERT_STRING_EQUAL(header + length - last, cases[i].last);
        CU_ASSERT_TRUE(cases[i].columns == 20 || text_columns(header) <= cases[i].columns);
        CU_ASSERT_EQUAL(strstr(text, "memory:") != NULL, strstr(header, "memory") != NULL);
        free(text);
    }
}

static void what_is_not_known_is_a_dash(void)
{
    made_run(&run);
    run.scenario.common_step = -1;
    run.servers[LOOP_SERVER].sustains_per_s = (double)NAN;
    char *text = printed(80, true);
    CU_ASSERT_TRUE(has(text, "event loop                –   –   –     –   "));
    CU_ASSERT_TRUE(has(text, "   –      –      –      –       –\n"));
    CU_ASSERT_PTR_NULL(strstr(text, "nan"));
    free(text);
    made_run(&run);
    run.steps[LOOP_SERVER][2].cost.pss_bytes = (double)NAN;
    run.steps[LOOP_SERVER][2].cost.threads = (double)NAN;
    run.steps[LOOP_SERVER][2].cost.cpu_us_per_request = (double)NAN;
    run.shares[LOOP_SERVER][2][0].response_time.samples = 0;
    text = printed(80, true);
    CU_ASSERT_TRUE(has(text, "0.4   1     –   –    0 %      –       –       –\n"));
    free(text);
}

static void without_an_objective_nobody_sustains(void)
{
    made_run(&run);
    run.scenario.scenario.has_objective = false;
    char *text = printed(80, true);
    CU_ASSERT_PTR_NULL(strstr(text, "sustains"));
    CU_ASSERT_PTR_NULL(strstr(text, "≥"));
    free(text);
}

static void without_measured_servers_there_is_no_table(void)
{
    made_run(&run);
    run.servers[0].shown = run.servers[1].shown = -1;
    char *text = printed(80, true);
    CU_ASSERT_STRING_EQUAL(text, "");
    free(text);
}

static void long_labels_are_cut(void)
{
    made_run(&run);
    (void)snprintf(run.servers[0].label, sizeof run.servers[0].label,
                   "a label of more than twenty-four columns");
    char *text = printed(100, true);
    CU_ASSERT_TRUE(has(text, "\na label of more than tw…  "));
    free(text);
}

static CU_TestInfo tests[] = {
    {"every server has a row", every_server_has_a_row},
    {"the best comes first", the_best_comes_first},
    {"who fails everywhere stays below the lowest step",
     who_fails_everywhere_stays_below_the_lowest_step},
    {"verdicts have a column when there is one", verdicts_have_a_column_when_there_is_one},
    {"narrow terminals lose columns from the right", narrow_terminals_lose_columns_from_the_right},
    {"what is not known is a dash", what_is_not_known_is_a_dash},
    {"without an objective nobody sustains", without_an_objective_nobody_sustains},
    {"without measured servers there is no table", without_measured_servers_there_is_no_table},
    {"long labels are cut", long_labels_are_cut},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("terminal_table", tests)
