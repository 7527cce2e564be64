#include "report/figure_labels.h"

#include <assert.h>
#include <math.h>

#include "report/labels.h"
#include "report/text.h"

#define GAP_SHARE    0.045 /* of the plot's height, between neighbours */
#define HEIGHT_USUAL 540
#define LABELS_USUAL 18 /* fit that height */
#define LABEL_PIXELS 25

struct figure_label figure_label_of(const struct view *view, unsigned server, bool absent)
{
    struct figure_label label = {.identity = identity_of(view->summary, view->index, server),
                                 .absent = absent};
    struct view_words name = view_name(view, server, FIGURE_LABEL_COLUMNS);
    TEXT_SET(label.text, "%s%s", name.text, absent ? ": no data" : "");
    return label;
}

unsigned figure_labels_height(size_t count)
{
    return count <= LABELS_USUAL ? HEIGHT_USUAL
                                 : HEIGHT_USUAL + (unsigned)(count - LABELS_USUAL) * LABEL_PIXELS;
}

double figure_label_room(const struct figure_label *labels, size_t count)
{
    unsigned columns = 4;
    for (size_t i = 0; i < count; i++) {
        unsigned wide = text_columns(labels[i].text);
        if (wide > columns)
            columns = wide;
    }
    return 58 / FIGURE_WIDTH + columns * FIGURE_CHARACTER; /* 58: gap, sample of the line, gap */
}

/* The sample of each line beside its name, as blocks of their own; then the joining lines. */
static void write_keys(struct figure *figure, const struct panel *panel,
                       const struct figure_label *labels, const double *places, size_t count)
{
    double sample = panel->right + 14 / FIGURE_WIDTH;
    double sample_end = sample + 34 / FIGURE_WIDTH;
    for (size_t i = 0; i < count; i++) {
        unsigned block = figure_block(figure, "sample of a line", NULL);
        if (i == 0)
            fprintf(figure->numbers.stream, "keys = %u\n", block);
        figure_point(figure, sample, places[i]);
        figure_row(figure, (sample + sample_end) / 2, places[i], 1, NO_NUMBER);
        figure_point(figure, sample_end, places[i]);
        figure_text(figure, TEXT_LABEL, sample_end + 8 / FIGURE_WIDTH, places[i], "%s",
                    labels[i].text);
    }
    unsigned joins = figure_block(figure, "from a curve's end to its name", NULL);
    fprintf(figure->numbers.stream, "joins = %u\n", joins);
    for (size_t i = 0; i < count; i++) {
        if (labels[i].absent)
            continue;
        figure_gap(figure);
        figure_point(figure, labels[i].x, labels[i].y);
        figure_point(figure, sample - 2 / FIGURE_WIDTH, places[i]);
    }
}

void figure_labels(struct figure *figure, const struct panel *panel,
                   const struct figure_label *labels, size_t count)
{
    assert(count > 0 && count <= FIGURE_SERIES_MAX);
    double places[FIGURE_SERIES_MAX];
    for (size_t i = 0; i < count; i++)
        places[i] = labels[i].absent ? panel->bottom : labels[i].y;
    double gap = fmax(GAP_SHARE * (panel->top - panel->bottom), 1.3 * FIGURE_FONT / figure->height);
    labels_spread(places, count, gap, panel->bottom, panel->top);
    fprintf(figure->numbers.stream, "labels = %zu\narray looks[%zu] = [", count, count);
    for (size_t i = 0; i < count; i++)
        fprintf(figure->numbers.stream, "%s%u", i > 0 ? ", " : "", labels[i].identity.linetype);
    fputs("]\n", figure->numbers.stream);
    write_keys(figure, panel, labels, places, count);
}
