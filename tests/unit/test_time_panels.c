#include "report/time_panels.h"

#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void whole_seconds(void)
{
    struct summary *summary = fixture_new();
    struct summary_trial *trial = fixture_trial(summary, 0);
    CU_ASSERT_DOUBLE_EQUAL(time_load_end_s(trial), 13, 1e-9);
    CU_ASSERT_EQUAL(time_whole_seconds(trial), 13);
    trial->second_count = 1;
    trial->seconds[0].second = 40; /* the only one is kept, whatever it is */
    CU_ASSERT_EQUAL(time_whole_seconds(trial), 1);
    trial->second_count = 0;
    CU_ASSERT_EQUAL(time_whole_seconds(trial), 0);
    fixture_free(summary);
}

static void axis(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    CU_ASSERT_DOUBLE_EQUAL(time_axis(&view).high, 13, 1e-9);
    summary->scenarios[0].servers[0].shown = summary->scenarios[0].servers[1].shown = -1;
    CU_ASSERT(time_axis(&view).high > time_axis(&view).low);
    fixture_free(summary);
}

static void rows(void)
{
    struct panel above = time_panel(0, 200, 444, 0.95);
    struct panel below = time_panel(200, 200, 444, 0.95);
    CU_ASSERT(above.top < 1 && above.bottom < above.top);
    CU_ASSERT(below.top < above.bottom - 2 * FIGURE_FONT / 444); /* ticks and a name between */
    CU_ASSERT(below.bottom * 444 > TIME_EDGE_PIXELS);
    CU_ASSERT_DOUBLE_EQUAL(above.right, 0.95, 0);
}

static CU_TestInfo tests[] = {
    {"a second that the end of the load cuts off is left out", whole_seconds},
    {"the time axis holds the load, or something", axis},
    {"rows stand below each other with room for words", rows},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("time_panels", tests)
