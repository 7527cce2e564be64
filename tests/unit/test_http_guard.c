#include "core/http_guard.h"

#include <stdio.h>

#include "tests/support/bytes.h"
#include "tests/support/suite.h"

enum kind {
    REQUEST,
    RESPONSE,
    TRAILERS
};

#define COMPLETE        0
#define MORE            1 /* else the status of the refusal */
#define RESPONSE_BUDGET 1000

/* What comes of a text, and at which byte: `rest` follows what the guard accepts. */
static const struct guard_case {
    enum kind kind;
    const char *head;
    const char *rest;
    unsigned outcome;
} cases[] = {
    {REQUEST, "GET / HTTP/1.1\r\n\r\n", "", COMPLETE},
    {REQUEST, "GET / HTTP/1.1\r\n\r\n", "GET", COMPLETE},
    {REQUEST, "\r\nGET / HTTP/1.0\r\nA:b\r\n\r\n", "\r\n", COMPLETE},
    {REQUEST, "{M*32} /{a*8191} HTTP/1.1\r\n\r\n", "", COMPLETE},
    {REQUEST, "GET / HTTP/1.1\r\n{A:\r\n*100}\r\n", "", COMPLETE},
    {REQUEST, "GET / HTTP/1.1\r\nA:{b*16380}\r\n\r\n", "", COMPLETE},
    {REQUEST, "", "", MORE},
    {REQUEST, "GET / HTTP/1.1\r\nA", "", MORE},
    {REQUEST, "GET / HTTP/1.1\r\nA:b\r\n\r", "", MORE},
    {REQUEST, "", " ", 400},
    {REQUEST, "\r", "\r", 400},
    {REQUEST, "\r\n", "\r\n", 400},
    {REQUEST, "GET ", " / HTTP/1.1\r\n", 400},
    {REQUEST, "GET /", "#a HTTP/1.1\r\n", 400},
    {REQUEST, "GET / HTTP/1.1", " \r\n", 400},
    {REQUEST, "GET / HTTP/1.1\r", "\r\n", 400},
    {REQUEST, "GET /", "\r\n", 505},
    {REQUEST, "GET / HTTP/2.0\r", "\n", 505},
    {REQUEST, "GET / HTTP/1.1\r\n", ":\r\n", 400},
    {REQUEST, "GET / HTTP/1.1\r\nA", " :\r\n", 400},
    {REQUEST, "GET / HTTP/1.1\r\nA: b", "\n", 400},
    {REQUEST, "GET / HTTP/1.1\r\nA: b\r", "c", 400},
    {REQUEST, "GET / HTTP/1.1\r\nA: b\r\n", " c\r\n", 400},
    {REQUEST, "GET / HTTP/1.1\r\n\r", "A", 400},
    {REQUEST, "{M*33}", "M", 501},
    {REQUEST, "GET /{a*8192}", "a", 414},
    {REQUEST, "GET / HTTP/1.1\r\n{A:\r\n*100}", "A:\r\n", 431},
    {REQUEST, "GET / HTTP/1.1\r\nA:{b*16384}", "b", 431},
    {RESPONSE, "HTTP/1.1 200 OK\r\n\r\n", "", COMPLETE},
    {RESPONSE, "HTTP/1.0 200\r\n\r\n", "HTTP", COMPLETE},
    {RESPONSE, "HTTP/1.1 200 \r\nA: b\r\n\r\n", "", COMPLETE},
    {RESPONSE, "HTTP/1.1 404 Not {%c3*1}{%a4*1}\t\r\n\r\n", "", COMPLETE},
    {RESPONSE, "HTTP/1.1 200 {a*983}\r\n\r\n", "", COMPLETE},
    {RESPONSE, "HTTP/1.1 200 OK\r\n{A:\r\n*200}\r\n", "", COMPLETE},
    {RESPONSE, "HTTP/1.1 20", "", MORE},
    {RESPONSE, "", "\r\nHTTP/1.1 200 OK\r\n", 400},
    {RESPONSE, "HTTP/1.1 ", " 200 OK\r\n", 400},
    {RESPONSE, "HTTP/1.1 20", "x OK\r\n", 400},
    {RESPONSE, "HTTP/1.1 200", "0 OK\r\n", 400},
    {RESPONSE, "HTTP/1.1 200", "-OK\r\n", 400},
    {RESPONSE, "HTTP/1.1 200 OK", "\n", 400},
    {RESPONSE, "HTTP/1.1 200 OK{%01*0}", "{%01*1}", 400},
    {RESPONSE, "HTTP/2.0 200 OK\r", "\n", 505},
    {RESPONSE, "HTTP/1.1 200 OK\r\nA: b\r\n", "\tc", 400},
    {RESPONSE, "HTTP/1.1 200 {a*987}", "a", 400},
    {TRAILERS, "\r\n", "", COMPLETE},
    {TRAILERS, "A: b\r\n\r\n", "GET", COMPLETE},
    {TRAILERS, "A:{b*16380}\r\n\r\n", "", COMPLETE},
    {TRAILERS, "A:{b*16384}", "b", 431},
    {TRAILERS, "", "\n", 400},
    {TRAILERS, "", " A: b\r\n", 400},
};

