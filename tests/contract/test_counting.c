/* What every model counts on the stats page, against what the client did. */
#include "core/clock.h"
#include "tests/support/server.h"
#include "tests/support/suite.h"

static struct server server;
static struct response response;

static struct client connected(void)
{
    struct client client;
    CU_ASSERT_FATAL(client_connect(&client, server.port));
    return client;
}

static uint64_t durations(void)
{
    uint64_t sum = 0;
    for (size_t i = 0; i <= STATS_DURATION_BUCKETS; i++)
        sum += server_count(&server,
                            offsetof(struct stats_slot, durations) + i * sizeof(stats_counter));
    return sum;
}

static void the_page_says_who_serves_and_that_it_is_ready(void)
{
    server_start(&server, NULL);
    CU_ASSERT_STRING_EQUAL(server.stats->model, under_test.model);
    CU_ASSERT_EQUAL(server.stats->pid, (uint32_t)server.process.pid);
    CU_ASSERT_EQUAL(stats_read(&server.stats->ready), 1);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void every_request_and_connection_is_counted_once(void)
{
    static const struct {
        const char *target;
        unsigned times;
    } mix[] = {{"/hello", 7},
               {"/work?bytes=3", 5},
               {"/work?nonsense=1", 2},
               {"/healthz", 4},
               {"/nowhere", 3}};

    server_start(&server, NULL);
    for (int round = 0; round < 3; round++) {
        struct client client = connected();
        for (size_t i = 0; i < sizeof mix / sizeof *mix; i++)
            for (unsigned n = 0; n < mix[i].times; n++)
                CU_ASSERT(client_get(&client, mix[i].target) && client_receive(&client, &response));
        CU_ASSERT_EQUAL(SERVER_COUNT(&server, connections_open), 1);
        client_close(&client);
        CU_ASSERT(server_wait_for_open(&server, 0));
    }
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, connections_accepted), 3);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, connections_refused), 0);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests[STATS_ROUTE_HELLO]), 21);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests[STATS_ROUTE_WORK]), 21);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests[STATS_ROUTE_HEALTHZ]), 12);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests[STATS_ROUTE_OTHER]), 9);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, responses[1]), 48);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, responses[3]), 15);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests_in_flight), 0);
    CU_ASSERT_EQUAL(durations(), 63);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void a_request_is_in_flight_until_it_is_answered(void)
{
    server_start(&server, NULL);
    struct client client = connected();
    CU_ASSERT(client_get(&client, "/work?wait=100ms"));
    uint64_t until_ns = clock_now_ns() + 10 * ONE_SECOND_NS;
    while (SERVER_COUNT(&server, requests_in_flight) == 0 && clock_now_ns() < until_ns)
        continue;
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests_in_flight), 1);
    CU_ASSERT(client_receive(&client, &response));
    while (SERVER_COUNT(&server, requests_in_flight) == 1 && clock_now_ns() < until_ns)
        continue; /* the answer may be here before it is counted */
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests_in_flight), 0);
    CU_ASSERT(SERVER_COUNT(&server, duration_sum_ns) >= 100 * ONE_MS_NS);
    client_close(&client);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void the_worker_named_is_the_slot_that_counts(void)
{
    server_start(&server, NULL);
    for (int i = 0; i < STATS_SLOTS + 2; i++) {
        struct client client = connected();
        CU_ASSERT(client_ask(&client, "/hello", &response));
        CU_ASSERT_FATAL(response.worker >= 0 && response.worker < STATS_SLOTS);
        const struct stats_slot *slot = &server.stats->slots[response.worker];
        uint64_t before = stats_read(&slot->requests[STATS_ROUTE_HELLO]);
        CU_ASSERT(client_ask(&client, "/hello", &response));
        CU_ASSERT_EQUAL(stats_read(&slot->requests[STATS_ROUTE_HELLO]), before + 1);
        client_close(&client);
    }
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

/* Which slot has a loop, or NULL: then the model has none. */
static const struct stats_slot *slot_with_a_loop(void)
{
    for (size_t i = 0; i < STATS_SLOTS; i++)
        if (stats_read(&server.stats->slots[i].loop_iterations) > 0)
            return &server.stats->slots[i];
    return NULL;
}

static void a_blocked_loop_is_seen_from_outside(void)
{
    server_start(&server, NULL);
    struct client client = connected();
    CU_ASSERT(client_ask(&client, "/work?wait=50ms", &response));
    const struct stats_slot *slot = slot_with_a_loop();
    if (slot != NULL) {
        CU_ASSERT_EQUAL(stats_read(&slot->loop_blocked_ns), 0); /* waiting does not block */
        CU_ASSERT(client_get(&client, "/work?cpu=200ms"));
        uint64_t start_ns = clock_now_ns();
        clock_sleep_until_ns(start_ns + 100 * ONE_MS_NS);
        uint64_t entered_ns = stats_read(&slot->loop_entered_ns);
        CU_ASSERT(entered_ns != 0); /* it does not answer, and yet it shows */
        CU_ASSERT(client_receive(&client, &response));
        uint64_t answered_ns = clock_now_ns();
        struct busy_interval intervals[4];
        uint64_t next = 0;
        while (stats_read(&slot->busy_written) == 0)
            CU_ASSERT_FATAL(clock_now_ns() - answered_ns < 10 * ONE_SECOND_NS);
        CU_ASSERT_EQUAL(stats_busy_since(slot, 0, intervals, 4, &next), 1);
        CU_ASSERT_EQUAL(intervals[0].start_ns, entered_ns);
        CU_ASSERT(intervals[0].end_ns - intervals[0].start_ns >= 200 * ONE_MS_NS);
        CU_ASSERT_EQUAL(stats_read(&slot->loop_blocked_ns),
                        intervals[0].end_ns - intervals[0].start_ns);
    }
    client_close(&client);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static CU_TestInfo tests[] = {
    {"the page says who serves and that it is ready",
     the_page_says_who_serves_and_that_it_is_ready},
    {"every request and connection is counted once", every_request_and_connection_is_counted_once},
    {"a request is in flight until it is answered", a_request_is_in_flight_until_it_is_answered},
    {"the worker named is the slot that counts", the_worker_named_is_the_slot_that_counts},
    {"a blocked loop is seen from outside", a_blocked_loop_is_seen_from_outside},
    CU_TEST_INFO_NULL,
};

static int run(const char *model)
{
    return suite_run(model, tests);
}

int main(int argc, char **argv)
{
    return argc == 2 ? server_for_each_model(argv[1], run) : EXIT_FAILURE;
}
