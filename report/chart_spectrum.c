/* C1: "How bad is it for the unlucky ones, at the same load?" */
#include <math.h>
#include <string.h>

#include "report/chart_kinds.h"
#include "report/chart_titles.h"
#include "report/figure_labels.h"
#include "report/table.h"
#include "report/text.h"
#include "report/words.h"

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

static const double marks[MARKS] = {2, 10, 100, 1000, 10000}; /* as 1/(1 - p) */

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
    *spectrum = (struct spectrum){.view = view,
                                  .low_us = (double)INFINITY,
                                  .high_us = 0,
                                  .high_x = 10,
                                  .few_x = (double)INFINITY};
    spectrum->step = view_compared_step(view, &spectrum->fair);
    for (unsigned s = 0; s < view->servers; s++) {
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
            figure_point(figure, marks[i], us / 1e3);
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
                    panel_y(panel, y, objective_ms) + 11.0 / figure->height, "objective %s",
                    words_latency(objective_ms * 1e3).text);
    }
    figure_block(figure, "fewer than 100 requests beyond", NULL);
    if (spectrum->few_x > 1.5 && spectrum->few_x < x->high) {
        figure_point(figure, spectrum->few_x, y->low);
        figure_point(figure, spectrum->few_x, y->high);
        figure_text(figure, TEXT_NOTE_RIGHT, panel->right, panel->top + 16.0 / figure->height,
                    "right of the dotted line: a guess from fewer than 100 requests");
    }
}

static void draw(struct figure *figure, const struct spectrum *spectrum, unsigned drawable)
{
    const struct view *view = spectrum->view;
    unsigned count = view->servers;
    struct axis x = {.low = 1, .high = spectrum->high_x * 1.1, .log = true};
    struct axis y = axis_latency(spectrum->low_us, spectrum->high_us, view_objective_us(view));
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
    figure_text(figure, TEXT_NOTE, 8 / FIGURE_WIDTH, panel.top + 24.0 / figure->height, "latency");
    figure_text(
        figure, TEXT_NOTE_CENTER, (panel.left + panel.right) / 2, 16.0 / figure->height,
        "share of requests that were at least this fast; each step right is ten times rarer");
    figure_labels(figure, &panel, labels, count);
    fprintf(figure->numbers.stream, "curves = %u\n", count);
    if (drawable == 0)
        figure_no_data(figure, &panel, view, spectrum->step);
}

static void write_words(const struct spectrum *spectrum, struct chart *chart)
{
    const struct view *view = spectrum->view;
    TEXT_SET(chart->question, "%s",
             view->focused ? "How bad is it for the unlucky ones, at the same load?"
                           : "And for requests of all kinds together?");
    title_spectrum(view, chart);
    TEXT_SET(chart->subtitle, "Latency of %s by percentile, scenario %s, %s%s",
             view_requests(view, "all requests").text, view_scenario(view).text,
             view_load(view, spectrum->step).text,
             spectrum->fair ? ", the highest rate that every server kept up with"
                            : ", the first step: no rate was kept up with by every server");
    TEXT_SET(chart->reading,
             "At 99 %% the height of a line is the time that one request in a hundred exceeded, "
             "at 99.9 %% one in a thousand; the lower and flatter a line, the more evenly a "
             "server treats its visitors. A line ends where fewer than 10 requests are left to "
             "judge by, so a flat right end says little.");
}

/* With one digit more than it has nines: "50.1 %", "99.44 %", "99.9 %". */
static void add_percentile(struct chart_table *table, double percentile)
{
    char digits[32];
    double nines = percentile < 100 ? -log10(1 - percentile / 100) : 0;
    int length = snprintf(digits, sizeof digits, "%.*f", 1 + (int)(nines + 1e-9), percentile);
    while (length > 0 && digits[length - 1] == '0')
        digits[--length] = '\0';
    if (length > 0 && digits[length - 1] == '.')
        digits[--length] = '\0';
    table_cell(table, "%s %%", digits);
}

static void write_table(const struct spectrum *spectrum, struct chart *chart)
{
    table_init(&chart->table, 3);
    table_cell(&chart->table, "server");
    table_cell(&chart->table, "percentile");
    table_cell(&chart->table, "latency");
    for (unsigned s = 0; s < spectrum->view->servers; s++) {
        if (spectrum->measures[s] == NULL)
            continue;
        const struct latency_summary *time = &spectrum->measures[s]->response_time;
        for (unsigned i = 0; i < time->spectrum_count; i++) {
            struct view_words name = view_name(spectrum->view, s, 40);
            table_cell(&chart->table, "%s", name.text);
            add_percentile(&chart->table, time->spectrum[i].percentile);
            table_cell(&chart->table, "%s", words_latency(time->spectrum[i].value_us).text);
        }
    }
}

static void describe(const struct spectrum *spectrum, struct chart *chart)
{
    for (unsigned s = 0; s < spectrum->view->servers; s++) {
        struct view_words name = view_name(spectrum->view, s, 40);
        const struct measures *measures = spectrum->measures[s];
        TEXT_ADD(chart->description, "%s%s: median %s, p99 %s, slowest %s.",
                 s > 0 ? " " : "Line chart. ", name.text,
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
    write_words(&spectrum, chart);
    write_table(&spectrum, chart);
    describe(&spectrum, chart);
    struct figure figure;
    if (!figure_init(&figure, chart, figure_labels_height(view->servers), error))
        return false;
    draw(&figure, &spectrum, drawable);
    bool finished = figure_finish(&figure, folder, "spectrum.gp", error);
    figure_release(&figure);
    return finished;
}
