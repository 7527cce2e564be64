#include <stdio.h>
#include <string.h>

#include "formats/scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

/* A scenario whose defaults and single request have these headers. */
static bool parse(const char *defaults, const char *own, struct scenario *scenario,
                  struct error *error)
{
    char text[1000];
    (void)snprintf(
        text, sizeof text,
        "{\"version\": 1, \"name\": \"a\", \"defaults\": {\"headers\": %s},"
        "\"requests\": {\"a\": {\"path\": \"/\", \"headers\": %s}, \"b\": {\"path\": "
        "\"/\"}}, \"phases\": [{\"name\": \"p\", \"executor\": \"constant-arrival-rate\","
        "\"rate\": \"1/s\", \"duration\": \"1s\"}]}",
        defaults, own);
    return scenario_parse("a.json", text, strlen(text), scenario, error);
}

static void check_header(const struct scenario_request *request, size_t index, const char *name,
                         const char *value)
{
    CU_ASSERT_TRUE_FATAL(index < request->header_count);
    CU_ASSERT_STRING_EQUAL(request->headers[index].name, name);
    CU_ASSERT_STRING_EQUAL(request->headers[index].value, value);
}

static void own_headers_complete_and_override_those_of_defaults(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(parse("{\"Accept\": \"*/*\", \"X-A\": \"1\"}",
                               "{\"accept\": \"text/html\", \"X-B\": \"2\"}", &scenario, &error));
    CU_ASSERT_EQUAL(scenario.requests[0].header_count, 3);
    check_header(&scenario.requests[0], 0, "accept", "text/html");
    check_header(&scenario.requests[0], 1, "X-A", "1");
    check_header(&scenario.requests[0], 2, "X-B", "2");
    CU_ASSERT_EQUAL(scenario.requests[1].header_count, 2);
    check_header(&scenario.requests[1], 0, "Accept", "*/*");
    scenario_release(&scenario);
}

static void without_headers_there_are_none(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(parse("{}", "{}", &scenario, &error));
    CU_ASSERT_EQUAL(scenario.requests[0].header_count, 0);
    CU_ASSERT_PTR_NULL(scenario.requests[0].headers);
    scenario_release(&scenario);
}

static bool refused(const char *headers, const char *words)
{
    struct scenario scenario;
    struct error error;
    if (parse("{}", headers, &scenario, &error)) {
        scenario_release(&scenario);
        return false;
    }
    return strstr(error.text, words) != NULL;
}

static void what_the_generator_writes_cannot_be_set_in_any_spelling(void)
{
    static const char *const names[] = {
        "Host", "HOST", "content-length", "Transfer-Encoding", "connection", "Expect", "UPGRADE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char headers[64];
        (void)snprintf(headers, sizeof headers, "{\"%s\": \"x\"}", names[i]);
        CU_ASSERT_TRUE(refused(headers, "cannot be set"));
    }
}

static void nothing_can_end_a_header_early(void)
{
    static const char *const values[] = {"a\\r\\nB: c", "a\\nB: c", "\\r", "a\\u0001", "\\u007f",
                                         "\\u0085",     "\xc3\xa4", " a",  "a ",       "a\\t"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char headers[64];
        (void)snprintf(headers, sizeof headers, "{\"X\": \"%s\"}", values[i]);
        CU_ASSERT_TRUE(refused(headers, "requests.a.headers.X: "));
    }
    static const char *const names[] = {"",         " ",        "X Y", "X:",   "X\\r\\nY",
                                        "X\\u0000", "\xc3\xa4", "(X)", "X\\t", "\\\"X\\\""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char headers[64];
        (void)snprintf(headers, sizeof headers, "{\"%s\": \"a\"}", names[i]);
        CU_ASSERT_TRUE(refused(headers, strstr(names[i], "u0000") ? "\\u0000" : "no header name"));
    }
}

static void unusual_but_right_headers_are_taken(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(parse("{}",
                               "{\"!#$%&'*+-.^_`|~09aZ\": \"a\\tb  c\", \"X\": \"\", \"Y\": \"~\"}",
                               &scenario, &error));
    check_header(&scenario.requests[0], 0, "!#$%&'*+-.^_`|~09aZ", "a\tb  c");
    scenario_release(&scenario);
}

static void too_many_headers_are_refused(void)
{
    char headers[2000] = "{";
    for (int i = 0; i <= SCENARIO_HEADERS_MAX; i++) {
        size_t length = strlen(headers);
        (void)snprintf(headers + length, sizeof headers - length, "%s\"X%d\": \"\"",
                       i > 0 ? "," : "", i);
    }
    (void)strncat(headers, "}", sizeof headers - strlen(headers) - 1);
    char defaults[2100];
    (void)snprintf(defaults, sizeof defaults, "{\"headers\": %s}", headers);
    CU_ASSERT_TRUE(scenario_text_refused("defaults", defaults, "has more than 64 headers"));
}

static CU_TestInfo tests[] = {
    {"own headers complete and override defaults",
     own_headers_complete_and_override_those_of_defaults},
    {"without headers there are none", without_headers_there_are_none},
    {"what the generator writes cannot be set",
     what_the_generator_writes_cannot_be_set_in_any_spelling},
    {"nothing can end a header early", nothing_can_end_a_header_early},
    {"unusual but right headers are taken", unusual_but_right_headers_are_taken},
    {"too many headers are refused", too_many_headers_are_refused},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_headers", tests)
