#include "servers/evented.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "tests/support/client.h"
#include "tests/support/suite.h"

/* Faults by the linker. */
static unsigned accept_faults; /* this many calls fail with EMFILE */
static bool no_loop, no_timer;
int __real_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
struct ev_loop *__real_ev_loop_new(unsigned flags);
struct ev_loop *__wrap_ev_loop_new(unsigned flags);
int __real_timerfd_create(int clock, int flags);
int __wrap_timerfd_create(int clock, int flags);

int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    if (accept_faults == 0)
        return __real_accept4(fd, address, length, flags);
    accept_faults--;
    errno = EMFILE;
    return -1;
}

struct ev_loop *__wrap_ev_loop_new(unsigned flags)
{
    return no_loop ? NULL : __real_ev_loop_new(flags);
}

int __wrap_timerfd_create(int clock, int flags)
{
    errno = EMFILE;
    return no_timer ? -1 : __real_timerfd_create(clock, flags);
}

#define CLIENTS 100

/* A loop on this thread: the test turns it itself. */
static const struct evented_steps steps = {
    .start = {[STEP_CPU] = evented_burn, [STEP_WAIT] = evented_wait}};
static struct server_config config;
static atomic_bool draining;
static struct evented evented;
static uint16_t port;
static struct client clients[CLIENTS];
static struct response response;

static void configure(unsigned connection_limit)
{
    struct error error;
    atomic_store(&draining, false);
    config = (struct server_config){.stop_fd = eventfd(0, EFD_CLOEXEC),
                                    .conn = {.head_deadline_ns = HEAD_DEADLINE_NS,
                                             .request_deadline_ns = REQUEST_DEADLINE_NS,
                                             .idle_deadline_ns = 3600 * ONE_SECOND_NS,
                                             .draining = &draining},
                                    .connection_limit = connection_limit,
                                    .iterations_per_ns = 0.1,
                                    .drain_deadline_ns = 100 * ONE_MS_NS};
    CU_ASSERT_FATAL(stats_page_create(NULL, "m", &config.stats, &error));
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &config.listen_fd, &port, &error));
}

static void open_loop(unsigned connection_limit)
{
    struct error error;
    configure(connection_limit);
    CU_ASSERT_FATAL(evented_open(&evented, &config, 0, &steps, &error));
}

/* `stopped`: the loop has closed the listener itself. */
static void close_loop(bool stopped)
{
    evented_close(&evented);
    CU_ASSERT_EQUAL(stats_read(&config.stats->slots[0].connections_open), 0);
    CU_ASSERT_EQUAL(stats_read(&config.stats->slots[0].requests_in_flight), 0);
    if (!stopped)
        close(config.listen_fd);
    close(config.stop_fd);
    stats_page_close(config.stats);
}

static void turn(void)
{
    ev_run(evented.loop, EVRUN_NOWAIT);
}

static void connect_clients(size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++)
        CU_ASSERT_FATAL(client_connect(&clients[i], port));
}

static void close_clients(size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++)
        client_close(&clients[i]);
}

static void ask_to_stop(void)
{
    atomic_store(&draining, true);
    CU_ASSERT_EQUAL(eventfd_write(config.stop_fd, 1), 0);
}

static void a_crowd_at_the_door_does_not_hold_up_those_inside(void)
{
    open_loop(1000);
    connect_clients(0, CLIENTS);
    turn();
    CU_ASSERT_EQUAL(evented.clients.used, ACCEPT_BATCH);
    turn();
    CU_ASSERT_EQUAL(evented.clients.used, CLIENTS);
    close_clients(0, CLIENTS);
    close_loop(false);
}

static void out_of_descriptors_accepting_pauses_and_resumes(void)
{
    open_loop(1000);
    connect_clients(0, 2);
    accept_faults = 2;
    uint64_t start_ns = clock_now_ns();
    turn();
    CU_ASSERT_EQUAL(accept_faults, 1);
    for (int i = 0; i < 10; i++)
        turn(); /* a ready listener, and yet it is left alone */
    CU_ASSERT_EQUAL(accept_faults, 1);
    unsigned turns = 0;
    for (; evented.clients.used < 2 && turns < 1000; turns++)
        ev_run(evented.loop, EVRUN_ONCE);
    CU_ASSERT_EQUAL(evented.clients.used, 2);
    CU_ASSERT(turns < 20); /* it slept in between */
    CU_ASSERT(clock_now_ns() - start_ns >= 2 * ACCEPT_PAUSE_NS);
    close_clients(0, 2);
    close_loop(false);
}

