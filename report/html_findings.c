/* Whether the run can be believed, and what was found. */
#include <stdlib.h>
#include <string.h>

#include "report/findings.h"
#include "report/html_parts.h"
#include "report/view.h"
#include "report/words.h"

/* Words and a sign of its own for each severity: never colour alone. */
static const char *const severity_words[] = {"✕ error", "! caution", "i note"};

/* A rule's id as it may stand in an anchor: of hand-written files it could be anything. */
static void clean_rule(const char *rule, char clean[8])
{
    size_t length = 0;
    for (; *rule != '\0' && length < 7; rule++) {
        bool letter = (*rule >= 'A' && *rule <= 'Z') || (*rule >= 'a' && *rule <= 'z');
        if (letter || (*rule >= '0' && *rule <= '9'))
            clean[length++] = *rule;
    }
    clean[length] = '\0';
}

void html_finding_anchor(const struct page *page, unsigned finding, char anchor[ANCHOR_BYTES])
{
    char rule[8];
    unsigned earlier = 0;
    clean_rule(page->summary->findings[finding].rule, rule);
    for (unsigned i = 0; i < finding; i++) {
        char other[8];
        clean_rule(page->summary->findings[i].rule, other);
        earlier += strcmp(other, rule) == 0 ? 1 : 0;
    }
    if (earlier == 0 && rule[0] != '\0')
        (void)snprintf(anchor, ANCHOR_BYTES, "%s", rule);
    else
        (void)snprintf(anchor, ANCHOR_BYTES, "%s-%u", rule[0] != '\0' ? rule : "finding",
                       earlier + 1);
}

/* The chart that a finding names, of its own scenario, or NULL. */
static const struct chart *evidence_of(const struct page *page, const struct finding *finding)
{
    for (unsigned i = 0; i < page->charts->count; i++) {
        const struct chart *chart = &page->charts->items[i];
        bool same_scenario =
            finding->scenario < 0 || chart->scenario == (unsigned)finding->scenario;
        if (same_scenario && finding->chart[0] != '\0' && strcmp(chart->kind, finding->chart) == 0)
            return chart;
    }
    return NULL;
}

/* "event loop, cpu-tail": what a finding is about, as far as there is more than one. */
static void write_place(const struct page *page, const struct finding *finding)
{
    const struct summary *summary = page->summary;
    if (finding->scenario < 0 || (unsigned)finding->scenario >= summary->scenario_count)
        return;
    struct view view = view_of(summary, (unsigned)finding->scenario, false);
    bool named = finding->server >= 0 && (unsigned)finding->server < view.servers;
    if (named)
        html_put(page->out, " %s", view_name(&view, (unsigned)finding->server, 64).text);
    if (summary->scenario_count > 1)
        html_put(page->out, "%s%s", named ? ", " : " ", view_scenario(&view).text);
}

static void write_evidence(const struct page *page, const struct finding *finding)
{
    const struct chart *chart = evidence_of(page, finding);
    if (chart != NULL)
        html_put(page->out, "<p><b>Evidence</b> <a href=\"#%s\">chart %s: %s</a></p>\n", chart->id,
                 chart->kind, chart->question);
    if (finding->next[0] != '\0')
        html_put(page->out, "<p><b>Try next</b> %s</p>\n", finding->next);
    if (isfinite(finding->measured) && isfinite(finding->threshold) && finding->threshold != 0)
        html_put(page->out, "<p class=\"fine\">rule %s: measured %s, threshold %s</p>\n",
                 finding->rule, words_number(finding->measured).text,
                 words_number(finding->threshold).text);
}

static void write_finding(const struct page *page, unsigned number)
{
    const struct finding *finding = &page->summary->findings[number];
    char anchor[ANCHOR_BYTES];
    html_finding_anchor(page, number, anchor);
    html_put(page->out, "<article class=\"finding %s\" id=\"%s\">\n<h3><a href=\"#%s\">%s</a>",
             finding_severity_name(finding->severity), anchor, anchor, finding->rule);
    write_place(page, finding);
    html_put(page->out, " <span class=\"badge\">%s</span></h3>\n<p class=\"sentence\">%s</p>\n",
             severity_words[finding->severity], finding->sentence);
    if (finding->why[0] != '\0')
        html_put(page->out, "<p><b>Why</b> %s</p>\n", finding->why);
    write_evidence(page, finding);
    fputs("</article>\n", page->out);
}

static unsigned write_some(const struct page *page, bool about_trust)
{
    unsigned written = 0;
    for (unsigned i = 0; i < page->summary->finding_count; i++)
        if (finding_is_about_trust(&page->summary->findings[i]) == about_trust) {
            write_finding(page, i);
            written++;
        }
    return written;
}

static unsigned count_checks(void)
{
    unsigned checks = 0;
    const char *rule;
    for (size_t i = 0; (rule = findings_rule(i)) != NULL; i++)
        checks += rule[0] == 'V' ? 1 : 0;
    return checks;
}

/* What the run itself says against it: interrupted, changed sources, trials without a result. */
static unsigned write_gaps(const struct page *page)
{
    const struct summary *summary = page->summary;
    unsigned gaps = 0;
    if (!summary->run.complete) {
        html_put(page->out, "<li><b>Incomplete run</b>%s%s</li>\n",
                 summary->run.reason[0] != '\0' ? ": " : "", summary->run.reason);
        gaps++;
    }
    for (unsigned c = 0; c < summary->scenario_count; c++) {
        struct view view = view_of(summary, c, false);
        for (unsigned s = 0; s < view.servers; s++) {
            const struct summary_server *server = &view.scenario->servers[s];
            for (unsigned t = 0; t < server->trial_count; t++) {
                if (server->trials[t].done)
                    continue;
                html_put(page->out, "<li><b>No result</b> of %s in %s: %s</li>\n",
                         view_name(&view, s, 64).text, view_scenario(&view).text,
                         server->trials[t].reason);
                gaps++;
            }
        }
    }
    return gaps;
}

void html_trust(const struct page *page)
{
    fputs("<section id=\"trust\">\n<h2>Can you trust this run?</h2>\n", page->out);
    unsigned findings = write_some(page, true);
    fputs("<ul class=\"gaps\">\n", page->out);
    unsigned gaps = write_gaps(page);
    if (findings + gaps == 0)
        html_put(page->out, "<li><b>✓ Nothing suspicious:</b> %s checks passed.</li>\n",
                 words_count(count_checks()).text);
    else if (findings > 0)
        html_put(page->out, "<li>%s of %s checks had something to say; the rest passed.</li>\n",
                 words_count(findings).text, words_count(count_checks()).text);
    if (page->summary->findings_left_out > 0)
        html_put(page->out, "<li>%s less important findings are left out.</li>\n",
                 words_count(page->summary->findings_left_out).text);
    fputs("</ul>\n</section>\n", page->out);
}

void html_findings(const struct page *page)
{
    fputs("<section id=\"findings\">\n<h2>What happened, and why</h2>\n", page->out);
    if (write_some(page, false) == 0)
        fputs("<p>No rule had anything to say.</p>\n", page->out);
    fputs("</section>\n", page->out);
}
