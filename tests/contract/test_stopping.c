/* How every model stops: what is in flight is finished, nothing is left, nobody is waited for
 * longer than was said. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "core/clock.h"
#include "tests/support/server.h"
#include "tests/support/suite.h"

#define PATIENCE_NS (20 * ONE_SECOND_NS)

static struct server server;
static struct response response;

static struct client connected(void)
{
    struct client client;
    CU_ASSERT_FATAL(client_connect(&client, server.port));
    return client;
}

static bool wait_for_requests_in_flight(uint64_t count)
{
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    while (SERVER_COUNT(&server, requests_in_flight) != count) {
        if (clock_now_ns() > until_ns)
            return false;
        clock_sleep_until_ns(clock_now_ns() + ONE_MS_NS);
    }
    return true;
}

/* The server has noticed that it must stop. */
static bool refuses_new_clients(void)
{
    struct client client;
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    while (client_connect(&client, server.port)) {
        client_close(&client);
        if (clock_now_ns() > until_ns)
            return false;
    }
    return true;
}

/* Waits for its end and returns the exit status; *took_ns counts from now. */
static int wait_for_end(uint64_t *took_ns)
{
    uint64_t start_ns = clock_now_ns();
    int status = process_wait(&server.process, PATIENCE_NS);
    *took_ns = clock_now_ns() - start_ns;
    server_release(&server, status == 143 ? 0 : status);
    return status;
}

static void quiet_connections_do_not_hold_it_up(void)
{
    const int signals[] = {SIGTERM, SIGINT};
    for (int i = 0; i < 2; i++) {
        server_start(&server, (const char *const[]){"--idle-timeout=1h", NULL});
        struct client silent = connected();
        struct client quiet = connected();
        CU_ASSERT(client_ask(&quiet, "/hello", &response));
        CU_ASSERT(server_wait_for_open(&server, 2));
        uint64_t took_ns;
        process_signal(&server.process, signals[i]);
        CU_ASSERT_EQUAL(wait_for_end(&took_ns), 0);
        CU_ASSERT(took_ns < 5 * ONE_SECOND_NS);
        CU_ASSERT(client_is_at_end(&silent));
        CU_ASSERT(client_is_at_end(&quiet));
        client_close(&silent);
        client_close(&quiet);
    }
}

static void a_request_in_flight_is_answered_and_told_to_close(void)
{
    server_start(&server, NULL);
    struct client waits = connected();
    struct client slow = connected();
    CU_ASSERT(client_get(&waits, "/work?wait=400ms&bytes=200k"));
    CU_ASSERT(client_send(&slow, "GET /hello HTTP/1.1\r\n")); /* half a request has begun, too */
    CU_ASSERT(wait_for_requests_in_flight(2));
    process_signal(&server.process, SIGTERM);
    CU_ASSERT(refuses_new_clients());
    CU_ASSERT(client_send(&slow, "Host: t\r\n\r\n"));
    CU_ASSERT(client_receive(&slow, &response));
    CU_ASSERT(response.closes);
    CU_ASSERT(client_receive(&waits, &response));
    CU_ASSERT_EQUAL(response.body_length, 200 * 1024);
    CU_ASSERT(response.closes);
    CU_ASSERT(client_is_at_end(&waits));
    client_close(&slow);
    client_close(&waits);
    uint64_t took_ns;
    CU_ASSERT_EQUAL(wait_for_end(&took_ns), 0);
    CU_ASSERT(took_ns < 5 * ONE_SECOND_NS);
}

#define LOADERS 8

struct loader {
    pthread_t thread;
    uint64_t answered;
    bool truncated; /* a response began and did not come whole */
};

static void *load_until_the_end(void *argument)
{
    struct loader *loader = argument;
    struct client client;
    struct response mine;
    while (client_connect(&client, server.port)) {
        while (client_get(&client, "/work?cpu=200us&wait=1ms&bytes=2k")) {
            if (!client_receive(&client, &mine)) {
                loader->truncated |= mine.head[0] != '\0';
                break;
            }
            loader->answered++;
        }
        client_close(&client);
    }
    return NULL;
}

