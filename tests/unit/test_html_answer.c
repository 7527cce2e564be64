#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/page_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

/* Whether `second` comes after `first` in the text. */
static bool in_order(const char *text, const char *first, const char *second)
{
    const char *at = strstr(text, first);
    return at != NULL && strstr(at + strlen(first), second) != NULL;
}

static void best_first(void)
{
    struct summary *summary = fixture_new();
    summary->scenarios[0].servers[FIXTURE_LOOP].sustains_per_s = 2000;
    char *text = page_rig_write(html_answer, summary, NULL);
    CU_ASSERT_TRUE(in_order(text, "event loop</th>", "thread per request</th>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "<b>2,000/s</b> best"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "<td>≥ 1,000/s</td>"));
    free(text);
    summary->scenarios[0].servers[FIXTURE_LOOP].sustains_per_s = 1000; /* as the other: both */
    text = page_rig_write(html_answer, summary, NULL);
    CU_ASSERT_TRUE(in_order(text, "best</td>", "best</td>"));
    CU_ASSERT_TRUE(in_order(text, "thread per request</th>", "event loop</th>"));
    free(text);
    fixture_free(summary);
}

static void none_sustains(void)
{
    struct summary *summary = fixture_new();
    fixture_lose_all(summary);
    char *text = page_rig_write(html_answer, summary, NULL);
    CU_ASSERT_PTR_NULL(strstr(text, "best</td>"));
    CU_ASSERT_TRUE(in_order(text, "<td>&lt; 300/s</td>", "<td>&lt; 300/s</td>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "so these latencies do not rank them"));
    free(text);
    fixture_free(summary);
}

static void without_objective(void)
{
    struct summary *summary = fixture_new();
    summary->scenarios[0].ranked = false;
    summary->scenarios[0].servers[FIXTURE_LOOP].sustains_per_s = 2000;
    char *text = page_rig_write(html_answer, summary, NULL);
    CU_ASSERT_PTR_NULL(strstr(text, "best"));
    CU_ASSERT_TRUE(in_order(text, "thread per request</th>", "event loop</th>")); /* as they were */
    free(text);
    fixture_free(summary);
}

static void given_up(void)
{
    struct summary *summary = fixture_new();
    struct measures *light = &fixture_trial(summary, 0)->result.phases[1].steps[1].requests[0];
    light->response_time.p50_us = 1000;
    light->response_time.p99_us = 5e6;
    light->censored_from_us = 5e6;
    char *text = page_rig_write(html_answer, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "<td>1 ms</td><td>≥ 5 s</td>"));
    free(text);
    fixture_free(summary);
}

static void unmeasured(void)
{
    struct summary *summary = fixture_new();
    summary->scenarios[0].servers[0].shown = -1;
    char *text = page_rig_write(html_answer, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "not measured"));
    free(text);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"the best server comes first, and equal ones are both best", best_first},
    {"where none sustains the objective none is best", none_sustains},
    {"without an objective nothing is ranked", without_objective},
    {"a percentile among requests that were given up is a lower bound", given_up},
    {"a server without a trial says so", unmeasured},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html_answer", tests)
