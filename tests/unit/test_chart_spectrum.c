#include <stdlib.h>
#include <string.h>

#include "tests/support/chart_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static struct measures *compared(struct summary *summary, unsigned server)
{
    return &fixture_trial(summary, server)->result.phases[1].steps[1].requests[0];
}

static void points(void)
{
    struct summary *summary = fixture_new();
    struct measures *measures = compared(summary, FIXTURE_THREADS);
    measures->response_time.spectrum_count = 3;
    measures->response_time.spectrum[0] = (struct spectrum_point){50, 1000};
    measures->response_time.spectrum[1] = (struct spectrum_point){90, 2500};
    measures->response_time.spectrum[2] = (struct spectrum_point){100, 99000};
    struct chart_rig rig;
    chart_rig_make(&rig, chart_spectrum, summary, true);
    char *curve = chart_rig_block(&rig, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(curve, "\"thread per request\"\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(curve, "\n2 1 50 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(curve, "\n10 2.5 90 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(curve, "\nNaN 99 100 ")); /* at infinity */
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 2, 0), "thread per request");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 2, 1), "90 %");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 2, 2), "2.5 ms");
    free(curve);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void guides(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    chart_rig_make(&rig, chart_spectrum, summary, true);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "guides = 4\nfew = 5\n"));
    char *objective = chart_rig_block(&rig, 4);
    char *few = chart_rig_block(&rig, 5);
    CU_ASSERT_PTR_NOT_NULL(strstr(objective, "\n1 20 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(few, "\n27.72 ")); /* 2,772 light requests / 100 */
    free(objective);
    free(few);
    chart_rig_release(&rig);
    chart_rig_make(&rig, chart_spectrum, summary, false);
    CU_ASSERT_EQUAL(chart_rig_points(&rig, 4), 0); /* the objective is not about all requests */
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void unfair(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    summary->scenarios[0].common_step = -1;
    chart_rig_make(&rig, chart_spectrum, summary, true);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.chart.subtitle, "300/s, the first step"));
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void one_absent(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    compared(summary, FIXTURE_LOOP)->response_time.spectrum_count = 0;
    chart_rig_make(&rig, chart_spectrum, summary, true);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "\"event loop: no data\""));
    CU_ASSERT_PTR_NULL(strstr(rig.data, "\"no data"));
    CU_ASSERT(chart_rig_points(&rig, 0) > 20);
    CU_ASSERT_EQUAL(chart_rig_points(&rig, 2), 0);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"a percentile stands at 1/(1 - p), the last one nowhere", points},
    {"the objective and the border of guesses are drawn where they hold", guides},
    {"a load that not all kept up with is called so", unfair},
    {"a server without data is named", one_absent},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("chart_spectrum", tests)
