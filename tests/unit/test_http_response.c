#include "core/http.h"

#include <stdio.h>

#include "core/limits.h"
#include "tests/support/bytes.h"
#include "tests/support/suite.h"

#define OK      "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

/* Canned replies. `rest` follows what belongs to the response, or what is still well-formed. The
 * result is "status body-bytes", '!' when the connection cannot be used again, then "head" or
 * "body" while it is incomplete, "broken" or "truncated"; then " w" and the worker. */
static const struct reply {
    const char *name;
    const char *reply;
    const char *rest;
    const char *result;
    const char *result_at_end; /* after the end of file; NULL = the same */
} replies[] = {
    {"a length", OK "Content-Length: 5\r\n\r\nabcde", "", "200 5", NULL},
    {"a length and more after it", OK "Content-Length: 5\r\n\r\nabcde", "HTTP", "200 5", NULL},
    {"an empty body", OK "Content-Length: 0\r\n\r\n", "x", "200 0", NULL},
    {"no reason", "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na", "", "200 1", NULL},
    {"an empty reason", "HTTP/1.1 503 \r\nContent-Length: 1\r\n\r\na", "", "503 1", NULL},
    {"an unknown status", "HTTP/1.1 799 Odd\r\nContent-Length: 1\r\n\r\na", "", "799 1", NULL},
    {"a large body", OK "Content-Length: 100000\r\n\r\n{a*100000}", "", "200 100000", NULL},
    {"close", OK "Connection: close\r\nContent-Length: 1\r\n\r\na", "", "200 1!", NULL},
    {"close in a list", OK "Connection: a, Close\r\nContent-Length: 1\r\n\r\na", "", "200 1!",
     NULL},
    {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", "b", "200 1!", NULL},
    {"HTTP/1.0 keep-alive",
     "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na", "", "200 1", NULL},
    {"HTTP/1.0 both",
     "HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\nContent-Length: 0\r\n\r\n", "", "200 0!",
     NULL},
    {"204", "HTTP/1.1 204 No Content\r\n\r\n", "x", "204 0", NULL},
    {"204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "x", "204 0",
     NULL},
    {"304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "x", "304 0",
     NULL},
    {"until the end", OK "\r\nabc", "", "200 3! body", "200 3!"},
    {"until the end, and empty", OK "\r\n", "", "200 0! body", "200 0!"},
    {"HTTP/1.0 until the end", "HTTP/1.0 404 No\r\n\r\nabc", "", "404 3! body", "404 3!"},
    {"a coding that is not chunked", OK "Transfer-Encoding: gzip\r\n\r\nabc", "", "200 3! body",
     "200 3!"},
    {"chunks", CHUNKED "3\r\nabc\r\n2;a=b\r\nde\r\n0\r\nA: b\r\n\r\n", "x", "200 5", NULL},
    {"no chunk", CHUNKED "0\r\n\r\n", "", "200 0", NULL},
    {"gzip, chunked", OK "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "", "200 1",
     NULL},
    {"100 first", "HTTP/1.1 100 Continue\r\n\r\n" OK "Content-Length: 1\r\n\r\na", "", "200 1",
     NULL},
    {"103 and 102 first",
     "HTTP/1.1 103 Early Hints\r\nX-Worker: 3\r\n\r\nHTTP/1.1 102 Wait\r\n\r\n" OK
     "Content-Length: 1\r\n\r\na",
     "", "200 1", NULL},
    {"a worker", OK "X-Worker: 12\r\nContent-Length: 1\r\n\r\na", "", "200 1 w12", NULL},
    {"a worker in small letters", OK "x-worker:0\r\nContent-Length: 1\r\n\r\na", "", "200 1 w0",
     NULL},
    {"a worker with blanks", OK "X-WORKER: \t7 \t\r\nContent-Length: 0\r\n\r\n", "", "200 0 w7",
     NULL},
    {"a worker after an empty field", OK "A:\r\nX-Worker: 7\r\nContent-Length: 0\r\n\r\n", "",
     "200 0 w7", NULL},
    {"no worker but similar names",
     OK "X-Work: 1\r\nX-Workers: 2\r\nAX-Worker: 3\r\nContent-Length: 0\r\n\r\n", "", "200 0",
     NULL},
    {"a worker that is no number", OK "X-Worker: a7\r\nContent-Length: 0\r\n\r\n", "", "200 0",
     NULL},
    {"a worker that is too large", OK "X-Worker: 99999999999\r\nContent-Length: 0\r\n\r\n", "",
     "200 0", NULL},
    {"nothing", "", "", "0 0! head", "0 0! truncated"},
    {"half a head", OK "Content-", "", "0 0! head", "0 0! truncated"},
    {"half a body", OK "Content-Length: 5\r\n\r\nabc", "", "200 3 body", "200 3! truncated"},
    {"half a chunk", CHUNKED "3\r\nab", "", "200 2 body", "200 2! truncated"},
    {"chunks without end", CHUNKED "3\r\nabc\r\n", "", "200 3 body", "200 3! truncated"},
    {"only 100", "HTTP/1.1 100 Continue\r\n\r\n", "", "0 0! head", "0 0! truncated"},
    {"not HTTP", "", "SSH-2.0-OpenSSH\r\n", "0 0! broken", NULL},
    {"HTTP/2", "HTTP/2.0 200 OK\r", "\n\r\n", "0 0! broken", NULL},
    {"HTTP/0.9", "", "hello", "0 0! broken", NULL},
    {"a status of two digits", "HTTP/1.1 20", " OK\r\n\r\n", "0 0! broken", NULL},
    {"a status below 100", "HTTP/1.1 099 Odd\r\n\r\n", "", "0 0! broken", NULL},
    {"101", "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: a\r\n\r\n", "",
     "0 0! broken", NULL},
    {"a line that ends in LF", "HTTP/1.1 200 OK", "\n\n", "0 0! broken", NULL},
    {"a folded line", OK "A: b\r\n", " c\r\n\r\n", "0 0! broken", NULL},
    {"a blank before the colon", OK "A", " : b\r\n\r\n", "0 0! broken", NULL},
    {"NUL in a value", OK "A: b", "{%00*1}\r\n\r\n", "0 0! broken", NULL},
    {"two lengths", OK "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", "", "0 0! broken", NULL},
    {"a length that is no number", OK "Content-Length: a\r\n\r\n", "", "0 0! broken", NULL},
    {"a length over 64 bits", OK "Content-Length: 18446744073709551616\r\n\r\n", "", "0 0! broken",
     NULL},
    {"both framings", OK "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "",
     "0 0! broken", NULL},
    {"a coding in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "",
     "0 0! broken", NULL},
    {"a chunk size that is no number", CHUNKED, "x\r\n", "200 0! broken", NULL},
    {"a chunk longer than its size", CHUNKED "1\r\na", "b\r\n", "200 1! broken", NULL},
    {"a head of 64 KiB", OK "A:{a*65496}\r\n\r\n", "", "200 0! body", "200 0!"},
    {"a head beyond 64 KiB", OK "A:{a*65517}", "a", "0 0! broken", NULL},
    {"1xx without end", "{HTTP/1.1 100 C\r\n\r\n*3640}HTTP/1.1 100 C\r\n", "\r\n", "0 0! broken",
     NULL},
};

static void describe(const struct http_response *response, char result[64])
{
    static const char *const states[] = {[HTTP_RESPONSE_HEAD] = " head",
                                         [HTTP_RESPONSE_BODY] = " body",
                                         [HTTP_RESPONSE_COMPLETE] = "",
                                         [HTTP_RESPONSE_BROKEN] = " broken",
                                         [HTTP_RESPONSE_TRUNCATED] = " truncated"};
    int length = snprintf(result, 64, "%u %llu%s%s", response->status,
                          (unsigned long long)response->body_bytes, response->keep_alive ? "" : "!",
                          states[response->state]);
    if (response->worker != HTTP_NO_WORKER)
        (void)snprintf(result + length, 64 - (size_t)length, " w%u", response->worker);
    bool failed =
        response->state == HTTP_RESPONSE_BROKEN || response->state == HTTP_RESPONSE_TRUNCATED;
    CU_ASSERT_EQUAL(response->problem != NULL, failed);
}

static size_t feed(struct http_response *response, struct bytes_edge *edge, const char *text,
                   size_t length)
{
    return http_response_feed(response, bytes_edge_copy(edge, text, length), length);
}

/* In pieces of `first`, then `piece` bytes, each before a page that must not be touched. */
static bool reads(const struct reply *expected, struct bytes_edge *edge,
                  const struct bytes_parts *input, size_t first, size_t piece)
{
    const struct bytes *text = &input->text;
    struct http_response response;
    char result[64];
    char result_at_end[64];
    size_t used = 0;
    http_response_begin(&response, false);
    for (size_t at = 0; at < text->length;) {
        size_t length = at == 0 ? first : piece;
        if (length > text->length - at)
            length = text->length - at;
        used += feed(&response, edge, text->text + at, length);
        at += length;
    }
    describe(&response, result);
    http_response_end(&response);
    describe(&response, result_at_end);

    const char *at_end =
        expected->result_at_end != NULL ? expected->result_at_end : expected->result;
    bool broken = response.state == HTTP_RESPONSE_BROKEN;
    bool good = (broken || used == input->first) && strcmp(result, expected->result) == 0 &&
                strcmp(result_at_end, at_end) == 0;
    if (!good)
        (void)fprintf(stderr, "\n%s (%zu, %zu): %zu of %zu bytes, \"%s\", \"%s\" (%s)\n",
                      expected->name, first, piece, used, input->first, result, result_at_end,
                      response.problem != NULL ? response.problem : "");
    return good;
}

static void every_reply_is_understood_however_it_is_cut(void)
{
    struct bytes_edge edge = bytes_edge_init();
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        struct bytes_parts input = bytes_of_parts(replies[i].reply, replies[i].rest);
        size_t length = input.text.length;
        bool good = reads(&replies[i], &edge, &input, 1, 1);
        for (size_t cut = 1; cut <= length && good; cut = bytes_next_cut(cut, length))
            good = reads(&replies[i], &edge, &input, cut, length);
        CU_ASSERT(good);
        free(input.text.text);
    }
    bytes_edge_release(&edge);
}

