/* Virtual users: each sends its next request when the last one is answered, and pauses when it was
 * not. */
#include "loadgen/users.h"

#include "tests/support/load_rig.h"

static void go_with_users(struct load_rig *rig, unsigned users, const char *scenario)
{
    load_rig_read(rig, scenario);
    load_rig_use_users(rig, users);
    load_rig_go(rig);
    CU_ASSERT_TRUE(load_rig_balances(rig));
}

static void each_user_has_one_request_in_flight(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_SILENT});
    go_with_users(&rig, 5, LOAD_RIG_SCENARIO("1/s", "100ms", ""));
    CU_ASSERT_EQUAL(load_rig_begun(&rig), 5);
    CU_ASSERT_EQUAL(rig.server.seen_count, 5);
    CU_ASSERT_EQUAL(rig.run.recorder.steps[0].connections_peak, 5);
    load_rig_close(&rig);
}

static void a_fast_server_gets_more_requests(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    go_with_users(&rig, 5, LOAD_RIG_SCENARIO("1/s", "100ms", ""));
    CU_ASSERT(load_rig_begun(&rig) > 50);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), load_rig_begun(&rig));
    CU_ASSERT_EQUAL(rig.server.seen_count, load_rig_begun(&rig));
    CU_ASSERT_EQUAL(rig.server.accepted, 5);
    load_rig_close(&rig);
}

static void a_request_of_a_user_is_never_late(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    go_with_users(&rig, 5, LOAD_RIG_SCENARIO("1/s", "100ms", ""));
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->lag.max_ns, 0);
    load_rig_close(&rig);
}

static void a_connection_that_is_closed_is_opened_anew(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_CLOSE});
    go_with_users(&rig, 3, LOAD_RIG_SCENARIO("1/s", "100ms", ""));
    CU_ASSERT(load_rig_begun(&rig) > 15);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), load_rig_begun(&rig));
    CU_ASSERT(rig.server.accepted >= load_rig_begun(&rig));
    load_rig_close(&rig);
}

/* 350 ms and pauses of 100 ms: at most four rounds. */
static void a_user_without_an_answer_pauses(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_RESET});
    go_with_users(&rig, 4, LOAD_RIG_SCENARIO("1/s", "350ms", ""));
    CU_ASSERT(load_rig_begun(&rig) >= 4 && load_rig_begun(&rig) <= 16);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_RESET_BEFORE_RESPONSE), load_rig_begun(&rig));
    load_rig_close(&rig);
}

static void users_of_a_dead_server_do_not_hammer_it(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER, .die_at_ns = 50 * ONE_MS_NS});
    go_with_users(&rig, 4, LOAD_RIG_SCENARIO("1/s", "400ms", ""));
    uint64_t refused = load_rig_count(&rig, OUTCOME_CONNECT_REFUSED);
    CU_ASSERT(refused >= 4 && refused <= 16);
    load_rig_close(&rig);
}

static void users_are_dealt_out_to_threads(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_SILENT});
    rig.config.threads = 3;
    go_with_users(&rig, 7, LOAD_RIG_SCENARIO("1/s", "100ms", ""));
    CU_ASSERT_EQUAL(load_rig_begun(&rig), 7);
    CU_ASSERT_EQUAL(rig.server.accepted, 7);
    load_rig_close(&rig);
}

/* They pause when their phase ends, and the phase after it has arrivals instead of users. */
static void users_stay_in_their_phase(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_RESET});
    go_with_users(&rig, 4,
                  LOAD_RIG_SCENARIO("1/s", "50ms",
                                    "}, {\"name\": \"next\", \"executor\":"
                                    " \"constant-arrival-rate\", \"arrivals\": \"constant\","
                                    " \"rate\": \"50/s\", \"duration\": \"200ms\""));
    CU_ASSERT_EQUAL(load_rig_begun(&rig), 4);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 1, 0)->begun, 10);
    load_rig_close(&rig);
}

static CU_TestInfo tests[] = {
    {"each user has one request in flight", each_user_has_one_request_in_flight},
    {"a fast server gets more requests", a_fast_server_gets_more_requests},
    {"a request of a user is never late", a_request_of_a_user_is_never_late},
    {"a connection that is closed is opened anew", a_connection_that_is_closed_is_opened_anew},
    {"a user without an answer pauses", a_user_without_an_answer_pauses},
    {"users of a dead server do not hammer it", users_of_a_dead_server_do_not_hammer_it},
    {"users are dealt out to threads", users_are_dealt_out_to_threads},
    {"users stay in their phase", users_stay_in_their_phase},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("users", tests)
