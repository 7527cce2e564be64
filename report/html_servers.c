/* Each server in detail: its settings, and every step with its verdict. */
#include <math.h>
#include <string.h>

#include "report/html_parts.h"
#include "report/view.h"
#include "report/words.h"

/* A path within the run's folder, fit for href: what is not plain is escaped by its bytes, and
 * "./" in front keeps any name from being read as another scheme. */
static void write_path(FILE *out, const char *path)
{
    fputs("./", out);
    for (; *path != '\0'; path++) {
        bool plain = strchr("-._~/", *path) != NULL || (*path >= '0' && *path <= '9') ||
                     (*path >= 'a' && *path <= 'z') || (*path >= 'A' && *path <= 'Z');
        fprintf(out, plain ? "%c" : "%%%02X", (unsigned char)*path);
    }
}

static void write_trial_files(const struct page *page, const struct summary_trial *trial)
{
    static const char *const names[] = {"commands.txt", "result.json",    "timeseries.csv",
                                        "slow.ndjson",  "samples.ndjson", "server.log"};
    fputs("<p class=\"fine files\">", page->out);
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        fputs("<a href=\"", page->out);
        write_path(page->out, trial->directory);
        html_put(page->out, "/%s\">%s</a> ", names[i], names[i]);
    }
    fputs("</p>\n", page->out);
}

static void write_options(const struct page *page, const struct view *view,
                          const struct summary_server *server)
{
    const struct scenario *scenario = &view->scenario->scenario;
    for (size_t i = 0; i < scenario->server_count; i++) {
        if (strcmp(scenario->servers[i].id, server->id) != 0)
            continue;
        for (size_t o = 0; o < scenario->servers[i].option_count; o++)
            html_put(page->out, " <code>--%s=%s</code>", scenario->servers[i].options[o].key,
                     scenario->servers[i].options[o].value);
    }
}

static void write_settings(const struct page *page, const struct view *view,
                           const struct summary_server *server, const struct summary_trial *trial)
{
    html_put(page->out, "<p>Model <code>%s</code>", server->model);
    write_options(page, view, server);
    if (server->cpus > 0)
        html_put(page->out, ", %s CPU%s", words_count(server->cpus).text,
                 server->cpus == 1 ? "" : "s");
    html_put(page->out, ", %s trial%s", words_count(server->trial_count).text,
             server->trial_count == 1 ? "" : "s");
    if (trial != NULL) {
        char seed[32];
        (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)trial->seed);
        html_put(page->out, "; shown: number %s, seed %s", words_count(trial->n).text, seed);
        if (isfinite(trial->voluntary_switches) && trial->voluntary_switches > 0)
            html_put(page->out, "; context switches: %s by its own will, %s not",
                     words_count(trial->voluntary_switches).text,
                     words_count(trial->involuntary_switches).text);
    }
    fputs(".</p>\n", page->out);
}

static void write_verdict(const struct page *page, const struct summary_step *step)
{
    static const char *const words[] = {"✓ ok", "! degraded", "✕ invalid"};
    const struct verdict *verdict = &step->step->verdict;
    html_put(page->out, "<td class=\"words\">%s", words[verdict->status]);
    for (unsigned i = 0; i < verdict->reason_count; i++)
        html_put(page->out, "<br>%s", verdict->reasons[i]);
    if (step->meets_objective)
        fputs("<br>meets the objective", page->out);
    else if (!step->kept_up)
        fputs("<br>fell behind", page->out);
    fputs("</td>", page->out);
}

static void write_step(const struct page *page, const struct view *view, unsigned number,
                       const struct summary_step *step)
{
    const struct measures *all = &step->step->measures;
    const struct latency_summary *times = &view_measures(view, step)->response_time;
    html_put(page->out, "<tr><th scope=\"row\">%s%s</th>", view_load(view, number).text,
             step->step->down ? " (down)" : "");
    html_put(page->out, "<td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
             words_rate(all->achieved_per_s).text, words_rate(all->goodput_per_s).text,
             words_share(all->error_rate).text, words_latency(times->p50_us).text);
    html_put(page->out, "<td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
             words_latency(times->p99_us).text, words_latency(times->max_us).text,
             words_seconds(step->cost.cpu_s).text, words_count(step->cost.threads).text,
             words_count(step->cost.descriptors).text);
    write_verdict(page, step);
    fputs("</tr>\n", page->out);
}

static void write_steps(const struct page *page, const struct view *view,
                        const struct summary_trial *trial)
{
    static const char *const columns[] = {"load", "answered", "goodput",  "errors",  "p50",
                                          "p99",  "max",      "CPU time", "threads", "descriptors"};
    fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Steps\">"
          "<table>\n<thead><tr>",
          page->out);
    for (unsigned i = 0; i < sizeof columns / sizeof columns[0]; i++)
        html_put(page->out, "<th scope=\"col\">%s</th>", columns[i]);
    fputs("<th scope=\"col\" class=\"words\">verdict</th></tr></thead>\n<tbody>\n", page->out);
    for (unsigned i = 0; i < trial->step_count; i++)
        write_step(page, view, i, &trial->steps[i]);
    html_put(page->out, "</tbody>\n</table></div>\n<p class=\"fine\">Latencies of %s.</p>\n",
             view_requests(view, "all requests").text);
}

static void write_server(const struct page *page, const struct view *view, unsigned number)
{
    const struct summary_server *server = &view->scenario->servers[number];
    const struct summary_trial *trial = view_trial(view, number);
    html_put(page->out, "<h4>%s</h4>\n", view_name(view, number, 64).text);
    write_settings(page, view, server, trial);
    if (trial == NULL) {
        html_put(page->out, "<p>No trial was finished%s%s</p>\n",
                 server->trial_count > 0 ? ": " : ".",
                 server->trial_count > 0 ? server->trials[0].reason : "");
        return;
    }
    write_steps(page, view, trial);
    write_trial_files(page, trial);
}

void html_servers(const struct page *page)
{
    fputs("<section id=\"servers\">\n<h2>Each server in detail</h2>\n", page->out);
    for (unsigned i = 0; i < page->summary->scenario_count; i++) {
        struct view view = view_of(page->summary, i, true);
        html_scenario_heading(page, i, "servers");
        for (unsigned s = 0; s < view.servers; s++)
            write_server(page, &view, s);
    }
    fputs("</section>\n", page->out);
}
