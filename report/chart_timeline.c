/* C4: "When did it go wrong?" */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/chart_kinds.h"
#include "report/chart_titles.h"
#include "report/labels.h"
#include "report/table.h"
#include "report/text.h"
#include "report/thinning.h"
#include "report/time_panels.h"
#include "report/words.h"

#define ROWS_PIXELS    480 /* height of all rows, as far as the limits of one allow */
#define ROW_PIXELS_MAX 240
#define ROW_PIXELS_MIN 150
#define TABLE_ROWS_MAX 60 /* for each server */

enum line {
    LINE_P50,
    LINE_P99,
    LINE_MAX,
    LINES
};

static const char *const line_names[LINES] = {"p50", "p99", "max"};

/* One server's seconds, thinned. */
struct curve {
    double *values[LINES]; /* µs, NAN for nothing; owned */
    size_t count;
    double first_s, step_s; /* point i stands for the step_s seconds from first_s + i * step_s */
};

struct timeline {
    const struct view *view;
    unsigned panels;
    struct curve curves[FIGURE_PANELS_MAX];
    struct axis x, y;
};

static double value_of(const struct summary_second *second, enum line line)
{
    const double values[LINES] = {second->p50_us, second->p99_us, second->max_us};
    return values[line] > 0 && isfinite(values[line]) ? values[line] : NO_NUMBER;
}

static bool make_curve(const struct summary_trial *trial, struct curve *curve)
{
    size_t count = time_whole_seconds(trial);
    size_t bucket = thinning_bucket(count, FIGURE_POINTS_MAX);
    curve->step_s = (double)bucket;
    curve->first_s = count > 0 ? trial->seconds[0].second : 0;
    for (unsigned line = 0; line < LINES; line++) {
        double *values = malloc((count + 1) * sizeof *values);
        if (values == NULL)
            return false;
        for (size_t i = 0; i < count; i++)
            values[i] = value_of(&trial->seconds[i], line);
        curve->count = thinning_apply(values, count, bucket,
                                      line == LINE_P50 ? THINNING_MEDIAN : THINNING_MAX);
        curve->values[line] = values;
    }
    return true;
}

static void release(struct timeline *timeline)
{
    for (unsigned p = 0; p < timeline->panels; p++)
        for (unsigned line = 0; line < LINES; line++)
            free(timeline->curves[p].values[line]);
}

static void find_axes(struct timeline *timeline)
{
    double low_us = (double)INFINITY;
    double high_us = 0;
    for (unsigned p = 0; p < timeline->panels; p++)
        for (unsigned line = 0; line < LINES; line++)
            for (size_t i = 0; i < timeline->curves[p].count; i++) {
                low_us = fmin(low_us, timeline->curves[p].values[line][i]);
                high_us = fmax(high_us, timeline->curves[p].values[line][i]);
            }
    timeline->x = time_axis(timeline->view);
    timeline->y = axis_latency(low_us, high_us, NO_NUMBER);
    timeline->y.high *= pow(timeline->y.high / timeline->y.low, 0.12); /* room for words on top */
}

static bool collect(struct timeline *timeline, const struct view *view, struct error *error)
{
    *timeline = (struct timeline){.view = view, .panels = view->servers};
    if (timeline->panels > FIGURE_PANELS_MAX)
        timeline->panels = FIGURE_PANELS_MAX;
    for (unsigned p = 0; p < timeline->panels; p++) {
        const struct summary_trial *trial = view_trial(view, p);
        if (trial != NULL && !make_curve(trial, &timeline->curves[p])) {
            release(timeline);
            return error_set(error, "cannot make the charts: out of memory");
        }
    }
    find_axes(timeline);
    return true;
}

/* "p50", "p99" and "max" beside the last value of each; returns how many lines have one. */
static size_t write_line_names(struct figure *figure, const struct timeline *timeline, unsigned p,
                               const struct panel *panel)
{
    const struct curve *curve = &timeline->curves[p];
    double places[LINES];
    unsigned lines[LINES];
    size_t count = 0;
    for (unsigned line = LINES; line-- > 0;)
        for (size_t i = curve->count; i-- > 0;)
            if (!isnan(curve->values[line][i])) {
                places[count] = panel_y(panel, &timeline->y, curve->values[line][i] / 1e3);
                lines[count++] = line;
                break;
            }
    labels_spread(places, count, 1.2 * FIGURE_FONT / figure->height, panel->bottom, panel->top);
    for (size_t i = 0; i < count; i++)
        figure_text(figure, TEXT_NOTE, panel->right + 8 / FIGURE_WIDTH, places[i], "%s",
                    line_names[lines[i]]);
    return count;
}

