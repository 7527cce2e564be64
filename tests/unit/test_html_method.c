#include <stdlib.h>
#include <string.h>

#include "report/explain.h"
#include "tests/support/page_rig.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static void method(void)
{
    struct summary *summary = fixture_new();
    summary->run.revision_clean = false;
    char *text = page_rig_write(html_method, summary, NULL);
    static const char *const parts[] = {"Latency counts from the intended start.",
                                        "open model",
                                        "Example CPU @ 2.40GHz, 2 of 2 CPUs usable",
                                        "share CPUs 0 and 1",
                                        "with changes that are not committed",
                                        "seed 42, at most 256 connections",
                                        "<code>GET /work?cpu=50ms</code> as heavy",
                                        "bench run scenarios/cpu-tail.json",
                                        "no network distance"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, parts[i]));
    free(text);
    fixture_free(summary);
}

static void unknown_machine(void)
{
    struct summary *summary = fixture_new();
    summary->run = (struct summary_run){.complete = true};
    summary->scenarios[0].has_scenario = false;
    char *text = page_rig_write(html_method, summary, NULL);
    CU_ASSERT_PTR_NULL(strstr(text, "<dd></dd>"));
    CU_ASSERT_PTR_NULL(strstr(text, "seed 42"));
    CU_ASSERT_PTR_NULL(strstr(text, "<dt>processor</dt>"));
    CU_ASSERT_PTR_NULL(strstr(text, "<dt>calibration</dt>"));
    free(text);
    fixture_free(summary);
}

static void glossary(void)
{
    struct summary *summary = fixture_new();
    char *text = page_rig_write(html_glossary, summary, NULL);
    for (const struct explanation *term = explain_terms; term->name != NULL; term++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, term->name));
    free(text);
    text = page_rig_write(html_files, summary, NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "href=\"summary.json\""));
    free(text);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"method, machine, seeds and commands are all there", method},
    {"what is not known is not written", unknown_machine},
    {"every term is explained, and the data is linked", glossary},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html_method", tests)
