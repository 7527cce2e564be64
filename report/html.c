#include "report/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "report/assets.h"
#include "report/findings.h"
#include "report/html_parts.h"
#include "report/view.h"
#include "report/words.h"

/* What a run is called: its only scenario, else its suite. */
static const char *page_title(const struct summary *summary)
{
    const struct summary_scenario *only = summary->scenarios;
    if (summary->scenario_count != 1)
        return summary->run.suite[0] != '\0' ? summary->run.suite : "Barista";
    return only->title[0] != '\0' ? only->title : only->name;
}

static void write_head(const struct page *page)
{
    const struct asset *style = asset_find("page.css");
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; img-src data:\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n",
          page->out);
    html_put(page->out, "<title>%s – Barista</title>\n", page_title(page->summary));
    fprintf(page->out, "<style>\n%s</style>\n</head>\n", style != NULL ? style->text : "");
}

/* The chart whose title answers a scenario best: what is sustained where servers may be ranked,
 * else how the unlucky ones fared. */
static const struct chart *answering_chart(const struct page *page, unsigned scenario)
{
    const char *kind = page->summary->scenarios[scenario].ranked ? "c2" : "c1";
    for (unsigned i = 0; i < page->charts->count; i++) {
        const struct chart *chart = &page->charts->items[i];
        if (chart->scenario == scenario && strcmp(chart->kind, kind) == 0)
            return chart;
    }
    return NULL;
}

static void write_answers(const struct page *page)
{
    bool named = page->summary->scenario_count > 1;
    for (unsigned i = 0; i < page->summary->scenario_count; i++) {
        const struct chart *chart = answering_chart(page, i);
        struct view view = view_of(page->summary, i, true);
        if (chart == NULL)
            continue;
        fputs("<p class=\"answer\">", page->out);
        if (named)
            html_put(page->out, "<b>%s:</b> ", view_scenario(&view).text);
        html_put(page->out, "<a href=\"#%s\">%s</a>.</p>\n", chart->id, chart->title);
    }
}

static unsigned count_errors(const struct summary *summary)
{
    unsigned errors = 0;
    for (unsigned i = 0; i < summary->finding_count; i++)
        errors += finding_is_about_trust(&summary->findings[i]) &&
                          summary->findings[i].severity == FINDING_ERROR
                      ? 1
                      : 0;
    return errors;
}

void html_masthead(const struct page *page)
{
    const struct summary_run *run = &page->summary->run;
    html_put(page->out, "<header>\n<p class=\"brand\">Barista · suite %s</p>\n<h1>%s</h1>\n",
             run->suite, page_title(page->summary));
    if (!run->complete || count_errors(page->summary) > 0)
        fputs("<p class=\"warning\"><b>✕ Not to be trusted as it is:</b> see "
              "<a href=\"#trust\">why</a> before using a number of it.</p>\n",
              page->out);
    write_answers(page);
    html_put(page->out, "<p class=\"fine\">%s · %s, %s CPUs, %s, %s · %s of load in %s",
             run->started_at, run->cpu_model, words_count(run->cpus).text,
             words_bytes(run->memory_bytes).text, run->kernel, words_seconds(run->load_s).text,
             words_seconds(run->elapsed_s).text);
    html_put(page->out, " · Barista %s, revision %s</p>\n</header>\n", run->version, run->revision);
}

static void write_navigation(const struct page *page)
{
    static const char *const links[][2] = {
        {"trust", "Trust"},     {"answer", "Answer"}, {"findings", "Why"},   {"charts", "Charts"},
        {"servers", "Servers"}, {"method", "Method"}, {"glossary", "Words"}, {"files", "Data"}};
    fputs("<nav aria-label=\"Sections\">", page->out);
    for (unsigned i = 0; i < sizeof links / sizeof links[0]; i++)
        html_put(page->out, "<a href=\"#%s\">%s</a> ", links[i][0], links[i][1]);
    fputs("</nav>\n", page->out);
}

static void write_page(const struct page *page)
{
    write_head(page);
    fputs("<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n", page->out);
    html_masthead(page);
    write_navigation(page);
    fputs("<main id=\"content\">\n", page->out);
    html_trust(page);
    html_answer(page);
    html_findings(page);
    html_charts(page);
    html_servers(page);
    html_method(page);
    html_glossary(page);
    html_files(page);
    html_put(page->out,
             "</main>\n<footer><p class=\"fine\">%s · %s</p></footer>\n</body>\n</html>\n",
             page->summary->run.suite, page->summary->run.started_at);
}

bool html_write(const struct summary *summary, const struct charts *charts, const char *directory,
                struct error *error)
{
    char path[PATH_BYTES];
    char *text = NULL;
    size_t length = 0;
    if (!file_join(path, directory, "report.html", error))
        return false;
    struct page page = {
        .out = open_memstream(&text, &length), .summary = summary, .charts = charts};
    if (page.out == NULL)
        return error_set(error, "cannot write %s: out of memory", path);
    write_page(&page);
    bool whole = ferror(page.out) == 0;
    whole = fclose(page.out) == 0 && whole;
    bool written = whole ? file_write(path, text, length, error)
                         : error_set(error, "cannot write %s: out of memory", path);
    free(text);
    return written;
}