static void begin(struct http_guard *guard, enum kind kind)
{
    if (kind == REQUEST)
        http_guard_init_request(guard);
    else if (kind == RESPONSE)
        http_guard_init_response(guard, RESPONSE_BUDGET);
    else
        http_guard_init_trailers(guard);
}

static unsigned outcome(const struct http_guard *guard)
{
    if (http_guard_is_complete(guard))
        return COMPLETE;
    return guard->refusal.status != 0 ? guard->refusal.status : MORE;
}

/* Every piece lies before a page that must not be touched. */
static size_t feed(struct http_guard *guard, struct bytes_edge *edge, const char *text,
                   size_t length)
{
    return http_guard_feed(guard, bytes_edge_copy(edge, text, length), length);
}

/* In pieces of `first`, then `piece` bytes. */
static bool accepts(const struct guard_case *expected, struct bytes_edge *edge,
                    const struct bytes_parts *input, size_t first, size_t piece)
{
    const struct bytes *text = &input->text;
    struct http_guard guard;
    begin(&guard, expected->kind);
    size_t used = 0;
    for (size_t at = 0; at < text->length;) {
        size_t length = at == 0 ? first : piece;
        if (length > text->length - at)
            length = text->length - at;
        used += feed(&guard, edge, text->text + at, length);
        at += length;
    }
    return used == input->first && outcome(&guard) == expected->outcome;
}

static void only_well_formed_heads_pass_however_they_are_cut(void)
{
    struct bytes_edge edge = bytes_edge_init();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes_parts input = bytes_of_parts(cases[i].head, cases[i].rest);
        size_t length = input.text.length;
        bool good = accepts(&cases[i], &edge, &input, 1, 1);
        for (size_t cut = 1; cut <= length && good; cut = bytes_next_cut(cut, length))
            good = accepts(&cases[i], &edge, &input, cut, length);
        if (!good)
            (void)fprintf(stderr, "\ncase %zu: \"%s\", then \"%s\"\n", i, cases[i].head,
                          cases[i].rest);
        CU_ASSERT(good);
        free(input.text.text);
    }
    bytes_edge_release(&edge);
}

static void no_accepted_head_is_longer_than_the_header_says(void)
{
    struct bytes text = bytes_of("\r\n{M*32} /{a*8191} HTTP/1.1\r\nA:{b*16380}\r\n\r\n");
    struct http_guard guard;
    http_guard_init_request(&guard);
    CU_ASSERT_EQUAL(http_guard_feed(&guard, text.text, text.length), HTTP_REQUEST_HEAD_BYTES);
    CU_ASSERT(http_guard_is_complete(&guard));
    free(text.text);
}

static void nothing_is_read_after_a_refusal(void)
{
    struct http_guard guard;
    http_guard_init_request(&guard);
    CU_ASSERT_EQUAL(http_guard_feed(&guard, "GET\n", 4), 3);
    CU_ASSERT_EQUAL(http_guard_feed(&guard, " / HTTP/1.1\r\n\r\n", 15), 0);
    CU_ASSERT_EQUAL(guard.refusal.status, 400);
}

static CU_TestInfo tests[] = {
    {"only well-formed heads pass, however they are cut",
     only_well_formed_heads_pass_however_they_are_cut},
    {"no accepted head is longer than the header says",
     no_accepted_head_is_longer_than_the_header_says},
    {"nothing is read after a refusal", nothing_is_read_after_a_refusal},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("http_guard", tests)
