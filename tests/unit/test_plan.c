#include "bench/plan.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

#define SERVERS 5
#define BLOCKS  6

static const char scenario_text[] =
    "{\"version\": 1, \"name\": \"%s\", \"seed\": 42,"
    " \"requests\": {\"hello\": {\"path\": \"/hello\"}},"
    " \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\","
    " \"rate\": \"100/s\", \"duration\": \"%us\"}]}";

static struct scenario scenario_of(const char *name, unsigned seconds)
{
    struct scenario scenario;
    struct error error = {""};
    char text[512];
    int length = snprintf(text, sizeof text, scenario_text, name, seconds);
    CU_ASSERT_FATAL(scenario_parse("test.json", text, (size_t)length, &scenario, &error));
    return scenario;
}

/* Zero-initialised servers: the plan looks at how many there are and at nothing else. */
static struct plan_scenario entry_of(const struct scenario *scenario, size_t servers,
                                     unsigned repetitions)
{
    return (struct plan_scenario){
        .scenario = scenario, .server_count = servers, .repetitions = repetitions};
}

static struct plan plan_of(const struct plan_scenario *entries, size_t count)
{
    struct plan plan;
    struct error error;
    CU_ASSERT_FATAL(plan_build(&plan, entries, count, &error));
    return plan;
}

static void every_block_measures_every_server_once_with_the_blocks_seed(void)
{
    struct scenario scenario = scenario_of("a", 7);
    struct plan_scenario entry = entry_of(&scenario, SERVERS, BLOCKS);
    struct plan plan = plan_of(&entry, 1);
    CU_ASSERT_EQUAL_FATAL(plan.trial_count, SERVERS * BLOCKS);
    for (unsigned block = 0; block < BLOCKS; block++) {
        unsigned seen = 0;
        for (size_t i = 0; i < SERVERS; i++) {
            const struct plan_trial *trial = &plan.trials[block * SERVERS + i];
            CU_ASSERT_EQUAL(trial->block, block);
            CU_ASSERT_EQUAL(trial->seed, 42 + block);
            seen |= 1U << trial->server;
        }
        CU_ASSERT_EQUAL(seen, (1U << SERVERS) - 1);
    }
    plan_release(&plan);
    scenario_release(&scenario);
}

static void every_second_block_is_the_mirror_of_the_one_before(void)
{
    struct scenario scenario = scenario_of("a", 7);
    struct plan_scenario entry = entry_of(&scenario, SERVERS, BLOCKS);
    struct plan plan = plan_of(&entry, 1);
    for (unsigned block = 0; block < BLOCKS; block += 2)
        for (size_t i = 0; i < SERVERS; i++)
            CU_ASSERT_EQUAL(plan.trials[block * SERVERS + i].server,
                            plan.trials[(block + 2) * SERVERS - 1 - i].server);
    plan_release(&plan);
    scenario_release(&scenario);
}

static void pairs_of_blocks_are_shuffled_anew_and_seeds_change_the_order(void)
{
    struct scenario scenario = scenario_of("a", 7);
    struct plan_scenario entry = entry_of(&scenario, SERVERS, BLOCKS);
    bool pairs_differ = false;
    bool seeds_differ = false;
    for (uint64_t seed = 0; seed < 8; seed++) {
        scenario.seed = seed;
        struct plan plan = plan_of(&entry, 1);
        scenario.seed = seed + 1;
        struct plan other = plan_of(&entry, 1);
        for (size_t i = 0; i < SERVERS; i++) {
            pairs_differ |= plan.trials[i].server != plan.trials[2 * SERVERS + i].server;
            seeds_differ |= plan.trials[i].server != other.trials[i].server;
        }
        plan_release(&plan);
        plan_release(&other);
    }
    CU_ASSERT(pairs_differ);
    CU_ASSERT(seeds_differ);
    scenario_release(&scenario);
}

static void every_server_comes_first_about_equally_often(void)
{
    struct scenario scenario = scenario_of("a", 7);
    struct plan_scenario entry = entry_of(&scenario, SERVERS, 1);
    unsigned first[SERVERS] = {0};
    for (uint64_t seed = 0; seed < 1000; seed++) {
        scenario.seed = seed;
        struct plan plan = plan_of(&entry, 1);
        first[plan.trials[0].server]++;
        plan_release(&plan);
    }
    for (size_t i = 0; i < SERVERS; i++)
        CU_ASSERT(first[i] > 140 && first[i] < 260); /* 200 expected, 5 sigma is 63 */
    scenario_release(&scenario);
}

static void the_same_input_gives_the_same_plan(void)
{
    struct scenario scenario = scenario_of("a", 7);
    struct plan_scenario entry = entry_of(&scenario, SERVERS, BLOCKS);
    struct plan plan = plan_of(&entry, 1);
    struct plan again = plan_of(&entry, 1);
    for (size_t i = 0; i < plan.trial_count; i++)
        CU_ASSERT_EQUAL(plan.trials[i].server, again.trials[i].server);
    plan_release(&plan);
    plan_release(&again);
    scenario_release(&scenario);
}

static void scenarios_take_turns_by_block_and_end_with_their_repetitions(void)
{
    struct scenario first = scenario_of("first", 7);
    struct scenario second = scenario_of("second", 3);
    struct plan_scenario entries[] = {entry_of(&first, 2, 1), entry_of(&second, 2, 3)};
    static const size_t expected[] = {0, 0, 1, 1, 1, 1, 1, 1};
    struct plan plan = plan_of(entries, 2);
    CU_ASSERT_EQUAL_FATAL(plan.trial_count, 8);
    for (size_t i = 0; i < 8; i++)
        CU_ASSERT_EQUAL(plan.trials[i].scenario, expected[i]);
    CU_ASSERT_EQUAL(plan.load_ns, (2 * 7 + 6 * 3) * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(plan.total_ns, plan.load_ns + 8 * PLAN_TRIAL_OVERHEAD_NS);
    CU_ASSERT_EQUAL(plan_left_ns(&plan, 0), plan.total_ns);
    CU_ASSERT_EQUAL(plan_left_ns(&plan, 7), 3 * ONE_SECOND_NS + PLAN_TRIAL_OVERHEAD_NS);
    CU_ASSERT_EQUAL(plan_left_ns(&plan, 8), 0);
    plan_release(&plan);
    scenario_release(&first);
    scenario_release(&second);
}

static CU_TestInfo tests[] = {
    {"every block measures every server once, with the block's seed",
     every_block_measures_every_server_once_with_the_blocks_seed},
    {"every second block is the mirror of the one before",
     every_second_block_is_the_mirror_of_the_one_before},
    {"pairs of blocks are shuffled anew, and seeds change the order",
     pairs_of_blocks_are_shuffled_anew_and_seeds_change_the_order},
    {"every server comes first about equally often", every_server_comes_first_about_equally_often},
    {"the same input gives the same plan", the_same_input_gives_the_same_plan},
    {"scenarios take turns by block and end with their repetitions",
     scenarios_take_turns_by_block_and_end_with_their_repetitions},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("plan", tests)
