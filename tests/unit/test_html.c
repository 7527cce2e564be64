#include "report/html.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/folder.h"
#include "tests/support/markup.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static char *write_page(const struct summary *summary, const struct charts *charts)
{
    struct folder folder;
    struct error error;
    folder_make(&folder);
    CU_ASSERT_TRUE_FATAL(html_write(summary, charts, folder.path, &error));
    char *page = folder_read(&folder, "report.html");
    CU_ASSERT(strlen(page) > 1000 && strlen(page) < 1536 * 1024);
    folder_remove(&folder);
    return page;
}

/* The page of a run, with the pictures that gnuplot drew or, as without gnuplot, without; the
 * caller frees it. */
static char *page_of(const struct summary *summary, bool drawn)
{
    struct folder folder;
    struct charts charts;
    struct error error;
    char *path = strdup(getenv("PATH"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(path);
    folder_make(&folder);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", drawn ? path : "/nowhere", 1), 0);
    CU_ASSERT_TRUE_FATAL(charts_write(summary, folder.path, &charts, &error));
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", path, 1), 0);
    char *page = write_page(summary, &charts);
    charts_release(&charts);
    folder_remove(&folder);
    free(path);
    return page;
}

static void check(const char *page)
{
    struct markup_report report;
    markup_check(page, &report);
    CU_ASSERT_STRING_EQUAL(report.problem, "");
    CU_ASSERT_EQUAL(report.headings_1, 1);
    CU_ASSERT_PTR_NULL(strcasestr(page, "<script"));
    CU_ASSERT_PTR_NULL(strcasestr(page, "javascript:"));
    CU_ASSERT_PTR_NULL(strstr(page, "@import"));
    CU_ASSERT_PTR_NULL(strstr(page, "url(http"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "content=\"default-src 'none'; style-src 'unsafe-inline'; "
                                        "img-src data:\""));
}

/* Each of these must come after the one before it. */
static void check_order(const char *page, const char *const *words, size_t count)
{
    const char *at = page;
    for (size_t i = 0; i < count && at != NULL; i++) {
        at = strstr(at, words[i]);
        if (at == NULL)
            CU_FAIL(words[i]);
    }
}

static void whole_page(void)
{
    static const char *const order[] = {
        "<html lang=\"en\">",
        "class=\"skip\"",
        "<h1>One heavy request in a hundred</h1>",
        "Objective sustained by thread per request at 1,000/s or more",
        "<section id=\"trust\">",
        "id=\"V9\"",
        "Servers and load generator shared 2 CPUs.",
        "<section id=\"answer\">",
        "<b>≥ 1,000/s</b> best",
        "300/s",
        "<section id=\"findings\">",
        "id=\"D1\"",
        "href=\"#cpu-tail-c5\"",
        "id=\"D16\"",
        "<section id=\"charts\">",
        "id=\"cpu-tail-c1\"",
        "<svg class=\"chart\"",
        "How to read this",
        "<details>",
        "id=\"cpu-tail-c5\"",
        "<section id=\"servers\">",
        "meets the objective",
        "trials/cpu-tail/event-loop/1/commands.txt",
        "<section id=\"method\">",
        "intended start",
        "make bench SCENARIOS=scenarios/cpu-tail.json",
        "<section id=\"glossary\">",
        "<section id=\"files\">",
        "summary.json",
        "</html>"};
    struct summary *summary = fixture_new();
    char *page = page_of(summary, true);
    check(page);
    check_order(page, order, sizeof order / sizeof order[0]);
    free(page);
    fixture_free(summary);
}

static void many_servers(void)
{
    struct summary *summary = fixture_new();
    while (summary->scenarios[0].server_count < SCENARIO_SERVERS_MAX)
        fixture_add_server(summary, "event-loop", "again");
    char *page = page_of(summary, true);
    check(page);
    free(page);
    fixture_free(summary);
}

static void bad_runs(void)
{
    struct summary *summary = fixture_new();
    fixture_lose_all(summary);
    summary->run.complete = false;
    (void)snprintf(summary->run.reason, sizeof summary->run.reason, "interrupted");
    summary->scenarios[0].servers[0].shown = -1;
    summary->scenarios[0].servers[0].trials[0].done = false;
    (void)snprintf(summary->scenarios[0].servers[0].trials[0].reason, 256, "the server died");
    summary->findings[0].severity = FINDING_ERROR;
    char *page = page_of(summary, false);
    check(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "Not to be trusted as it is"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "Incomplete run</b>: interrupted"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "the server died"));
    free(page);
    fixture_free(summary);
}

static void nothing_suspicious(void)
{
    struct summary *summary = fixture_new();
    summary->finding_count = 0;
    summary->scenarios[0].ranked = false;
    char *page = page_of(summary, false);
    check(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "Nothing suspicious:</b>"));
    CU_ASSERT_PTR_NULL(strstr(page, "best</td>"));
    CU_ASSERT_PTR_NULL(strstr(page, "<th scope=\"col\">sustains"));
    free(page);
    fixture_free(summary);
}

static void without_charts(void)
{
    struct summary *summary = fixture_new();
    struct chart chart = {.id = "cpu-tail-c1", .kind = "c1", .question = "Why?", .title = "So."};
    struct charts charts = {.items = &chart, .count = 1, .note = "no gnuplot: install it"};
    char *page = write_page(summary, &charts);
    check(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "no gnuplot: install it"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "could not be drawn"));
    CU_ASSERT_PTR_NULL(strstr(page, "cpu-tail-c1.svg"));
    free(page);
    fixture_free(summary);
}

static void hostile_names(void)
{
    static const char *const names[] = {"<script>alert(1)</script>",
                                        "\" onload=\"alert(1)",
                                        "' onload='x",
                                        "javascript:alert(1)",
                                        "</style><script>",
                                        "--> ]]> &lt; \xFF\x01",
                                        "",
                                        "%s%n"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct summary *summary = fixture_new();
        fixture_rename(summary, names[i]);
        char *page = page_of(summary, false);
        struct markup_report report;
        markup_check(page, &report);
        CU_ASSERT_STRING_EQUAL(report.problem, "");
        CU_ASSERT_PTR_NULL(strcasestr(page, "<script"));
        CU_ASSERT_PTR_NULL(strstr(page, "href=\"javascript:"));
        free(page);
        fixture_free(summary);
    }
}

static void empty_run(void)
{
    struct summary *summary = fixture_new();
    struct summary empty = {.run = summary->run};
    char *page = page_of(&empty, false);
    check(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "Nothing was measured."));
    free(page);
    summary->scenarios[0].has_scenario = false;
    unsigned servers = summary->scenarios[0].server_count;
    summary->scenarios[0].server_count = 0;
    page = page_of(summary, false);
    check(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "No server was measured."));
    free(page);
    summary->scenarios[0].server_count = servers;
    fixture_free(summary);
}

static void unwritable(void)
{
    struct summary *summary = fixture_new();
    struct charts charts = {0};
    struct error error = {""};
    CU_ASSERT_FALSE(html_write(summary, &charts, "/nowhere/at/all", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/nowhere/at/all/report.html"));
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"the page holds everything in its order", whole_page},
    {"as many servers as there can be fit", many_servers},
    {"a bad run says so on top", bad_runs},
    {"a good run says that too, and does not rank without an objective", nothing_suspicious},
    {"without charts there is one note and the words remain", without_charts},
    {"names break out of nothing", hostile_names},
    {"an empty run has a page", empty_run},
    {"a folder that cannot be written is an error with its name", unwritable},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html", tests)
