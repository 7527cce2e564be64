/* C1: "How bad is it for the unlucky ones, at the same load?" */
#include <math.h>
#include <string.h>

#include "report/chart_kinds.h"
#include "report/figure.h"
#include "report/table.h"
#include "report/text.h"
#include "report/words.h"

#define HEIGHT    540
#define FEW       100 /* samples beyond a percentile, below which it is a rough guess */
#define MARKS     5
#define HIGHEST_X 1e7 /* 1/(1 - p) of seven nines */

struct spectrum {
    const struct view *view;
    unsigned step;
    bool fair;
    const struct measures *measures[SCENARIO_SERVERS_MAX]; /* NULL: nothing to draw */
    double low_us, high_us, high_x, few_x;
};

static const struct {
    double x; /* 1/(1 - p) */
    const char *unlucky;
} marks[MARKS] = {
    {2,     "1 in 2"     },
    {10,    "1 in 10"    },
    {100,   "1 in 100"   },
    {1000,  "1 in 1,000" },
    {10000, "1 in 10,000"}
};

static double mark_us(const struct measures *measures, unsigned mark)
{
    const struct latency_summary *time = &measures->response_time;
    const double values[MARKS] = {time->p50_us, time->p90_us, time->p99_us, time->p999_us,
                                  time->p9999_us};
    return values[mark];
}

/* Where a point stands, or NAN for what cannot be drawn: the last percentile is at infinity. */
static double point_x(const struct spectrum_point *point)
{
    double x = 1 / (1 - point->percentile / 100);
    return point->value_us > 0 && isfinite(point->value_us) && x >= 1 && x <= HIGHEST_X ? x
                                                                                        : NO_NUMBER;
}

static bool is_drawable(const struct measures *measures)
{
    if (measures == NULL)
        return false;
    for (unsigned i = 0; i < measures->response_time.spectrum_count; i++)
        if (isfinite(point_x(&measures->response_time.spectrum[i])))
            return true;
    return false;
}

static void include(struct spectrum *spectrum, const struct measures *measures)
{
    for (unsigned i = 0; i < measures->response_time.spectrum_count; i++) {
        const struct spectrum_point *point = &measures->response_time.spectrum[i];
        double x = point_x(point);
        if (!isfinite(x))
            continue;
        spectrum->low_us = fmin(spectrum->low_us, point->value_us);
        spectrum->high_us = fmax(spectrum->high_us, point->value_us);
        spectrum->high_x = fmax(spectrum->high_x, x);
    }
    spectrum->few_x = fmin(spectrum->few_x, (double)measures->samples / FEW);
}

static unsigned collect(struct spectrum *spectrum, const struct view *view)
{
    unsigned drawable = 0;
    *spectrum = (struct spectrum){
        .view = view, .low_us = INFINITY, .high_us = 0, .high_x = 10, .few_x = INFINITY};
    spectrum->step = view_compared_step(view, &spectrum->fair);
    for (unsigned s = 0; s < view->scenario->server_count; s++) {
        const struct measures *measures = view_measures(view, view_step(view, s, spectrum->step));
        if (!is_drawable(measures))
            continue;
        spectrum->measures[s] = measures;
        include(spectrum, measures);
        drawable++;
    }
    return drawable;
}

static void write_curve(struct figure *figure, const struct measures *measures, const char *name)
{
    figure_block(figure, "1/(1 - p), ms, percentile", name);
    for (unsigned i = 0; measures != NULL && i < measures->response_time.spectrum_count; i++) {
        const struct spectrum_point *point = &measures->response_time.spectrum[i];
        figure_row(figure, point_x(point), point->value_us / 1e3, point->percentile, NO_NUMBER);
    }
    figure_block(figure, "1/(1 - p), ms: marks", NULL);
    for (unsigned i = 0; measures != NULL && i < MARKS; i++) {
        double us = mark_us(measures, i);
        if (us > 0)
            figure_point(figure, marks[i].x, us / 1e3);
    }
}

static void end_of_curve(const struct measures *measures, const struct panel *panel,
                         const struct axis *x, const struct axis *y, struct figure_label *label)
{
    for (unsigned i = 0; measures != NULL && i < measures->response_time.spectrum_count; i++) {
        const struct spectrum_point *point = &measures->response_time.spectrum[i];
        if (!isfinite(point_x(point)))
            continue;
        label->x = panel_x(panel, x, point_x(point));
        label->y = panel_y(panel, y, point->value_us / 1e3);
    }
}

