#pragma once
/*
 * A chart while it is made: blocks of a data file, and the script that draws them. A script holds
 * numbers and the templates of report/plots/, nothing else: every word goes through the data file,
 * because gnuplot runs what stands between backticks in a string of a script.
 *
 *     figure_init(&figure, chart, 540)
 *     unsigned block = figure_block(&figure, "p99 by rate", label); figure_row(&figure, x, y, 0)…
 *     figure_text(&figure, TEXT_NOTE, x, y, "warm-up");
 *     fprintf(figure.numbers.stream, "curves = %u\n", n);  axis_write_latency(figure.axes.stream,
 * …) figure_finish(&figure, folder, "spectrum.gp", error)       writes <id>.dat and <id>.gp
 *     figure_release(&figure)
 *
 * Places are in parts of the canvas, 0 to 1 from the lower left. The canvas is 960 pixels wide for
 * SVG; text is FIGURE_FONT pixels high there. A PNG is twice as large and puts the title above.
 */
#include <stdio.h>

#include "report/axis.h"
#include "report/charts.h"
#include "report/identity.h"
#include "report/view.h"

#define FIGURE_WIDTH      960.0
#define FIGURE_FONT       15.0
#define FIGURE_CHARACTER  (8.4 / FIGURE_WIDTH) /* width of a usual one */
#define FIGURE_PANELS_MAX 12
#define FIGURE_SERIES_MAX SCENARIO_SERVERS_MAX
#define FIGURE_POINTS_MAX 400 /* per series: more than that is not seen and not loaded quickly */
#define FIGURE_TEXT_BYTES 512

enum figure_text {
    TEXT_LABEL,       /* names: in the page's colour */
    TEXT_NOTE,        /* remarks: muted; starts at the place */
    TEXT_NOTE_CENTER, /* … is centred on it */
    TEXT_NOTE_RIGHT,  /* … ends at it */
    TEXT_TITLE,       /* of a PNG */
    TEXT_SUBTITLE,
    TEXT_KINDS
};

struct figure_stream {
    FILE *stream;
    char *text;
    size_t length;
};

struct panel { /* where a plot's axes stand */
    double left, right, bottom, top;
};

struct figure {
    struct chart *chart; /* borrowed */
    unsigned height;
    struct figure_stream data, texts[TEXT_KINDS];
    struct figure_stream numbers; /* of the script: what a template reads; set once */
    struct figure_stream axes;    /* of the script: "set xrange" and so on; for SVG and for PNG */
    unsigned blocks;
};

/* On false there is nothing to release. */
MUST_CHECK bool figure_init(struct figure *figure, struct chart *chart, unsigned height,
                            struct error *error);
void figure_release(struct figure *figure);

/* Begins a block of the data file and returns its number. `name` (may be NULL) becomes what the
 * pointer shows over the curve. */
unsigned figure_block(struct figure *figure, const char *what, const char *name);

/* One row of the present block; what is not a number is written as NaN and drawn as a gap. */
void figure_row(struct figure *figure, double a, double b, double c, double d);

/* A row of two columns. */
void figure_point(struct figure *figure, double x, double y);

/* A gap between lines of one block. */
void figure_gap(struct figure *figure);

PRINTF_LIKE(5, 6)
void figure_text(struct figure *figure, enum figure_text kind, double x, double y,
                 const char *format, ...);

/* "set linetype" of one server's look. */
void figure_linetype(struct figure *figure, const struct identity *identity);

/* "no data: …" in the middle of an empty plot, and why, of this step. */
void figure_no_data(struct figure *figure, const struct panel *panel, const struct view *view,
                    unsigned step);

/* Where a value lies on the canvas. */
double panel_x(const struct panel *panel, const struct axis *axis, double value);
double panel_y(const struct panel *panel, const struct axis *axis, double value);

/* "array left[n] = […]" and so on, for the template. */
void figure_panels(struct figure *figure, const struct panel *panels, unsigned count);

/* Writes FOLDER/<id>.dat and FOLDER/<id>.gp; the template's name is one of report/plots/. */
MUST_CHECK bool figure_finish(struct figure *figure, const char *folder, const char *plot_template,
                              struct error *error);
