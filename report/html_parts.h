#pragma once
/*
 * The sections of the page, in the order in which it is read: answer first, then whether to believe
 * it, then why, then everything else. Each writes whole elements and nothing that it did not find
 * in the summary or in the charts.
 */
#include "report/charts.h"
#include "report/html_text.h"
#include "report/summary.h"

#define ANCHOR_BYTES 32

struct page {
    FILE *out;
    const struct summary *summary;
    const struct charts *charts;
};

void html_masthead(const struct page *page);
void html_trust(const struct page *page);
void html_answer(const struct page *page);
void html_findings(const struct page *page);
void html_charts(const struct page *page);
void html_servers(const struct page *page);
void html_method(const struct page *page);
void html_glossary(const struct page *page);
void html_files(const struct page *page);

/* "D1" for the first finding of a rule, "D1-2" for its second. */
void html_finding_anchor(const struct page *page, unsigned finding, char anchor[ANCHOR_BYTES]);

/* The heading of a scenario within a section: its title, and its name. */
void html_scenario_heading(const struct page *page, unsigned scenario, const char *anchor_prefix);
