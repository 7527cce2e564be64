#include "servers/evented_client.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "tests/support/client.h"
#include "tests/support/suite.h"

/* Faults by the linker. They and the counts concern the served end, `served_fd`, alone. */
static int served_fd = -1;
static unsigned recvs, sends;
static unsigned recv_faults, send_faults; /* this many calls fail with fault_errno */
static int fault_errno;
static size_t send_at_most; /* bytes; 0 = as many as it likes */
static bool no_memory;

ssize_t __real_recv(int fd, void *to, size_t length, int flags);
ssize_t __wrap_recv(int fd, void *to, size_t length, int flags);
ssize_t __real_send(int fd, const void *from, size_t length, int flags);
ssize_t __wrap_send(int fd, const void *from, size_t length, int flags);
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

static bool strikes(unsigned *faults)
{
    if (*faults == 0)
        return false;
    (*faults)--;
    errno = fault_errno;
    return true;
}

ssize_t __wrap_recv(int fd, void *to, size_t length, int flags)
{
    if (fd != served_fd)
        return __real_recv(fd, to, length, flags);
    recvs++;
    return strikes(&recv_faults) ? -1 : __real_recv(fd, to, length, flags);
}

ssize_t __wrap_send(int fd, const void *from, size_t length, int flags)
{
    if (fd != served_fd)
        return __real_send(fd, from, length, flags);
    sends++;
    if (send_at_most > 0 && length > send_at_most)
        length = send_at_most;
    return strikes(&send_faults) ? -1 : __real_send(fd, from, length, flags);
}

void *__wrap_malloc(size_t size)
{
    return no_memory ? NULL : __real_malloc(size);
}

/* One loop and one client, both on this thread: the test turns the loop itself. */
static const struct evented_steps steps = {
    .start = {[STEP_CPU] = evented_burn, [STEP_WAIT] = evented_wait}};
static struct server_config config;
static atomic_bool draining;
static struct evented evented;
static uint16_t port;
static struct client client;
static struct response response;
static struct evented_client *served;

static void remember(struct evented_client *one)
{
    served = one;
    served_fd = one->socket.fd;
}

static void turn(void)
{
    ev_run(evented.loop, EVRUN_NOWAIT);
}

static void open_loop(uint64_t idle_ns)
{
    struct error error;
    config = (struct server_config){.stop_fd = eventfd(0, EFD_CLOEXEC),
                                    .conn = {.head_deadline_ns = HEAD_DEADLINE_NS,
                                             .request_deadline_ns = REQUEST_DEADLINE_NS,
                                             .idle_deadline_ns = idle_ns,
                                             .body_limit_bytes = 10,
                                             .draining = &draining},
                                    .connection_limit = 10,
                                    .iterations_per_ns = 0.1,
                                    .drain_deadline_ns = ONE_SECOND_NS};
    CU_ASSERT_FATAL(stats_page_create(NULL, "m", &config.stats, &error));
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &config.listen_fd, &port, &error));
    CU_ASSERT_FATAL(evented_open(&evented, &config, 5, &steps, &error));
    CU_ASSERT_FATAL(client_connect(&client, port));
    turn();
    client_slab_each(&evented.clients, remember);
    CU_ASSERT_FATAL(served_fd >= 0);
}

static void close_loop(void)
{
    evented_close(&evented);
    CU_ASSERT_EQUAL(stats_read(&config.stats->slots[5].connections_open), 0);
    CU_ASSERT_EQUAL(stats_read(&config.stats->slots[5].requests_in_flight), 0);
    served_fd = -1;
    client_close(&client);
    close(config.listen_fd);
    close(config.stop_fd);
    stats_page_close(config.stats);
}

static bool has_gone(void)
{
    return evented.clients.used == 0;
}

/* Asks, and turns the loop until all of the answer is there or nothing comes any more. */
static bool ask(const char *target)
{
    const struct stats_slot *slot = &config.stats->slots[5];
    uint64_t before = stats_read(&slot->responses[1]);
    uint64_t until_ns = clock_now_ns() + 10 * ONE_SECOND_NS;
    CU_ASSERT(client_get(&client, target));
    while (stats_read(&slot->responses[1]) == before && !has_gone() && clock_now_ns() < until_ns)
        turn();
    return client_receive(&client, &response) && response.status == 200;
}

