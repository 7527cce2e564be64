#include "bench/lineup.h"

#include <string.h>

#include "tests/support/suite.h"

static const char list[] = "thread-per-request\ta thread for each\n"
                           "event-loop\tone loop\n"
                           "cluster\tseveral loops\n";

static struct lineup_models models_of(const char *text)
{
    struct lineup_models models;
    struct error error;
    CU_ASSERT_FATAL(lineup_read_models(text, &models, &error));
    return models;
}

/* A scenario that only has what a lineup looks at. */
static struct scenario scenario_with(const char *path, size_t count, const char *const *servers)
{
    struct scenario scenario = {.path = (char *)(uintptr_t)path, .server_count = count};
    for (size_t i = 0; i < count; i++) { /* "id" or "id=model" */
        const char *equals = strchr(servers[i], '=');
        size_t id = equals != NULL ? (size_t)(equals - servers[i]) : strlen(servers[i]);
        struct scenario_server *server = &scenario.servers[i];
        (void)snprintf(server->id, NAME_BYTES, "%.*s", (int)id, servers[i]);
        (void)snprintf(server->model, NAME_BYTES, "%s", equals != NULL ? equals + 1 : servers[i]);
    }
    return scenario;
}

/* The ids chosen, "a b c". */
static const char *chosen(const struct plan_scenario *entry, char text[512])
{
    text[0] = '\0';
    for (size_t i = 0; i < entry->server_count; i++) {
        size_t length = strlen(text);
        (void)snprintf(text + length, 512 - length, "%s%s", i > 0 ? " " : "", entry->servers[i].id);
    }
    return text;
}

static void models_are_the_names_before_the_tabs(void)
{
    static const char *const bad[] = {"", "no tab\n", "\tno name\n", "a\tb\n\n"};
    struct lineup_models models = models_of(list);
    struct error error;
    CU_ASSERT_EQUAL(models.count, 3);
    CU_ASSERT_STRING_EQUAL(models.names[0], "thread-per-request");
    CU_ASSERT_STRING_EQUAL(models.names[2], "cluster");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT_FALSE(lineup_read_models(bad[i], &models, &error));
}

static void a_scenario_without_servers_gets_the_default_models(void)
{
    char text[512];
    struct error error;
    struct lineup_models models = models_of(list);
    struct scenario scenario = scenario_with("a.json", 0, NULL);
    struct plan_scenario entry = {.scenario = &scenario};
    CU_ASSERT(lineup_choose(&entry, 1, NULL, &models, &error));
    CU_ASSERT_STRING_EQUAL(chosen(&entry, text), "thread-per-request event-loop");
}

static void the_selection_takes_ids_first_and_then_models(void)
{
    static const char *const servers[] = {"threads=thread-per-request", "cluster=event-loop"};

    static const struct {
        const char *selection;
        const char *expected;
    } cases[] = {
        {NULL, "threads cluster"},    {"threads", "threads"},
        {"event-loop", "event-loop"}, {"cluster,threads,cluster", "cluster threads"},
        {"threads,", "threads"},
    };
    struct lineup_models models = models_of(list);
    struct scenario scenario = scenario_with("a.json", 2, servers);
    struct plan_scenario entry = {.scenario = &scenario};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        struct error error;
        CU_ASSERT(lineup_choose(&entry, 1, cases[i].selection, &models, &error));
        CU_ASSERT_STRING_EQUAL(chosen(&entry, text), cases[i].expected);
    }
    struct error error;
    CU_ASSERT(lineup_choose(&entry, 1, "cluster", &models, &error));
    CU_ASSERT_STRING_EQUAL(entry.servers[0].model, "event-loop"); /* the scenario's own cluster */
}

static void a_name_of_one_scenario_may_be_unknown_to_another_that_has_servers_left(void)
{
    static const char *const servers[] = {"threads=thread-per-request"};
    char text[512];
    struct error error;
    struct lineup_models models = models_of(list);
    struct scenario first = scenario_with("first.json", 1, servers);
    struct scenario second = scenario_with("second.json", 0, NULL);
    struct plan_scenario entries[] = {{.scenario = &first}, {.scenario = &second}};
    CU_ASSERT(lineup_choose(entries, 2, "threads,event-loop", &models, &error));
    CU_ASSERT_STRING_EQUAL(chosen(&entries[0], text), "threads event-loop");
    CU_ASSERT_STRING_EQUAL(chosen(&entries[1], text), "event-loop");
    CU_ASSERT_FALSE(lineup_choose(entries, 2, "threads", &models, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "--servers=threads names no server of second.json");
}

static void unknown_names_are_told_with_the_known_and_the_nearest(void)
{
    static const char *const good[] = {"threads=thread-per-request"};
    static const char *const bad[] = {"a=event-lop", "b=zzz"};
    struct error error;
    struct lineup_models models = models_of(list);
    struct scenario scenario = scenario_with("a.json", 1, good);
    struct plan_scenario entry = {.scenario = &scenario};
    CU_ASSERT_FALSE(lineup_choose(&entry, 1, "clutser,qqq", &models, &error));
    CU_ASSERT_STRING_EQUAL(
        error.text,
        "--servers: unknown server \"clutser\"; did you mean \"cluster\"? Known: "
        "thread-per-request, event-loop, cluster, threads\n"
        "--servers: unknown server \"qqq\"; known: thread-per-request, event-loop, cluster, "
        "threads");
    scenario = scenario_with("a.json", 2, bad);
    CU_ASSERT_FALSE(lineup_choose(&entry, 1, NULL, &models, &error));
    CU_ASSERT_STRING_EQUAL(
        error.text, "a.json: unknown model \"event-lop\" of server \"a\"; did you mean "
                    "\"event-loop\"? Known: thread-per-request, event-loop, cluster\n"
                    "a.json: unknown model \"zzz\" of server \"b\"; known: thread-per-request, "
                    "event-loop, cluster");
}

static CU_TestInfo tests[] = {
    {"models are the names before the tabs", models_are_the_names_before_the_tabs},
    {"a scenario without servers gets the default models",
     a_scenario_without_servers_gets_the_default_models},
    {"the selection takes ids first, and then models",
     the_selection_takes_ids_first_and_then_models},
    {"a name of one scenario may be unknown to another that has servers left",
     a_name_of_one_scenario_may_be_unknown_to_another_that_has_servers_left},
    {"unknown names are told with the known and the nearest",
     unknown_names_are_told_with_the_known_and_the_nearest},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("lineup", tests)
