/* What every model answers, however the bytes come. */
#include <string.h>
#include <sys/socket.h>

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

static void every_route_answers(void)
{
    static const struct {
        const char *target;
        unsigned status;
        size_t length;
    } cases[] = {
        {"/hello", 200, 13},          {"/work", 200, 2},
        {"/work?bytes=0", 200, 0},    {"/work?cpu=10us&wait=10us&bytes=70", 200, 70},
        {"/work?nonsense=1", 400, 0}, {"/no/such/route", 404, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client client = connected();
        CU_ASSERT(client_get(&client, cases[i].target));
        CU_ASSERT(client_receive(&client, &response));
        CU_ASSERT_EQUAL(response.status, cases[i].status);
        if (cases[i].status == 200)
            CU_ASSERT_EQUAL(response.body_length, cases[i].length);
        client_close(&client);
    }
    struct client client = connected();
    CU_ASSERT(client_ask(&client, "/healthz", &response));
    CU_ASSERT(client_ask(&client, "/hello", &response));
    CU_ASSERT_STRING_EQUAL(response.body, "Hello, world!");
    client_close(&client);
}

static void a_connection_is_kept_and_names_its_worker_once(void)
{
    struct client client = connected();
    for (int i = 0; i < 5; i++) {
        CU_ASSERT(client_ask(&client, i % 2 == 0 ? "/hello" : "/work?bytes=5", &response));
        CU_ASSERT_FALSE(response.closes);
        CU_ASSERT_EQUAL(response.worker >= 0 && response.worker < STATS_SLOTS, i == 0);
    }
    client_close(&client);
}

static void a_client_that_wants_to_close_is_closed(void)
{
    struct client client = connected();
    CU_ASSERT(client_send(&client, "GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT(response.closes);
    CU_ASSERT(client_is_at_end(&client));
    client_close(&client);
}

static void pipelined_requests_are_answered_in_order(void)
{
    struct client client = connected();
    CU_ASSERT(client_send(&client, "GET /work?wait=30ms&bytes=3 HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /work?bytes=7 HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    const size_t lengths[] = {3, 7, 13};
    for (int i = 0; i < 3; i++) {
        CU_ASSERT(client_receive(&client, &response));
        CU_ASSERT_EQUAL(response.body_length, lengths[i]);
    }
    client_close(&client);
}

static void a_request_may_come_byte_by_byte(void)
{
    static const char request[] = "GET /work?bytes=9&wait=1ms HTTP/1.1\r\nHost: test\r\n\r\n";
    struct client client = connected();
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i + 1 < sizeof request; i++) {
            char byte[2] = {request[i], '\0'};
            CU_ASSERT(client_send(&client, byte));
        }
        CU_ASSERT(client_receive(&client, &response));
        CU_ASSERT_EQUAL(response.body_length, 9);
    }
    client_close(&client);
}

static void a_half_closed_client_still_gets_all_of_its_answer(void)
{
    struct client client = connected();
    CU_ASSERT(client_get(&client, "/work?wait=50ms&bytes=300k"));
    CU_ASSERT_EQUAL(shutdown(client.fd, SHUT_WR), 0);
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.body_length, 300 * 1024);
    CU_ASSERT(client_is_at_end(&client));
    client_close(&client);
}

static void garbage_ends_that_client_only(void)
{
    static const char *const garbage[] = {
        "\x16\x03\x01\x02 hello TLS\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\n folded: x\r\n\r\n",
        "GET /hello HTTP/1.1\nHost: t\n\n",
        "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\nbody",
        "\r\n\r\n\r\n\r\nrubbish rubbish rubbish\r\n\r\n",
    };
    struct client other = connected();
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        struct client client = connected();
        CU_ASSERT(client_send(&client, garbage[i]));
        CU_ASSERT(client_receive(&client, &response));
        CU_ASSERT_EQUAL(response.status, 400);
        CU_ASSERT(response.closes);
        CU_ASSERT(client_is_at_end(&client));
        client_close(&client);
        CU_ASSERT(client_ask(&other, "/hello", &response));
    }
    client_close(&other);
}

static void an_early_refusal_reaches_a_client_that_is_still_sending(void)
{
    static char body[512 * 1024];
    memset(body, 'x', sizeof body - 1);
    struct client client = connected();
    CU_ASSERT(
        client_send(&client, "POST /work HTTP/1.1\r\nHost: t\r\nContent-Length: 4000000\r\n\r\n"));
    for (int i = 0; i < 7; i++)
        (void)client_send(&client, body); /* may fail once the server has closed */
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.status, 413);
    client_close(&client);
}

