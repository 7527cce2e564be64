#include "report/figure.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "report/text.h"
#include "report/words.h"

#define STREAMS           (3 + TEXT_KINDS)
#define TITLE_LEFT        0.02
#define TITLE_LINE_PIXELS 43.0
#define TITLE_PIXELS      156.0 /* two lines, the description, and air */
#define PNG_HEIGHT_MIN    1080.0
#define TITLE_COLUMNS     82 /* of a PNG's title in bold */
#define SUBTITLE_COLUMNS  118

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
    fputs("labels = 0\n", figure->numbers.stream);
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
        fprintf(data, "%.9g ", value); /* as ranges: a line from edge to edge is in it */
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

void figure_no_data(struct figure *figure, const struct panel *panel, const struct view *view,
                    unsigned step)
{
    double succeeded = 0;
    for (unsigned s = 0; s < view->servers; s++) {
        const struct measures *measures = view_measures(view, view_step(view, s, step));
        if (measures != NULL)
            succeeded += (double)measures->outcomes[OUTCOME_OK];
    }
    figure_text(figure, TEXT_NOTE_CENTER, (panel->left + panel->right) / 2,
                panel->bottom + 0.72 * (panel->top - panel->bottom), "no data: %s %s succeeded",
                words_count(succeeded).text, view_requests(view, "requests").text);
}

double panel_x(const struct panel *panel, const struct axis *axis, double value)
{
    return panel->left + axis_place(axis, value) * (panel->right - panel->left);
}

double panel_y(const struct panel *panel, const struct axis *axis, double value)
{
    return panel->bottom + axis_place(axis, value) * (panel->top - panel->bottom);
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

/* A PNG's title in at most two lines, and its description in one, above the picture. */
static void write_headline(struct figure *figure)
{
    const char *title = figure->chart->title;
    double png_pixels = fmax(PNG_HEIGHT_MIN, 2.0 * figure->height);
    double line_height = TITLE_LINE_PIXELS / png_pixels;
    double y = 1 - line_height;
    for (unsigned line = 0; line < 2 && title[0] != '\0'; line++) {
        size_t length = text_line(title, TITLE_COLUMNS);
        const char *rest = title + length + strspn(title + length, " ");
        bool cut = line == 1 && rest[0] != '\0';
        figure_text(figure, TEXT_TITLE, TITLE_LEFT, y, "%.*s%s", (int)length, title,
                    cut ? "…" : "");
        title = rest;
        y -= line_height;
    }
    char subtitle[FIGURE_TEXT_BYTES];
    text_clean(figure->chart->subtitle, SUBTITLE_COLUMNS, subtitle, sizeof subtitle);
    figure_text(figure, TEXT_SUBTITLE, TITLE_LEFT, y, "%s", subtitle);
}

/* The words, one block for each kind, at the end of the data. */
static void write_texts(struct figure *figure)
{
    write_headline(figure);
    double png_pixels = fmax(PNG_HEIGHT_MIN, 2.0 * figure->height);
    fprintf(figure->numbers.stream, "png_height = %.0f\npng_squeeze = %.5f\ntexts = %u\n",
            png_pixels, 1 - TITLE_PIXELS / png_pixels, figure->blocks);
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
            "if (GPVAL_VERSION < 5.2) { print 'gnuplot 5.2 or newer is needed'; exit }\n"
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
