#include <stdlib.h>
#include <string.h>

#include "tests/support/chart_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

#define LOOP_BINS 7 /* blocks 0 to 3 are the threads', 4 to 7 the loop's */

static void set_busy(struct summary *summary, const struct summary_busy *busy, size_t count)
{
    struct summary_trial *trial = fixture_trial(summary, FIXTURE_LOOP);
    memcpy(trial->busy, busy, count * sizeof *busy);
    trial->busy_count = count;
}

static void bins(void)
{
    static const struct summary_busy busy[] = {
        {0, 2.01, 2.02}, {0, 2.05, 2.08}, {0, 3.05, 3.25}, {0, 4.001, 4.005}};
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    set_busy(summary, busy, 4);
    chart_rig_make(&rig, chart_lag, summary, false);
    char *drawn = chart_rig_block(&rig, LOOP_BINS);
    CU_ASSERT_PTR_NOT_NULL(strstr(drawn, "\n2.05 30 "));  /* the longer of two */
    CU_ASSERT_PTR_NOT_NULL(strstr(drawn, "\n3.05 200 ")); /* in every bin that it covers */
    CU_ASSERT_PTR_NOT_NULL(strstr(drawn, "\n3.15 200 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(drawn, "\n3.25 200 "));
    CU_ASSERT_EQUAL(chart_rig_points(&rig, LOOP_BINS), 4); /* 4 ms is not recorded */
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 1, 2), "3.05 s");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 1, 3), "200 ms");
    free(drawn);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void nonsense(void)
{
    static const struct summary_busy busy[] = {
        {0, -5, -4}, {0, 3, 2}, {0, 1e9, 1e9 + 1}, {700, 2, 3}, {0, 12.95, 1e6}};
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    set_busy(summary, busy, 5);
    chart_rig_make(&rig, chart_lag, summary, false);
    CU_ASSERT_EQUAL(chart_rig_points(&rig, LOOP_BINS), 1); /* the last one, in the last bin */
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void rows(void)
{
    static const struct summary_busy busy[] = {{0, 2, 2.03}, {2, 3, 3.04}};
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    set_busy(summary, busy, 2);
    chart_rig_make(&rig, chart_lag, summary, false);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "panels = 4\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "array loops[4] = [0, 1, 1, 1]\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "\"event loop, loop 2\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "\"no loop to block: a slow request holds up only"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "\"20 ms\" 20"));
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void too_many_rows(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    while (summary->scenarios[0].server_count < 20)
        fixture_add_server(summary, "event-loop", "again");
    chart_rig_make(&rig, chart_lag, summary, false);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "panels = 12\n"));
    CU_ASSERT_STRING_EQUAL(rig.chart.table.note, "8 more loops or servers are not drawn.");
    chart_rig_release(&rig);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"a bin has the longest interval that touches it", bins},
    {"intervals outside the load or without sense are left out", nonsense},
    {"each loop has a row, a server without one a sentence", rows},
    {"what is not drawn for want of room is said", too_many_rows},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("chart_lag", tests)