static void a_request_is_one_recv_and_one_send(void)
{
    open_loop(IDLE_DEADLINE_NS);
    CU_ASSERT(ask("/hello"));
    CU_ASSERT_EQUAL(response.worker, 5);
    uint64_t deadline_ns = served->deadline.at_ns;
    recvs = sends = 0;
    for (int i = 0; i < 20; i++)
        CU_ASSERT(ask("/hello"));
    CU_ASSERT_EQUAL(recvs, 20);
    CU_ASSERT_EQUAL(sends, 20);
    CU_ASSERT_EQUAL(served->deadline.at_ns, deadline_ns); /* nor was the heap touched … */
    CU_ASSERT(served->until_ns > deadline_ns);            /* … though the client has longer now */
    close_loop();
}

static void nothing_is_received_that_the_poll_did_not_announce(void)
{
    open_loop(IDLE_DEADLINE_NS);
    recvs = 0;
    for (int i = 0; i < 5; i++)
        turn();
    CU_ASSERT_EQUAL(recvs, 0);
    close_loop();
}

static void a_deadline_that_comes_up_too_soon_is_set_again(void)
{
    open_loop(50 * ONE_MS_NS);
    uint64_t start_ns = clock_now_ns();
    uint64_t last_ns = start_ns;
    while (clock_now_ns() - start_ns < 120 * ONE_MS_NS) { /* never quiet for 50 ms */
        last_ns = clock_now_ns();
        if (!ask("/hello"))
            break;
    }
    if (!has_gone()) { /* a machine that stood still for 50 ms proves nothing */
        while (!has_gone() && clock_now_ns() - last_ns < 10 * ONE_SECOND_NS)
            turn();
        CU_ASSERT(clock_now_ns() - last_ns >= 50 * ONE_MS_NS);
    }
    CU_ASSERT(client_is_at_end(&client));
    close_loop();
}

static void a_loop_that_comes_late_does_not_blame_its_client(void)
{
    open_loop(20 * ONE_MS_NS);
    CU_ASSERT(ask("/work?cpu=1us")); /* the loop is away from here … */
    CU_ASSERT(client_get(&client, "/hello"));
    clock_sleep_until_ns(clock_now_ns() + 40 * ONE_MS_NS);
    turn(); /* … to here: deadline and request come up together */
    turn();
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.status, 200);
    CU_ASSERT_FALSE(has_gone());
    close_loop();
}

static void a_shorter_limit_moves_the_deadline_forward(void)
{
    open_loop(3600 * ONE_SECOND_NS);
    config.conn.head_deadline_ns = 30 * ONE_MS_NS;
    CU_ASSERT(client_send(&client, "GET /hello"));
    uint64_t start_ns = clock_now_ns();
    while (stats_read(&config.stats->slots[5].responses[3]) == 0 &&
           clock_now_ns() - start_ns < 10 * ONE_SECOND_NS)
        turn();
    CU_ASSERT(clock_now_ns() - start_ns >= 30 * ONE_MS_NS);
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.status, 408);
    close_loop();
}

static void interrupted_calls_are_made_again(void)
{
    const int numbers[] = {EINTR, EAGAIN};
    for (int i = 0; i < 2; i++) {
        open_loop(IDLE_DEADLINE_NS);
        fault_errno = numbers[i];
        for (int k = 0; k < 10; k++) {
            recv_faults = 2;
            send_faults = 3;
            CU_ASSERT(ask("/work?bytes=100"));
            CU_ASSERT_EQUAL(response.body_length, 100);
            turn();
            CU_ASSERT_EQUAL(served->socket.events, EV_READ); /* writing is no longer waited for */
        }
        CU_ASSERT_EQUAL(recv_faults + send_faults, 0);
        close_loop();
    }
}

