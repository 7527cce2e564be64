#include <stdio.h>
#include <string.h>

#include "formats/scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

static void a_name_alone_is_model_id_and_label(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        scenario_text_parse("servers", "[\"event-loop\", \"x\"]", &scenario, &error));
    CU_ASSERT_EQUAL(scenario.server_count, 2);
    CU_ASSERT_STRING_EQUAL(scenario.servers[0].id, "event-loop");
    CU_ASSERT_STRING_EQUAL(scenario.servers[0].model, "event-loop");
    CU_ASSERT_STRING_EQUAL(scenario.servers[0].label, "event-loop");
    CU_ASSERT_EQUAL(scenario.servers[0].cpus, 0);
    CU_ASSERT_EQUAL(scenario.servers[0].option_count, 0);
    scenario_release(&scenario);
}

static void every_field_of_a_server_is_taken(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        scenario_text_parse("servers",
                            "[{\"id\": \"a\", \"model\": \"m\", \"label\": \"F\xc3\xa4"
                            "den\", \"cpus\": 2, \"options\":"
                            " {\"workers\": 4, \"accept\": \"reuse port\", \"fast\": true, "
                            "\"slow\": false, \"n\": -1}}]",
                            &scenario, &error));
    const struct scenario_server *server = &scenario.servers[0];
    static const char *const options[][2] = {{"workers", "4"},
                                             {"accept", "reuse port"},
                                             {"fast", "true"},
                                             {"slow", "false"},
                                             {"n", "-1"}};
    CU_ASSERT_STRING_EQUAL(server->id, "a");
    CU_ASSERT_STRING_EQUAL(server->model, "m");
    CU_ASSERT_STRING_EQUAL(server->label, "F\xc3\xa4"
                                          "den");
    CU_ASSERT_EQUAL(server->cpus, 2);
    CU_ASSERT_EQUAL_FATAL(server->option_count, 5);
    for (size_t i = 0; i < server->option_count; i++) {
        CU_ASSERT_STRING_EQUAL(server->options[i].key, options[i][0]);
        CU_ASSERT_STRING_EQUAL(server->options[i].value, options[i][1]);
    }
    scenario_release(&scenario);
}

static void an_id_of_its_own_is_the_label_too(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(
        "servers", "[\"m\", {\"id\": \"m2\", \"model\": \"m\"}]", &scenario, &error));
    CU_ASSERT_STRING_EQUAL(scenario.servers[1].label, "m2");
    scenario_release(&scenario);
}

static void ids_are_unique(void)
{
    CU_ASSERT_TRUE(scenario_text_refused("servers", "[\"a\", \"b\", \"a\"]",
                                         "servers[2]: servers[0] has the id \"a\" already"));
    CU_ASSERT_TRUE(scenario_text_refused("servers", "[{\"id\": \"b\", \"model\": \"a\"}, \"b\"]",
                                         "servers[1]: servers[0] has the id \"b\" already"));
}

static bool option_is_good(const char *key)
{
    char servers[200];
    struct scenario scenario;
    struct error error;
    (void)snprintf(servers, sizeof servers, "[{\"model\": \"m\", \"options\": {\"%s\": 1}}]", key);
    if (!scenario_text_parse("servers", servers, &scenario, &error))
        return false;
    scenario_release(&scenario);
    return true;
}

/* A prefix of a long option is that option for a GNU command line. */
static void what_bench_decides_cannot_be_set_nor_abbreviated(void)
{
    static const char *const bad[] = {"port", "por",   "p",      "host",
                                      "ho",   "h",     "listen", "address",
                                      "bind", "model", "stats",  "iterations-per-ms",
                                      "it",   "help"};
    static const char *const good[] = {"workers", "ports", "cpu-threads", "offload-from",
                                       "accept",  "x",     "hosts"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT_FALSE(option_is_good(bad[i]));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CU_ASSERT_TRUE(option_is_good(good[i]));
}

static void names_of_options_are_those_of_long_options(void)
{
    static const char *const bad[] = {"",    "-x",  "--workers", "Workers",
                                      "a b", "a=b", "w\xc3\xa4", "9"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT_FALSE(option_is_good(bad[i]));
}

static CU_TestInfo tests[] = {
    {"a name alone is model, id and label", a_name_alone_is_model_id_and_label},
    {"every field of a server is taken", every_field_of_a_server_is_taken},
    {"an id of its own is the label too", an_id_of_its_own_is_the_label_too},
    {"ids are unique", ids_are_unique},
    {"what bench decides cannot be set nor abbreviated",
     what_bench_decides_cannot_be_set_nor_abbreviated},
    {"names of options are those of long options", names_of_options_are_those_of_long_options},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_servers", tests)
