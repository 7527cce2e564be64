/* C5: "Was the event loop blocked?" */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/chart_kinds.h"
#include "report/chart_titles.h"
#include "report/table.h"
#include "report/text.h"
#include "report/time_panels.h"
#include "report/words.h"

#define LOOPS_PIXELS    480 /* height of all rows, as far as the limits of one allow */
#define LOOP_PIXELS_MAX 340
#define LOOP_PIXELS_MIN 125
#define NOTE_PIXELS     54 /* of a server without a loop */
#define RIGHT           0.975
#define BIN_S           0.1
#define BLOCKED_MS      ((double)LOOP_BLOCKED_NS / (double)ONE_MS_NS)
#define RECORDED_MS     ((double)STATS_BUSY_INTERVAL_NS / (double)ONE_MS_NS)
#define TABLE_ROWS_MAX  50 /* of all servers together */

/* A row of the chart: one loop, or a server that has none. */
struct row {
    unsigned server;
    unsigned slot; /* meaningless without a loop */
    bool has_loop;
};

struct lag {
    const struct view *view;
    struct row rows[FIGURE_PANELS_MAX];
    unsigned row_count;
    unsigned rows_left_out;
    struct axis x, y;
    double longest_ms;
};

static double busy_ms(const struct summary_busy *busy)
{
    return (busy->end_s - busy->start_s) * 1e3;
}

static void add_row(struct lag *lag, struct row row)
{
    if (lag->row_count < FIGURE_PANELS_MAX)
        lag->rows[lag->row_count++] = row;
    else
        lag->rows_left_out++;
}

/* How many loops a trial showed: slots that were ever busy for long, at least one. */
static unsigned loop_count(const struct summary_trial *trial)
{
    unsigned count = 1;
    for (size_t i = 0; i < trial->busy_count; i++)
        if (trial->busy[i].slot + 1 > count && trial->busy[i].slot < STATS_SLOTS)
            count = trial->busy[i].slot + 1;
    return count;
}

static void collect(struct lag *lag, const struct view *view)
{
    *lag = (struct lag){.view = view, .x = time_axis(view)};
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        unsigned loops = trial != NULL && trial->has_loops ? loop_count(trial) : 0;
        for (unsigned slot = 0; slot < loops; slot++)
            add_row(lag, (struct row){.server = s, .slot = slot, .has_loop = true});
        if (loops == 0)
            add_row(lag, (struct row){.server = s});
        for (size_t i = 0; loops > 0 && i < trial->busy_count; i++)
            if (isfinite(busy_ms(&trial->busy[i])))
                lag->longest_ms = fmax(lag->longest_ms, busy_ms(&trial->busy[i]));
    }
    lag->y = (struct axis){
        .low = RECORDED_MS * 0.9, .high = fmax(100, lag->longest_ms) * 2.5, .log = true};
}

/* The longest interval that touches each bin: while it lasted the loop could not poll, so it counts
 * in every bin that it covers. */
static void fill_bins(const struct summary_trial *trial, unsigned slot, double bin_s,
                      double *bins_ms, size_t bin_count)
{
    for (size_t i = 0; i < bin_count; i++)
        bins_ms[i] = NO_NUMBER;
    for (size_t i = 0; i < trial->busy_count; i++) {
        const struct summary_busy *busy = &trial->busy[i];
        bool fits = busy->slot == slot && busy->start_s >= 0 && busy->end_s >= busy->start_s;
        if (!fits || busy->start_s >= (double)bin_count * bin_s)
            continue;
        size_t first = (size_t)(busy->start_s / bin_s);
        size_t last = (size_t)fmin(busy->end_s / bin_s, (double)bin_count - 1);
        for (size_t bin = first; bin <= last; bin++)
            bins_ms[bin] = fmax(bins_ms[bin], busy_ms(busy));
    }
}

static void write_bins(struct figure *figure, const struct lag *lag, const struct row *row)
{
    double bins_ms[FIGURE_POINTS_MAX];
    double bin_s = fmax(BIN_S, lag->x.high / FIGURE_POINTS_MAX);
    size_t count = (size_t)fmin(ceil(lag->x.high / bin_s), FIGURE_POINTS_MAX);
    const struct summary_trial *trial = view_trial(lag->view, row->server);
    fill_bins(trial, row->slot, bin_s, bins_ms, count);
    for (size_t i = 0; i < count; i++)
        if (bins_ms[i] >= RECORDED_MS)
            figure_point(figure, ((double)i + 0.5) * bin_s, bins_ms[i]);
}

