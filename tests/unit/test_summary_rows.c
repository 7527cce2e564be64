#include "report/summary_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/made_run.h"
#include "tests/support/suite.h"

#define COLUMNS 32

static struct made_run run;

static char *print(char separator, bool shown_only)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    summary_rows_print(&run.summary, separator, shown_only, stream);
    (void)fclose(stream);
    return text;
}

static unsigned count(const char *text, char character)
{
    unsigned found = 0;
    for (; *text != '\0'; text++)
        found += *text == character ? 1 : 0;
    return found;
}

static void every_row_has_all_columns(void)
{
    made_run(&run);
    run.steps[LOOP_SERVER][1].cost.pss_bytes = (double)NAN;
    char *text = print(',', false);
    CU_ASSERT_EQUAL(count(text, '\n'), 1 + MADE_SERVERS * MADE_STEPS);
    for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
        char row[2048];
        (void)snprintf(row, sizeof row, "%.*s", (int)strcspn(line, "\n"), line);
        CU_ASSERT_EQUAL(count(row, ','), COLUMNS - 1);
    }
    CU_ASSERT_PTR_NULL(strstr(text, "nan"));
    CU_ASSERT_EQUAL(strncmp(text, "scenario,server,trial,phase,step,rate_per_s,", 44), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\nmixed,event-loop,1,load,1,500.000,500.000,500.000,500."
                                        "000,500.000,0.000000,ok,yes,yes,yes,light,1980,400.000,"
                                        "700.000,1000.000,,3000.000,1000.000,50.000,1.400000,"
                                        "700.000,,1048576,1,0.350000,0.000000,0.000000\n"));
    free(text);
}

static void plain_rows_are_of_shown_trials_alone(void)
{
    static struct summary_trial trials[2];
    made_run(&run);
    trials[0] = trials[1] = run.trials[LOOP_SERVER];
    trials[1].n = 2;
    run.servers[LOOP_SERVER].trials = trials;
    run.servers[LOOP_SERVER].trial_count = 2;
    run.servers[LOOP_SERVER].shown = 1;
    char *all = print(',', false);
    char *plain = print('\t', true);
    CU_ASSERT_EQUAL(count(all, '\n'), 1 + 3 * MADE_STEPS);
    CU_ASSERT_EQUAL(count(plain, '\n'), 1 + 2 * MADE_STEPS);
    CU_ASSERT_PTR_NOT_NULL(strstr(plain, "\nmixed\tevent-loop\t2\tload\t0\t"));
    CU_ASSERT_PTR_NULL(strstr(plain, "event-loop\t1"));
    CU_ASSERT_EQUAL(count(plain, '\t'), (1 + 2 * MADE_STEPS) * (COLUMNS - 1));
    free(all);
    free(plain);
    trials[1].done = false;
    all = print(',', false);
    CU_ASSERT_EQUAL(count(all, '\n'), 1 + 2 * MADE_STEPS);
    free(all);
}

static void names_cannot_break_a_row(void)
{
    made_run(&run);
    (void)snprintf(run.servers[0].id, sizeof run.servers[0].id, "a,\"b\"\tc\nd\x1b");
    char *csv = print(',', false);
    char *plain = print('\t', true);
    CU_ASSERT_PTR_NOT_NULL(strstr(csv, "\nmixed,\"a,\"\"b\"\" c d\xef\xbf\xbd\",1,load,0,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(plain, "\nmixed\ta,\"b\" c d\xef\xbf\xbd\t1\tload\t0\t"));
    free(csv);
    free(plain);
}

static void nothing_measured_is_a_header(void)
{
    made_run(&run);
    run.trials[0].done = run.trials[1].done = false;
    char *text = print(',', false);
    CU_ASSERT_EQUAL(count(text, '\n'), 1);
    free(text);
}

static CU_TestInfo tests[] = {
    {"every row has all columns", every_row_has_all_columns},
    {"plain rows are of shown trials alone", plain_rows_are_of_shown_trials_alone},
    {"names cannot break a row", names_cannot_break_a_row},
    {"nothing measured is a header", nothing_measured_is_a_header},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_rows", tests)