static void an_answer_to_head_has_no_body_whatever_it_says(void)
{
    static const char *const heads[] = {OK "Content-Length: 5\r\n\r\n", CHUNKED, OK "\r\n"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct http_response response;
        http_response_begin(&response, true);
        CU_ASSERT_EQUAL(http_response_feed(&response, heads[i], strlen(heads[i])),
                        strlen(heads[i]));
        CU_ASSERT_EQUAL(response.state, HTTP_RESPONSE_COMPLETE);
        CU_ASSERT_EQUAL(response.body_bytes, 0);
        CU_ASSERT_TRUE(response.keep_alive);
    }
}

static void a_response_can_be_read_after_another(void)
{
    static const char two[] = OK "X-Worker: 1\r\nContent-Length: 1\r\n\r\na" CHUNKED "0\r\n\r\n";
    struct http_response response;
    http_response_begin(&response, false);
    size_t used = http_response_feed(&response, two, sizeof two - 1);
    CU_ASSERT_EQUAL(response.worker, 1);
    http_response_begin(&response, false);
    CU_ASSERT_EQUAL(response.head_bytes, 0);
    used += http_response_feed(&response, two + used, sizeof two - 1 - used);
    CU_ASSERT_EQUAL(used, sizeof two - 1);
    CU_ASSERT_EQUAL(response.state, HTTP_RESPONSE_COMPLETE);
    CU_ASSERT_EQUAL(response.worker, HTTP_NO_WORKER);
    CU_ASSERT_EQUAL(response.head_bytes, strlen(CHUNKED));
}

static CU_TestInfo tests[] = {
    {"every reply is understood, however it is cut", every_reply_is_understood_however_it_is_cut},
    {"an answer to HEAD has no body, whatever it says",
     an_answer_to_head_has_no_body_whatever_it_says},
    {"a response can be read after another", a_response_can_be_read_after_another},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("http_response", tests)
