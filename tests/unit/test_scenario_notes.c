#include "formats/scenario_notes.h"

#include <string.h>

#include "formats/scenario_threshold.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

static const struct scenario_machine roomy = {.descriptor_limit = UINT64_MAX, .ports = 28232};

/* The notes on the base scenario with one field set, on one line; the caller frees them. */
static char *notes_of(const char *key, const char *value, const struct scenario_machine *machine)
{
    struct scenario scenario;
    struct error error;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(key, value, &scenario, &error));
    if (key != NULL &&
        strcmp(key, "phases") == 0) { /* an objective, to see that it can be judged */
        scenario.has_objective = true;
        CU_ASSERT_TRUE(
            scenario_threshold_parse("responseTime.p(50) < 1s", &scenario.objective, &error));
    }
    scenario_print_notes(&scenario, machine, stream);
    scenario_release(&scenario);
    (void)fclose(stream);
    size_t kept = 0;
    for (size_t i = 0; i < length; i++)
        if (strncmp(text + i, "\n      ", 7) == 0) {
            text[kept++] = ' ';
            i += 6;
        } else {
            text[kept++] = text[i];
        }
    text[kept] = '\0';
    return text;
}

static bool noted(const char *key, const char *value, const struct scenario_machine *machine,
                  const char *words)
{
    char *notes = notes_of(key, value, machine);
    bool found = strstr(notes, words) != NULL;
    free(notes);
    return found;
}

#define PHASES(rate, duration, more)                                                               \
    "[{\"name\": \"p\", \"executor\": \"constant-arrival-rate\", \"rate\": \"" rate                \
    "\", \"duration\": \"" duration "\"" more "}]"

/* The base sends two kinds equally often, so that a kind gets half of the requests. */
static void a_percentile_needs_ten_samples_beyond_it(void)
{
    CU_ASSERT_TRUE(noted("phases", PHASES("100/s", "19.99s", ""), &roomy,
                         "note: p99 and p99.9 of light will be missing: a step has about 1,000 of "
                         "them, p99 needs 1,000 and p99.9 10,000\n"));
    CU_ASSERT_TRUE(noted("phases", PHASES("100/s", "20s", ""), &roomy,
                         "note: p99.9 of light will be missing: a step has about 1,000 of them, "
                         "p99.9 needs 10,000\n"));
    CU_ASSERT_TRUE(noted("phases", PHASES("1k/s", "19.99s", ""), &roomy, "note: p99.9 of heavy"));
    CU_ASSERT_FALSE(noted("phases", PHASES("1k/s", "20s", ""), &roomy, "p99"));
}

static void steps_of_different_sizes_are_told_apart(void)
{
    CU_ASSERT_TRUE(noted(
        "phases",
        "[{\"name\": \"p\", \"executor\": \"staircase-arrival-rate\", \"stepDuration\": \"10s\","
        " \"rates\": [\"100/s\", \"300/s\"]}]",
        &roomy,
        "p99 and p99.9 of light will be missing in some steps: a step has about 500 to 1,500 of "
        "them"));
}

static void warm_up_counts_for_nothing(void)
{
    static const char phases[] = PHASES("10/s", "1s", ", \"warmup\": true");
    CU_ASSERT_FALSE(noted("phases", phases, &roomy, "p99"));
    CU_ASSERT_TRUE(noted("phases", phases, &roomy,
                         "note: the objective (response time p50 below 1 s) cannot be judged in "
                         "every step: it needs 20 requests per step, and a step has about none\n"));
}

static void an_objective_that_cannot_be_judged_is_noticed(void)
{
    static const char p99[] =
        "{\"threshold\": \"responseTime.p(99) < 20ms\", \"request\": \"light\"}";
    static const char p90[] =
        "{\"threshold\": \"responseTime.p(90) < 20ms\", \"request\": \"light\"}";
    static const char max[] = "{\"threshold\": \"responseTime.max < 20ms\"}";
    CU_ASSERT_TRUE(noted("objective", p99, &roomy,
                         "note: the objective (response time p99 of light below 20 ms) cannot be "
                         "judged in every step: it needs 1,000 requests per step, and a step has "
                         "about 500\n"));
    CU_ASSERT_FALSE(noted("objective", p90, &roomy, "objective"));
    CU_ASSERT_FALSE(noted("objective", max, &roomy, "objective"));
    CU_ASSERT_TRUE(noted(NULL, NULL, &roomy, "note: without an \"objective\" no model"));
}