static void write_row_words(struct figure *figure, const struct lag *lag, const struct row *row,
                            const struct panel *panel)
{
    const struct view *view = lag->view;
    struct view_words name = view_name(view, row->server, 60);
    bool one_of_many = row->has_loop && loop_count(view_trial(view, row->server)) > 1;
    double above = panel->top + 13.0 / figure->height;
    if (one_of_many)
        figure_text(figure, TEXT_LABEL, panel->left, above, "%s, loop %u", name.text, row->slot);
    else
        figure_text(figure, TEXT_LABEL, panel->left, above, "%s", name.text);
    if (!row->has_loop)
        figure_text(figure, TEXT_NOTE, panel->left, above - 22.0 / figure->height, "%s",
                    view_trial(view, row->server) == NULL
                        ? "no data: no trial was finished"
                        : "no loop to block: a slow request holds up only its own thread");
}

/* Blocks of a row: warm-up, steps, what is over 20 ms, the intervals. */
static void write_row(struct figure *figure, const struct lag *lag, const struct row *row,
                      const struct panel *panel)
{
    struct view_words name = view_name(lag->view, row->server, 60);
    time_marks(figure, lag->view, row->server, panel, &lag->x, &lag->y, row->has_loop);
    figure_block(figure, "blocked: from s, to s, low, high", NULL);
    if (row->has_loop)
        figure_row(figure, lag->x.low, lag->x.high, BLOCKED_MS, lag->y.high);
    figure_block(figure, "s, longest busy interval in ms", name.text);
    if (row->has_loop)
        write_bins(figure, lag, row);
    write_row_words(figure, lag, row, panel);
}

/* Few loops get high rows, many get low ones. */
static unsigned row_pixels(const struct lag *lag, const struct row *row)
{
    unsigned loops = 0;
    for (unsigned i = 0; i < lag->row_count; i++)
        loops += lag->rows[i].has_loop;
    unsigned share = LOOPS_PIXELS / (loops > 0 ? loops : 1);
    unsigned pixels = share < LOOP_PIXELS_MIN ? LOOP_PIXELS_MIN : share;
    if (!row->has_loop)
        return NOTE_PIXELS;
    return pixels > LOOP_PIXELS_MAX ? LOOP_PIXELS_MAX : pixels;
}

static void draw(struct figure *figure, const struct lag *lag)
{
    struct panel panels[FIGURE_PANELS_MAX];
    FILE *numbers = figure->numbers.stream;
    fprintf(numbers, "array colours[%u] = [", lag->row_count);
    for (unsigned i = 0; i < lag->row_count; i++)
        fprintf(numbers, "%s%u", i > 0 ? ", " : "",
                identity_of(lag->view->summary, lag->view->index, lag->rows[i].server).colour);
    double bins = fmin(lag->x.high / BIN_S, FIGURE_POINTS_MAX);
    fprintf(numbers, "]\narray loops[%u] = [", lag->row_count);
    for (unsigned i = 0; i < lag->row_count; i++)
        fprintf(numbers, "%s%u", i > 0 ? ", " : "", lag->rows[i].has_loop);
    fprintf(numbers, "]\nbin_width = %.2f\n", fmax(1.2, FIGURE_WIDTH * 0.92 / bins));
    double from_pixels = 0;
    for (unsigned i = 0; i < lag->row_count; i++) {
        panels[i] = time_panel(from_pixels, row_pixels(lag, &lag->rows[i]), figure->height, RIGHT);
        write_row(figure, lag, &lag->rows[i], &panels[i]);
        from_pixels += row_pixels(lag, &lag->rows[i]);
    }
    figure_panels(figure, panels, lag->row_count);
    axis_write_numbers(figure->axes.stream, 'x', &lag->x, 12);
    axis_write_blocking(figure->axes.stream, 'y', &lag->y);
    time_axis_title(figure, &panels[0], "seconds since the trial began");
}

