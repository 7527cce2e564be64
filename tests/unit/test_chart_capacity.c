#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/chart_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

/* Whether a line of the block ends with this mark. */
static bool has_mark(const struct chart_rig *rig, unsigned block, const char *rate, int mark)
{
    char *text = chart_rig_block(rig, block);
    char *rest = text;
    bool found = false;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        double x, p99, p50, kind;
        bool whole = sscanf(line, "%lf %lf %lf %lf", &x, &p99, &p50, &kind) == 4;
        found = found || (whole && strncmp(line, rate, strlen(rate)) == 0 && (int)kind == mark);
    }
    free(text);
    return found;
}

static void marks(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    fixture_trial(summary, FIXTURE_THREADS)->steps[0].trusted = false;
    chart_rig_make(&rig, chart_capacity, summary, true);
    CU_ASSERT_TRUE(has_mark(&rig, 0, "299.4 ", 2)); /* not trusted: crossed out */
    CU_ASSERT_TRUE(has_mark(&rig, 0, "698.6 ", 0));
    CU_ASSERT_TRUE(has_mark(&rig, 0, "998 ", 3)); /* what it sustains: ringed */
    CU_ASSERT_TRUE(has_mark(&rig, 1, "299.4 ", 3));
    CU_ASSERT_TRUE(has_mark(&rig, 1, "998 ", 1)); /* fell behind: hollow */
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 1, 5), "invalid");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 3, 5), "sustained");
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 6, 5), "fell behind");
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void looks(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    chart_rig_make(&rig, chart_capacity, summary, true);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "curves = 2\narray hollow[2] = [6, 4]\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.script, "array looks[2] = [1, 2]\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "thick: p99"));
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void few_samples(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    for (unsigned s = 0; s < FIXTURE_SERVERS; s++)
        for (unsigned i = 0; i < FIXTURE_STEPS; i++)
            fixture_trial(summary, s)->result.phases[1].steps[i].requests[0].response_time.p99_us =
                (double)NAN;
    chart_rig_make(&rig, chart_capacity, summary, true);
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.data, "p50 only: p99 needs 1,000 requests"));
    CU_ASSERT_PTR_NULL(strstr(rig.data, "no data"));
    CU_ASSERT_EQUAL(chart_rig_points(&rig, 0), FIXTURE_STEPS);
    chart_rig_release(&rig);
    fixture_free(summary);
}

static void closed_model(void)
{
    struct summary *summary = fixture_new();
    struct chart_rig rig;
    struct summary_trial *trial = fixture_trial(summary, FIXTURE_THREADS);
    for (unsigned i = 0; i < FIXTURE_STEPS; i++) {
        trial->steps[i].rate_per_s = (double)NAN;
        trial->result.phases[1].steps[i].vus = 4U << i;
    }
    chart_rig_make(&rig, chart_capacity, summary, true);
    CU_ASSERT_STRING_EQUAL(chart_rig_cell(&rig, 3, 1), "16 virtual users");
    chart_rig_release(&rig);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"each step is marked as its verdict says", marks},
    {"servers look as everywhere, hollow points included", looks},
    {"with too few samples the medians remain", few_samples},
    {"a closed model's steps are called by their users", closed_model},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("chart_capacity", tests)
