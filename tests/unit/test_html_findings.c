#include <stdlib.h>
#include <string.h>

#include "tests/support/page_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void anchors(void)
{
    struct summary *summary = fixture_new();
    static const char *const rules[] = {"D1", "D2", "D1", "D1", "<\">", ""};
    static const char *const expected[] = {"D1", "D2", "D1-2", "D1-3", "finding-1", "finding-2"};
    struct page page = {.summary = summary};
    summary->finding_count = 6;
    for (unsigned i = 0; i < 6; i++) {
        char anchor[ANCHOR_BYTES];
        (void)snprintf(summary->findings[i].rule, sizeof summary->findings[i].rule, "%s", rules[i]);
        html_finding_anchor(&page, i, anchor);
        CU_ASSERT_STRING_EQUAL(anchor, expected[i]);
    }
    fixture_free(summary);
}

static void evidence(void)
{
    struct summary *summary = fixture_new();
    struct chart items[] = {{.id = "other-c5", .kind = "c5", .scenario = 1},
                            {.id = "run-c5", .kind = "c5", .scenario = 0, .question = "Why?"}};
    struct charts charts = {.items = items, .count = 2};
    char *text = page_rig_write(html_findings, summary, &charts);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "href=\"#run-c5\">chart c5: Why?</a>"));
    CU_ASSERT_PTR_NULL(strstr(text, "chart c2")); /* there is none to lead to */
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "rule D1: measured 0.26, threshold 0.01"));
    free(text);
    fixture_free(summary);
}

static void sorted(void)
{
    struct summary *summary = fixture_new();
    char *trust = page_rig_write(html_trust, summary, NULL);
    char *why = page_rig_write(html_findings, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(trust, "id=\"V9\""));
    CU_ASSERT_PTR_NULL(strstr(trust, "id=\"D1\""));
    CU_ASSERT_PTR_NULL(strstr(why, "id=\"V9\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "class=\"finding caution\" id=\"D1\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "! caution"));
    free(trust);
    free(why);
    fixture_free(summary);
}

static void nothing_found(void)
{
    struct summary *summary = fixture_new();
    summary->finding_count = 0;
    char *trust = page_rig_write(html_trust, summary, NULL);
    char *why = page_rig_write(html_findings, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(trust, "Nothing suspicious:</b>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "No rule had anything to say."));
    free(trust);
    free(why);
    fixture_free(summary);
}

static void gaps(void)
{
    struct summary *summary = fixture_new();
    summary->finding_count = 0;
    fixture_trial(summary, 1)->done = false;
    (void)snprintf(fixture_trial(summary, 1)->reason, 64, "it died");
    char *trust = page_rig_write(html_trust, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(trust, "<b>No result</b> of event loop in cpu-tail: it died"));
    CU_ASSERT_PTR_NULL(strstr(trust, "Nothing suspicious"));
    free(trust);
    fixture_free(summary);
}

static void strange_indexes(void)
{
    struct summary *summary = fixture_new();
    summary->findings[1].scenario = 99;
    summary->findings[1].server = 99;
    summary->findings[2].server = 99;
    free(page_rig_write(html_findings, summary, NULL));
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"every finding has an anchor of its own", anchors},
    {"evidence leads to the chart of the same scenario", evidence},
    {"what judges the run and what explains it stand apart", sorted},
    {"nothing found is said too", nothing_found},
    {"a trial without a result is a gap", gaps},
    {"a finding about nothing that is there does no harm", strange_indexes},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html_findings", tests)