static void under_load_no_response_is_cut_short(void)
{
    struct loader loaders[LOADERS] = {0};
    server_start(&server, NULL);
    for (int i = 0; i < LOADERS; i++)
        CU_ASSERT_FATAL(pthread_create(&loaders[i].thread, NULL, load_until_the_end, &loaders[i]) ==
                        0);
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    while (SERVER_COUNT(&server, responses[1]) < 500 && clock_now_ns() < until_ns)
        clock_sleep_until_ns(clock_now_ns() + ONE_MS_NS);
    process_signal(&server.process, SIGTERM);
    uint64_t start_ns = clock_now_ns();
    int status = process_wait(&server.process, PATIENCE_NS);
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT(clock_now_ns() - start_ns < DRAIN_DEADLINE_NS);
    uint64_t answered = 0;
    for (int i = 0; i < LOADERS; i++) {
        pthread_join(loaders[i].thread, NULL);
        CU_ASSERT_FALSE(loaders[i].truncated);
        answered += loaders[i].answered;
    }
    CU_ASSERT(answered >= 500);
    /* What the server sent whole and what arrived whole are the same, to the request. */
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, responses[1]), answered);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, connections_open), 0);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests_in_flight), 0);
    CU_ASSERT(refuses_new_clients());
    server_release(&server, status);
}

static void the_drain_deadline_ends_what_takes_too_long(void)
{
    const char *const long_requests[] = {"/work?wait=50s", "/work?cpu=50s", "/work?bytes=16M"};
    for (int i = 0; i < 3; i++) {
        server_start(&server, (const char *const[]){"--drain-timeout=200ms", NULL});
        struct client client = connected();
        CU_ASSERT(client_get(&client, long_requests[i])); /* and does not read it */
        CU_ASSERT(wait_for_requests_in_flight(1));
        uint64_t took_ns, start_ns = clock_now_ns();
        process_signal(&server.process, SIGTERM);
        CU_ASSERT_EQUAL(wait_for_end(&took_ns), 0);
        CU_ASSERT(clock_now_ns() - start_ns >= 200 * ONE_MS_NS);
        CU_ASSERT(took_ns < 5 * ONE_SECOND_NS);
        client_close(&client);
    }
}

static void a_second_signal_ends_it_at_once(void)
{
    server_start(&server, NULL);
    struct client client = connected();
    CU_ASSERT(client_get(&client, "/work?wait=50s"));
    CU_ASSERT(wait_for_requests_in_flight(1));
    process_signal(&server.process, SIGTERM);
    CU_ASSERT(refuses_new_clients());
    process_signal(&server.process, SIGTERM);
    uint64_t took_ns;
    CU_ASSERT_EQUAL(wait_for_end(&took_ns), 128 + SIGTERM);
    CU_ASSERT(took_ns < 5 * ONE_SECOND_NS);
    client_close(&client);
}

static void other_signals_leave_it_alone(void)
{
    server_start(&server, NULL);
    struct client client = connected();
    CU_ASSERT(client_ask(&client, "/hello", &response));
    process_signal(&server.process, SIGPIPE);
    process_signal(&server.process, SIGHUP);
    CU_ASSERT(client_ask(&client, "/hello", &response));
    client_close(&client);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static CU_TestInfo tests[] = {
    {"quiet connections do not hold it up", quiet_connections_do_not_hold_it_up},
    {"a request in flight is answered and told to close",
     a_request_in_flight_is_answered_and_told_to_close},
    {"under load no response is cut short", under_load_no_response_is_cut_short},
    {"the drain deadline ends what takes too long", the_drain_deadline_ends_what_takes_too_long},
    {"a second signal ends it at once", a_second_signal_ends_it_at_once},
    {"other signals leave it alone", other_signals_leave_it_alone},
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
