/* A whole run: threads, labels and the merge of what they recorded. */
#include "loadgen/run.h"

#include "tests/support/load_rig.h"

static void records_of_all_threads_are_merged(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    rig.config.threads = 4;
    load_rig_run(&rig, LOAD_RIG_SCENARIO("200/s", "200ms", ", \"onBusy\": \"queue\""));
    CU_ASSERT_EQUAL(load_rig_begun(&rig), 40);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 40);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->response.total, 40);
    CU_ASSERT_EQUAL(rig.run.recorder.steps[0].connections_peak, 8); /* 2 of each thread */
    load_rig_close(&rig);
}

static void a_run_knows_its_cost_and_its_start(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    CU_ASSERT(rig.run.cpu_ns > 0);
    CU_ASSERT(rig.run.plan.zero_ns > 0);
    CU_ASSERT_EQUAL(rig.run.signal, 0);
    CU_ASSERT_EQUAL(strlen(rig.run.started_at), sizeof "2026-01-31T10:12:45Z" - 1);
    load_rig_close(&rig);
}

static void waiting_costs_nothing(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("2/s", "1s", ""));
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 2);
    CU_ASSERT(rig.run.cpu_ns < 500 * ONE_MS_NS); /* it slept */
    load_rig_close(&rig);
}

static void the_same_seed_sends_the_same(void)
{
    char targets[2][4096] = {"", ""};
    for (unsigned i = 0; i < 2; i++) {
        struct load_rig rig;
        load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
        rig.config.threads = 1;
        load_rig_run(&rig, "{\"version\": 1, \"name\": \"same\", \"connections\": {\"max\": 1},"
                           " \"requests\": {\"a\": {\"path\": \"/a\"}, \"b\": {\"path\": \"/b\"}},"
                           " \"mix\": [{\"request\": \"a\", \"weight\": 1},"
                           " {\"request\": \"b\", \"weight\": 2}],"
                           " \"phases\": [{\"name\": \"load\", \"executor\":"
                           " \"constant-arrival-rate\", \"rate\": \"300/s\","
                           " \"duration\": \"200ms\"}]}");
        for (size_t k = 0; k < rig.server.seen_count; k++)
            targets[i][k] = rig.server.seen[k].target[1];
        CU_ASSERT(rig.server.seen_count > 30);
        load_rig_close(&rig);
    }
    CU_ASSERT_STRING_EQUAL(targets[0], targets[1]);
}

static CU_TestInfo tests[] = {
    {"records of all threads are merged", records_of_all_threads_are_merged},
    {"a run knows its cost and its start", a_run_knows_its_cost_and_its_start},
    {"waiting costs nothing", waiting_costs_nothing},
    {"the same seed sends the same", the_same_seed_sends_the_same},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("run", tests)
