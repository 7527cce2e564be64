/* C2: "How much can each server take before it hurts?" */
#include <math.h>
#include <string.h>

#include "report/chart_kinds.h"
#include "report/chart_titles.h"
#include "report/figure_labels.h"
#include "report/table.h"
#include "report/text.h"
#include "report/words.h"

/* The fourth column of the data file: how a step's point is drawn. */
enum mark {
    MARK_KEPT_UP,     /* filled */
    MARK_FELL_BEHIND, /* hollow */
    MARK_INVALID,     /* crossed out */
    MARK_SUSTAINED,   /* ringed: the highest load that met the objective */
};

struct capacity {
    const struct view *view;
    double low_us, high_us, high_rate;
    unsigned drawn[SCENARIO_SERVERS_MAX]; /* points of p99, or of p50 where there is no p99 */
    bool any_p99;
};

static bool usable(double us)
{
    return isfinite(us) && us > 0;
}

static double rate_of(const struct summary_step *step)
{
    return step->step->measures.achieved_per_s;
}

static void collect_server(struct capacity *capacity, unsigned server)
{
    const struct view *view = capacity->view;
    const struct summary_step *step;
    for (unsigned i = 0; (step = view_step(view, server, i)) != NULL; i++) {
        const struct measures *measures = view_measures(view, step);
        if (measures == NULL || !isfinite(rate_of(step)))
            continue;
        const double values[] = {measures->response_time.p50_us, measures->response_time.p99_us};
        for (unsigned v = 0; v < 2; v++) {
            if (!usable(values[v]))
                continue;
            capacity->low_us = fmin(capacity->low_us, values[v]);
            capacity->high_us = fmax(capacity->high_us, values[v]);
            capacity->high_rate = fmax(capacity->high_rate, rate_of(step));
        }
        capacity->drawn[server] += usable(values[0]) || usable(values[1]);
        capacity->any_p99 = capacity->any_p99 || usable(values[1]);
    }
}

static enum mark mark_of(const struct view *view, unsigned server, const struct summary_step *step)
{
    if (!step->trusted)
        return MARK_INVALID;
    if (!step->kept_up)
        return MARK_FELL_BEHIND;
    bool sustained = step->rate_per_s == view->scenario->servers[server].sustains_per_s;
    return sustained && step->meets_objective ? MARK_SUSTAINED : MARK_KEPT_UP;
}

static void write_curve(struct figure *figure, const struct view *view, unsigned server,
                        const char *name)
{
    figure_block(figure, "achieved per second, p99 ms, p50 ms, mark", name);
    const struct summary_step *step;
    for (unsigned i = 0; (step = view_step(view, server, i)) != NULL; i++) {
        const struct measures *measures = view_measures(view, step);
        if (measures == NULL)
            continue;
        double p99_us = measures->response_time.p99_us;
        double p50_us = measures->response_time.p50_us;
        figure_row(figure, rate_of(step), usable(p99_us) ? p99_us / 1e3 : NO_NUMBER,
                   usable(p50_us) ? p50_us / 1e3 : NO_NUMBER, mark_of(view, server, step));
    }
}

/* Where the curve ends: at its last p99, or its last p50 when it has none. */
static void end_of_curve(const struct view *view, unsigned server, const struct panel *panel,
                         const struct axis *x, const struct axis *y, struct figure_label *label)
{
    bool p99_seen = false;
    const struct summary_step *step;
    for (unsigned i = 0; (step = view_step(view, server, i)) != NULL; i++) {
        const struct measures *measures = view_measures(view, step);
        if (measures == NULL || !isfinite(rate_of(step)))
            continue;
        bool p99 = usable(measures->response_time.p99_us);
        double us = p99 ? measures->response_time.p99_us : measures->response_time.p50_us;
        if (!usable(us) || (p99_seen && !p99))
            continue;
        p99_seen = p99;
        label->x = panel_x(panel, x, rate_of(step));
        label->y = panel_y(panel, y, us / 1e3);
    }
}

static void write_guides(struct figure *figure, const struct capacity *capacity,
                         const struct panel *panel, const struct axis *x, const struct axis *y)
{
    double objective_ms = view_objective_us(capacity->view) / 1e3;
    unsigned block = figure_block(figure, "objective", NULL);
    fprintf(figure->numbers.stream, "guides = %u\n", block);
    if (objective_ms >= y->low && objective_ms <= y->high) {
        figure_point(figure, x->low, objective_ms);
        figure_point(figure, x->high, objective_ms);
        figure_text(figure, TEXT_NOTE, panel->left + 8 / FIGURE_WIDTH,
                    panel_y(panel, y, objective_ms) + 11.0 / figure->height, "objective %s",
                    words_latency(objective_ms * 1e3).text);
    }
    figure_text(figure, TEXT_NOTE, 8 / FIGURE_WIDTH, panel->top + 24.0 / figure->height, "latency");
    figure_text(figure, TEXT_NOTE_RIGHT, panel->right, panel->top + 16.0 / figure->height, "%s",
                capacity->any_p99 ? "thick: p99 · thin: p50"
                                  : "p50 only: p99 needs 1,000 requests in a step");
    figure_text(figure, TEXT_NOTE_CENTER, (panel->left + panel->right) / 2, 16.0 / figure->height,
                "answers per second");
}