static void at_the_limit_accepting_pauses_until_someone_leaves(void)
{
    open_loop(3);
    connect_clients(0, 5);
    for (int i = 0; i < 5; i++)
        turn();
    CU_ASSERT_EQUAL(evented.clients.used, 3);
    CU_ASSERT_FALSE(ev_is_active(&evented.listener));
    close_clients(0, 1);
    for (int i = 0; i < 5; i++)
        turn();
    CU_ASSERT_EQUAL(evented.clients.used, 3);
    CU_ASSERT_EQUAL(stats_read(&config.stats->slots[0].connections_accepted), 4);
    close_clients(1, 4);
    close_loop(false);
}

static void a_drain_ends_the_idle_and_waits_for_the_busy(void)
{
    open_loop(1000);
    connect_clients(0, 4);
    turn();
    CU_ASSERT(client_get(&clients[1], "/work?wait=20ms"));
    CU_ASSERT(client_send(&clients[2], "GET /hello HTTP/1.1\r\n"));
    turn();
    turn();
    CU_ASSERT(client_get(&clients[3], "/hello")); /* has arrived, but nobody has looked yet */
    ask_to_stop();
    turn();
    CU_ASSERT(client_is_at_end(&clients[0]));
    CU_ASSERT(client_receive(&clients[3], &response));
    CU_ASSERT(response.closes);
    CU_ASSERT(client_send(&clients[2], "Host: t\r\n\r\n"));
    evented_run(&evented); /* returns: everyone has gone */
    CU_ASSERT(client_receive(&clients[1], &response));
    CU_ASSERT(response.closes);
    CU_ASSERT(client_receive(&clients[2], &response));
    CU_ASSERT(response.closes);
    struct client late;
    CU_ASSERT_FALSE(client_connect(&late, port));
    close_clients(0, 4);
    close_loop(true);
}

static void a_drain_ends_at_its_deadline(void)
{
    open_loop(1000);
    connect_clients(0, 2);
    CU_ASSERT(client_get(&clients[0], "/work?wait=50s"));
    CU_ASSERT(client_get(&clients[1], "/work?bytes=16M")); /* and takes none of it */
    for (int i = 0; i < 3; i++)
        turn();
    uint64_t start_ns = clock_now_ns();
    ask_to_stop();
    evented_run(&evented);
    CU_ASSERT(clock_now_ns() - start_ns >= config.drain_deadline_ns);
    CU_ASSERT(clock_now_ns() - start_ns < 10 * ONE_SECOND_NS);
    CU_ASSERT(client_is_at_end(&clients[0]));
    close_clients(0, 2);
    close_loop(true);
}

static void a_loop_that_is_closed_takes_its_clients_along(void)
{
    open_loop(1000);
    connect_clients(0, 3);
    CU_ASSERT(client_get(&clients[0], "/work?wait=50s"));
    CU_ASSERT(client_send(&clients[1], "GET /he"));
    turn();
    turn();
    close_loop(false);
    CU_ASSERT(client_is_at_end(&clients[0]));
    CU_ASSERT(client_is_at_end(&clients[2]));
    close_clients(0, 3);
}

static void what_it_cannot_have_is_said_in_words(void)
{
    bool *const faults[] = {&no_loop, &no_timer};
    const char *const words[] = {"event loop", "timer"};
    configure(10);
    for (int i = 0; i < 2; i++) {
        struct error error = {""};
        *faults[i] = true;
        CU_ASSERT_FALSE(evented_open(&evented, &config, 0, &steps, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, words[i]));
        *faults[i] = false;
    }
    close(config.listen_fd);
    close(config.stop_fd);
    stats_page_close(config.stats);
}

static CU_TestInfo tests[] = {
    {"a crowd at the door does not hold up those inside",
     a_crowd_at_the_door_does_not_hold_up_those_inside},
    {"out of descriptors accepting pauses and resumes",
     out_of_descriptors_accepting_pauses_and_resumes},
    {"at the limit accepting pauses until someone leaves",
     at_the_limit_accepting_pauses_until_someone_leaves},
    {"a drain ends the idle and waits for the busy", a_drain_ends_the_idle_and_waits_for_the_busy},
    {"a drain ends at its deadline", a_drain_ends_at_its_deadline},
    {"a loop that is closed takes its clients along",
     a_loop_that_is_closed_takes_its_clients_along},
    {"what it cannot have is said in words", what_it_cannot_have_is_said_in_words},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("evented", tests)