static void write_words(const struct lag *lag, struct chart *chart)
{
    TEXT_SET(chart->question, "Was the event loop blocked?");
    title_lag(lag->view, lag->longest_ms, chart);
    TEXT_SET(chart->subtitle,
             "Longest time a loop could not poll, in bins of 0.1 s, scenario %s; "
             "less than 5 ms is not recorded",
             view_scenario(lag->view).text);
    TEXT_SET(chart->reading,
             "While a loop is busy with one request it looks at no other, so everything that "
             "arrives meanwhile waits for as long as the bar is high. Above the 20 ms line "
             "visitors begin to notice; 20 ms is a rule of thumb, not a law.");
    if (lag->rows_left_out > 0)
        TEXT_SET(chart->table.note, "%u more loops or servers are not drawn.", lag->rows_left_out);
}

struct interval {
    unsigned server;
    const struct summary_busy *busy;
};

static int longest_first(const void *a, const void *b)
{
    double left = busy_ms(((const struct interval *)a)->busy);
    double right = busy_ms(((const struct interval *)b)->busy);
    return (left < right) - (left > right);
}

/* All intervals of the loops that are drawn, longest first; the caller frees them with free(). */
static struct interval *list_intervals(const struct view *view, size_t *count)
{
    size_t total = 0;
    for (unsigned s = 0; s < view->servers; s++)
        total += view_trial(view, s) != NULL ? view_trial(view, s)->busy_count : 0;
    struct interval *intervals = malloc((total + 1) * sizeof *intervals);
    *count = 0;
    for (unsigned s = 0; intervals != NULL && s < view->servers; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        for (size_t i = 0; trial != NULL && i < trial->busy_count; i++)
            if (isfinite(busy_ms(&trial->busy[i])))
                intervals[(*count)++] = (struct interval){.server = s, .busy = &trial->busy[i]};
    }
    if (intervals != NULL)
        qsort(intervals, *count, sizeof *intervals, longest_first);
    return intervals;
}

static bool write_table(const struct lag *lag, struct chart *chart, struct error *error)
{
    size_t count;
    struct interval *intervals = list_intervals(lag->view, &count);
    if (intervals == NULL)
        return error_set(error, "cannot make the charts: out of memory");
    static const char *const header[] = {"server", "loop", "from", "for"};
    for (unsigned i = 0; i < 4; i++)
        table_cell(&chart->table, "%s", header[i]);
    for (size_t i = 0; i < count && i < TABLE_ROWS_MAX; i++) {
        const struct summary_busy *busy = intervals[i].busy;
        struct view_words name = view_name(lag->view, intervals[i].server, 40);
        table_cell(&chart->table, "%s", name.text);
        table_cell(&chart->table, "%u", busy->slot);
        table_cell(&chart->table, "%.2f s", busy->start_s);
        table_cell(&chart->table, "%s", words_latency(busy_ms(busy) * 1e3).text);
    }
    if (count > TABLE_ROWS_MAX && chart->table.note[0] == '\0')
        TEXT_SET(chart->table.note, "The %u longest of %zu; all are in samples.ndjson.",
                 TABLE_ROWS_MAX, count);
    free(intervals);
    return true;
}

static bool write_figure(const struct lag *lag, const char *folder, struct chart *chart,
                         struct error *error)
{
    unsigned height = TIME_EDGE_PIXELS;
    for (unsigned i = 0; i < lag->row_count; i++)
        height += row_pixels(lag, &lag->rows[i]);
    struct figure figure;
    if (!figure_init(&figure, chart, height, error))
        return false;
    draw(&figure, lag);
    bool finished = figure_finish(&figure, folder, "lag.gp", error);
    figure_release(&figure);
    return finished;
}

bool chart_lag(const struct view *view, const char *folder, struct chart *chart,
               struct error *error)
{
    struct lag lag;
    collect(&lag, view);
    table_init(&chart->table, 4);
    write_words(&lag, chart);
    TEXT_SET(chart->description, "Bars over time, one row for each event loop. %s.", chart->title);
    return write_table(&lag, chart, error) && write_figure(&lag, folder, chart, error);
}
