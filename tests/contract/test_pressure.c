/* What every model does when there is too much of something: clients, data, silence. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

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

/* CPU time of the server in this span of real time. */
static uint64_t cpu_used_in_ns(uint64_t span_ns)
{
    uint64_t before_ns = process_cpu_ns(&server.process);
    clock_sleep_until_ns(clock_now_ns() + span_ns);
    return process_cpu_ns(&server.process) - before_ns;
}

#define CROWD 200

static void two_hundred_clients_are_served_at_once(void)
{
    static struct client clients[CROWD];
    server_start(&server, NULL);
    for (int i = 0; i < CROWD; i++)
        clients[i] = connected();
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < CROWD; i++)
            CU_ASSERT(client_get(&clients[i], "/work?wait=100ms&bytes=200"));
        for (int i = 0; i < CROWD; i++) {
            CU_ASSERT(client_receive(&clients[i], &response));
            CU_ASSERT_EQUAL(response.body_length, 200);
        }
    }
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, connections_open), CROWD);
    for (int i = 0; i < CROWD; i++)
        client_close(&clients[i]);
    CU_ASSERT(server_wait_for_open(&server, 0));
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void descriptors_and_threads_return_to_the_count_before(void)
{
    server_start(&server, NULL);
    struct client first = connected();
    CU_ASSERT(client_ask(&first, "/hello", &response));
    client_close(&first);
    CU_ASSERT(server_wait_for_open(&server, 0));
    clock_sleep_until_ns(clock_now_ns() + 20 * ONE_MS_NS); /* a thread that has left still ends */
    unsigned descriptors = process_count_descriptors(&server.process);
    unsigned threads = process_count_threads(&server.process);
    for (int i = 0; i < 100; i++) {
        struct client client = connected();
        if (i % 3 > 0)
            CU_ASSERT(client_get(&client, i % 3 == 1 ? "/work?bytes=16M" : "/work?wait=10ms"));
        if (i % 2 == 0)
            client_close_reset(&client); /* aborts in the middle of the response */
        else
            client_close(&client);
    }
    CU_ASSERT(server_wait_for_open(&server, 0));
    uint64_t until_ns = clock_now_ns() + 10 * ONE_SECOND_NS;
    while ((process_count_descriptors(&server.process) != descriptors ||
            process_count_threads(&server.process) != threads) &&
           clock_now_ns() < until_ns)
        clock_sleep_until_ns(clock_now_ns() + ONE_MS_NS);
    CU_ASSERT_EQUAL(process_count_descriptors(&server.process), descriptors);
    CU_ASSERT_EQUAL(process_count_threads(&server.process), threads);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, requests_in_flight), 0);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void quiet_connections_are_closed(void)
{
    server_start(&server, (const char *const[]){"--idle-timeout=300ms", NULL});
    uint64_t start_ns = clock_now_ns();
    struct client silent = connected();
    struct client once = connected();
    uint64_t asked_ns = clock_now_ns();
    CU_ASSERT(client_ask(&once, "/work?wait=100ms", &response));
    CU_ASSERT(client_is_at_end(&silent));
    CU_ASSERT(clock_now_ns() - start_ns >= 300 * ONE_MS_NS);
    CU_ASSERT(client_is_at_end(&once));
    CU_ASSERT(clock_now_ns() - asked_ns >= (100 + 300) * ONE_MS_NS); /* since its answer */
    CU_ASSERT(clock_now_ns() - asked_ns < 5 * ONE_SECOND_NS);
    client_close(&silent);
    client_close(&once);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void a_slow_head_gets_408_however_it_trickles(void)
{
    server_start(&server, (const char *const[]){"--head-timeout=300ms", NULL});
    struct client client = connected();
    CU_ASSERT(client_ask(&client, "/hello", &response));
    uint64_t start_ns = clock_now_ns();
    CU_ASSERT(client_send(&client, "GET /hello HTTP/1.1\r\n"));
    struct pollfd answer = {.fd = client.fd, .events = POLLIN};
    while (poll(&answer, 1, 20) == 0 && clock_now_ns() - start_ns < 10 * ONE_SECOND_NS)
        (void)client_send(&client, "A: b\r\n");
    CU_ASSERT(clock_now_ns() - start_ns >= 300 * ONE_MS_NS);
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.status, 408);
    CU_ASSERT(response.closes);
    client_close(&client);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void a_client_that_takes_nothing_is_dropped_in_the_end(void)
{
    server_start(&server, (const char *const[]){"--request-timeout=300ms", NULL});
    struct client client = connected();
    CU_ASSERT(client_get(&client, "/work?bytes=16M"));
    CU_ASSERT(server_wait_for_open(&server, 1));
    CU_ASSERT(server_wait_for_open(&server, 0));
    CU_ASSERT_FALSE(client_receive(&client, &response));
    client_close(&client);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

#define FLOOD 10000

struct flood {
    int fd;
    int next; /* number of the next request */
    char request[128];
    size_t length;
    size_t sent; /* of `length` */
};

/* As many requests as the connection takes without reading. */
static void send_what_fits(struct flood *flood)
{
    while (flood->next < FLOOD) {
        if (flood->sent == flood->length) {
            flood->length = (size_t)snprintf(flood->request, sizeof flood->request,
                                             "GET /work?bytes=%d HTTP/1.1\r\nHost: t\r\n\r\n",
                                             flood->next % 2000);
            flood->sent = 0;
        }
        ssize_t more = send(flood->fd, flood->request + flood->sent, flood->length - flood->sent,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (more < 0)
            return;
        flood->sent += (size_t)more;
        flood->next += flood->sent == flood->length;
    }
}

static void a_flood_of_requests_waits_for_its_reader(void)
{
    server_start(&server, NULL);
    struct client client;
    int small = 128 * 1024; /* so that what is not read soon fills the way to the client */
    CU_ASSERT_FATAL(client_connect(&client, server.port));
    (void)setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);

    struct flood flood = {.fd = client.fd};
    uint64_t before;
    do { /* until nothing moves any more */
        before = SERVER_COUNT(&server, responses[1]);
        send_what_fits(&flood);
        clock_sleep_until_ns(clock_now_ns() + 200 * ONE_MS_NS);
    } while (SERVER_COUNT(&server, responses[1]) > before);
    CU_ASSERT(SERVER_COUNT(&server, responses[1]) < FLOOD); /* the server has stopped, too */
    CU_ASSERT(cpu_used_in_ns(300 * ONE_MS_NS) < 100 * ONE_MS_NS);

    int answered = 0;
    for (; answered < FLOOD; answered++) {
        send_what_fits(&flood);
        if (!client_receive(&client, &response) ||
            response.body_length != (size_t)(answered % 2000))
            break;
    }
    CU_ASSERT_EQUAL(answered, FLOOD);
    client_close(&client);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void input_during_a_wait_costs_nothing(void)
{
    server_start(&server, NULL);
    struct client more = connected();
    struct client half = connected();
    struct client gone = connected();
    CU_ASSERT(client_get(&more, "/work?wait=600ms"));
    CU_ASSERT(client_get(&half, "/work?wait=600ms"));
    CU_ASSERT(client_get(&gone, "/work?wait=600ms"));
    uint64_t until_ns = clock_now_ns() + 10 * ONE_SECOND_NS;
    while (SERVER_COUNT(&server, requests_in_flight) < 3 && clock_now_ns() < until_ns)
        continue;
    CU_ASSERT(client_get(&more, "/hello"));
    CU_ASSERT_EQUAL(shutdown(half.fd, SHUT_WR), 0);
    client_close_reset(&gone);
    CU_ASSERT(cpu_used_in_ns(400 * ONE_MS_NS) < 100 * ONE_MS_NS);
    CU_ASSERT(client_receive(&more, &response));
    CU_ASSERT(client_receive(&more, &response));
    CU_ASSERT_STRING_EQUAL(response.body, "Hello, world!");
    CU_ASSERT(client_receive(&half, &response));
    CU_ASSERT(client_is_at_end(&half));
    CU_ASSERT(client_ask(&more, "/hello", &response));
    client_close(&more);
    client_close(&half);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

#define WAITING 12

/* All of them ask at once; as places become free, every one of them is served. */
static void every_waiting_client_is_served_in_the_end(struct client clients[WAITING])
{
    unsigned served = 0;
    bool done[WAITING] = {false};
    uint64_t until_ns = clock_now_ns() + 20 * ONE_SECOND_NS;
    while (served < WAITING && clock_now_ns() < until_ns) {
        for (int i = 0; i < WAITING; i++) {
            struct pollfd answer = {.fd = clients[i].fd, .events = POLLIN};
            if (done[i] || poll(&answer, 1, 5) != 1)
                continue;
            CU_ASSERT(client_receive(&clients[i], &response));
            client_close(&clients[i]); /* makes room for another */
            done[i] = true;
            served++;
        }
    }
    CU_ASSERT_EQUAL(served, WAITING);
}

static void out_of_descriptors_it_pauses_and_resumes(void)
{
    server_start(&server, NULL);
    struct client there = connected();
    struct client clients[WAITING];
    CU_ASSERT(client_ask(&there, "/hello", &response));
    /* The server finds out that it may have three more only when it tries. */
    rlim_t now = process_count_descriptors(&server.process);
    struct rlimit limit = {.rlim_cur = now + 3, .rlim_max = now + 3};
    CU_ASSERT_FATAL(prlimit(server.process.pid, RLIMIT_NOFILE, &limit, NULL) == 0);
    for (int i = 0; i < WAITING; i++) {
        clients[i] = connected();
        CU_ASSERT(client_get(&clients[i], "/hello"));
    }
    CU_ASSERT(server_wait_for_open(&server, 4));
    CU_ASSERT(cpu_used_in_ns(400 * ONE_MS_NS) < 100 * ONE_MS_NS);
    for (int i = 0; i < 10; i++)
        CU_ASSERT(client_ask(&there, "/hello", &response));
    every_waiting_client_is_served_in_the_end(clients);
    char messages[4096];
    process_read_messages(&server.process, messages, sizeof messages);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "cannot accept clients for the moment"));
    client_close(&there);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static void at_the_connection_limit_it_pauses_and_resumes(void)
{
    static struct client held[16];
    server_start_limited(&server, NULL, 32); /* below twice the spare ones: half of them */
    struct client clients[WAITING];
    for (int i = 0; i < 16; i++) {
        held[i] = connected();
        CU_ASSERT(client_ask(&held[i], "/hello", &response));
    }
    for (int i = 0; i < WAITING; i++) {
        clients[i] = connected();
        CU_ASSERT(client_get(&clients[i], "/hello"));
    }
    CU_ASSERT(cpu_used_in_ns(300 * ONE_MS_NS) < 100 * ONE_MS_NS);
    CU_ASSERT_EQUAL(SERVER_COUNT(&server, connections_open), 16);
    CU_ASSERT(client_ask(&held[15], "/hello", &response));
    client_close(&held[0]);
    every_waiting_client_is_served_in_the_end(clients);
    for (int i = 1; i < 16; i++)
        client_close(&held[i]);
    CU_ASSERT_EQUAL(server_stop(&server), 0);
}

static CU_TestInfo tests[] = {
    {"two hundred clients are served at once", two_hundred_clients_are_served_at_once},
    {"descriptors and threads return to the count before",
     descriptors_and_threads_return_to_the_count_before},
    {"quiet connections are closed", quiet_connections_are_closed},
    {"a slow head gets 408 however it trickles", a_slow_head_gets_408_however_it_trickles},
    {"a client that takes nothing is dropped in the end",
     a_client_that_takes_nothing_is_dropped_in_the_end},
    {"a flood of requests waits for its reader", a_flood_of_requests_waits_for_its_reader},
    {"input during a wait costs nothing", input_during_a_wait_costs_nothing},
    {"out of descriptors it pauses and resumes", out_of_descriptors_it_pauses_and_resumes},
    {"at the connection limit it pauses and resumes",
     at_the_connection_limit_it_pauses_and_resumes},
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
