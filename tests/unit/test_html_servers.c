#include <stdlib.h>
#include <string.h>

#include "tests/support/page_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void steps(void)
{
    struct summary *summary = fixture_new();
    struct result_step *step = &fixture_trial(summary, FIXTURE_LOOP)->result.phases[1].steps[1];
    verdict_add(&step->verdict, VERDICT_DEGRADED, "the generator was %d ms late", 3);
    char *text = page_rig_write(html_servers, summary, NULL);
    static const char *const parts[] = {"<h4>thread per request</h4>",
                                        "<code>thread-per-request</code>",
                                        "seed 42",
                                        "<th scope=\"row\">1,000/s</th>",
                                        "✓ ok<br>meets the objective",
                                        "! degraded<br>the generator was 3 ms late",
                                        "✓ ok<br>fell behind"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, parts[i]));
    free(text);
    fixture_free(summary);
}

static void links(void)
{
    struct summary *summary = fixture_new();
    (void)snprintf(fixture_trial(summary, 0)->directory, 64, "javascript:alert('1')/a b/%%2e");
    (void)snprintf(fixture_trial(summary, 1)->directory, 64, "trials/x/1");
    char *text = page_rig_write(html_servers, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "href=\"./javascript%3Aalert%28%271%27%29/a%20b/%252e/result.json\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "href=\"./trials/x/1/commands.txt\""));
    free(text);
    fixture_free(summary);
}

static void options(void)
{
    struct summary *summary = fixture_new();
    struct scenario *scenario = &summary->scenarios[0].scenario;
    struct scenario_option option = {.key = (char[]){"workers"}, .value = (char[]){"<4>"}};
    (void)snprintf(scenario->servers[0].id, NAME_BYTES, "event-loop");
    scenario->servers[0].options = &option;
    scenario->servers[0].option_count = 1;
    scenario->server_count = 1;
    char *text = page_rig_write(html_servers, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "<code>--workers=&lt;4&gt;</code>"));
    free(text);
    fixture_free(summary);
}

static void unmeasured(void)
{
    struct summary *summary = fixture_new();
    summary->scenarios[0].servers[0].shown = -1;
    (void)snprintf(fixture_trial(summary, 0)->reason, 64, "the port was taken");
    char *text = page_rig_write(html_servers, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "No trial was finished: the port was taken"));
    free(text);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"every step stands there with its verdict", steps},
    {"links stay within the run's folder", links},
    {"a server's options are its flags", options},
    {"a server without a result says why", unmeasured},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html_servers", tests)