static void write_panel(struct figure *figure, const struct timeline *timeline, unsigned p,
                        const struct panel *panel)
{
    const struct view *view = timeline->view;
    const struct curve *curve = &timeline->curves[p];
    struct view_words name = view_name(view, p, 60);
    time_marks(figure, view, p, panel, &timeline->x, &timeline->y, true);
    figure_block(figure, "s, p50 ms, p99 ms, max ms", name.text);
    for (size_t i = 0; i < curve->count; i++)
        figure_row(figure, curve->first_s + ((double)i + 0.5) * curve->step_s,
                   curve->values[LINE_P50][i] / 1e3, curve->values[LINE_P99][i] / 1e3,
                   curve->values[LINE_MAX][i] / 1e3);
    figure_text(figure, TEXT_LABEL, panel->left, panel->top + 13.0 / figure->height, "%s",
                name.text);
    if (write_line_names(figure, timeline, p, panel) == 0)
        figure_text(figure, TEXT_NOTE_CENTER, (panel->left + panel->right) / 2,
                    (panel->top + panel->bottom) / 2, "no data: %s",
                    view_trial(view, p) == NULL ? "no trial was finished" : "no request succeeded");
}

static unsigned row_pixels(const struct timeline *timeline)
{
    unsigned share = ROWS_PIXELS / timeline->panels;
    if (share < ROW_PIXELS_MIN)
        return ROW_PIXELS_MIN;
    return share < ROW_PIXELS_MAX ? share : ROW_PIXELS_MAX;
}

static void draw(struct figure *figure, const struct timeline *timeline)
{
    unsigned pixels = row_pixels(timeline);
    const struct view *view = timeline->view;
    struct panel panels[FIGURE_PANELS_MAX];
    FILE *numbers = figure->numbers.stream;
    fputs("array colours[", numbers);
    fprintf(numbers, "%u] = [", timeline->panels);
    for (unsigned p = 0; p < timeline->panels; p++)
        fprintf(numbers, "%s%u", p > 0 ? ", " : "",
                identity_of(view->summary, view->index, p).colour);
    fputs("]\n", numbers);
    for (unsigned p = 0; p < timeline->panels; p++) {
        panels[p] = time_panel(p * pixels, pixels, figure->height, 0.945);
        write_panel(figure, timeline, p, &panels[p]);
    }
    figure_panels(figure, panels, timeline->panels);
    axis_write_numbers(figure->axes.stream, 'x', &timeline->x, 12);
    axis_write_latency(figure->axes.stream, 'y', &timeline->y, 5);
    time_axis_title(figure, &panels[0], "seconds since the trial began, by when requests were due");
}

static void write_words(const struct timeline *timeline, struct chart *chart)
{
    const struct view *view = timeline->view;
    TEXT_SET(chart->question, "When did it go wrong?");
    title_timeline(view, chart);
    TEXT_SET(chart->subtitle,
             "Latency of all requests over time, scenario %s: thick p50, thin p99, dots for the "
             "slowest; grey is warm-up",
             view_scenario(view).text);
    TEXT_SET(chart->reading,
             "Each second shows the requests that were due in it, also those answered later; "
             "grey is warm-up and counts nowhere, upright lines begin a new load. A tail that "
             "rises with every step is a server near its limit, single high dots are requests "
             "that met a bad moment.");
    if (view->servers > timeline->panels)
        TEXT_SET(chart->table.note, "Only the first %u servers are drawn.", timeline->panels);
}

static void write_table(const struct timeline *timeline, struct chart *chart)
{
    static const char *const header[] = {"server", "second", "p50", "p99", "max"};
    for (unsigned i = 0; i < 5; i++)
        table_cell(&chart->table, "%s", header[i]);
    for (unsigned p = 0; p < timeline->panels; p++) {
        const struct curve *curve = &timeline->curves[p];
        struct view_words name = view_name(timeline->view, p, 40);
        size_t stride = thinning_bucket(curve->count, TABLE_ROWS_MAX);
        if (stride > 1)
            TEXT_SET(chart->table.note, "Every %zu. point; all are in timeseries.csv.", stride);
        for (size_t i = 0; i < curve->count; i += stride) {
            table_cell(&chart->table, "%s", name.text);
            table_cell(&chart->table, "%s",
                       words_count(curve->first_s + (double)i * curve->step_s).text);
            for (unsigned line = 0; line < LINES; line++)
                table_cell(&chart->table, "%s", words_latency(curve->values[line][i]).text);
        }
    }
}

static bool write_figure(const struct timeline *timeline, const char *folder, struct chart *chart,
                         struct error *error)
{
    struct figure figure;
    unsigned height = timeline->panels * row_pixels(timeline) + TIME_EDGE_PIXELS;
    if (!figure_init(&figure, chart, height, error))
        return false;
    draw(&figure, timeline);
    bool finished = figure_finish(&figure, folder, "timeline.gp", error);
    figure_release(&figure);
    return finished;
}

bool chart_timeline(const struct view *view, const char *folder, struct chart *chart,
                    struct error *error)
{
    struct timeline timeline;
    if (!collect(&timeline, view, error))
        return false;
    table_init(&chart->table, 5);
    write_words(&timeline, chart);
    write_table(&timeline, chart);
    TEXT_SET(chart->description, "Line charts over time, one for each server. %s.", chart->title);
    bool written = write_figure(&timeline, folder, chart, error);
    release(&timeline);
    return written;
}
