#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "tests/support/suite.h"

static struct json_document open_text(const char *text)
{
    struct json_document document;
    struct error error;
    bool good = json_parse("a.json", text, strlen(text), &document, &error);
    if (!good)
        (void)fprintf(stderr, "%s\n", error.text);
    CU_ASSERT_TRUE_FATAL(good);
    return document;
}

/* What is said about a place of a text. */
static void check(const char *text, struct json_place place, const char *hint, const char *wanted)
{
    struct json_document document = open_text(text);
    struct error error = {""};
    CU_ASSERT_TRUE(json_complain(&document, place, &error, hint, "%s", "wrong"));
    if (strcmp(error.text, wanted) != 0)
        (void)fprintf(stderr, "--- wanted\n%s\n--- found\n%s\n", wanted, error.text);
    CU_ASSERT_STRING_EQUAL(error.text, wanted);
    json_close(&document);
}

static void the_place_is_underlined(void)
{
    check("{\n  \"rate\": 5\n}", (struct json_place){4, 6}, NULL,
          "a.json:2:3: error: wrong\n"
          "    2 |   \"rate\": 5\n"
          "      |   ^~~~~~");
    check("[7]", (struct json_place){1, 1}, NULL,
          "a.json:1:2: error: wrong\n    1 | [7]\n      |  ^");
    check("[7]", (struct json_place){3, 0}, NULL,
          "a.json:1:4: error: wrong\n    1 | [7]\n      |    ^");
}

static void the_hint_stands_behind_the_caret_and_below(void)
{
    check("[7]", (struct json_place){1, 1}, "first\nsecond\nthird",
          "a.json:1:2: error: wrong\n    1 | [7]\n      |  ^ first\n   second\n   third");
    check("[7]", (struct json_place){1, 1}, "\nonly below",
          "a.json:1:2: error: wrong\n    1 | [7]\n      |  ^\n   only below");
}

static void a_place_of_several_lines_ends_at_its_first(void)
{
    check("{\n}", (struct json_place){0, 3}, NULL,
          "a.json:1:1: error: wrong\n    1 | {\n      | ^");
    check("[{ \"a\":\r\n 1}]", (struct json_place){1, 11}, NULL,
          "a.json:1:2: error: wrong\n    1 | [{ \"a\":\n      |  ^~~~~~");
}

static void columns_count_characters_and_tabs_are_spread_out(void)
{
    check("[\"\xc3\xa9\xe2\x82\xac\",\t7]", (struct json_place){10, 1}, NULL,
          "a.json:1:8: error: wrong\n"
          "    1 | [\"\xc3\xa9\xe2\x82\xac\",  7]\n"
          "      |         ^");
    check("\t\t[7]", (struct json_place){3, 1}, NULL,
          "a.json:1:4: error: wrong\n    1 |         [7]\n      |          ^");
}

static void what_a_terminal_would_obey_is_not_shown(void)
{
    check("[\"\x7f\xc2\x9b\xe2\x80\xae\"]", (struct json_place){1, 1}, "\033[31mred",
          "a.json:1:2: error: wrong\n    1 | [\"???\"]\n      |  ^ ?[31mred");
}

/* A line of `before` blanks, 7, and `after` blanks. */
static void check_long(size_t before, size_t after, const char *wanted_line, size_t wanted_column)
{
    char text[1000];
    char wanted[400];
    memset(text, ' ', sizeof text);
    text[before] = '7';
    text[before + 1 + after] = '\0';
    (void)snprintf(wanted, sizeof wanted, "a.json:1:%zu: error: wrong\n    1 | %s\n      | %*s",
                   before + 1, wanted_line, (int)wanted_column + 1, "^");
    check(text, (struct json_place){before, 1}, NULL, wanted);
}

static void a_long_line_is_cut_around_the_place(void)
{
    char line[200];
    (void)snprintf(line, sizeof line, "7%87s", ""); /* just short enough */
    check_long(0, 87, line, 0);
    (void)snprintf(line, sizeof line, "7%87s...", "");
    check_long(0, 88, line, 0);
    (void)snprintf(line, sizeof line, "...%87s7", "");
    check_long(500, 0, line, 3 + 87);
    (void)snprintf(line, sizeof line, "...%30s7%57s...", "", "");
    check_long(300, 300, line, 3 + 30);
}

static void a_hint_too_far_to_the_right_gets_a_line_of_its_own(void)
{
    char text[100];
    struct error error = {""};
    memset(text, ' ', sizeof text);
    memcpy(text + 80, "7", 2);
    struct json_document document = open_text(text);
    CU_ASSERT_TRUE(json_complain(&document, (struct json_place){80, 1}, &error,
                                 "a hint of some thirty letters", "wrong"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "^\n   a hint of some thirty letters"));
    json_close(&document);
}

static void complaints_add_up_and_what_does_not_fit_is_left_out_whole(void)
{
    struct json_document document = open_text("[7]");
    struct error error = {""};
    unsigned fitted = 0;
    while (json_complain(&document, (struct json_place){1, 1}, &error, NULL, "number %u", fitted))
        fitted++;
    CU_ASSERT_TRUE(fitted > 10);
    CU_ASSERT_TRUE(strlen(error.text) < sizeof error.text);
    static const char start[] = "a.json:1:2: error: number 0\n    1 | [7]\n      |  ^\n\na.json";
    CU_ASSERT_EQUAL(strncmp(error.text, start, strlen(start)), 0);
    CU_ASSERT_STRING_EQUAL(error.text + strlen(error.text) - 3, "  ^");
    json_close(&document);
}

static void lines_and_columns_are_counted_from_one(void)
{
    struct json_document document = open_text("{\r\n\"\xc3\xa9\": 1,\n\"b\":2}\n");

    static const struct {
        size_t offset;
        unsigned line, column;
    } cases[] = {{0, 1, 1}, {1, 1, 2}, {3, 2, 1}, {4, 2, 2}, {6, 2, 3}, {12, 3, 1}, {999, 4, 1}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned line;
        unsigned column;
        json_line_column(&document, cases[i].offset, &line, &column);
        CU_ASSERT_EQUAL(line, cases[i].line);
        CU_ASSERT_EQUAL(column, cases[i].column);
    }
    json_close(&document);
}

static CU_TestInfo tests[] = {
    {"the place is underlined", the_place_is_underlined},
    {"the hint stands behind the caret and below", the_hint_stands_behind_the_caret_and_below},
    {"a place of several lines ends at its first", a_place_of_several_lines_ends_at_its_first},
    {"columns count characters, tabs are spread out",
     columns_count_characters_and_tabs_are_spread_out},
    {"what a terminal would obey is not shown", what_a_terminal_would_obey_is_not_shown},
    {"a long line is cut around the place", a_long_line_is_cut_around_the_place},
    {"a hint too far right gets a line of its own",
     a_hint_too_far_to_the_right_gets_a_line_of_its_own},
    {"complaints add up; what does not fit is left out",
     complaints_add_up_and_what_does_not_fit_is_left_out_whole},
    {"lines and columns are counted from one", lines_and_columns_are_counted_from_one},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("json_complain", tests)
