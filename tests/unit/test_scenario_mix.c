#include <string.h>

#include "formats/scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

static void check_share(const struct scenario *scenario, size_t phase, size_t index, size_t request,
                        double weight)
{
    CU_ASSERT_TRUE_FATAL(index < scenario->phases[phase].mix_count);
    CU_ASSERT_EQUAL(scenario->phases[phase].mix[index].request, request);
    CU_ASSERT_EQUAL(scenario->phases[phase].mix[index].weight, weight);
}

static void without_a_mix_every_request_is_sent_equally_often(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(NULL, NULL, &scenario, &error));
    CU_ASSERT_EQUAL(scenario.phases[0].mix_count, 2);
    check_share(&scenario, 0, 0, 0, 1);
    check_share(&scenario, 0, 1, 1, 1);
    scenario_release(&scenario);
}

static void names_become_indexes_in_the_order_of_the_mix(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(
        "mix",
        "[{\"weight\": 99.5, \"request\": \"heavy\"}, {\"request\": \"light\", \"weight\": 0.5}]",
        &scenario, &error));
    check_share(&scenario, 0, 0, 1, 99.5);
    check_share(&scenario, 0, 1, 0, 0.5);
    scenario_release(&scenario);
}

#define PHASE(name, mix)                                                                           \
    "{\"name\": \"" name "\", \"executor\": \"constant-arrival-rate\", \"rate\": \"1/s\","         \
    " \"duration\": \"1s\"" mix "}"

static void a_phase_may_have_a_mix_of_its_own(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(
        scenario_text_parse("phases",
                            "[" PHASE("a", "") "," PHASE(
                                "b", ", \"mix\": [{\"request\": \"heavy\", \"weight\": 3}]") "]",
                            &scenario, &error));
    CU_ASSERT_EQUAL(scenario.phases[0].mix_count, 2);
    CU_ASSERT_EQUAL(scenario.phases[1].mix_count, 1);
    check_share(&scenario, 1, 0, 1, 3);
    scenario_release(&scenario);
}

static void weights_are_more_than_nothing(void)
{
    CU_ASSERT_TRUE(scenario_text_refused("mix", "[{\"request\": \"light\", \"weight\": 0}]",
                                         "mix[0].weight: must be more than 0"));
    CU_ASSERT_TRUE(scenario_text_refused("mix", "[{\"request\": \"light\", \"weight\": -1}]",
                                         "mix[0].weight: must be more than 0"));
    CU_ASSERT_TRUE(scenario_text_refused("mix", "[{\"request\": \"light\", \"weight\": 1e10}]",
                                         "mix[0].weight: must be at most 1000000000"));
}

static void a_request_has_one_weight(void)
{
    CU_ASSERT_TRUE(scenario_text_refused(
        "mix",
        "[{\"request\": \"light\", \"weight\": 1}, {\"request\": \"heavy\", \"weight\": 1},"
        " {\"request\": \"light\", \"weight\": 1}]",
        "mix[2]: \"light\" stands here twice"));
}

static void unknown_requests_are_not_blamed_on_a_mix_when_requests_are_wrong(void)
{
    struct scenario scenario;
    struct error error;
    static const char text[] =
        "{\"version\": 1, \"name\": \"a\", \"requests\": [], \"phases\": [" PHASE(
            "p", "") "],"
                     "\"mix\": [{\"request\": \"x\", \"weight\": 1}]}";
    CU_ASSERT_FALSE(scenario_parse("a.json", text, strlen(text), &scenario, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "requests: must be an object"));
    CU_ASSERT_PTR_NULL(strstr(error.text, "there is no request"));
}

static CU_TestInfo tests[] = {
    {"without a mix every request is sent equally often",
     without_a_mix_every_request_is_sent_equally_often},
    {"names become indexes in the order of the mix", names_become_indexes_in_the_order_of_the_mix},
    {"a phase may have a mix of its own", a_phase_may_have_a_mix_of_its_own},
    {"weights are more than nothing", weights_are_more_than_nothing},
    {"a request has one weight", a_request_has_one_weight},
    {"one mistake is told once", unknown_requests_are_not_blamed_on_a_mix_when_requests_are_wrong},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_mix", tests)
