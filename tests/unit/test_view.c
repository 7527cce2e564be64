#include "report/view.h"

#include <string.h>

#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void focus(void)
{
    struct summary *summary = fixture_new();
    struct view light = view_of(summary, 0, true);
    struct view all = view_of(summary, 0, false);
    CU_ASSERT_STRING_EQUAL(view_objective_request(&light), "light");
    CU_ASSERT_STRING_EQUAL(view_requests(&light, "requests").text, "light requests");
    CU_ASSERT_STRING_EQUAL(view_requests(&all, "all requests").text, "all requests");
    CU_ASSERT_DOUBLE_EQUAL(view_objective_us(&light), 20000, 0);
    CU_ASSERT(isnan(view_objective_us(&all)));
    const struct summary_step *step = view_step(&light, FIXTURE_LOOP, 0);
    CU_ASSERT_STRING_EQUAL(view_measures(&light, step)->request, "light");
    CU_ASSERT_STRING_EQUAL(view_measures(&all, step)->request, "");
    CU_ASSERT_PTR_NULL(view_measures(&all, NULL));
    fixture_free(summary);
}

static void objective_of_all(void)
{
    struct summary *summary = fixture_new();
    summary->scenarios[0].scenario.objective.request = -1;
    struct view view = view_of(summary, 0, false);
    CU_ASSERT_STRING_EQUAL(view_objective_request(&view), "");
    CU_ASSERT_DOUBLE_EQUAL(view_objective_us(&view), 20000, 0);
    summary->scenarios[0].scenario.objective.metric = METRIC_GOODPUT;
    CU_ASSERT(isnan(view_objective_us(&view)));
    fixture_free(summary);
}

static void loads(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    CU_ASSERT_STRING_EQUAL(view_load(&view, 2).text, "1,000/s");
    CU_ASSERT_STRING_EQUAL(view_load(&view, 3).text, "–");
    struct summary_trial *trial = fixture_trial(summary, 0);
    trial->steps[0].rate_per_s = NO_NUMBER;
    trial->result.phases[1].steps[0].vus = 8;
    CU_ASSERT_STRING_EQUAL(view_load(&view, 0).text, "8 virtual users");
    trial->result.phases[1].steps[0].vus = 1;
    CU_ASSERT_STRING_EQUAL(view_load(&view, 0).text, "1 virtual user");
    fixture_free(summary);
}

static void compared(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    bool fair;
    CU_ASSERT_EQUAL(view_compared_step(&view, &fair), 1);
    CU_ASSERT_TRUE(fair);
    summary->scenarios[0].common_step = -1;
    CU_ASSERT_EQUAL(view_compared_step(&view, &fair), 0);
    CU_ASSERT_FALSE(fair);
    fixture_free(summary);
}

static void not_shown(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    summary->scenarios[0].servers[0].shown = -1;
    CU_ASSERT_PTR_NULL(view_trial(&view, 0));
    CU_ASSERT_PTR_NULL(view_step(&view, 0, 0));
    CU_ASSERT_STRING_EQUAL(view_load(&view, 0).text, "300/s"); /* the other server's */
    summary->scenarios[0].servers[0].shown = 7;
    CU_ASSERT_PTR_NULL(view_trial(&view, 0));
    fixture_free(summary);
}

static void names(void)
{
    struct summary *summary = fixture_new();
    struct summary_server *server = &summary->scenarios[0].servers[0];
    struct view view = view_of(summary, 0, false);
    CU_ASSERT_STRING_EQUAL(view_name(&view, 0, 40).text, "thread per request");
    CU_ASSERT_STRING_EQUAL(view_name(&view, 0, 7).text, "thread…");
    server->label[0] = '\0';
    CU_ASSERT_STRING_EQUAL(view_name(&view, 0, 40).text, "thread-per-request");
    memset(server->label, '\x01', sizeof server->label - 1);
    server->label[sizeof server->label - 1] = '\0';
    CU_ASSERT_EQUAL(strlen(view_name(&view, 0, 80).text), 3 * (sizeof server->label - 1));
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"a view looks at the objective's request or at all", focus},
    {"an objective of all requests holds for all", objective_of_all},
    {"loads are called as they were planned", loads},
    {"servers are compared where all kept up, else at the first step", compared},
    {"a server without a trial has nothing to show", not_shown},
    {"names are cleaned and cut, even the worst", names},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("view", tests)
