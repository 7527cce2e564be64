#include <stdlib.h>
#include <string.h>

#include "tests/support/page_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static char *cells[] = {(char[]){"server"}, (char[]){"p99"}, (char[]){"<b>"}, (char[]){"1 ms"}};

static struct chart sample(char *svg)
{
    return (struct chart){
        .id = "run-c1",
        .kind = "c1",
        .question = "How bad?",
        .title = "Bad & worse",
        .subtitle = "all of it",
        .reading = "Left to right.",
        .svg = svg,
        .table = {
            .columns = 2, .rows = 1, .cells = cells, .cell_count = 4, .note = "Every second one."}};
}

static void figure(void)
{
    struct summary *summary = fixture_new();
    struct chart chart = sample((char[]){"<svg id=\"x\"></svg>"});
    struct charts charts = {.items = &chart, .count = 1};
    char *text = page_rig_write(html_charts, summary, &charts);
    static const char *const parts[] = {"id=\"run-c1\"",
                                        "Bad &amp; worse",
                                        "<svg id=\"x\"></svg>",
                                        "Left to right.",
                                        "<th scope=\"col\">p99</th>",
                                        "<td>&lt;b&gt;</td>",
                                        "Every second one.",
                                        "charts/run-c1.svg",
                                        "charts/run-c1.gp"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, parts[i]));
    free(text);
    fixture_free(summary);
}

static void not_drawn(void)
{
    struct summary *summary = fixture_new();
    struct chart chart = sample(NULL);
    struct charts charts = {.items = &chart, .count = 1, .note = "gnuplot is <missing>"};
    char *text = page_rig_write(html_charts, summary, &charts);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "gnuplot is &lt;missing&gt;"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "could not be drawn"));
    CU_ASSERT_PTR_NULL(strstr(text, "run-c1.png"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "run-c1.dat"));
    free(text);
    fixture_free(summary);
}

static void too_large(void)
{
    struct summary *summary = fixture_new();
    size_t size = 700 * 1024;
    char *svg = calloc(1, size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
    memset(svg, ' ', size - 1);
    memcpy(svg, "<svg>", 5);
    memcpy(svg + size - 7, "</svg>", 6);
    struct chart items[2] = {sample(svg), sample(svg)};
    (void)snprintf(items[1].id, sizeof items[1].id, "run-c2");
    struct charts charts = {.items = items, .count = 2};
    char *text = page_rig_write(html_charts, summary, &charts);
    CU_ASSERT(strlen(text) < 1100 * 1024);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "<a href=\"charts/run-c2.svg\">open it</a>"));
    free(text);
    free(svg);
    fixture_free(summary);
}

static void none(void)
{
    struct summary *summary = fixture_new();
    char *text = page_rig_write(html_charts, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "There is nothing to draw."));
    free(text);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"a chart has its question, title, picture, reading, numbers and files", figure},
    {"a chart that was not drawn keeps its words and its table", not_drawn},
    {"pictures that would make the page too large are linked", too_large},
    {"without charts the section says so", none},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html_charts", tests)
