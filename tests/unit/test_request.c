#include "servers/request.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

/* What a target asks for: steps as "c" or "w" and their nanoseconds, then the length of the body;
 * or what the message about it must contain. */
static const struct target_case {
    const char *target;
    unsigned status;
    const char *steps;
    uint64_t body_bytes;
    const char *message;
} cases[] = {
    {"/hello", 200, "", 13, NULL},
    {"/hello?cpu=1ms", 200, "", 13, NULL},
    {"/healthz", 200, "", 2, NULL},
    {"/work", 200, "", 2, NULL},
    {"/work?", 200, "", 2, NULL},
    {"/work?cpu=200us", 200, "c200000", 2, NULL},
    {"/work?cpu=1ms&wait=2ms&cpu=3ns", 200, "c1000000w2000000c3", 2, NULL},
    {"/work?cpu=1ms&", 200, "c1000000", 2, NULL},
    {"/work?wait=0ms", 200, "w0", 2, NULL},
    {"/work?wait=1.5ms", 200, "w1500000", 2, NULL},
    {"/work?cpu=60s&wait=60s", 200, "c60000000000w60000000000", 2, NULL},
    {"/work?bytes=0", 200, "", 0, NULL},
    {"/work?bytes=64k", 200, "", 65536, NULL},
    {"/work?bytes=16M", 200, "", 16777216, NULL},
    {"/work?bytes=5&wait=1ns&bytes=7", 200, "w1", 7, NULL},
    {"/work?cpu=1%6Ds&wait=%32ms", 200, "c1000000w2000000", 2, NULL},
    {"/", 404, "", 0, "/hello, /work and /healthz"},
    {"", 404, "", 0, "/hello, /work and /healthz"},
    {"/work/", 404, "", 0, "/hello, /work and /healthz"},
    {"/works?cpu=1ms", 404, "", 0, "/hello, /work and /healthz"},
    {"/w%6Frk", 404, "", 0, "/hello, /work and /healthz"},
    {"/work?cpu", 400, "", 0, "step cpu: "},
    {"/work?cpu=", 400, "", 0, "step cpu: "},
    {"/work?cpu=5", 400, "", 0, "step cpu: "},
    {"/work?cpu=-5ms", 400, "", 0, "step cpu: "},
    {"/work?cpu=5 ms", 400, "", 0, "step cpu: "},
    {"/work?cpu=5ms=6ms", 400, "", 0, "step cpu: "},
    {"/work?wait=5kg", 400, "", 0, "step wait: "},
    {"/work?bytes=5ms", 400, "", 0, "step bytes: "},
    {"/work?cpu=60.1s", 400, "", 0, "step cpu: 60.1s is more than 60 s"},
    {"/work?wait=2m", 400, "", 0, "step wait: 2m is more than 60 s"},
    {"/work?bytes=17M", 400, "", 0, "step bytes: 17M is more than 16M"},
    {"/work?bytes=16777217", 400, "", 0, "step bytes: 16777217 is more than 16M"},
    {"/work?cpu=99999999999999999999s", 400, "", 0, "step cpu: "},
    {"/work?cpu=1%00ms", 400, "", 0, "step cpu: \"1%00ms\""},
    {"/work?cpu=1m%7", 400, "", 0, "step cpu: \"1m%7\""},
    {"/work?cpu=1m%g3", 400, "", 0, "step cpu: \"1m%g3\""},
    {"/work?cpu=1%0Ams", 400, "", 0, "step cpu: \"1%0Ams\""},
    {"/work?cpu=0000000000000000000000000000000001ms", 400, "", 0,
     "step cpu: \"00000000000000000000000000000000\""},
    {"/work?&cpu=1ms", 400, "", 0, "unknown step \"\": there are cpu, wait and bytes"},
    {"/work?=1ms", 400, "", 0, "unknown step \"\""},
    {"/work?CPU=1ms", 400, "", 0, "unknown step \"CPU\""},
    {"/work?c%70u=1ms", 400, "", 0, "unknown step \"c%70u\""},
    {"/work?cpu=1ms&file=64k", 400, "", 0, "unknown step \"file\""},
    {"/work?abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz=1ms", 400, "", 0,
     "unknown step \"abcdefghijklmnopqrstuvwxyzabcdef\""},
};

