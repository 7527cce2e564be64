#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/chart_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void seconds(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    struct summary_trial *trial = fixture_trial(summary, FIXTURE_THREADS);
    trial->seconds[3] =
        (struct summary_second){.second = 3, .p50_us = 500, .p99_us = (double)NAN, .max_us = 7000};
    chart_rig_make(&rig, chart_timeline, summary, false);
    char *curve = chart_rig_block(&rig, 2);         /* after warm-up and steps */
    CU_ASSERT_EQUAL(chart_rig_points(&rig, 2), 13); /* without the one that is cut off */
    CU_ASSERT_PTR_NOT_NULL(strstr(curve, "\n3.5 0.5 NaN 7 "));
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 4, 1), "3");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 4, 2), "0.5 ms");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 4, 3), "–");
    free(curve);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void marks(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    chart_rig_make(&rig, chart_timeline, summary, false);
    char *warm_up = chart_rig_block(&rig, 0);
    char *steps = chart_rig_block(&rig, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(warm_up, "\n0 1 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(steps, "\n\n1 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(steps, "\n\n5 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(steps, "\n\n9 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "\"700/s\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "panels = 2\n"));
    free(warm_up);
    free(steps);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void missing_tail(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    for (unsigned s = 0; s < FIXTURE_SERVERS; s++)
        for (size_t i = 0; i < fixture_trial(summary, s)->second_count; i++)
            fixture_trial(summary, s)->seconds[i].p99_us = (double)NAN;
    chart_rig_make(&rig, chart_timeline, summary, false);
    CU_ASSERT_PTR_NULL(strstr(rig.data, "\"p99\"")); /* a line that is not there has no name */
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "\"max\""));
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void thinned(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    struct summary_trial *trial = fixture_trial(summary, FIXTURE_THREADS);
    size_t count = 1200;
    free(trial->seconds);
    trial->seconds = calloc(count, sizeof *trial->seconds);
    CU_ASSERT_PTR_NOT_NULL_FATAL(trial->seconds);
    trial->second_count = count;
    for (size_t i = 0; i < count; i++)
        trial->seconds[i] = (struct summary_second){.second = (double)i,
                                                    .p50_us = 1000 + (double)(i % 3),
                                                    .p99_us = 2000,
                                                    .max_us = i == 700 ? 5e6 : 3000};
    trial->result.phases[1].steps[FIXTURE_STEPS - 1].duration_s = (double)count;
    chart_rig_make(&rig, chart_timeline, summary, false);
    char *curve = chart_rig_block(&rig, 2);
    CU_ASSERT_EQUAL(chart_rig_points(&rig, 2), 400);
    CU_ASSERT_PTR_NOT_NULL(strstr(curve, "\n700.5 1.001 2 5000 ")); /* seconds 699 to 701 */
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.chart.table.note, "timeseries.csv"));
    free(curve);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"whole seconds are drawn at their middle", seconds},
    {"warm-up and the beginnings of steps are marked", marks},
    {"a percentile that no second has is not named", missing_tail},
    {"many seconds become 400 points: the median, and the worst", thinned},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("chart_timeline", tests)
