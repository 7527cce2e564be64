#include "core/http.h"

#include <stdio.h>

#include "tests/support/bytes.h"
#include "tests/support/suite.h"

/* What is found in a head. How faults are answered is in the tables of test_conn_reading.c. */
static const struct head_case {
    const char *head;
    unsigned status; /* 0 = accepted, and then: */
    enum http_method method;
    const char *target;
    uint64_t content_length;
    const char *marks; /* K keep-alive, 0 HTTP/1.0, C chunked, E expects 100 Continue */
} cases[] = {
    {"GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_GET, "/a?b", 0, "K"},
    {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_GET, "/", 0, "K"},
    {"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_HEAD, "/", 0, "K"},
    {"POST / HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_OTHER, "/", 0, "K"},
    {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_TRACE, "/", 0, "K"},
    {"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_CONNECT, "a:1", 0, "K"},
    {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_OPTIONS, "*", 0, "K"},
    {"GET http://b/c?d HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_GET, "/c?d", 0, "K"},
    {"GET http://b HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_GET, "/", 0, "K"},
    {"GET http://[::1]:80?d HTTP/1.1\r\nHost: a\r\n\r\n", 0, HTTP_METHOD_GET, "?d", 0, "K"},
    {"GET / HTTP/1.0\r\n\r\n", 0, HTTP_METHOD_GET, "/", 0, "0"},
    {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 0, HTTP_METHOD_GET, "/", 0, "K0"},
    {"GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", 0, HTTP_METHOD_GET, "/", 0, "0"},
    {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 0, HTTP_METHOD_GET, "/", 0, ""},
    {"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n", 0, HTTP_METHOD_GET,
     "/", 0, "K"},
    {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n", 0,
     HTTP_METHOD_OTHER, "/", UINT64_MAX, "K"},
    {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nExpect: 100-CONTINUE \r\n\r\n", 0,
     HTTP_METHOD_OTHER, "/", 0, "KCE"},
    {"GET / HTTP/1.1\r\n\r\n", 400, 0, NULL, 0, NULL},
    {"GETS / HTTP/1.1\r\nHost: a\r\n\r\n", 501, 0, NULL, 0, NULL},
    {"GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", 417, 0, NULL, 0, NULL},
    {"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, 0, NULL, 0, NULL},
    /* Forms that the guard refuses: where it and llhttp differ, the request is refused. */
    {"GET / HTTP/1.1\r\nHost: a\r\n", 400, 0, NULL, 0, NULL},
    {"GET / HTTP/1.1\r\nHost: a\r\n\rX: b\r\n\r\n", 400, 0, NULL, 0, NULL},
    {"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0, NULL, 0, NULL},
};

static void check_request(const struct head_case *expected, const struct http_request *request)
{
    const char *marks = expected->marks;
    CU_ASSERT_EQUAL(request->method, expected->method);
    CU_ASSERT_EQUAL(request->target_length, strlen(expected->target));
    CU_ASSERT_EQUAL(strncmp(request->target, expected->target, request->target_length), 0);
    CU_ASSERT_EQUAL(request->content_length, expected->content_length);
    CU_ASSERT_EQUAL(request->keep_alive, strchr(marks, 'K') != NULL);
    CU_ASSERT_EQUAL(request->http_1_0, strchr(marks, '0') != NULL);
    CU_ASSERT_EQUAL(request->chunked, strchr(marks, 'C') != NULL);
    CU_ASSERT_EQUAL(request->expects_continue, strchr(marks, 'E') != NULL);
}

static void a_head_says_what_is_asked_for_or_why_it_is_refused(void)
{
    struct bytes_edge edge = bytes_edge_init();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = strlen(cases[i].head);
        struct http_request request;
        struct http_refusal refusal =
            http_request_read(&request, bytes_edge_copy(&edge, cases[i].head, length), length);
        if (refusal.status != cases[i].status)
            (void)fprintf(stderr, "\n%s: %u %s\n", cases[i].head, refusal.status, refusal.reason);
        CU_ASSERT_EQUAL(refusal.status, cases[i].status);
        if (refusal.status == 0)
            check_request(&cases[i], &request);
        else
            CU_ASSERT(refusal.reason != NULL && refusal.reason[0] != '\0');
    }
    bytes_edge_release(&edge);
}

static CU_TestInfo tests[] = {
    {"a head says what is asked for, or why it is refused",
     a_head_says_what_is_asked_for_or_why_it_is_refused},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("http", tests)