static void print_steps(const struct request *request, char *text, size_t size)
{
    text[0] = '\0';
    for (unsigned i = 0; i < request->step_count; i++) {
        size_t length = strlen(text);
        (void)snprintf(text + length, size - length, "%c%llu",
                       request->steps[i].kind == STEP_CPU ? 'c' : 'w',
                       (unsigned long long)request->steps[i].amount_ns);
    }
}

static void check(const struct target_case *expected)
{
    struct http_request http = {.method = HTTP_METHOD_GET,
                                .target = expected->target,
                                .target_length = strlen(expected->target)};
    struct request request;
    struct error error = {.text = ""};
    char steps[128];
    request_read(&request, &http, &error);
    print_steps(&request, steps, sizeof steps);
    CU_ASSERT_STRING_EQUAL(steps, expected->steps);
    CU_ASSERT_EQUAL(request.status, expected->status);
    CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
    if (expected->message == NULL) {
        CU_ASSERT_EQUAL(request.body_bytes, expected->body_bytes);
        CU_ASSERT_STRING_EQUAL(error.text, "");
    } else if (strstr(error.text, expected->message) == NULL) {
        (void)fprintf(stderr, "\n%s: %s\n", expected->target, error.text);
        CU_FAIL("the message does not say what it must");
    }
}

static void a_target_says_what_to_do(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(&cases[i]);
}

static void sixteen_steps_are_done_and_seventeen_are_not(void)
{
    struct target_case expected = {"/work?bytes=1&bytes=1&bytes=1&bytes=1&bytes=1&bytes=1&bytes=1&"
                                   "bytes=1&bytes=1&bytes=1&bytes=1&bytes=1&bytes=1&bytes=1&bytes=1"
                                   "&cpu=9ns",
                                   200, "c9", 1, NULL};
    check(&expected);
    char target[256];
    (void)snprintf(target, sizeof target, "%s&wait=1ms", expected.target);
    check(&(struct target_case){target, 400, "", 0, "16 steps at most"});
}

static void methods_have_their_answers_on_every_route(void)
{
    static const struct {
        enum http_method method;
        const char *target;
        unsigned status;
    } methods[] = {
        {HTTP_METHOD_HEAD, "/hello", 200},    {HTTP_METHOD_HEAD, "/work?a=b", 400},
        {HTTP_METHOD_HEAD, "/nothing", 404},  {HTTP_METHOD_OPTIONS, "*", 204},
        {HTTP_METHOD_OPTIONS, "/work", 204},  {HTTP_METHOD_OTHER, "/hello", 405},
        {HTTP_METHOD_OTHER, "/nothing", 405}, {HTTP_METHOD_TRACE, "/hello", 405},
        {HTTP_METHOD_CONNECT, "a:1", 405},
    };

    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        struct http_request http = {.method = methods[i].method,
                                    .target = methods[i].target,
                                    .target_length = strlen(methods[i].target)};
        struct request request;
        struct error error;
        request_read(&request, &http, &error);
        CU_ASSERT_EQUAL(request.status, methods[i].status);
        CU_ASSERT_EQUAL(request.step_count, 0);
    }
}

static void a_value_ends_where_the_target_ends(void)
{
    static const char target[] = "/work?wait=1m%73";
    struct http_request http = {.method = HTTP_METHOD_GET, .target = target};
    struct request request;
    struct error error;
    http.target_length = sizeof target - 2; /* without the 3 */
    request_read(&request, &http, &error);
    CU_ASSERT_EQUAL(request.status, 400);
    http.target_length = sizeof target - 1;
    request_read(&request, &http, &error);
    CU_ASSERT_EQUAL(request.status, 200);
}

static CU_TestInfo tests[] = {
    {"a target says what to do", a_target_says_what_to_do},
    {"sixteen steps are done and seventeen are not", sixteen_steps_are_done_and_seventeen_are_not},
    {"methods have their answers on every route", methods_have_their_answers_on_every_route},
    {"a value ends where the target ends", a_value_ends_where_the_target_ends},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("request", tests)
