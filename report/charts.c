#include "report/charts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "report/assets.h"
#include "report/chart_kinds.h"
#include "report/gnuplot.h"
#include "report/svg.h"
#include "report/table.h"
#include "report/text.h"

#define KINDS              5
#define GNUPLOT_TIMEOUT_NS (20 * ONE_SECOND_NS)
#define SVG_BYTES_MAX      (8 * 1024 * 1024)
#define SLUG_BYTES         72

static bool has_objective_request(const struct view *view)
{
    return view_objective_request(view)[0] != '\0';
}

static bool has_loops(const struct view *view)
{
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        if (trial != NULL && trial->has_loops)
            return true;
    }
    return false;
}

static bool always(const struct view *view)
{
    (void)view;
    return true;
}

/* In the order of the page. A chart without a question of its own is left out. */
static const struct kind {
    const char *name;
    bool (*draw)(const struct view *, const char *, struct chart *, struct error *);
    bool (*wanted)(const struct view *);
    bool all_requests; /* else those that the objective speaks of */
} kinds[KINDS] = {
    {"c1", chart_spectrum, always, false}, {"c1-all", chart_spectrum, has_objective_request, true},
    {"c2", chart_capacity, always, false}, {"c4", chart_timeline, always, true},
    {"c5", chart_lag, has_loops, true},
};

/* A scenario's name as part of a file name and of a script: [a-z0-9-] and nothing else. */
static void make_slug(const char *name, char slug[SLUG_BYTES])
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t length = 0;
    for (; *name != '\0' && length < 64; name++) {
        char lower = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
        if (strchr(allowed, lower) != NULL)
            slug[length++] = lower;
        else if (length > 0 && slug[length - 1] != '-')
            slug[length++] = '-';
    }
    if (length > 0 && slug[length - 1] == '-')
        length--;
    slug[length] = '\0';
}

/* With its number when another scenario before it has the same slug or when nothing is left of the
 * name; two hyphens never come from a name, so that it stays unique. Never begins with a hyphen:
 * gnuplot would take the script for an option. */
static void scenario_slug(const struct summary *summary, unsigned scenario, char slug[SLUG_BYTES])
{
    make_slug(summary->scenarios[scenario].name, slug);
    bool taken = slug[0] == '\0';
    if (taken)
        (void)snprintf(slug, SLUG_BYTES, "scenario");
    for (unsigned s = 0; s < scenario && !taken; s++) {
        char other[SLUG_BYTES];
        make_slug(summary->scenarios[s].name, other);
        taken = strcmp(other, slug) == 0;
    }
    size_t length = strlen(slug);
    if (taken)
        snprintf(slug + length, SLUG_BYTES - length, "--%u", scenario + 1);
}

static bool write_templates(const char *folder, struct error *error)
{
    for (const struct asset *asset = assets; asset->name != NULL; asset++) {
        char path[PATH_BYTES];
        size_t length = strlen(asset->name);
        if (length < 3 || strcmp(asset->name + length - 3, ".gp") != 0)
            continue;
        if (!file_join(path, folder, asset->name, error) ||
            !file_write(path, asset->text, asset->length, error))
            return false;
    }
    return true;
}

static bool make_chart(const struct view *view, const struct kind *kind, const char *folder,
                       struct chart *chart, struct error *error)
{
    char slug[SLUG_BYTES];
    scenario_slug(view->summary, view->index, slug);
    *chart = (struct chart){.scenario = view->index};
    snprintf(chart->kind, sizeof chart->kind, "%s", kind->name);
    snprintf(chart->id, sizeof chart->id, "%s-%s", slug, kind->name);
    bool made = kind->draw(view, folder, chart, error);
    if (made && chart->table.lost)
        made = error_set(error, "cannot make the charts: out of memory");
    if (!made)
        table_release(&chart->table);
    return made;
}

static bool make_scenario(const struct summary *summary, unsigned scenario, const char *folder,
                          struct charts *charts, struct error *error)
{
    for (size_t i = 0; i < KINDS && summary->scenarios[scenario].server_count > 0; i++) {
        struct view view = view_of(summary, scenario, !kinds[i].all_requests);
        if (!kinds[i].wanted(&view))
            continue;
        if (!make_chart(&view, &kinds[i], folder, &charts->items[charts->count], error))
            return false;
        charts->count++;
    }
    return true;
}

/* The picture as the page wants it; NULL when it cannot be read. */
static char *load_svg(const char *folder, const struct chart *chart)
{
    char name[CHART_ID_BYTES + 8];
    char path[PATH_BYTES];
    char *text;
    size_t length;
    struct error ignored; /* the chart then counts as not drawn */
    snprintf(name, sizeof name, "%s.svg", chart->id);
    if (!file_join(path, folder, name, &ignored) ||
        !file_read(path, SVG_BYTES_MAX, &text, &length, &ignored))
        return NULL;
    char *svg = svg_embed(text, chart->id, chart->title, chart->description);
    free(text);
    return svg;
}

static bool draw_all(const char *folder, struct charts *charts, struct error *error)
{
    struct gnuplot_job *jobs = calloc(charts->count + 1, sizeof *jobs);
    if (jobs == NULL)
        return error_set(error, "cannot make the charts: out of memory");
    for (unsigned i = 0; i < charts->count; i++)
        jobs[i].id = charts->items[i].id;
    gnuplot_run(folder, jobs, charts->count, GNUPLOT_TIMEOUT_NS, charts->note);
    for (unsigned i = 0; i < charts->count; i++)
        charts->items[i].svg = jobs[i].drawn ? load_svg(folder, &charts->items[i]) : NULL;
    free(jobs);
    return true;
}

bool charts_write(const struct summary *summary, const char *directory, struct charts *charts,
                  struct error *error)
{
    char folder[PATH_BYTES];
    *charts = (struct charts){0};
    if (!file_join(folder, directory, "charts", error) || !file_make_folder(folder, error))
        return false;
    charts->items = calloc((size_t)summary->scenario_count * KINDS + 1, sizeof *charts->items);
    if (charts->items == NULL)
        return error_set(error, "cannot make the charts: out of memory");
    bool made = write_templates(folder, error);
    for (unsigned s = 0; made && s < summary->scenario_count; s++)
        made = make_scenario(summary, s, folder, charts, error);
    made = made && draw_all(folder, charts, error);
    if (!made)
        charts_release(charts);
    return made;
}

void charts_release(struct charts *charts)
{
    for (unsigned i = 0; i < charts->count; i++) {
        free(charts->items[i].svg);
        table_release(&charts->items[i].table);
    }
    free(charts->items);
    *charts = (struct charts){0};
}
