/* Quick mode: what the command line says, in a scenario with the defaults of files. */
#include "loadgen/quick.h"

#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

static struct scenario made_of(struct quick quick)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(quick_scenario(&quick, &scenario, &error));
    return scenario;
}

static void without_a_rate_there_are_virtual_users(void)
{
    struct scenario scenario =
        made_of((struct quick){.path = "/hello", .connections = 12, .duration_ns = 5});
    CU_ASSERT_EQUAL(scenario.phases[0].executor, EXECUTOR_CONSTANT_VUS);
    CU_ASSERT_EQUAL(scenario.phases[0].vus, 12);
    CU_ASSERT_EQUAL(scenario.connections_max, 12);
    CU_ASSERT_EQUAL(scenario_load_ns(&scenario), 5);
    CU_ASSERT_STRING_EQUAL(scenario.requests[0].path, "/hello");
    scenario_release(&scenario);
}

static void with_a_rate_the_model_is_open_and_poisson(void)
{
    struct scenario scenario = made_of((struct quick){.path = "", .rate_per_s = 2000});
    CU_ASSERT_EQUAL(scenario.phases[0].executor, EXECUTOR_CONSTANT_ARRIVAL_RATE);
    CU_ASSERT_EQUAL(scenario.phases[0].arrivals, ARRIVALS_POISSON);
    CU_ASSERT_EQUAL(scenario.phases[0].rates_per_s[0], 2000);
    CU_ASSERT_EQUAL(scenario.phases[0].vus, 0);
    CU_ASSERT_EQUAL(scenario.connections_max, 1024);
    CU_ASSERT_STRING_EQUAL(scenario.requests[0].path, "/");
    scenario_release(&scenario);
}

static void what_is_not_said_is_the_default_of_files(void)
{
    struct scenario scenario = made_of((struct quick){.path = "/"});
    CU_ASSERT_EQUAL(scenario.phases[0].vus, QUICK_CONNECTIONS);
    CU_ASSERT_EQUAL(scenario_load_ns(&scenario), QUICK_DURATION_NS);
    CU_ASSERT_EQUAL(scenario.phases[0].graceful_stop_ns, 2 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(scenario.requests[0].timeout_ns, 5 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(scenario.requests[0].expect.status_class, 2);
    CU_ASSERT_STRING_EQUAL(scenario.name, "quick");
    CU_ASSERT_STRING_EQUAL(scenario.sha256_hex, "");
    scenario_release(&scenario);
}

static CU_TestInfo tests[] = {
    {"without a rate there are virtual users", without_a_rate_there_are_virtual_users},
    {"with a rate the model is open and Poisson", with_a_rate_the_model_is_open_and_poisson},
    {"what is not said is the default of files", what_is_not_said_is_the_default_of_files},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("quick", tests)
