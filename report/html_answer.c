/* The answer: a table for each scenario, and the sentence on top of the page. */
#include <math.h>
#include <string.h>

#include "report/html_parts.h"
#include "report/identity.h"
#include "report/summary_answer.h"
#include "report/view.h"
#include "report/words.h"

/* Where the servers of a scenario stand in its table: best first when they may be ranked. */
static void order_servers(const struct view *view, unsigned order[SCENARIO_SERVERS_MAX])
{
    for (unsigned i = 0; i < view->servers; i++) {
        double sustains = view->scenario->servers[i].sustains_per_s;
        unsigned at = i;
        for (; at > 0 && view->scenario->ranked; at--) {
            double other = view->scenario->servers[order[at - 1]].sustains_per_s;
            if (isnan(sustains) || other >= sustains)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

/* A percentile that lies among requests that were given up is only known to be longer. */
static void write_latency(const struct page *page, const struct measures *measures, double us)
{
    bool censored = us >= measures->censored_from_us;
    html_put(page->out, "<td>%s%s</td>", censored ? "≥ " : "", words_latency(us).text);
}

static void write_name(const struct page *page, const struct view *view, unsigned server)
{
    struct identity identity = identity_of(view->summary, view->index, server);
    fprintf(page->out,
            "<th scope=\"row\"><svg class=\"key\" viewBox=\"0 0 68 16\" aria-hidden=\"true\">"
            "<path d=\"M0 8H68\" stroke=\"#%06x\" stroke-width=\"5\"",
            identity.colour);
    if (identity.dashes[0] != '\0')
        fprintf(page->out, " stroke-dasharray=\"%s\"", identity.dashes);
    html_put(page->out, "/></svg> %s</th>", view_name(view, server, 64).text);
}

/* "< 300/s": the lowest step that failed; "≥": none above it did. */
static void write_sustains(const struct page *page, const struct summary_server *server, bool best)
{
    const struct summary_trial *trial = summary_shown(server);
    const struct summary_step *failing =
        trial != NULL ? summary_lowest_failing(trial, NO_NUMBER) : NULL;
    if (isfinite(server->sustains_per_s))
        html_put(page->out, best ? "<td><b>%s%s</b> best</td>" : "<td>%s%s</td>",
                 server->limit_found ? "" : "≥ ", words_rate(server->sustains_per_s).text);
    else if (failing != NULL && isfinite(failing->rate_per_s))
        html_put(page->out, "<td>&lt; %s</td>", words_rate(failing->rate_per_s).text);
    else
        html_put(page->out, "<td>%s</td>", words_rate(NO_NUMBER).text);
}

/* The process's own and the kernel's for it, in one unit. */
static void write_memory(const struct page *page, const struct step_cost *cost)
{
    double mib = 1024.0 * 1024.0;
    if (isfinite(cost->pss_bytes) && isfinite(cost->kernel_bytes))
        fprintf(page->out, "<td>%.1f + %.1f MiB</td>", cost->pss_bytes / mib,
                cost->kernel_bytes / mib);
    else
        html_put(page->out, "<td>%s</td>", words_bytes(cost->pss_bytes).text);
}

static void write_measured(const struct page *page, const struct view *view,
                           const struct summary_step *step)
{
    const struct measures *measures = view_measures(view, step);
    const struct latency_summary *times = &measures->response_time;
    const double shown[] = {times->p50_us, times->p99_us, times->p999_us, times->max_us};
    for (unsigned i = 0; i < sizeof shown / sizeof shown[0]; i++)
        write_latency(page, measures, shown[i]);
    html_put(page->out, "<td>%s</td><td>%s</td><td>%s</td>",
             words_share(step->step->measures.error_rate).text,
             words_share(step->cost.loop_blocked_share).text,
             words_latency(step->cost.cpu_us_per_request).text);
    write_memory(page, &step->cost);
    html_put(page->out, "<td>%s</td>", words_count(step->cost.threads).text);
}

static void write_row(const struct page *page, const struct view *view, unsigned server, bool best)
{
    const struct summary_server *shown = &view->scenario->servers[server];
    bool fair;
    const struct summary_step *step = view_step(view, server, view_compared_step(view, &fair));
    fputs("<tr>", page->out);
    write_name(page, view, server);
    if (view->scenario->ranked)
        write_sustains(page, shown, best);
    if (step != NULL)
        write_measured(page, view, step);
    else
        fputs("<td colspan=\"9\">not measured</td>", page->out);
    fputs("</tr>\n", page->out);
}

/* Above the table and not in it: on a narrow screen the table scrolls, its words must not. */
static void write_caption(const struct page *page, const struct view *view, unsigned step,
                          bool fair)
{
    fprintf(page->out, "<p class=\"fine\" id=\"compared-%u\">", view->index + 1);
    html_put(page->out, "Latency of %s at %s%s.", view_requests(view, "all requests").text,
             view_load(view, step).text,
             fair ? ", the highest load that every server kept up with"
                  : ", the first step: there is no load that every server kept up with, so these "
                    "latencies do not rank them");
    if (view->scenario->objective[0] != '\0')
        html_put(page->out, " Sustains: the highest tested load with %s.",
                 view->scenario->objective);
    fputs("</p>\n", page->out);
}

static void write_table(const struct page *page, const struct view *view)
{
    bool fair;
    unsigned step = view_compared_step(view, &fair);
    unsigned order[SCENARIO_SERVERS_MAX];
    order_servers(view, order);
    write_caption(page, view, step, fair);
    fprintf(page->out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Comparison\">"
            "<table aria-describedby=\"compared-%u\">\n<thead><tr><th scope=\"col\">server</th>",
            view->index + 1);
    static const char *const columns[] = {
        "p50",    "p99",          "p99.9",           "max",
        "errors", "loop blocked", "CPU per request", "memory: own + kernel",
        "threads"};
    if (view->scenario->ranked)
        fputs("<th scope=\"col\">sustains</th>", page->out);
    for (unsigned i = 0; i < sizeof columns / sizeof columns[0]; i++)
        html_put(page->out, "<th scope=\"col\">%s</th>", columns[i]);
    fputs("</tr></thead>\n<tbody>\n", page->out);
    double best = view->servers > 1 ? view->scenario->servers[order[0]].sustains_per_s : NO_NUMBER;
    for (unsigned i = 0; i < view->servers; i++)
        write_row(page, view, order[i], view->scenario->servers[order[i]].sustains_per_s >= best);
    fputs("</tbody>\n</table></div>\n", page->out);
}

void html_scenario_heading(const struct page *page, unsigned scenario, const char *anchor_prefix)
{
    const struct summary_scenario *shown = &page->summary->scenarios[scenario];
    bool titled = shown->title[0] != '\0';
    fprintf(page->out, "<h3 id=\"%s-%u\">", anchor_prefix, scenario + 1);
    html_put(page->out, "%s", titled ? shown->title : shown->name);
    if (titled)
        html_put(page->out, " <small>%s</small>", shown->name);
    fputs("</h3>\n", page->out);
}

void html_answer(const struct page *page)
{
    fputs("<section id=\"answer\">\n<h2>The answer</h2>\n", page->out);
    for (unsigned i = 0; i < page->summary->scenario_count; i++) {
        struct view view = view_of(page->summary, i, true);
        html_scenario_heading(page, i, "answer");
        if (view.scenario->question[0] != '\0')
            html_put(page->out, "<p class=\"question\">%s</p>\n", view.scenario->question);
        if (view.servers > 0)
            write_table(page, &view);
        else
            fputs("<p>No server was measured.</p>\n", page->out);
    }
    if (page->summary->scenario_count == 0)
        fputs("<p>Nothing was measured.</p>\n", page->out);
    fputs("</section>\n", page->out);
}