/* The objective and the border of what few requests tell. */
static void write_guides(struct figure *figure, const struct spectrum *spectrum,
                         const struct panel *panel, const struct axis *x, const struct axis *y)
{
    double objective_ms = view_objective_us(spectrum->view) / 1e3;
    unsigned block = figure_block(figure, "objective", NULL);
    fprintf(figure->numbers.stream, "guides = %u\nfew = %u\n", block, block + 1);
    if (objective_ms >= y->low && objective_ms <= y->high) {
        figure_point(figure, x->low, objective_ms);
        figure_point(figure, x->high, objective_ms);
        figure_text(figure, TEXT_NOTE, panel->left + 8 / FIGURE_WIDTH,
                    panel_y(panel, y, objective_ms) + 11.0 / HEIGHT, "objective %s",
                    words_latency(objective_ms * 1e3).text);
    }
    figure_block(figure, "fewer than 100 requests beyond", NULL);
    if (spectrum->few_x > 1.5 && spectrum->few_x < x->high) {
        figure_point(figure, spectrum->few_x, y->low);
        figure_point(figure, spectrum->few_x, y->high);
        figure_text(figure, TEXT_NOTE_RIGHT, panel->right, panel->top + 16.0 / HEIGHT,
                    "right of the dotted line: a guess from fewer than 100 requests");
    }
}

static void draw(struct figure *figure, const struct spectrum *spectrum, unsigned drawable)
{
    const struct view *view = spectrum->view;
    unsigned count = view->scenario->server_count;
    double objective_us = view_objective_us(view);
    struct axis x = {.low = 1, .high = spectrum->high_x * 1.1, .log = true};
    struct axis y =
        axis_latency(fmin(spectrum->low_us, objective_us), fmax(spectrum->high_us, objective_us));
    struct figure_label labels[FIGURE_SERIES_MAX];
    for (unsigned s = 0; s < count; s++) {
        labels[s] = figure_label_of(view, s, spectrum->measures[s] == NULL);
        figure_linetype(figure, &labels[s].identity);
        write_curve(figure, spectrum->measures[s], labels[s].text);
    }
    struct panel panel = {.left = 0.085, .bottom = 0.135, .top = 0.93};
    panel.right = 1 - figure_label_room(labels, count);
    for (unsigned s = 0; s < count; s++)
        end_of_curve(spectrum->measures[s], &panel, &x, &y, &labels[s]);
    figure_panels(figure, &panel, 1);
    write_guides(figure, spectrum, &panel, &x, &y);
    axis_write_percentiles(figure->axes.stream, 'x', &x);
    axis_write_latency(figure->axes.stream, 'y', &y, 9);
    figure_text(figure, TEXT_NOTE, 8 / FIGURE_WIDTH, panel.top + 16.0 / HEIGHT, "latency");
    figure_text(
        figure, TEXT_NOTE_CENTER, (panel.left + panel.right) / 2, 16.0 / HEIGHT,
        "share of requests that were at least this fast; each step right is ten times rarer");
    figure_labels(figure, &panel, labels, count);
    fprintf(figure->numbers.stream, "curves = %u\n", count);
    if (drawable == 0)
        figure_no_data(figure, &panel, view, spectrum->step);
}

/* The rarest mark, not beyond 1 in 100, that every drawable server has. */
static unsigned compared_mark(const struct spectrum *spectrum)
{
    for (unsigned mark = 2; mark > 0; mark--) {
        bool all = true;
        for (unsigned s = 0; s < spectrum->view->scenario->server_count; s++)
            if (spectrum->measures[s] != NULL)
                all = all && mark_us(spectrum->measures[s], mark) > 0;
        if (all)
            return mark;
    }
    return 0;
}

static void find_extremes(const struct spectrum *spectrum, unsigned mark, unsigned *best,
                          unsigned *worst)
{
    bool first = true;
    for (unsigned s = 0; s < spectrum->view->scenario->server_count; s++) {
        if (spectrum->measures[s] == NULL)
            continue;
        double us = mark_us(spectrum->measures[s], mark);
        if (first || us < mark_us(spectrum->measures[*best], mark))
            *best = s;
        if (first || us > mark_us(spectrum->measures[*worst], mark))
            *worst = s;
        first = false;
    }
}

