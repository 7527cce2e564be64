#include "report/time_panels.h"

#include <math.h>
#include <string.h>

#include "report/text.h"

#define LEFT         0.085
#define TITLE_PIXELS 29.0 /* a row's name */
#define TICKS_PIXELS 30.0 /* a row's ticks */

double time_load_end_s(const struct summary_trial *trial)
{
    double end_s = 0;
    for (unsigned p = 0; p < trial->result.phase_count; p++) {
        const struct result_phase *phase = &trial->result.phases[p];
        for (unsigned s = 0; s < phase->step_count; s++)
            end_s = fmax(end_s, phase->steps[s].start_s + phase->steps[s].duration_s);
    }
    return end_s;
}

size_t time_whole_seconds(const struct summary_trial *trial)
{
    double end_s = time_load_end_s(trial);
    size_t count = trial->second_count;
    while (count > 1 && trial->seconds[count - 1].second + 1 > end_s + 0.01)
        count--;
    return count;
}

struct axis time_axis(const struct view *view)
{
    double end_s = 0;
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        if (trial != NULL)
            end_s = fmax(end_s, time_load_end_s(trial));
    }
    return (struct axis){.low = 0, .high = end_s > 0 ? end_s : 1, .log = false};
}

struct panel time_panel(double from_pixels, double row_pixels, unsigned height, double right)
{
    double top = height - from_pixels - TITLE_PIXELS;
    double bottom = height - from_pixels - row_pixels + TICKS_PIXELS;
    return (struct panel){
        .left = LEFT, .right = right, .bottom = bottom / height, .top = top / height};
}

void time_axis_title(struct figure *figure, const struct panel *panel, const char *title)
{
    figure_text(figure, TEXT_NOTE_CENTER, (panel->left + panel->right) / 2,
                0.5 * FIGURE_FONT / figure->height + 8.0 / figure->height, "%s", title);
}

/* Words in the middle of a stretch of time, if they fit. */
static void write_words(struct figure *figure, const struct panel *panel, const struct axis *x,
                        double from_s, double to_s, const char *words)
{
    double from = panel_x(panel, x, from_s);
    double to = panel_x(panel, x, to_s);
    if ((text_columns(words) + 1) * FIGURE_CHARACTER < to - from)
        figure_text(figure, TEXT_NOTE_CENTER, (from + to) / 2, panel->top - 12.0 / figure->height,
                    "%s", words);
}

static void write_warmups(struct figure *figure, const struct summary_trial *trial,
                          const struct panel *panel, const struct axis *x, const struct axis *y,
                          bool words)
{
    for (unsigned p = 0; p < trial->result.phase_count; p++) {
        const struct result_phase *phase = &trial->result.phases[p];
        for (unsigned s = 0; s < phase->step_count && phase->warmup; s++) {
            double from_s = phase->steps[s].start_s;
            double to_s = from_s + phase->steps[s].duration_s;
            figure_row(figure, from_s, to_s, y->low, y->high);
            if (words)
                write_words(figure, panel, x, from_s, to_s, "warm-up");
        }
    }
}

void time_marks(struct figure *figure, const struct view *view, unsigned server,
                const struct panel *panel, const struct axis *x, const struct axis *y, bool words)
{
    const struct summary_trial *trial = view_trial(view, server);
    figure_block(figure, "warm-up: from s, to s, low, high", NULL);
    if (trial != NULL)
        write_warmups(figure, trial, panel, x, y, words);
    figure_block(figure, "steps begin: s, y", NULL);
    for (unsigned i = 0; trial != NULL && i < trial->step_count; i++) {
        const struct result_step *step = trial->steps[i].step;
        figure_gap(figure);
        figure_point(figure, step->start_s, y->low);
        figure_point(figure, step->start_s, y->high);
        if (words)
            write_words(figure, panel, x, step->start_s, step->start_s + step->duration_s,
                        view_load(view, i).text);
    }
}
