#include "servers/respond.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

static void check(struct response_head response, const char *expected)
{
    char head[RESPOND_HEAD_BYTES + 1];
    size_t length = respond_head(&response, head);
    CU_ASSERT_FATAL(length <= RESPOND_HEAD_BYTES);
    head[length] = '\0';
    CU_ASSERT_STRING_EQUAL(head, expected);
}

static void heads_are_rendered_exactly(void)
{
    check((struct response_head){200, 13, RESPOND_KEEPS, RESPOND_NO_WORKER},
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\n");
    check((struct response_head){200, 0, RESPOND_SAYS_CLOSES, 0},
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nX-Worker: 0\r\n"
          "Connection: close\r\n\r\n");
    check((struct response_head){204, 0, RESPOND_SAYS_KEEPS, 63},
          "HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, OPTIONS\r\nX-Worker: 63\r\n"
          "Connection: keep-alive\r\n\r\n");
    check((struct response_head){503, 9, RESPOND_KEEPS, RESPOND_NO_WORKER},
          "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n"
          "Content-Length: 9\r\n\r\n");
}

static void the_longest_head_of_every_status_fits(void)
{
    static const unsigned statuses[] = {200, 204, 400, 404, 405, 408, 413,
                                        414, 417, 431, 501, 503, 505};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        char head[RESPOND_HEAD_BYTES];
        char start[16];
        struct response_head response = {statuses[i], UINT64_MAX, RESPOND_SAYS_KEEPS, UINT32_MAX};
        size_t length = respond_head(&response, head);
        CU_ASSERT(length <= RESPOND_HEAD_BYTES);
        (void)snprintf(start, sizeof start, "HTTP/1.1 %u ", statuses[i]);
        CU_ASSERT_EQUAL(strncmp(head, start, strlen(start)), 0);
    }
}

static void the_filler_goes_on_where_it_stopped(void)
{
    char whole[300];
    char piece[300];
    respond_fill(whole, sizeof whole, 0);
    CU_ASSERT_EQUAL(strncmp(whole, "ok", 2), 0);
    for (size_t from = 0; from < sizeof whole; from++) {
        respond_fill(piece, sizeof whole - from, from);
        CU_ASSERT_EQUAL(memcmp(piece, whole + from, sizeof whole - from), 0);
    }
}

static CU_TestInfo tests[] = {
    {"heads are rendered exactly", heads_are_rendered_exactly},
    {"the longest head of every status fits", the_longest_head_of_every_status_fits},
    {"the filler goes on where it stopped", the_filler_goes_on_where_it_stopped},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("respond", tests)