static void write_title(const struct spectrum *spectrum, unsigned drawable, struct chart *chart)
{
    const struct view *view = spectrum->view;
    struct view_words load = view_load(view, spectrum->step);
    struct view_words requests = view_requests(view);
    if (drawable == 0) {
        TEXT_SET(chart->title, "At %s no %s succeeded often enough to draw", load.text,
                 requests.text);
        return;
    }
    unsigned mark = compared_mark(spectrum);
    unsigned best = 0;
    unsigned worst = 0;
    find_extremes(spectrum, mark, &best, &worst);
    double best_us = mark_us(spectrum->measures[best], mark);
    double worst_us = mark_us(spectrum->measures[worst], mark);
    if (!(best_us > 0)) {
        TEXT_SET(chart->title, "At %s too few %s succeeded to compare percentiles", load.text,
                 requests.text);
        return;
    }
    char names[2][NAME_BYTES * 2];
    view_name(view, best, 40, names[0]);
    view_name(view, worst, 40, names[1]);
    const char *unlucky = marks[mark].unlucky;
    if (best == worst)
        TEXT_SET(chart->title, "At %s, %s %s takes longer than %s in %s", load.text, unlucky,
                 requests.text, words_latency(worst_us).text, names[1]);
    else if (worst_us < 1.1 * best_us)
        TEXT_SET(chart->title, "At %s, %s %s takes longer than %s, whichever the server", load.text,
                 unlucky, requests.text, words_latency(worst_us).text);
    else
        TEXT_SET(chart->title, "At %s, %s %s takes longer than %s in %s, than %s in %s", load.text,
                 unlucky, requests.text, words_latency(worst_us).text, names[1],
                 words_latency(best_us).text, names[0]);
}

static void write_words(const struct spectrum *spectrum, unsigned drawable, struct chart *chart)
{
    const struct view *view = spectrum->view;
    char scenario[NAME_BYTES * 2];
    text_clean(view->scenario->scenario.name, 64, scenario, sizeof scenario);
    TEXT_SET(chart->question, "How bad is it for the unlucky ones, at the same load?");
    write_title(spectrum, drawable, chart);
    TEXT_SET(chart->subtitle, "Latency of %s by percentile, scenario %s, %s%s",
             view_requests(view).text, scenario, view_load(view, spectrum->step).text,
             spectrum->fair ? ", the highest rate that every server kept up with"
                            : ", the first step: no rate was kept up with by every server");
    TEXT_SET(chart->reading,
             "At 99 %% the height of a line is the time that one request in a hundred exceeded, "
             "at 99.9 %% one in a thousand; the lower and flatter a line, the more evenly a "
             "server treats its visitors. A line ends where fewer than 10 requests are left to "
             "judge by, so a flat right end says little.");
}

static void write_table(const struct spectrum *spectrum, struct chart *chart)
{
    table_init(&chart->table, 3);
    table_cell(&chart->table, "server");
    table_cell(&chart->table, "percentile");
    table_cell(&chart->table, "latency");
    for (unsigned s = 0; s < spectrum->view->scenario->server_count; s++) {
        if (spectrum->measures[s] == NULL)
            continue;
        const struct latency_summary *time = &spectrum->measures[s]->response_time;
        for (unsigned i = 0; i < time->spectrum_count; i++) {
            char name[NAME_BYTES * 2];
            view_name(spectrum->view, s, 40, name);
            table_cell(&chart->table, "%s", name);
            table_cell(&chart->table, "%.7g %%", time->spectrum[i].percentile);
            table_cell(&chart->table, "%s", words_latency(time->spectrum[i].value_us).text);
        }
    }
}

static void describe(const struct spectrum *spectrum, struct chart *chart)
{
    for (unsigned s = 0; s < spectrum->view->scenario->server_count; s++) {
        char name[NAME_BYTES * 2];
        view_name(spectrum->view, s, 40, name);
        const struct measures *measures = spectrum->measures[s];
        TEXT_ADD(chart->description, "%s%s: median %s, p99 %s, slowest %s.",
                 s > 0 ? " " : "Line chart. ", name,
                 words_latency(measures != NULL ? measures->response_time.p50_us : NO_NUMBER).text,
                 words_latency(measures != NULL ? measures->response_time.p99_us : NO_NUMBER).text,
                 words_latency(measures != NULL ? measures->response_time.max_us : NO_NUMBER).text);
    }
}

bool chart_spectrum(const struct view *view, const char *folder, struct chart *chart,
                    struct error *error)
{
    struct spectrum spectrum;
    unsigned drawable = collect(&spectrum, view);
    write_words(&spectrum, drawable, chart);
    write_table(&spectrum, chart);
    describe(&spectrum, chart);
    struct figure figure;
    if (!figure_init(&figure, chart, HEIGHT, error))
        return false;
    draw(&figure, &spectrum, drawable);
    bool finished = figure_finish(&figure, folder, "spectrum.gp", error);
    figure_release(&figure);
    return finished;
}
