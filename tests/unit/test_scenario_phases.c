#include <stdio.h>
#include <string.h>

#include "formats/scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

#define CONSTANT                                                                                   \
    "\"executor\": \"constant-arrival-rate\", \"rate\": \"1.5k/s\", \"duration\": \"250ms\""
#define STAIRCASE                                                                                  \
    "\"executor\": \"staircase-arrival-rate\", \"rates\": [\"1/s\", \"2/s\", \"4/s\"],"            \
    "\"stepDuration\": \"2s\""

static void parse(const char *phases, struct scenario *scenario)
{
    struct error error;
    bool good = scenario_text_parse("phases", phases, scenario, &error);
    if (!good)
        (void)fprintf(stderr, "%s\n", error.text);
    CU_ASSERT_TRUE_FATAL(good);
}

static void defaults_of_phases_are_filled_in(void)
{
    struct scenario scenario;
    parse("[{\"name\": \"p\", " CONSTANT "}]", &scenario);
    const struct scenario_phase *phase = &scenario.phases[0];
    CU_ASSERT_STRING_EQUAL(phase->name, "p");
    CU_ASSERT_EQUAL(phase->executor, EXECUTOR_CONSTANT_ARRIVAL_RATE);
    CU_ASSERT_FALSE(phase->warmup);
    CU_ASSERT_EQUAL(phase->graceful_stop_ns, 2 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(phase->step_count, 1);
    CU_ASSERT_EQUAL(phase->step_duration_ns, 250 * ONE_MS_NS);
    CU_ASSERT_EQUAL(phase->rates_per_s[0], 1500);
    CU_ASSERT_FALSE(phase->then_down);
    CU_ASSERT_EQUAL(phase->vus, 0);
    CU_ASSERT_EQUAL(phase->arrivals, ARRIVALS_POISSON);
    CU_ASSERT_EQUAL(phase->on_busy, ON_BUSY_OPEN);
    CU_ASSERT_EQUAL(phase->max_in_flight, 0);
    CU_ASSERT_EQUAL(phase->deadline_ns, 0);
    scenario_release(&scenario);
}

static void every_field_of_a_phase_is_taken(void)
{
    struct scenario scenario;
    parse("[{\"deadline\": \"50ms\", \"onBusy\": \"drop\", \"maxInFlight\": 20, \"gracefulStop\": "
          "\"0s\", \"arrivals\": \"constant\", \"warmup\": true, \"name\": \"p\", " STAIRCASE "}]",
          &scenario);
    const struct scenario_phase *phase = &scenario.phases[0];
    CU_ASSERT_EQUAL(phase->executor, EXECUTOR_STAIRCASE_ARRIVAL_RATE);
    CU_ASSERT_EQUAL(phase->deadline_ns, 50 * ONE_MS_NS);
    CU_ASSERT_EQUAL(phase->on_busy, ON_BUSY_DROP);
    CU_ASSERT_EQUAL(phase->max_in_flight, 20);
    CU_ASSERT_EQUAL(phase->graceful_stop_ns, 0);
    CU_ASSERT_EQUAL(phase->arrivals, ARRIVALS_CONSTANT);
    CU_ASSERT_TRUE(phase->warmup);
    scenario_release(&scenario);
}

static void a_staircase_has_one_step_for_each_rate(void)
{
    static const double up[] = {1, 2, 4};
    struct scenario scenario;
    parse("[{\"name\": \"p\", \"thenDown\": false, " STAIRCASE "}]", &scenario);
    CU_ASSERT_EQUAL(scenario.phases[0].step_count, 3);
    CU_ASSERT_EQUAL(memcmp(scenario.phases[0].rates_per_s, up, sizeof up), 0);
    CU_ASSERT_EQUAL(scenario.phases[0].step_duration_ns, 2 * ONE_SECOND_NS);
    scenario_release(&scenario);
}

/* Also when it stands in front of the rates in the file. */
static void then_down_adds_the_same_steps_backwards(void)
{
    static const double up_and_down[] = {1, 2, 4, 4, 2, 1};
    struct scenario scenario;
    parse("[{\"thenDown\": true, \"name\": \"p\", " STAIRCASE "}]", &scenario);
    CU_ASSERT_TRUE(scenario.phases[0].then_down);
    CU_ASSERT_EQUAL(scenario.phases[0].step_count, 6);
    CU_ASSERT_EQUAL(memcmp(scenario.phases[0].rates_per_s, up_and_down, sizeof up_and_down), 0);
    CU_ASSERT_EQUAL(scenario_load_ns(&scenario), 12 * ONE_SECOND_NS);
    scenario_release(&scenario);
}

static void the_load_of_all_phases_adds_up(void)
{
    struct scenario scenario;
    parse("[{\"name\": \"a\", \"warmup\": true, " CONSTANT "}, {\"name\": \"b\", " STAIRCASE "}]",
          &scenario);
    CU_ASSERT_EQUAL(scenario_load_ns(&scenario), 6250 * ONE_MS_NS);
    scenario_release(&scenario);
}

static void a_name_is_used_once(void)
{
    CU_ASSERT_TRUE(scenario_text_refused("phases",
                                         "[{\"name\": \"a\", " CONSTANT
                                         "}, {\"name\": \"b\", " CONSTANT
                                         "}, {\"name\": \"a\", " CONSTANT "}]",
                                         "phases[2].name: phases[0] is called \"a\" already"));
}

static void fields_of_the_other_executor_are_told_from_unknown_ones(void)
{
    CU_ASSERT_TRUE(
        scenario_text_refused("phases", "[{\"name\": \"p\", \"rates\": [], " CONSTANT "}]",
                              "\"rates\" does not belong to executor \"constant-arrival-rate\""));
    CU_ASSERT_TRUE(scenario_text_refused(
        "phases", "[{\"name\": \"p\", \"duration\": \"1s\", " STAIRCASE "}]",
        "\"duration\" does not belong to executor \"staircase-arrival-rate\""));
    CU_ASSERT_TRUE(scenario_text_refused("phases", "[{\"name\": \"p\", \"vus\": 3, " CONSTANT "}]",
                                         "unknown key \"vus\" in phases[0]"));
}

static void with_an_unknown_executor_nothing_else_is_wrong(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_FALSE(scenario_text_parse(
        "phases",
        "[{\"name\": \"p\", \"executor\": \"ramp\", \"rates\": [\"1/s\"], \"duration\": \"1s\"}]",
        &scenario, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "\"ramp\" is not one of"));
    CU_ASSERT_PTR_NULL(strstr(error.text, "\n\n")); /* one complaint */
}

/* 64 rates beside a rate: as many as there is room for. */
static void with_an_unknown_executor_steps_stay_within_their_room(void)
{
    char phases[900] =
        "[{\"name\": \"p\", \"executor\": \"ramp\", \"rate\": \"7/s\", \"rates\": [\"8/s\"";
    for (int i = 1; i < SCENARIO_STEPS_MAX; i++)
        (void)strncat(phases, ", \"8/s\"", sizeof phases - strlen(phases) - 1);
    (void)strncat(phases, "]}]", sizeof phases - strlen(phases) - 1);
    CU_ASSERT_TRUE(scenario_text_refused("phases", phases, "\"ramp\" is not one of"));
}

static void the_closed_model_is_no_word_of_files(void)
{
    CU_ASSERT_TRUE(scenario_text_refused(
        "phases", "[{\"name\": \"p\", \"executor\": \"constant-vus\", \"duration\": \"1s\"}]",
        "\"constant-vus\" is not one of: constant-arrival-rate staircase-arrival-rate\n"));
    CU_ASSERT_STRING_EQUAL(scenario_executor_name(EXECUTOR_CONSTANT_VUS), "constant-vus");
    CU_ASSERT_STRING_EQUAL(scenario_executor_name(EXECUTOR_STAIRCASE_ARRIVAL_RATE),
                           "staircase-arrival-rate");
}

/* 64 steps, up and down. */
static void a_staircase_may_fill_all_steps(void)
{
    char phases[600] = "[{\"name\": \"p\", \"executor\": \"staircase-arrival-rate\","
                       "\"stepDuration\": \"1s\", \"thenDown\": true, \"rates\": [\"7/s\"";
    struct scenario scenario;
    for (int i = 1; i < SCENARIO_STEPS_MAX / 2; i++)
        (void)strncat(phases, ", \"8/s\"", sizeof phases - strlen(phases) - 1);
    (void)strncat(phases, "]}]", sizeof phases - strlen(phases) - 1);
    parse(phases, &scenario);
    CU_ASSERT_EQUAL(scenario.phases[0].step_count, SCENARIO_STEPS_MAX);
    CU_ASSERT_EQUAL(scenario.phases[0].rates_per_s[SCENARIO_STEPS_MAX - 1], 7);
    scenario_release(&scenario);
}

static CU_TestInfo tests[] = {
    {"defaults of phases are filled in", defaults_of_phases_are_filled_in},
    {"every field of a phase is taken", every_field_of_a_phase_is_taken},
    {"a staircase has one step for each rate", a_staircase_has_one_step_for_each_rate},
    {"then down adds the same steps backwards", then_down_adds_the_same_steps_backwards},
    {"the load of all phases adds up", the_load_of_all_phases_adds_up},
    {"a name is used once", a_name_is_used_once},
    {"fields of the other executor are told apart",
     fields_of_the_other_executor_are_told_from_unknown_ones},
    {"with an unknown executor nothing else is wrong",
     with_an_unknown_executor_nothing_else_is_wrong},
    {"the closed model is no word of files", the_closed_model_is_no_word_of_files},
    {"a staircase may fill all steps", a_staircase_may_fill_all_steps},
    {"with an unknown executor steps stay in their room",
     with_an_unknown_executor_steps_stay_within_their_room},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_phases", tests)
