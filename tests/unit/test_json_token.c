#include "core/json_token.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static struct json_cursor at_start(const char *text)
{
    return (struct json_cursor){.text = text, .length = strlen(text)};
}

static void a_string_is_taken_with_its_quotes(void)
{
    struct json_cursor cursor = at_start("  \"a\\\"\\u00e9\\ud83d\\ude00\xc3\xa9\" x");
    struct json_place place;
    json_skip_blanks(&cursor);
    CU_ASSERT_TRUE(json_take_string(&cursor, &place));
    CU_ASSERT_EQUAL(place.offset, 2);
    CU_ASSERT_EQUAL(place.length, strlen("\"a\\\"\\u00e9\\ud83d\\ude00\xc3\xa9\""));
    CU_ASSERT_EQUAL(json_peek(&cursor, 0), ' ');
    CU_ASSERT_EQUAL(json_peek(&cursor, 1), 'x');
    CU_ASSERT_EQUAL(json_peek(&cursor, 2), 0);
}

static void a_number_ends_where_it_ends(void)
{
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {
        {"0", 1},        {"-0", 2},          {"0,1", 1},    {"12]", 2},
        {"1.5}", 3},     {"1e5 ", 3},        {"1E+5\n", 4}, {"1e-07", 5},
        {"1.25e300", 8}, {"-123456789", 10}, {"1e-999", 6}, {"0.0e00,", 6},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct json_cursor cursor = at_start(cases[i].text);
        CU_ASSERT_TRUE(json_take_number(&cursor));
        CU_ASSERT_EQUAL(cursor.at, cases[i].length);
    }
}

static void what_is_no_number_is_refused_with_its_place(void)
{
    static const struct {
        const char *text;
        size_t length; /* of the fault's place */
    } cases[] = {
        {"-", 1},   {"-x", 1}, {"01", 2},   {"-01", 3},  {"1.", 2},    {"1.e5", 2},   {"1e", 2},
        {"1e+", 3}, {"1x", 2}, {"0x1F", 4}, {"10ms", 4}, {"1e400", 5}, {"-1e309", 6},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct json_cursor cursor = at_start(cases[i].text);
        CU_ASSERT_FALSE(json_take_number(&cursor));
        CU_ASSERT_NOT_EQUAL(cursor.fault.words[0], '\0');
        CU_ASSERT_EQUAL(cursor.fault.place.offset, 0);
        CU_ASSERT_EQUAL(cursor.fault.place.length, cases[i].length);
        if (cursor.fault.place.length != cases[i].length)
            (void)fprintf(stderr, "%s: %zu\n", cases[i].text, cursor.fault.place.length);
    }
}

static void only_the_three_literals_are_words(void)
{
    static const char *const good[] = {"true", "false", "null", "true,", "null]"};
    static const char *const bad[] = {"True", "tru", "truee", "nul", "NULL", "undefined", "$x", ""};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct json_cursor cursor = at_start(good[i]);
        CU_ASSERT_TRUE(json_take_literal(&cursor));
        CU_ASSERT_EQUAL(cursor.at, strcspn(good[i], ",]"));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct json_cursor cursor = at_start(bad[i]);
        CU_ASSERT_FALSE(json_take_literal(&cursor));
    }
}

static void utf8_is_checked_as_the_standard_says(void)
{
    static const struct {
        const char *text;
        size_t length; /* 0: not UTF-8 */
    } cases[] = {
        {"a", 1},
        {"\x7f", 1},
        {"\xc2\x80", 2},
        {"\xdf\xbf", 2},
        {"\xe0\xa0\x80", 3},
        {"\xed\x9f\xbf", 3},
        {"\xee\x80\x80", 3},
        {"\xef\xbf\xbf", 3},
        {"\xf0\x90\x80\x80", 4},
        {"\xf4\x8f\xbf\xbf", 4},
        {"", 0},
        {"\x80", 0}, /* an inner byte alone */
        {"\xbf", 0},
        {"\xc0\x80", 0}, /* overlong */
        {"\xc1\xbf", 0},
        {"\xe0\x9f\xbf", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xed\xa0\x80", 0}, /* surrogates */
        {"\xed\xbf\xbf", 0},
        {"\xf4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xf5\x80\x80\x80", 0},
        {"\xff", 0},
        {"\xc3", 0}, /* cut off */
        {"\xe2\x82", 0},
        {"\xf0\x9f\x98", 0},
        {"\xc3(", 0},
        {"\xe2\x82(", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CU_ASSERT_EQUAL(json_utf8_length(cases[i].text, strlen(cases[i].text)), cases[i].length);
}

static CU_TestInfo tests[] = {
    {"a string is taken with its quotes", a_string_is_taken_with_its_quotes},
    {"a number ends where it ends", a_number_ends_where_it_ends},
    {"what is no number is refused with its place", what_is_no_number_is_refused_with_its_place},
    {"only the three literals are words", only_the_three_literals_are_words},
    {"UTF-8 is checked as the standard says", utf8_is_checked_as_the_standard_says},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("json_token", tests)
