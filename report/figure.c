#include "report/figure.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "report/labels.h"
#include "report/text.h"
#include "report/words.h"

#define STREAMS (3 + TEXT_KINDS)

/* All streams of a figure, to open, check and release them alike. */
static void list_streams(struct figure *figure, struct figure_stream *list[STREAMS])
{
    list[0] = &figure->data;
    list[1] = &figure->numbers;
    list[2] = &figure->axes;
    for (unsigned i = 0; i < TEXT_KINDS; i++)
        list[3 + i] = &figure->texts[i];
}

bool figure_init(struct figure *figure, struct chart *chart, unsigned height, struct error *error)
{
    *figure = (struct figure){.chart = chart, .height = height};
    struct figure_stream *list[STREAMS];
    list_streams(figure, list);
    for (unsigned i = 0; i < STREAMS; i++) {
        list[i]->stream = open_memstream(&list[i]->text, &list[i]->length);
        if (list[i]->stream == NULL) {
            figure_release(figure);
            return error_set(error, "cannot make the charts: out of memory");
        }
    }
    return true;
}

static bool close_stream(struct figure_stream *stream)
{
    if (stream->stream == NULL)
        return true;
    bool whole = ferror(stream->stream) == 0;
    whole = fclose(stream->stream) == 0 && whole;
    stream->stream = NULL;
    return whole;
}

void figure_release(struct figure *figure)
{
    struct figure_stream *list[STREAMS];
    list_streams(figure, list);
    for (unsigned i = 0; i < STREAMS; i++) {
        close_stream(list[i]);
        free(list[i]->text);
        *list[i] = (struct figure_stream){0};
    }
}

unsigned figure_block(struct figure *figure, const char *what, const char *name)
{
    FILE *data = figure->data.stream;
    if (figure->blocks > 0)
        fputs("\n\n", data);
    fprintf(data, "# %u: %s\n", figure->blocks, what);
    if (name != NULL) {
        text_quote(data, name);
        fputc('\n', data);
    }
    fputs("NaN NaN NaN NaN\n", data); /* a block without a row would not count as one */
    return figure->blocks++;
}

static void print_cell(FILE *data, double value)
{
    if (isfinite(value))
        fprintf(data, "%.8g ", value);
    else
        fputs("NaN ", data);
}

void figure_row(struct figure *figure, double a, double b, double c, double d)
{
    FILE *data = figure->data.stream;
    print_cell(data, a);
    print_cell(data, b);
    print_cell(data, c);
    print_cell(data, d);
    fputc('\n', data);
}

void figure_point(struct figure *figure, double x, double y)
{
    figure_row(figure, x, y, NO_NUMBER, NO_NUMBER);
}

void figure_gap(struct figure *figure)
{
    fputc('\n', figure->data.stream);
}

