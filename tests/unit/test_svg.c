#include "report/svg.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/markup.h"
#include "tests/support/suite.h"

/* What gnuplot writes, in small. */
static const char picture[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"  standalone=\"no\"?>\n"
    "<svg \n viewBox=\"0 0 960 540\"\n xmlns=\"http://www.w3.org/2000/svg\"\n"
    " xmlns:xlink=\"http://www.w3.org/1999/xlink\"\n>\n"
    "<title>Gnuplot</title>\n<desc>Produced by GNUPLOT 5.4 patchlevel 4 </desc>\n"
    "<g id=\"gnuplot_canvas\">\n<defs>\n"
    "\t<circle id='gpDot' r='0.5'/>\n\t<use xlink:href='#gpDot' id='gpPt6'/>\n</defs>\n"
    "<g fill=\"none\" color=\"black\">\n</g>\n"
    "\t<g id=\"gnuplot_plot_1\" ><title>gnuplot_plot_1</title>\n<path d='M0,0 L1,1'/></g>\n"
    "\t<g id=\"gnuplot_plot_2\" ><title>event &amp; loop</title>\n"
    "<path filter='url(#textbox)' d='M0,0'/></g>\n"
    "<text> id='x' stays</text>\n</g>\n</svg>\n\n";

static void ids(void)
{
    char *svg = svg_embed(picture, "run-c1", "A title", "What it shows");
    CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "id='run-c1-gpDot'"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "xlink:href='#run-c1-gpDot'"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "id='run-c1-gpPt6'"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "id=\"run-c1-gnuplot_canvas\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "url(#run-c1-textbox)"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, " id='x' stays")); /* text is not markup */
    free(svg);
}

static void accessible(void)
{
    char *svg = svg_embed(picture, "run-c1", "<b> & \"title\"", "What it shows");
    CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
    CU_ASSERT_EQUAL(strncmp(svg, "<svg class=\"chart\" role=\"img\"", 29), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "aria-labelledby=\"run-c1-t run-c1-d\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "viewBox=\"0 0 960 540\""));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(svg, "<title id=\"run-c1-t\">&lt;b&gt; &amp; &quot;title&quot;</title>"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "<desc id=\"run-c1-d\">What it shows</desc>"));
    CU_ASSERT_PTR_NULL(strstr(svg, "GNUPLOT"));
    free(svg);
}

static void slim(void)
{
    char *svg = svg_embed(picture, "run-c1", "t", "d");
    CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
    CU_ASSERT_PTR_NULL(strstr(svg, "color=\"black\"")); /* the empty group */
    CU_ASSERT_PTR_NULL(strstr(svg, "<title>gnuplot_plot_1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(svg, "<title>event &amp; loop</title>"));
    CU_ASSERT_PTR_NULL(strstr(svg, "<?xml"));
    free(svg);
}

static void well_formed(void)
{
    char *svg = svg_embed(picture, "run-c1", "t", "d");
    struct markup_report report;
    CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
    markup_check(svg, &report);
    CU_ASSERT_STRING_EQUAL(report.problem, "");
    free(svg);
}

static void no_picture(void)
{
    static const char *const texts[] = {"",
                                        "no picture",
                                        "<svg",
                                        "<svg>",
                                        "<svg viewBox=\"0 0 1 1\"><g",
                                        "<svg viewBox=\"x\"></svg>",
                                        "<svg viewBox=\"0 0 1 1\"><script>alert(1)</script></svg>"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        CU_ASSERT_PTR_NULL(svg_embed(texts[i], "a", "t", "d"));
}

/* A picture that was cut anywhere is refused or at least never read beyond its end. */
static void cut_anywhere(void)
{
    for (size_t length = 0; length < sizeof picture - 1; length++) {
        char *cut = malloc(length + 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(cut);
        memcpy(cut, picture, length);
        cut[length] = '\0';
        free(svg_embed(cut, "a", "t", "d"));
        free(cut);
    }
}

static CU_TestInfo tests[] = {
    {"every id is the picture's own, and references follow", ids},
    {"it has a name and a description", accessible},
    {"empty groups and idle titles are gone, names stay", slim},
    {"it is well-formed", well_formed},
    {"what is no picture, or has a script, is refused", no_picture},
    {"a picture cut anywhere does no harm", cut_anywhere},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("svg", tests)