static void write_hollows(struct figure *figure, const struct figure_label *labels, unsigned count)
{
    fprintf(figure->numbers.stream, "curves = %u\narray hollow[%u] = [", count, count);
    for (unsigned s = 0; s < count; s++)
        fprintf(figure->numbers.stream, "%s%u", s > 0 ? ", " : "", labels[s].identity.point - 1);
    fputs("]\n", figure->numbers.stream);
}

static void draw(struct figure *figure, const struct capacity *capacity)
{
    const struct view *view = capacity->view;
    unsigned count = view->servers;
    struct axis x = axis_from_zero(capacity->high_rate);
    struct axis y = axis_latency(capacity->low_us, capacity->high_us, view_objective_us(view));
    struct figure_label labels[FIGURE_SERIES_MAX];
    bool any = false;
    for (unsigned s = 0; s < count; s++) {
        labels[s] = figure_label_of(view, s, capacity->drawn[s] == 0);
        figure_linetype(figure, &labels[s].identity);
        write_curve(figure, view, s, labels[s].text);
        any = any || capacity->drawn[s] > 0;
    }
    struct panel panel = {.left = 0.085, .bottom = 0.135, .top = 0.93};
    panel.right = 1 - figure_label_room(labels, count);
    for (unsigned s = 0; s < count; s++)
        end_of_curve(view, s, &panel, &x, &y, &labels[s]);
    figure_panels(figure, &panel, 1);
    write_guides(figure, capacity, &panel, &x, &y);
    write_hollows(figure, labels, count);
    axis_write_numbers(figure->axes.stream, 'x', &x, 8);
    axis_write_latency(figure->axes.stream, 'y', &y, 9);
    figure_labels(figure, &panel, labels, count);
    if (!any)
        figure_no_data(figure, &panel, view, 0);
}

static void write_words(const struct capacity *capacity, struct chart *chart)
{
    const struct view *view = capacity->view;
    const char *objective = view->scenario->objective;
    TEXT_SET(chart->question, "How much can each server take before it hurts?");
    title_capacity(view, chart);
    TEXT_SET(chart->subtitle, "Latency of %s against answers per second, scenario %s%s%s",
             view_requests(view, "all requests").text, view_scenario(view).text,
             objective[0] != '\0' ? ", objective " : "", objective);
    TEXT_SET(chart->reading,
             "Each point is one step of load, joined in the order of the steps: further right "
             "is more work done, higher is longer waits, and a line that turns up or back has "
             "found its limit. A ring marks the highest load that met the objective; a hollow "
             "point answered less than 99 %% of what was asked, so its height depends on how "
             "long the step lasted; a crossed-out point cannot be trusted.");
}

static void write_table(const struct capacity *capacity, struct chart *chart)
{
    static const char *const header[] = {"server", "load", "answered", "p50", "p99", "remark"};
    static const char *const remarks[] = {"", "fell behind", "invalid", "sustained"};
    const struct view *view = capacity->view;
    table_init(&chart->table, 6);
    for (unsigned i = 0; i < 6; i++)
        table_cell(&chart->table, "%s", header[i]);
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_step *step;
        for (unsigned i = 0; (step = view_step(view, s, i)) != NULL; i++) {
            const struct measures *measures = view_measures(view, step);
            double p50_us = measures != NULL ? measures->response_time.p50_us : NO_NUMBER;
            double p99_us = measures != NULL ? measures->response_time.p99_us : NO_NUMBER;
            struct view_words name = view_name(view, s, 40);
            table_cell(&chart->table, "%s", name.text);
            table_cell(&chart->table, "%s", view_load(view, i).text);
            table_cell(&chart->table, "%s", words_rate(rate_of(step)).text);
            table_cell(&chart->table, "%s", words_latency(p50_us).text);
            table_cell(&chart->table, "%s", words_latency(p99_us).text);
            table_cell(&chart->table, "%s", remarks[mark_of(view, s, step)]);
        }
    }
}

static void describe(const struct capacity *capacity, struct chart *chart)
{
    const struct view *view = capacity->view;
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        unsigned steps = trial != NULL ? trial->step_count : 0;
        const struct summary_step *last = steps > 0 ? &trial->steps[steps - 1] : NULL;
        const struct measures *measures = view_measures(view, last);
        struct view_words name = view_name(view, s, 40);
        TEXT_ADD(chart->description, "%s%s: %u steps; in the last one %s answered, p99 %s.",
                 s > 0 ? " " : "Line chart. ", name.text, steps,
                 words_rate(last != NULL ? rate_of(last) : NO_NUMBER).text,
                 words_latency(measures != NULL ? measures->response_time.p99_us : NO_NUMBER).text);
    }
}

bool chart_capacity(const struct view *view, const char *folder, struct chart *chart,
                    struct error *error)
{
    struct capacity capacity = {.view = view, .low_us = (double)INFINITY};
    for (unsigned s = 0; s < view->servers; s++)
        collect_server(&capacity, s);
    write_words(&capacity, chart);
    write_table(&capacity, chart);
    describe(&capacity, chart);
    struct figure figure;
    if (!figure_init(&figure, chart, figure_labels_height(view->servers), error))
        return false;
    draw(&figure, &capacity);
    bool finished = figure_finish(&figure, folder, "capacity.gp", error);
    figure_release(&figure);
    return finished;
}
