#include "report/ndjson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "tests/support/suite.h"

struct list {
    double *values;
    size_t count;
};

static char path[64];

static void add_value(void *context, struct fields *fields, const cJSON *object)
{
    struct list *list = context;
    double *room = ndjson_make_room(fields, object, list->values, list->count, sizeof *room);
    if (room == NULL)
        return;
    list->values = room;
    list->values[list->count++] = fields_number(fields, object, "t");
}

static bool read_text(const char *text, size_t length, struct list *list, struct error *error)
{
    (void)snprintf(path, sizeof path, "/tmp/barista-ndjson-XXXXXX");
    int fd = mkstemp(path);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, text, length), (ssize_t)length);
    close(fd);
    *list = (struct list){0};
    bool good = ndjson_read(path, add_value, list, error);
    (void)unlink(path);
    return good;
}

static void every_line_is_read_in_order(void)
{
    char text[4096] = "";
    for (int i = 0; i < 100; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "{\"t\":%d}\n", i);
    struct list list;
    struct error error;
    CU_ASSERT_TRUE(read_text(text, strlen(text), &list, &error));
    CU_ASSERT_EQUAL_FATAL(list.count, 100);
    for (int i = 0; i < 100; i++)
        CU_ASSERT_DOUBLE_EQUAL(list.values[i], i, 1e-9);
    free(list.values);
}

static void an_empty_file_has_no_lines(void)
{
    struct list list;
    struct error error;
    CU_ASSERT_TRUE(read_text("", 0, &list, &error));
    CU_ASSERT_EQUAL(list.count, 0);
}

static void the_first_bad_line_is_named(void)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {"{\"t\":1}\n{\"t\":}\n", ":2: error: "},
        {"{\"t\":1}\n{\"t\":2}\n{\"u\":3}\n", ":3: error: t is missing"},
        {"{\"t\":\"1\"}\n", ":1: error: t must be a number"},
        {"[1]\n", ":1: error: "},
        {"{\"t\":1}\n\n{\"t\":2}\n", ":2: error: "},
        {"{\"t\":1}\n{\"t\":2}", ":2: error: the file ends within a line"},
        {"{\"t\":1}\n{\"t\":", ":2: error: the file ends within a line"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct list list;
        struct error error;
        CU_ASSERT_FALSE(read_text(cases[i].text, strlen(cases[i].text), &list, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        CU_ASSERT_EQUAL(strncmp(error.text, path, strlen(path)), 0);
        CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
        free(list.values);
    }
}

static void a_nul_is_no_json(void)
{
    struct list list;
    struct error error;
    CU_ASSERT_FALSE(read_text("{\"t\":1\0}\n", 9, &list, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, ":1: error: "));
    free(list.values);
}

static void a_missing_file_is_an_error(void)
{
    struct list list = {0};
    struct error error;
    CU_ASSERT_FALSE(ndjson_read("/tmp/barista-no-such-file", add_value, &list, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "No such file"));
}

static CU_TestInfo tests[] = {
    {"every line is read in order", every_line_is_read_in_order},
    {"an empty file has no lines", an_empty_file_has_no_lines},
    {"the first bad line is named", the_first_bad_line_is_named},
    {"a NUL is no JSON", a_nul_is_no_json},
    {"a missing file is an error", a_missing_file_is_an_error},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("ndjson", tests)
