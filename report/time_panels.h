#pragma once
/* What charts over time have in common: panels in rows, and the marks of warm-up and steps. */
#include "report/figure.h"

/* When the last planned step of a trial ended, in seconds since its zero; 0 when it has none. */
double time_load_end_s(const struct summary_trial *trial);

/* How many of a trial's seconds lie wholly within the load: one that is cut off looks better than
 * it was. */
size_t time_whole_seconds(const struct summary_trial *trial);

/* The time axis for all servers of the view. */
struct axis time_axis(const struct view *view);

#define TIME_EDGE_PIXELS 44 /* below all rows: the title of the time axis */

/* Where a row stands that takes `row_pixels` from `from_pixels` below the upper edge of a canvas of
 * `height` pixels: a line of words above it, its ticks below. */
struct panel time_panel(double from_pixels, double row_pixels, unsigned height, double right);

/* The title of the time axis. */
void time_axis_title(struct figure *figure, const struct panel *panel, const char *title);

/* Two blocks for a panel: the stretches of warm-up (from, to, low, high), to be shaded, and upright
 * lines where steps begin. With words, "warm-up" and the loads stand at the top of the panel as far
 * as they fit. Without a trial both are empty. */
void time_marks(struct figure *figure, const struct view *view, unsigned server,
                const struct panel *panel, const struct axis *x, const struct axis *y, bool words);
