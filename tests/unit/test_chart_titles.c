#include "report/chart_titles.h"

#include <string.h>

#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void spectrum(void)
{
    struct summary *summary = fixture_new();
    struct view light = view_of(summary, 0, true);
    struct view all = view_of(summary, 0, false);
    struct chart chart = {.kind = "c1"};
    title_spectrum(&light, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "At 700/s, 1 in 100 light requests takes over 123 ms in "
                                        "event loop and over 11.9 ms in thread per request");
    title_spectrum(&all, &chart);
    CU_ASSERT_PTR_NOT_NULL(strstr(chart.title, "1 in 100 requests takes"));
    fixture_free(summary);
}

static void spectrum_variants(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    struct chart chart = {.kind = "c1"};
    struct latency_summary *loop =
        &fixture_trial(summary, FIXTURE_LOOP)->result.phases[1].steps[1].measures.response_time;
    loop->p99_us = NO_NUMBER; /* then all are compared at p90 */
    title_spectrum(&view, &chart);
    CU_ASSERT_PTR_NOT_NULL(strstr(chart.title, "1 in 10 requests takes"));
    *loop = fixture_trial(summary, 0)->result.phases[1].steps[1].measures.response_time;
    title_spectrum(&view, &chart);
    CU_ASSERT_PTR_NOT_NULL(strstr(chart.title, "takes over 14.5 ms, whichever the server"));
    fixture_drop_server(summary);
    struct view one = view_of(summary, 0, false);
    title_spectrum(&one, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "At 700/s, 1 in 100 requests takes over 14.5 ms in thread "
                                        "per request");
    fixture_lose_all(summary);
    title_spectrum(&one, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title,
                           "At 300/s, too few requests succeeded to compare percentiles");
    fixture_free(summary);
}

static void capacity(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, true);
    struct chart chart = {.kind = "c2"};
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "Objective sustained by thread per request at 1,000/s or "
                                        "more, by event loop at 300/s");
    summary->scenarios[0].servers[0].sustains_per_s = NO_NUMBER;
    summary->scenarios[0].servers[1].sustains_per_s = NO_NUMBER;
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "No server met the objective at any tested load");
    summary->scenarios[0].servers[0].sustains_per_s = 1000;
    fixture_trial(summary, 1)->steps[0].trusted = false;
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "Objective sustained by thread per request at 1,000/s or "
                                        "more, by event loop at no load that can be judged");
    fixture_trial(summary, 1)->steps[0].trusted = true;
    fixture_add_server(summary, "cluster", "cluster");
    fixture_add_server(summary, "worker-pool", "pool");
    summary->scenarios[0].servers[1].sustains_per_s = 300;
    summary->scenarios[0].servers[3].sustains_per_s = NO_NUMBER;
    view = view_of(summary, 0, true);
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "Objective sustained at best by thread per request at "
                                        "1,000/s or more, at worst by pool at no tested load");
    fixture_lose_all(summary);
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "No server met the objective at any tested load");
    fixture_trial(summary, 0)->steps[0].trusted = false;
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title,
                           "No server met the objective in a step that can be trusted");
    summary->scenarios[0].ranked = false;
    title_capacity(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "What each step of load did to the latency of light "
                                        "requests (no step can be trusted)");
    fixture_free(summary);
}

static void timeline(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    struct chart chart = {.kind = "c4"};
    struct summary_trial *trial = fixture_trial(summary, 0);
    trial->seconds[0].max_us = 9e6;  /* warm-up */
    trial->seconds[13].max_us = 9e6; /* cut off */
    trial->seconds[7].max_us = 4e6;
    title_timeline(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "Slowest answer: 4 s in thread per request (second 7), "
                                        "386 ms in event loop (second 12)");
    fixture_add_server(summary, "cluster", "cluster");
    fixture_add_server(summary, "worker-pool", "pool");
    view = view_of(summary, 0, false);
    title_timeline(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "Slowest answer: from 386 ms in event loop (second 12) to "
                                        "4 s in thread per request (second 7)");
    fixture_lose_all(summary);
    title_timeline(&view, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "No answer was measured");
    fixture_free(summary);
}

static void lag(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    struct chart chart = {.kind = "c5"};
    title_lag(&view, 70, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "The event loop was blocked for more than 20 ms during "
                                        "26 % of the run (longest 70 ms at 3.4 s)");
    summary->finding_count = 1;
    title_lag(&view, 70, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "An event loop could not poll for up to 70 ms at a time");
    title_lag(&view, 20, &chart);
    CU_ASSERT_STRING_EQUAL(chart.title, "No event loop was busy for more than 20 ms at a time");
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"the spectrum's title says what the unlucky ones get", spectrum},
    {"it falls back to a percentile that all have, and to words", spectrum_variants},
    {"the capacity's title says what each sustains", capacity},
    {"the timeline's title ignores warm-up and the cut second", timeline},
    {"the lag's title is what was found, else what was seen", lag},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("chart_titles", tests)