static void head_is_get_without_the_body(void)
{
    struct client client = connected();
    CU_ASSERT(client_send(&client, "HEAD /work?bytes=1k HTTP/1.1\r\nHost: t\r\n\r\n"
                                   "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
    CU_ASSERT(client_receive_head(&client, &response));
    CU_ASSERT_EQUAL(response.status, 200);
    CU_ASSERT_PTR_NOT_NULL(strstr(response.head, "\r\nContent-Length: 1024\r\n"));
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.body_length, 13);
    client_close(&client);
}

static void a_large_body_has_its_exact_length(void)
{
    struct client client = connected();
    CU_ASSERT(client_ask(&client, "/work?bytes=1M", &response));
    CU_ASSERT_EQUAL(response.body_length, 1024 * 1024);
    CU_ASSERT(client_ask(&client, "/work?bytes=16M", &response));
    CU_ASSERT_EQUAL(response.body_length, 16 * 1024 * 1024);
    CU_ASSERT(client_ask(&client, "/hello", &response)); /* and not one byte more */
    client_close(&client);
}

static uint64_t ask_ns(struct client *client, const char *target)
{
    uint64_t start_ns = clock_now_ns();
    CU_ASSERT(client_ask(client, target, &response));
    return clock_now_ns() - start_ns;
}

static void no_answer_comes_early(void)
{
    struct client client = connected();
    for (int i = 0; i < 3; i++) {
        CU_ASSERT(ask_ns(&client, "/work?cpu=20ms&wait=50ms") >= 70 * ONE_MS_NS);
        CU_ASSERT(ask_ns(&client, "/work?wait=1500us") >= 1500 * ONE_US_NS);
        CU_ASSERT(ask_ns(&client, "/work?wait=20ms&wait=30ms") >= 50 * ONE_MS_NS);
    }
    client_close(&client);
}

static void waits_run_side_by_side_and_none_is_early(void)
{
    struct client clients[20];
    for (int i = 0; i < 20; i++)
        clients[i] = connected();
    uint64_t start_ns = clock_now_ns();
    for (int i = 0; i < 20; i++)
        CU_ASSERT(client_get(&clients[i], "/work?cpu=1ms&wait=300ms"));
    uint64_t sent_ns = clock_now_ns();
    for (int i = 0; i < 20; i++) {
        CU_ASSERT(client_receive(&clients[i], &response));
        CU_ASSERT(clock_now_ns() - start_ns >= 301 * ONE_MS_NS);
        client_close(&clients[i]);
    }
    /* One after the other they would take 6 s. */
    CU_ASSERT(clock_now_ns() - sent_ns < 3 * ONE_SECOND_NS);
}

static CU_TestInfo tests[] = {
    {"every route answers", every_route_answers},
    {"a connection is kept and names its worker once",
     a_connection_is_kept_and_names_its_worker_once},
    {"a client that wants to close is closed", a_client_that_wants_to_close_is_closed},
    {"pipelined requests are answered in order", pipelined_requests_are_answered_in_order},
    {"a request may come byte by byte", a_request_may_come_byte_by_byte},
    {"a half-closed client still gets all of its answer",
     a_half_closed_client_still_gets_all_of_its_answer},
    {"garbage ends that client only", garbage_ends_that_client_only},
    {"an early refusal reaches a client that is still sending",
     an_early_refusal_reaches_a_client_that_is_still_sending},
    {"HEAD is GET without the body", head_is_get_without_the_body},
    {"a large body has its exact length", a_large_body_has_its_exact_length},
    {"no answer comes early", no_answer_comes_early},
    {"waits run side by side and none is early", waits_run_side_by_side_and_none_is_early},
    CU_TEST_INFO_NULL,
};

static int run(const char *model)
{
    server_start(&server, NULL);
    int status = suite_run(model, tests);
    return server_stop(&server) == 0 ? status : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    return argc == 2 ? server_for_each_model(argv[1], run) : EXIT_FAILURE;
}