static void requests_that_are_never_sent_are_noticed(void)
{
    static const char mix[] = "[{\"request\": \"light\", \"weight\": 1}]";
    CU_ASSERT_TRUE(noted("mix", mix, &roomy, "note: heavy is in no mix: it is never sent\n"));
    CU_ASSERT_FALSE(noted("mix", mix, &roomy, "light is in no mix"));
    CU_ASSERT_FALSE(noted("mix", mix, &roomy, "of heavy"));
}

static void connections_are_held_against_the_machine(void)
{
    const struct scenario_machine small = {.descriptor_limit = 1024, .ports = 1000};
    const struct scenario_machine enough = {.descriptor_limit = 1001 + SPARE_DESCRIPTORS,
                                            .ports = 1001};
    const struct scenario_machine unknown = {.descriptor_limit = UINT64_MAX, .ports = 0};
    static const char max[] = "{\"max\": 1001}";
    CU_ASSERT_TRUE(noted("connections", max, &small,
                         "note: connections.max is 1001, but a process may open 1024 files here: "
                         "raise \"ulimit -Hn\" to 1065 or lower connections.max\n"));
    CU_ASSERT_TRUE(noted("connections", max, &small,
                         "note: connections.max is 1001, but net.ipv4.ip_local_port_range has 1000 "
                         "ports here\n"));
    CU_ASSERT_FALSE(noted("connections", max, &enough, "connections.max"));
    CU_ASSERT_FALSE(noted("connections", max, &unknown, "connections.max"));
}

static void too_few_repetitions_are_noticed(void)
{
    CU_ASSERT_TRUE(noted("repetitions", "1", &roomy,
                         "note: 1 repetition cannot give a 95 % interval for a median; 6 can\n"));
    CU_ASSERT_TRUE(noted("repetitions", "5", &roomy, "note: 5 repetitions cannot"));
    CU_ASSERT_FALSE(noted("repetitions", "6", &roomy, "repetition"));
}

static void constant_arrivals_and_caps_are_noticed(void)
{
    CU_ASSERT_TRUE(noted("phases", PHASES("1/s", "1s", ", \"arrivals\": \"constant\""), &roomy,
                         "note: p has constant arrivals"));
    CU_ASSERT_TRUE(noted("phases", PHASES("201k/s", "1s", ""), &roomy,
                         "note: rates above 200k/s need --max-rate to run\n"));
    CU_ASSERT_TRUE(noted("phases", PHASES("1/s", "61m", ""), &roomy,
                         "note: load longer than 60 min needs --max-duration to run\n"));
    CU_ASSERT_FALSE(noted("phases", PHASES("200k/s", "60m", ""), &roomy, "--max"));
}

static void this_machine_has_descriptors_and_ports(void)
{
    struct scenario_machine machine = scenario_this_machine();
    CU_ASSERT_TRUE(machine.descriptor_limit >= 3);
    CU_ASSERT_TRUE(machine.ports <= 65535);
}

static CU_TestInfo tests[] = {
    {"a percentile needs ten samples beyond it", a_percentile_needs_ten_samples_beyond_it},
    {"steps of different sizes are told apart", steps_of_different_sizes_are_told_apart},
    {"warm-up counts for nothing", warm_up_counts_for_nothing},
    {"an objective that cannot be judged is noticed",
     an_objective_that_cannot_be_judged_is_noticed},
    {"requests that are never sent are noticed", requests_that_are_never_sent_are_noticed},
    {"connections are held against the machine", connections_are_held_against_the_machine},
    {"too few repetitions are noticed", too_few_repetitions_are_noticed},
    {"constant arrivals and caps are noticed", constant_arrivals_and_caps_are_noticed},
    {"this machine has descriptors and ports", this_machine_has_descriptors_and_ports},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_notes", tests)
