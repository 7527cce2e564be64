#include "report/figure.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static const char hostile[] = "`touch X`\"; system(\"touch X\") # \\";

struct files {
    char folder[64];
    char *data, *script;
};

/* Finishes and releases the figure, and reads what it wrote. */
static void finish(struct figure *figure, struct files *files)
{
    struct error error;
    char path[PATH_BYTES];
    size_t length;
    (void)snprintf(files->folder, sizeof files->folder, "/tmp/test_figure.XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(files->folder));
    CU_ASSERT_TRUE_FATAL(figure_finish(figure, files->folder, "spectrum.gp", &error));
    CU_ASSERT_TRUE_FATAL(file_join(path, files->folder, "run-c1.dat", &error));
    CU_ASSERT_TRUE_FATAL(file_read(path, 1 << 20, &files->data, &length, &error));
    (void)unlink(path);
    CU_ASSERT_TRUE_FATAL(file_join(path, files->folder, "run-c1.gp", &error));
    CU_ASSERT_TRUE_FATAL(file_read(path, 1 << 20, &files->script, &length, &error));
    (void)unlink(path);
    CU_ASSERT_EQUAL(rmdir(files->folder), 0);
    figure_release(figure);
}

static void release(struct files *files)
{
    free(files->data);
    free(files->script);
}

static void words_in_data(void)
{
    struct chart chart = {.id = "run-c1"};
    struct figure figure;
    struct files files;
    struct error error;
    (void)snprintf(chart.title, sizeof chart.title, "title %s", hostile);
    (void)snprintf(chart.subtitle, sizeof chart.subtitle, "subtitle %s", hostile);
    CU_ASSERT_TRUE_FATAL(figure_init(&figure, &chart, 540, &error));
    figure_block(&figure, "numbers", hostile);
    figure_text(&figure, TEXT_LABEL, 0.5, 0.5, "label %s", hostile);
    finish(&figure, &files);
    CU_ASSERT_PTR_NULL(strstr(files.script, "touch"));
    CU_ASSERT_PTR_NULL(strchr(files.script, '`'));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "\"label `touch X`”; system(”touch X”) # \\\\\"\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "\"title `touch X`”"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "\"subtitle `touch X`”"));
    release(&files);
}

static void blocks(void)
{
    struct chart chart = {.id = "run-c1"};
    struct figure figure;
    struct files files;
    struct error error;
    CU_ASSERT_TRUE_FATAL(figure_init(&figure, &chart, 540, &error));
    CU_ASSERT_EQUAL(figure_block(&figure, "empty", NULL), 0);
    CU_ASSERT_EQUAL(figure_block(&figure, "odd", "curve"), 1);
    figure_row(&figure, 1, (double)INFINITY, NO_NUMBER, -2.5);
    figure_point(&figure, 1e-9, 123456789);
    finish(&figure, &files);
    static const char expected[] = "# 0: empty\nNaN NaN NaN NaN\n\n\n# 1: odd\n\"curve\"\n"
                                   "NaN NaN NaN NaN\n1 NaN NaN -2.5 \n"
                                   "1e-09 123456789 NaN NaN \n";
    CU_ASSERT_EQUAL(strncmp(files.data, expected, strlen(expected)), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "texts = 2\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "chart = 'run-c1'\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.script, "load 'spectrum.gp'"));
    release(&files);
}

static void looks(void)
{
    struct summary *summary = fixture_new();
    struct chart chart = {.id = "run-c1"};
    struct figure figure;
    struct files files;
    struct error error;
    CU_ASSERT_TRUE_FATAL(figure_init(&figure, &chart, 540, &error));
    for (unsigned s = 0; s < 2; s++) {
        struct identity identity = identity_of(summary, 0, s);
        figure_linetype(&figure, &identity);
    }
    finish(&figure, &files);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(files.script, "set linetype 1 lc rgb \"#D55E00\" lw 2.5 pt 7 ps 0.7 dt 1\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(files.script, "set linetype 2 lc rgb \"#0072B2\" lw 2.5 pt 5 ps 0.9 dt (24,10)\n"));
    release(&files);
    fixture_free(summary);
}

static void long_title(void)
{
    struct chart chart = {.id = "run-c1"};
    struct figure figure;
    struct files files;
    struct error error;
    for (unsigned i = 0; i < 40; i++)
        (void)snprintf(chart.title + 10 * i, sizeof chart.title - 10 * i, "word%05u ", i);
    CU_ASSERT_TRUE_FATAL(figure_init(&figure, &chart, 540, &error));
    finish(&figure, &files);
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "\"word00000 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(files.data, "…\"\n"));
    CU_ASSERT_PTR_NULL(strstr(files.data, "word00039"));
    release(&files);
}

static void unwritable(void)
{
    struct chart chart = {.id = "run-c1"};
    struct figure figure;
    struct error error;
    CU_ASSERT_TRUE_FATAL(figure_init(&figure, &chart, 540, &error));
    CU_ASSERT_FALSE(figure_finish(&figure, "/nowhere/at/all", "spectrum.gp", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/nowhere/at/all/run-c1.dat"));
    figure_release(&figure);
}

static CU_TestInfo tests[] = {
    {"every word is data, none is script", words_in_data},
    {"each block counts, and what is no number is a gap", blocks},
    {"a look is a line type of the script", looks},
    {"a long title takes two lines and is cut", long_title},
    {"a folder that cannot be written is an error with its name", unwritable},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("figure", tests)
