/* How it was measured, what the words mean, where the data is. */
#include <stdio.h>

#include "report/explain.h"
#include "report/html_parts.h"
#include "report/view.h"
#include "report/words.h"

/* Sentences that hold for every run. */
static const char *const principles[] = {
    "<b>Latency counts from the intended start.</b> The schedule says when each request is due; "
    "its "
    "time runs from then to the last byte, whether it was sent at once or had to wait for a "
    "connection. A clock that starts at sending would hide the queue that a slow server causes.",
    "<b>The load does not wait for the answers</b> (open model) unless a step speaks of virtual "
    "users. Requests come at random instants, as independent visitors do, and keep coming "
    "while a server falls behind.",
    "<b>The same for every server.</b> One seed gives all servers the same instants, the same mix "
    "and the same work in each request; each trial has a fresh process.",
    "<b>Few samples say little.</b> A percentile with fewer than 10 requests beyond it is not "
    "printed, and a step that the load generator or the machine spoiled is marked and not ranked.",
};

static const char *const caveats[] = {
    "Everything ran on one machine over the loopback interface: no network distance, no loss.",
    "Load generator and servers share caches and memory bandwidth, and CPUs where there are few.",
    "The work in a request is synthetic: its branches are predictable and its data is small.",
    "These are this repository's models, not Node.js, nginx or Java: the numbers are not theirs.",
};

static void write_list(const struct page *page, const char *const *items, size_t count)
{
    fputs("<ul>\n", page->out);
    for (size_t i = 0; i < count; i++)
        fprintf(page->out, "<li>%s</li>\n", items[i]);
    fputs("</ul>\n", page->out);
}

static void write_pair(const struct page *page, const char *term, const char *value)
{
    if (value[0] != '\0')
        html_put(page->out, "<div><dt>%s</dt><dd>%s</dd></div>\n", term, value);
}

static void write_machine(const struct page *page)
{
    const struct summary_run *run = &page->summary->run;
    char cpus[256] = "";
    char calibration[64] = "";
    char program[192];
    if (run->cpus > 0)
        (void)snprintf(cpus, sizeof cpus, "%s, %u of %u CPUs usable", run->cpu_model,
                       run->cpus_allowed, run->cpus);
    if (run->iterations_per_ms > 0)
        (void)snprintf(calibration, sizeof calibration, "%s loop rounds are 1 ms of CPU",
                       words_count(run->iterations_per_ms).text);
    (void)snprintf(program, sizeof program, "%s, revision %s%s, %s build", run->version,
                   run->revision, run->revision_clean ? "" : " with changes that are not committed",
                   run->build_type);
    fputs("<dl class=\"facts\">\n", page->out);
    write_pair(page, "processor", cpus);
    write_pair(page, "memory", words_bytes(run->memory_bytes).text);
    write_pair(page, "system", run->os);
    write_pair(page, "kernel", run->kernel);
    write_pair(page, "descriptors", words_count(run->descriptor_limit).text);
    write_pair(page, "placement", run->placement);
    write_pair(page, "calibration", calibration);
    write_pair(page, "program", program);
    fputs("</dl>\n", page->out);
}

static void write_scenario(const struct page *page, unsigned number)
{
    struct view view = view_of(page->summary, number, false);
    const struct scenario *scenario = &view.scenario->scenario;
    html_put(page->out, "<li><b>%s</b>", view_scenario(&view).text);
    if (view.scenario->has_scenario) {
        char seed[32];
        (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)scenario->seed);
        html_put(page->out, ": seed %s, at most %s connections", seed,
                 words_count(scenario->connections_max).text);
        for (size_t i = 0; i < scenario->request_count; i++)
            html_put(page->out, "%s<code>%s %s</code>%s%s", i == 0 ? "; requests " : ", ",
                     scenario->requests[i].method != NULL ? scenario->requests[i].method : "GET",
                     scenario->requests[i].path, " as ", scenario->requests[i].name);
    }
    html_put(page->out, ". Again: <code>make bench SCENARIOS=%s</code></li>\n",
             view.scenario->file);
}

void html_method(const struct page *page)
{
    const struct summary *summary = page->summary;
    fputs("<section id=\"method\">\n<h2>How this was measured</h2>\n", page->out);
    write_list(page, principles, sizeof principles / sizeof principles[0]);
    fputs("<h3>The machine</h3>\n", page->out);
    write_machine(page);
    fputs("<h3>To repeat it</h3>\n<ul>\n", page->out);
    for (unsigned i = 0; i < summary->scenario_count; i++)
        write_scenario(page, i);
    fputs("</ul>\n", page->out);
    if (summary->run.command_line[0] != '\0')
        html_put(page->out,
                 "<p>The whole run: <code>%s</code>. The exact lines of each trial are "
                 "in its commands.txt, linked above.</p>\n",
                 summary->run.command_line);
    fputs("<h3>What these numbers are not</h3>\n", page->out);
    write_list(page, caveats, sizeof caveats / sizeof caveats[0]);
    fputs("</section>\n", page->out);
}

void html_glossary(const struct page *page)
{
    fputs("<section id=\"glossary\">\n<h2>Words</h2>\n<dl class=\"glossary\">\n", page->out);
    for (const struct explanation *term = explain_terms; term->name != NULL; term++) {
        html_put(page->out, "<div><dt>%s</dt><dd>%s", term->name, term->meaning);
        if (term->formula != NULL)
            html_put(page->out, " <code>%s</code>", term->formula);
        if (term->lesson != NULL)
            html_put(page->out, " <i>%s</i>", term->lesson);
        fputs("</dd></div>\n", page->out);
    }
    fputs("</dl>\n</section>\n", page->out);
}

void html_files(const struct page *page)
{
    static const char *const files[][2] = {
        {"summary.json", "every number of this page, for programs"},
        {"summary.csv", "one row for each scenario, server, trial and step"},
        {"run.json", "what ran, on which machine, in which order"},
        {"charts/", "each chart as SVG and PNG, with its data and script"},
        {"trials/", "everything that was recorded"},
    };
    fputs("<section id=\"files\">\n<h2>The data</h2>\n<ul>\n", page->out);
    for (unsigned i = 0; i < sizeof files / sizeof files[0]; i++)
        html_put(page->out, "<li><a href=\"%s\">%s</a>: %s</li>\n", files[i][0], files[i][0],
                 files[i][1]);
    fputs("</ul>\n</section>\n", page->out);
}
