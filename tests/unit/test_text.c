#include "report/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

#define FFFD "\xEF\xBF\xBD"

static void cleaning(void)
{
    static const struct {
        const char *text, *clean;
        unsigned columns;
    } cases[] = {
        {"event loop", "event loop", 40},
        {"event loop", "event lo…", 9},
        {"", "", 4},
        {"a\tb\nc", "a b c", 9},
        {"bell\x07", "bell" FFFD, 9},
        {"\xC2\x9B"
         "1m",
         FFFD "1m", 9}, /* a control character of C1 */
        {"a\xE2\x80\xAE"
         "b",
         "a" FFFD "b", 9},                    /* U+202E: right to left */
        {"a\xFF\xFEz", "a" FFFD FFFD "z", 9}, /* no UTF-8 at all */
        {"a\xC3", "a" FFFD, 9},               /* ends in the middle */
        {"\xC0\xAF", FFFD FFFD, 9},           /* overlong */
        {"\xED\xA0\x80", FFFD, 9},            /* a surrogate */
        {"µ – ☕", "µ – ☕", 9},
        {"日本語", "日…", 4}, /* wide ones count two */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char clean[64];
        text_clean(cases[i].text, cases[i].columns, clean, sizeof clean);
        CU_ASSERT_STRING_EQUAL(clean, cases[i].clean);
        CU_ASSERT(text_columns(clean) <= cases[i].columns);
    }
}

static void small_buffers(void)
{
    for (size_t size = 4; size < 20; size++) {
        char clean[20] = "################xxx";
        text_clean("日本語日本語日本語", 80, clean, size);
        CU_ASSERT(strlen(clean) < size);
        const char *cursor = clean;
        for (uint32_t character; (character = text_next(&cursor)) != 0;)
            CU_ASSERT_NOT_EQUAL(character, 0xFFFD);
    }
}

/* Every byte after every lead byte ends in one character or more, and never reads on. */
static void any_bytes(void)
{
    for (unsigned lead = 1; lead < 256; lead++)
        for (unsigned next = 0; next < 256; next++) {
            char bytes[3] = {(char)lead, (char)next, '\0'};
            const char *cursor = bytes;
            unsigned steps = 0;
            while (text_next(&cursor) != 0 && steps < 4)
                steps++;
            CU_ASSERT(steps >= 1 && steps <= 2 && *cursor == '\0' && cursor <= bytes + 2);
        }
}

static void encoding(void)
{
    static const uint32_t characters[] = {0x24, 0xB5, 0x2026, 0x1F375, 0xFFFD};
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++) {
        char utf8[TEXT_UTF8_BYTES];
        const char *cursor = utf8;
        CU_ASSERT_EQUAL(text_encode(characters[i], utf8), strlen(utf8));
        CU_ASSERT_EQUAL(text_next(&cursor), characters[i]);
        CU_ASSERT_EQUAL(*cursor, '\0');
    }
}

static void quoting(void)
{
    char *quoted = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&quoted, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    text_quote(stream, "a \"b\" \\n `c`\n'd'");
    CU_ASSERT_EQUAL(fclose(stream), 0);
    CU_ASSERT_STRING_EQUAL(quoted, "\"a ”b” \\\\n `c` 'd'\"");
    free(quoted);
}

static void lines(void)
{
    static const struct {
        const char *text;
        unsigned columns;
        size_t length;
    } cases[] = {
        {"one two three", 80, 13}, {"one two three", 8, 7},  {"one two three", 7, 7},
        {"one two three", 6, 3},   {"unbreakable", 4, 4},    {"", 4, 0},
        {"lasted 70 ms", 10, 6}, /* a number stays with its unit */
        {"all of 26 % now", 9, 6}, {"second 12 was", 11, 9},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CU_ASSERT_EQUAL(text_line(cases[i].text, cases[i].columns), cases[i].length);
}

static void appending(void)
{
    char text[8];
    TEXT_SET(text, "ab");
    TEXT_ADD(text, "%s", "cd");
    CU_ASSERT_STRING_EQUAL(text, "abcd");
    TEXT_ADD(text, "%s", "ef…"); /* the ellipsis has three bytes and one too many */
    CU_ASSERT_STRING_EQUAL(text, "abcdef");
    TEXT_SET(text, "%s", "1234567890");
    CU_ASSERT_STRING_EQUAL(text, "1234567");
}

static CU_TestInfo tests[] = {
    {"text that would not be seen as itself is cleaned and cut", cleaning},
    {"a small buffer is never overrun and no character is halved", small_buffers},
    {"any two bytes are read as characters without reading on", any_bytes},
    {"a character written is the character read", encoding},
    {"quotes and backslashes are harmless in a data file", quoting},
    {"lines break at blanks, but not between a number and its unit", lines},
    {"what does not fit is left out by whole characters", appending},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("text", tests)
