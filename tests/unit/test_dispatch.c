/* What becomes of due requests when connections are busy: opened, queued or dropped as told. */
#include "loadgen/dispatch.h"

#include "tests/support/load_rig.h"

/* 40 requests within 200 ms against a server that keeps each of 8 connections for 150 ms. */
static void open_rig(struct load_rig *rig, const char *scenario)
{
    load_rig_open(rig, &(struct script){.manner = SCRIPT_SILENT});
    load_rig_run(rig, scenario);
    CU_ASSERT_EQUAL(load_rig_begun(rig), 40);
    CU_ASSERT_TRUE(load_rig_balances(rig));
}

static void connections_are_opened_on_demand_up_to_the_limit(void)
{
    struct load_rig rig;
    open_rig(&rig, LOAD_RIG_SCENARIO("200/s", "200ms", ""));
    CU_ASSERT_EQUAL(rig.run.recorder.steps[0].connections_peak, 8);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_RESPONSE_TIMEOUT), 40);
    /* The 9th request waited until a connection had timed out. */
    CU_ASSERT(histogram_percentile(&load_rig_cell(&rig, 0, 0)->connection_wait, 50) >
              50 * ONE_MS_NS);
    load_rig_close(&rig);
}

static void a_fast_server_needs_few_connections(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("50/s", "200ms", ""));
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 10);
    CU_ASSERT(rig.server.accepted < 8);
    load_rig_close(&rig);
}

static void a_pool_that_queues_is_open_before_the_start(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("50/s", "200ms", ", \"onBusy\": \"queue\""));
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 10);
    CU_ASSERT_EQUAL(rig.server.accepted, 8);
    CU_ASSERT_EQUAL(rig.run.recorder.steps[0].connections_peak, 8);
    load_rig_close(&rig);
}

static void queued_requests_are_sent_in_the_order_they_came(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER,
                                         .freeze_from_ns = 20 * ONE_MS_NS,
                                         .freeze_for_ns = 100 * ONE_MS_NS});
    load_rig_run(&rig, "{\"version\": 1, \"name\": \"order\", \"connections\": {\"max\": 1},"
                       " \"requests\": {\"a\": {\"path\": \"/a\"}, \"b\": {\"path\": \"/b\"}},"
                       " \"mix\": [{\"request\": \"a\", \"weight\": 1},"
                       " {\"request\": \"b\", \"weight\": 1}],"
                       " \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\","
                       " \"rate\": \"300/s\", \"duration\": \"200ms\"}]}");
    struct traffic traffic;
    CU_ASSERT_TRUE_FATAL(traffic_init(&traffic, &rig.scenario, "x", 1, &rig.error));
    CU_ASSERT(rig.server.seen_count > 30);
    for (size_t i = 0; i < rig.server.seen_count; i++)
        CU_ASSERT_EQUAL(rig.server.seen[i].target[1],
                        traffic_pick(&traffic, 0, i) == 0 ? 'a' : 'b');
    traffic_release(&traffic);
    load_rig_close(&rig);
}

static void a_pool_that_drops_lets_nobody_wait(void)
{
    struct load_rig rig;
    open_rig(&rig, LOAD_RIG_SCENARIO("200/s", "200ms", ", \"onBusy\": \"drop\""));
    uint64_t dropped = load_rig_count(&rig, OUTCOME_DROPPED);
    CU_ASSERT(dropped >= 15);
    CU_ASSERT_EQUAL(dropped + rig.server.seen_count, 40);
    load_rig_close(&rig);
}

static void requests_beyond_max_in_flight_are_dropped(void)
{
    struct load_rig rig;
    open_rig(&rig, LOAD_RIG_SCENARIO("200/s", "200ms", ", \"maxInFlight\": 3"));
    CU_ASSERT_EQUAL(rig.run.recorder.steps[0].connections_peak, 3);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_DROPPED) + rig.server.seen_count, 40);
    CU_ASSERT_STRING_EQUAL(load_rig_cell(&rig, 0, 0)->errors[0].words, "maxInFlight was reached");
    load_rig_close(&rig);
}

static void requests_that_wait_past_their_deadline_are_dropped(void)
{
    struct load_rig rig;
    open_rig(&rig, LOAD_RIG_SCENARIO("200/s", "200ms", ", \"deadline\": \"30ms\""));
    CU_ASSERT(load_rig_count(&rig, OUTCOME_DROPPED) >= 10);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_DROPPED) + rig.server.seen_count, 40);
    load_rig_close(&rig);
}

static CU_TestInfo tests[] = {
    {"connections are opened on demand up to the limit",
     connections_are_opened_on_demand_up_to_the_limit},
    {"a fast server needs few connections", a_fast_server_needs_few_connections},
    {"a pool that queues is open before the start", a_pool_that_queues_is_open_before_the_start},
    {"queued requests are sent in the order they came",
     queued_requests_are_sent_in_the_order_they_came},
    {"a pool that drops lets nobody wait", a_pool_that_drops_lets_nobody_wait},
    {"requests beyond maxInFlight are dropped", requests_beyond_max_in_flight_are_dropped},
    {"requests that wait past their deadline are dropped",
     requests_that_wait_past_their_deadline_are_dropped},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("dispatch", tests)
