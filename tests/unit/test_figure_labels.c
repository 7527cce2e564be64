#include "report/figure_labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/folder.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static const struct panel panel = {.left = 0.1, .right = 0.8, .bottom = 0.1, .top = 0.9};

/* The vertical places of a text block's rows, in the order of the file; returns how many. */
static size_t read_places(const char *data, const char *text, double *places, size_t most)
{
    size_t count = 0;
    for (const char *at = data; (at = strstr(at, text)) != NULL && count < most; at++) {
        const char *line = at;
        while (line > data && line[-1] != '\n')
            line--;
        double x;
        if (sscanf(line, "%lf %lf \"", &x, &places[count]) == 2)
            count++;
    }
    return count;
}

static char *draw(struct figure_label *labels, size_t count)
{
    struct chart chart = {.id = "run"};
    struct figure figure;
    struct folder folder;
    struct error error;
    folder_make(&folder);
    CU_ASSERT_TRUE_FATAL(figure_init(&figure, &chart, figure_labels_height(count), &error));
    figure_labels(&figure, &panel, labels, count);
    CU_ASSERT_TRUE_FATAL(figure_finish(&figure, folder.path, "spectrum.gp", &error));
    figure_release(&figure);
    char *data = folder_read(&folder, "run.dat");
    folder_remove(&folder);
    return data;
}

static void never_collide(void)
{
    struct figure_label labels[FIGURE_SERIES_MAX] = {0};
    for (size_t count = 1; count <= FIGURE_SERIES_MAX; count++) {
        for (size_t i = 0; i < count; i++) {
            labels[i] = (struct figure_label){.x = 0.7, .y = 0.5, .identity = {.linetype = 1}};
            (void)snprintf(labels[i].text, sizeof labels[i].text, "curve %zu", i);
        }
        double places[FIGURE_SERIES_MAX];
        char *data = draw(labels, count);
        CU_ASSERT_EQUAL_FATAL(read_places(data, "\"curve ", places, FIGURE_SERIES_MAX), count);
        for (size_t i = 1; i < count; i++)
            CU_ASSERT((places[i - 1] - places[i]) * figure_labels_height(count) >=
                      FIGURE_FONT * 1.2);
        CU_ASSERT(places[0] <= panel.top + 1e-5 && places[count - 1] >= panel.bottom - 1e-5);
        free(data);
    }
}

static void absent_ones(void)
{
    struct summary *summary = fixture_new();
    struct view view = view_of(summary, 0, false);
    struct figure_label labels[2] = {figure_label_of(&view, 0, false),
                                     figure_label_of(&view, 1, true)};
    labels[0].x = 0.6;
    labels[0].y = 0.8;
    double place;
    char *data = draw(labels, 2);
    CU_ASSERT_EQUAL(read_places(data, "\"thread per request\"", &place, 1), 1);
    CU_ASSERT_DOUBLE_EQUAL(place, 0.8, 1e-4);
    CU_ASSERT_EQUAL(read_places(data, "\"event loop: no data\"", &place, 1), 1);
    CU_ASSERT_DOUBLE_EQUAL(place, panel.bottom, 1e-4);
    CU_ASSERT_PTR_NOT_NULL(strstr(data, "\n0.6 0.8 ")); /* joined to its name */
    free(data);
    fixture_free(summary);
}

static void room(void)
{
    struct figure_label labels[2] = {{.text = "ab"}, {.text = "a much longer name"}};
    CU_ASSERT(figure_label_room(labels, 2) > figure_label_room(labels, 1));
    CU_ASSERT(figure_label_room(labels, 2) < 0.3);
}

static CU_TestInfo tests[] = {
    {"names of curves that end alike stand below each other", never_collide},
    {"a curve that is not there is named at the bottom", absent_ones},
    {"longer names get more room", room},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("figure_labels", tests)