void figure_text(struct figure *figure, enum figure_text kind, double x, double y,
                 const char *format, ...)
{
    char text[FIGURE_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    FILE *stream = figure->texts[kind].stream;
    fprintf(stream, "%.5f %.5f ", x, y);
    text_quote(stream, text);
    fputc('\n', stream);
}

void figure_linetype(struct figure *figure, const struct identity *identity)
{
    FILE *numbers = figure->numbers.stream;
    fprintf(numbers, "set linetype %u lc rgb \"#%06X\" lw 2.5 pt %u ps %g ", identity->linetype,
            identity->colour, identity->point, identity->point_size);
    if (identity->dashes[0] == '\0')
        fputs("dt 1\n", numbers);
    else
        fprintf(numbers, "dt (%s)\n", identity->dashes);
}

struct figure_label figure_label_of(const struct view *view, unsigned server, bool absent)
{
    struct figure_label label = {.identity = identity_of(view->summary, view->index, server),
                                 .absent = absent};
    char name[NAME_BYTES * 2];
    view_name(view, server, FIGURE_LABEL, name);
    snprintf(label.text, sizeof label.text, "%s%s", name, absent ? ": no data" : "");
    return label;
}

void figure_no_data(struct figure *figure, const struct panel *panel, const struct view *view,
                    unsigned step)
{
    double succeeded = 0;
    for (unsigned s = 0; s < view->scenario->server_count; s++) {
        const struct measures *measures = view_measures(view, view_step(view, s, step));
        if (measures != NULL)
            succeeded += (double)measures->outcomes[OUTCOME_OK];
    }
    figure_text(figure, TEXT_NOTE_CENTER, (panel->left + panel->right) / 2,
                (panel->bottom + panel->top) / 2, "no data: %s %s succeeded",
                words_count(succeeded).text, view_requests(view).text);
}

double panel_x(const struct panel *panel, const struct axis *axis, double value)
{
    return panel->left + axis_place(axis, value) * (panel->right - panel->left);
}

double panel_y(const struct panel *panel, const struct axis *axis, double value)
{
    return panel->bottom + axis_place(axis, value) * (panel->top - panel->bottom);
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
    double gap = fmax(0.045 * (panel->top - panel->bottom), 1.3 * FIGURE_FONT / figure->height);
    labels_spread(places, count, gap, panel->bottom, panel->top);
    fprintf(figure->numbers.stream, "labels = %zu\narray looks[%zu] = [", count, count);
    for (size_t i = 0; i < count; i++)
        fprintf(figure->numbers.stream, "%s%u", i > 0 ? ", " : "", labels[i].identity.linetype);
    fputs("]\n", figure->numbers.stream);
    write_keys(figure, panel, labels, places, count);
}

static void write_array(FILE *numbers, const char *name, const struct panel *panels, unsigned count,
                        size_t member)
{
    fprintf(numbers, "array %s[%u] = [", name, count);
    for (unsigned i = 0; i < count; i++) {
        double value;
        memcpy(&value, (const char *)&panels[i] + member, sizeof value);
        fprintf(numbers, "%s%.5f", i > 0 ? ", " : "", value);
    }
    fputs("]\n", numbers);
}

void figure_panels(struct figure *figure, const struct panel *panels, unsigned count)
{
    FILE *numbers = figure->numbers.stream;
    fprintf(numbers, "panels = %u\n", count);
    write_array(numbers, "left", panels, count, offsetof(struct panel, left));
    write_array(numbers, "right", panels, count, offsetof(struct panel, right));
    write_array(numbers, "bottom", panels, count, offsetof(struct panel, bottom));
    write_array(numbers, "top", panels, count, offsetof(struct panel, top));
}

/* The words, one block for each kind, at the end of the data. */
static void write_texts(struct figure *figure)
{
    fprintf(figure->numbers.stream, "texts = %u\n", figure->blocks);
    for (unsigned kind = 0; kind < TEXT_KINDS; kind++) {
        figure_block(figure, "words", NULL);
        fflush(figure->texts[kind].stream);
        fputs(figure->texts[kind].text, figure->data.stream);
    }
}

static bool write_data(struct figure *figure, const char *folder, struct error *error)
{
    write_texts(figure);
    if (!close_stream(&figure->data))
        return error_set(error, "cannot make the charts: out of memory");
    char name[CHART_ID_BYTES + 8];
    char path[PATH_BYTES];
    snprintf(name, sizeof name, "%s.dat", figure->chart->id);
    return file_join(path, folder, name, error) &&
           file_write(path, figure->data.text, figure->data.length, error);
}

static bool write_script(struct figure *figure, const char *folder, const char *plot_template,
                         struct error *error)
{
    const char *id = figure->chart->id;
    if (!close_stream(&figure->numbers) || !close_stream(&figure->axes))
        return error_set(error, "cannot make the charts: out of memory");
    struct figure_stream script = {0};
    script.stream = open_memstream(&script.text, &script.length);
    if (script.stream == NULL)
        return error_set(error, "cannot make the charts: out of memory");
    fprintf(script.stream,
            "# Draws %s.svg and %s.png from %s.dat. To draw them again: gnuplot %s.gp\n"
            "reset\nchart = '%s'\nheight = %u\n%s"
            "do for [target in \"svg png\"] {\n    load 'style.gp'\n%s"
            "    load '%s'\n    load 'words.gp'\n}\n",
            id, id, id, id, id, figure->height, figure->numbers.text, figure->axes.text,
            plot_template);
    char name[CHART_ID_BYTES + 8];
    char path[PATH_BYTES];
    snprintf(name, sizeof name, "%s.gp", id);
    bool written = close_stream(&script) && file_join(path, folder, name, error) &&
                   file_write(path, script.text, script.length, error);
    free(script.text);
    return written;
}

bool figure_finish(struct figure *figure, const char *folder, const char *plot_template,
                   struct error *error)
{
    return write_data(figure, folder, error) && write_script(figure, folder, plot_template, error);
}