static void short_sends_lose_nothing(void)
{
    open_loop(IDLE_DEADLINE_NS);
    send_at_most = 1;
    for (int i = 0; i < 3; i++) {
        CU_ASSERT(ask("/work?bytes=1000"));
        CU_ASSERT_EQUAL(response.body_length, 1000);
    }
    send_at_most = 0;
    close_loop();
}

static void a_broken_socket_ends_its_client(void)
{
    unsigned *const faults[] = {&recv_faults, &send_faults};
    for (int i = 0; i < 2; i++) {
        open_loop(IDLE_DEADLINE_NS);
        fault_errno = ECONNRESET;
        *faults[i] = 1;
        CU_ASSERT_FALSE(ask("/hello"));
        CU_ASSERT(has_gone());
        close_loop();
    }
}

static void without_memory_the_client_is_closed(void)
{
    open_loop(IDLE_DEADLINE_NS);
    no_memory = true;
    CU_ASSERT(client_get(&client, "/hello"));
    turn();
    no_memory = false;
    CU_ASSERT(has_gone());
    close_loop();
}

static void input_during_a_wait_is_left_for_later(void)
{
    open_loop(IDLE_DEADLINE_NS);
    CU_ASSERT(client_get(&client, "/work?wait=50ms"));
    turn();
    CU_ASSERT(served->waits);
    CU_ASSERT(ev_is_active(&served->socket)); /* as long as nothing comes, nothing is changed */
    CU_ASSERT(client_get(&client, "/hello"));
    recvs = 0;
    turn();
    CU_ASSERT_FALSE(ev_is_active(&served->socket));
    CU_ASSERT_EQUAL(recvs, 0);
    while (stats_read(&config.stats->slots[5].responses[1]) < 2)
        turn();
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_STRING_EQUAL(response.body, "Hello, world!");
    close_loop();
}

static void a_refused_client_may_finish_sending(void)
{
    open_loop(IDLE_DEADLINE_NS);
    CU_ASSERT(
        client_send(&client, "POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n\r\n"));
    while (!served->lingers && !has_gone())
        turn();
    CU_ASSERT(client_send(&client, "the body!!!"));
    for (int i = 0; i < 3; i++)
        turn();
    CU_ASSERT_FALSE(has_gone());
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.status, 413);
    CU_ASSERT(client_is_at_end(&client)); /* half closed already */
    CU_ASSERT_EQUAL(shutdown(client.fd, SHUT_WR), 0);
    turn();
    turn();
    CU_ASSERT(has_gone());
    close_loop();
}

static void lingering_ends_after_a_moment(void)
{
    open_loop(3600 * ONE_SECOND_NS);
    CU_ASSERT(client_send(&client, "rubbish\r\n\r\n"));
    uint64_t start_ns = clock_now_ns();
    while (!has_gone() && clock_now_ns() - start_ns < 10 * ONE_SECOND_NS)
        ev_run(evented.loop, EVRUN_ONCE);
    CU_ASSERT(has_gone());
    CU_ASSERT(clock_now_ns() - start_ns >= LINGER_NS);
    close_loop();
}

static CU_TestInfo tests[] = {
    {"a request is one recv and one send", a_request_is_one_recv_and_one_send},
    {"nothing is received that the poll did not announce",
     nothing_is_received_that_the_poll_did_not_announce},
    {"a deadline that comes up too soon is set again",
     a_deadline_that_comes_up_too_soon_is_set_again},
    {"a loop that comes late does not blame its client",
     a_loop_that_comes_late_does_not_blame_its_client},
    {"a shorter limit moves the deadline forward", a_shorter_limit_moves_the_deadline_forward},
    {"interrupted calls are made again", interrupted_calls_are_made_again},
    {"short sends lose nothing", short_sends_lose_nothing},
    {"a broken socket ends its client", a_broken_socket_ends_its_client},
    {"without memory the client is closed", without_memory_the_client_is_closed},
    {"input during a wait is left for later", input_during_a_wait_is_left_for_later},
    {"a refused client may finish sending", a_refused_client_may_finish_sending},
    {"lingering ends after a moment", lingering_ends_after_a_moment},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("evented_client", tests)
