#include "core/http_chunks.h"

#include <stdio.h>

#include "tests/support/bytes.h"
#include "tests/support/suite.h"

#define COMPLETE 0
#define MORE     1 /* else the status of the refusal */
#define LIMIT    1000

/* What comes of a body, and at which byte: `rest` follows what is accepted. */
static const struct chunks_case {
    const char *body;
    const char *rest;
    unsigned outcome;
    uint64_t data_bytes;
} cases[] = {
    {"0\r\n\r\n", "", COMPLETE, 0},
    {"0\r\n\r\n", "GET", COMPLETE, 0},
    {"3\r\nabc\r\n0\r\n\r\n", "0\r\n", COMPLETE, 3},
    {"000000000000000a\r\n0123456789\r\n00\r\n\r\n", "", COMPLETE, 10},
    {"3e8\r\n{a*1000}\r\n0\r\n\r\n", "", COMPLETE, 1000},
    {"{1\r\na\r\n*1000}0\r\n\r\n", "", COMPLETE, 1000},
    {"1;\r\na\r\n0;a;b=\"\t c\"\r\nA: b\r\n\r\n", "", COMPLETE, 1},
    {"1;{a*4095}\r\na\r\n0;b\r\n\r\n", "", COMPLETE, 1},
    {"", "", MORE, 0},
    {"3", "", MORE, 0},
    {"3\r\nab", "", MORE, 2},
    {"3\r\nabc\r\n", "", MORE, 3},
    {"0\r\nA: b\r\n", "", MORE, 0},
    {"", "\r\n", 400, 0},
    {"", ";a\r\n", 400, 0},
    {"", "-1\r\n", 400, 0},
    {"0", "x3\r\n", 400, 0},
    {"3", " \r\n", 400, 0},
    {"3", "\nabc", 400, 0},
    {"3\r", "\r\nabc", 400, 0},
    {"{0*16}", "0\r\n", 400, 0},
    {"3;a", "\n", 400, 0},
    {"3;a", "{%00*1}\r\n", 400, 0},
    {"3;a", "{%7f*1}\r\n", 400, 0},
    {"1;{a*4095}\r\na\r\n0;b", "b\r\n\r\n", 400, 1},
    {"3\r\nabc", "d\r\n", 400, 3},
    {"3\r\nabc", "\n", 400, 3},
    {"3\r\nabc\r", "0", 400, 3},
    {"3e9\r", "\n", 413, 0},
    {"1f4\r\n{a*500}\r\n1f5\r", "\n", 413, 500},
    {"ffffffffffffffff\r", "\n", 413, 0},
    {"0\r\n", " a\r\n", 400, 0},
    {"0\r\nA: b\r\n", "\tc\r\n", 400, 0},
    {"0\r\n{A:\r\n*100}", "A:\r\n", 431, 0},
};

static bool comes_out(const struct chunks_case *expected, const struct http_chunks *chunks,
                      const struct bytes_parts *input, size_t used)
{
    unsigned outcome = chunks->refusal.status != 0 ? chunks->refusal.status : MORE;
    if (http_chunks_are_complete(chunks))
        outcome = COMPLETE;
    return used == input->first && outcome == expected->outcome &&
           chunks->data_bytes == expected->data_bytes;
}

/* In pieces of `first`, then `piece` bytes, each before a page that must not be touched. */
static bool accepts(const struct chunks_case *expected, struct bytes_edge *edge,
                    const struct bytes_parts *input, size_t first, size_t piece)
{
    const struct bytes *text = &input->text;
    struct http_chunks chunks;
    http_chunks_init(&chunks, LIMIT);
    size_t used = 0;
    for (size_t at = 0; at < text->length;) {
        size_t length = at == 0 ? first : piece;
        if (length > text->length - at)
            length = text->length - at;
        used += http_chunks_feed(&chunks, bytes_edge_copy(edge, text->text + at, length), length);
        at += length;
    }
    return comes_out(expected, &chunks, input, used);
}

static void only_strict_framing_passes_however_it_is_cut(void)
{
    struct bytes_edge edge = bytes_edge_init();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes_parts input = bytes_of_parts(cases[i].body, cases[i].rest);
        size_t length = input.text.length;
        bool good = accepts(&cases[i], &edge, &input, 1, 1);
        for (size_t cut = 1; cut <= length && good; cut = bytes_next_cut(cut, length))
            good = accepts(&cases[i], &edge, &input, cut, length);
        if (!good)
            (void)fprintf(stderr, "\ncase %zu: \"%s\", then \"%s\"\n", i, cases[i].body,
                          cases[i].rest);
        CU_ASSERT(good);
        free(input.text.text);
    }
    bytes_edge_release(&edge);
}

static void without_a_limit_sizes_of_64_bits_are_counted(void)
{
    struct http_chunks chunks;
    http_chunks_init(&chunks, UINT64_MAX);
    CU_ASSERT_EQUAL(http_chunks_feed(&chunks, "ffffffffffffffff\r\nab", 20), 20);
    CU_ASSERT_EQUAL(chunks.refusal.status, 0);
    CU_ASSERT_EQUAL(chunks.data_bytes, 2);
}

static CU_TestInfo tests[] = {
    {"only strict framing passes, however it is cut", only_strict_framing_passes_however_it_is_cut},
    {"without a limit sizes of 64 bits are counted", without_a_limit_sizes_of_64_bits_are_counted},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("http_chunks", tests)
