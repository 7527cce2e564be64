#include <stdio.h>
#include <string.h>

#include "formats/scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

static void defaults_of_requests_are_filled_in(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(NULL, NULL, &scenario, &error));
    const struct scenario_request *request = &scenario.requests[1];
    CU_ASSERT_EQUAL(scenario.request_count, 2);
    CU_ASSERT_STRING_EQUAL(request->name, "heavy");
    CU_ASSERT_STRING_EQUAL(request->method, "GET");
    CU_ASSERT_STRING_EQUAL(request->path, "/work?cpu=5ms");
    CU_ASSERT_PTR_NULL(request->body);
    CU_ASSERT_EQUAL(request->timeout_ns, 5 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(request->expect.status, 0);
    CU_ASSERT_EQUAL(request->expect.status_class, 2);
    CU_ASSERT_EQUAL(request->expect.body_length, -1);
    scenario_release(&scenario);
}

/* One scenario with defaults and a request that overrides part of them. */
static void a_requests_own_words_win_one_by_one(void)
{
    static const char text[] =
        "{\"version\": 1, \"name\": \"a\","
        "\"requests\": {\"own\": {\"method\": \"POST\", \"path\": \"/\", \"body\": \"a\\u00e9\\n\","
        " \"timeout\": \"60s\", \"expect\": {\"status\": 201}},"
        " \"plain\": {\"path\": \"/\", \"expect\": {\"bodyLength\": 0}}},"
        "\"defaults\": {\"timeout\": \"2s\", \"expect\": {\"status\": \"4xx\", \"bodyLength\": 7}},"
        "\"phases\": [{\"name\": \"p\", \"executor\": \"constant-arrival-rate\", \"rate\": \"1/s\","
        " \"duration\": \"1s\"}]}";
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_parse("a.json", text, strlen(text), &scenario, &error));
    const struct scenario_request *own = &scenario.requests[0];
    const struct scenario_request *plain = &scenario.requests[1];
    CU_ASSERT_STRING_EQUAL(own->method, "POST");
    CU_ASSERT_STRING_EQUAL(own->body, "a\xc3\xa9\n");
    CU_ASSERT_EQUAL(own->body_length, 4);
    CU_ASSERT_EQUAL(own->timeout_ns, 60 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(own->expect.status, 201);
    CU_ASSERT_EQUAL(own->expect.status_class, 0);
    CU_ASSERT_EQUAL(own->expect.body_length, 7);
    CU_ASSERT_EQUAL(plain->timeout_ns, 2 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(plain->expect.status, 0);
    CU_ASSERT_EQUAL(plain->expect.status_class, 4);
    CU_ASSERT_EQUAL(plain->expect.body_length, 0);
    scenario_release(&scenario);
}

static bool path_is_good(const char *path)
{
    char value[200];
    struct scenario scenario;
    struct error error;
    (void)snprintf(value, sizeof value, "{\"a\": {\"path\": \"%s\"}}", path);
    if (!scenario_text_parse("requests", value, &scenario, &error)) {
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "requests.a.path: "));
        return false;
    }
    scenario_release(&scenario);
    return true;
}

static void paths_are_request_targets_that_no_server_can_misread(void)
{
    static const char *const good[] = {
        "/", "//", "/a/../b", "/a?b=c&d=%20%ff", "/-._~!$&'()*+,;=:@", "/a?x[]=1", "/a??"};
    static const char *const bad[] = {
        "",      "a",        "*",        "?a",  "http://a/", "/ ", "/a b", "/a\\tb", "/a\\r\\nB: c",
        "/a\\n", "/\\u0001", "/\\u007f", "/#a", "/\xc3\xa4", "/<", "/>",   "/\\\"",  "/\\\\",
        "/^",    "/`",       "/{",       "/|",  "/}",        "/%", "/%2",  "/%2g",   "/%g0",
        "/a%"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CU_ASSERT_TRUE(path_is_good(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT_FALSE(path_is_good(bad[i]));
}

static bool accepts(const char *request)
{
    char value[300];
    struct scenario scenario;
    struct error error;
    (void)snprintf(value, sizeof value, "{\"a\": {\"path\": \"/\", %s}}", request);
    if (!scenario_text_parse("requests", value, &scenario, &error))
        return false;
    scenario_release(&scenario);
    return true;
}

static void only_methods_with_bodies_carry_one(void)
{
    static const struct {
        const char *method;
        bool carries;
    } cases[] = {
        {"GET", false},  {"HEAD", false},  {"POST", true},    {"PUT", true},
        {"PATCH", true}, {"DELETE", true}, {"OPTIONS", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char request[100];
        (void)snprintf(request, sizeof request, "\"body\": \"x\", \"method\": \"%s\"",
                       cases[i].method);
        CU_ASSERT_EQUAL(accepts(request), cases[i].carries);
    }
    CU_ASSERT_FALSE(accepts("\"body\": \"\"")); /* GET is the default */
    CU_ASSERT_FALSE(accepts("\"method\": \"TRACE\""));
}

static void expected_statuses_are_final_ones(void)
{
    static const char *const good[] = {"200", "599", "\"2xx\"", "\"5xx\""};
    static const char *const bad[] = {"199",     "600",     "200.5",  "\"200\"",
                                      "\"1xx\"", "\"6xx\"", "\"2x\"", "\"2xxx\"",
                                      "\"2XX\"", "[200]",   "null"};
    char request[100];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        (void)snprintf(request, sizeof request, "\"expect\": {\"status\": %s}", good[i]);
        CU_ASSERT_TRUE(accepts(request));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        (void)snprintf(request, sizeof request, "\"expect\": {\"status\": %s}", bad[i]);
        CU_ASSERT_FALSE(accepts(request));
    }
}

static CU_TestInfo tests[] = {
    {"defaults of requests are filled in", defaults_of_requests_are_filled_in},
    {"a request's own words win one by one", a_requests_own_words_win_one_by_one},
    {"paths are targets that none can misread",
     paths_are_request_targets_that_no_server_can_misread},
    {"only methods with bodies carry one", only_methods_with_bodies_carry_one},
    {"expected statuses are final ones", expected_statuses_are_final_ones},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_requests", tests)
