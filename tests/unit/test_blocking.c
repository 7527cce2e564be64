#include "servers/blocking.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "tests/support/client.h"
#include "tests/support/suite.h"

/* Faults by the linker. They and the counts concern the served end, `served_fd`, alone. */
static atomic_int served_fd = -1;
static atomic_uint recvs, sends, options;
static atomic_uint recv_faults; /* this many calls of recv fail with fault_errno */
static atomic_uint send_faults; /* the same of send */
static atomic_int fault_errno;
static atomic_size_t send_at_most; /* bytes; 0 = as many as it likes */
static atomic_uint accept_faults;
static atomic_bool no_memory;

ssize_t __real_recv(int fd, void *to, size_t length, int flags);
ssize_t __wrap_recv(int fd, void *to, size_t length, int flags);
ssize_t __real_send(int fd, const void *from, size_t length, int flags);
ssize_t __wrap_send(int fd, const void *from, size_t length, int flags);
int __real_setsockopt(int fd, int level, int name, const void *value, socklen_t length);
int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t length);
int __real_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

static bool strikes(atomic_uint *faults)
{
    if (atomic_load(faults) == 0)
        return false;
    atomic_fetch_sub(faults, 1);
    errno = atomic_load(&fault_errno);
    return true;
}

ssize_t __wrap_recv(int fd, void *to, size_t length, int flags)
{
    if (fd != atomic_load(&served_fd))
        return __real_recv(fd, to, length, flags);
    atomic_fetch_add(&recvs, 1);
    return strikes(&recv_faults) ? -1 : __real_recv(fd, to, length, flags);
}

ssize_t __wrap_send(int fd, const void *from, size_t length, int flags)
{
    if (fd != atomic_load(&served_fd))
        return __real_send(fd, from, length, flags);
    atomic_fetch_add(&sends, 1);
    size_t most = atomic_load(&send_at_most);
    return strikes(&send_faults)
               ? -1
               : __real_send(fd, from, most > 0 && length > most ? most : length, flags);
}

int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
    atomic_fetch_add(&options, fd == atomic_load(&served_fd));
    return __real_setsockopt(fd, level, name, value, length);
}

int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    return strikes(&accept_faults) ? -1 : __real_accept4(fd, address, length, flags);
}

void *__wrap_malloc(size_t size)
{
    return atomic_load(&no_memory) ? NULL : __real_malloc(size);
}

/* A server of one client: this process connects to itself. */
static struct server_config config;
static atomic_bool draining, idle;
static struct blocking_door door;
static atomic_uint open_clients;
static uint16_t port;
static struct client client;
static struct response response;
static pthread_t server;

static void open_server(void)
{
    struct error error;
    config = (struct server_config){.stop_fd = eventfd(0, EFD_CLOEXEC),
                                    .conn = {.head_deadline_ns = HEAD_DEADLINE_NS,
                                             .request_deadline_ns = REQUEST_DEADLINE_NS,
                                             .idle_deadline_ns = IDLE_DEADLINE_NS,
                                             .draining = &draining},
                                    .iterations_per_ns = 0.1};
    atomic_store(&draining, false);
    CU_ASSERT_FATAL(stats_page_create(NULL, "m", &config.stats, &error));
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &config.listen_fd, &port, &error));
    door = (struct blocking_door){.listen_fd = config.listen_fd,
                                  .stop_fd = config.stop_fd,
                                  .limit = 1,
                                  .open = &open_clients};
}

static void close_server(void)
{
    close(config.listen_fd);
    close(config.stop_fd);
    stats_page_close(config.stats);
}

static void *serve(void *unused)
{
    blocking_serve(&config, atomic_load(&served_fd), 3, &idle);
    close(atomic_load(&served_fd));
    return unused;
}

static void start_serving(const pthread_attr_t *attributes)
{
    CU_ASSERT_FATAL(client_connect(&client, port));
    atomic_store(&served_fd, blocking_accept(&door));
    CU_ASSERT_FATAL(atomic_load(&served_fd) >= 0);
    CU_ASSERT_FATAL(pthread_create(&server, attributes, serve, NULL) == 0);
}

static void stop_serving(void)
{
    client_close(&client);
    pthread_join(server, NULL);
    const struct stats_slot *slot = &config.stats->slots[3];
    CU_ASSERT_EQUAL(stats_read(&slot->connections_open), 0);
    CU_ASSERT_EQUAL(stats_read(&slot->requests_in_flight), 0);
    atomic_store(&served_fd, -1);
}

static void a_request_is_one_recv_and_one_send(void)
{
    open_server();
    start_serving(NULL);
    CU_ASSERT(client_ask(&client, "/hello", &response));
    CU_ASSERT_EQUAL(response.worker, 3);
    atomic_store(&recvs, 0);
    atomic_store(&sends, 0);
    atomic_store(&options, 0);
    for (int i = 0; i < 20; i++)
        CU_ASSERT(client_ask(&client, "/hello", &response));
    CU_ASSERT(atomic_load(&recvs) <= 21); /* the next one may have begun to wait */
    CU_ASSERT_EQUAL(atomic_load(&sends), 20);
    CU_ASSERT_EQUAL(atomic_load(&options), 0);
    stop_serving();
    close_server();
}

static void interrupted_calls_are_made_again(void)
{
    const int numbers[] = {EINTR, EAGAIN}; /* EAGAIN: a tick of the kernel before the deadline */
    for (int i = 0; i < 2; i++) {
        open_server();
        start_serving(NULL);
        atomic_store(&fault_errno, numbers[i]);
        for (int k = 0; k < 10; k++) {
            atomic_store(&recv_faults, 2);
            atomic_store(&send_faults, 3);
            CU_ASSERT(client_ask(&client, "/work?bytes=100", &response));
            CU_ASSERT_EQUAL(response.body_length, 100);
        }
        stop_serving();
        close_server();
    }
}

static void short_sends_lose_nothing(void)
{
    open_server();
    start_serving(NULL);
    atomic_store(&send_at_most, 1);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT(client_ask(&client, "/work?bytes=1000", &response));
        CU_ASSERT_EQUAL(response.body_length, 1000);
    }
    atomic_store(&send_at_most, 0);
    stop_serving();
    close_server();
}

static void a_broken_socket_ends_its_client(void)
{
    atomic_uint *const faults[] = {&recv_faults, &send_faults};
    for (int i = 0; i < 2; i++) {
        open_server();
        start_serving(NULL);
        atomic_store(&fault_errno, ECONNRESET);
        atomic_store(faults[i], 1);
        CU_ASSERT(client_get(&client, "/hello"));
        pthread_join(server, NULL);
        CU_ASSERT_EQUAL(stats_read(&config.stats->slots[3].requests_in_flight), 0);
        client_close(&client);
        atomic_store(faults[i], 0);
        close_server();
    }
}

static void without_memory_the_client_is_closed(void)
{
    open_server();
    CU_ASSERT_FATAL(client_connect(&client, port));
    atomic_store(&served_fd, blocking_accept(&door));
    atomic_store(&no_memory, true);
    (void)serve(NULL); /* on this thread: starting one needs memory */
    atomic_store(&no_memory, false);
    CU_ASSERT(client_is_at_end(&client));
    client_close(&client);
    close_server();
}

static bool becomes_idle(void)
{
    uint64_t until_ns = clock_now_ns() + 10 * ONE_SECOND_NS;
    while (!atomic_load(&idle) && clock_now_ns() < until_ns)
        continue;
    return atomic_load(&idle);
}

static void an_idle_client_can_be_woken(void)
{
    open_server();
    config.conn.idle_deadline_ns = 3600 * ONE_SECOND_NS;
    start_serving(NULL);
    CU_ASSERT(client_ask(&client, "/hello", &response));
    CU_ASSERT(becomes_idle());
    CU_ASSERT_EQUAL(shutdown(atomic_load(&served_fd), SHUT_RD), 0);
    stop_serving();
    close_server();
}

static void a_client_that_becomes_idle_in_a_drain_ends_by_itself(void)
{
    open_server();
    config.conn.idle_deadline_ns = 3600 * ONE_SECOND_NS;
    atomic_store(&draining, true); /* nobody wakes it: it was not idle when the drain began */
    start_serving(NULL);
    CU_ASSERT(client_is_at_end(&client));
    stop_serving();
    close_server();
}

#define PAINTED_BYTES (1024 * 1024)

/* A stack of which one can see how far it was used. */
static unsigned char *paint_stack(pthread_attr_t *attributes)
{
    unsigned char *stack = mmap(NULL, PAINTED_BYTES, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    CU_ASSERT_FATAL(stack != MAP_FAILED);
    memset(stack, 0xa5, PAINTED_BYTES);
    (void)pthread_attr_init(attributes);
    CU_ASSERT_FATAL(pthread_attr_setstack(attributes, stack, PAINTED_BYTES) == 0);
    return stack;
}

static size_t measure_stack(unsigned char *stack, pthread_attr_t *attributes)
{
    size_t untouched = 0;
    while (untouched < PAINTED_BYTES && stack[untouched] == 0xa5)
        untouched++;
    (void)munmap(stack, PAINTED_BYTES);
    (void)pthread_attr_destroy(attributes);
    return PAINTED_BYTES - untouched;
}

static void *do_nothing(void *unused)
{
    return unused;
}

/* What any thread has on its stack: thread-local memory, most of it the sanitizers'. */
static size_t stack_of_an_empty_thread(void)
{
    pthread_attr_t attributes;
    pthread_t empty;
    unsigned char *stack = paint_stack(&attributes);
    CU_ASSERT_FATAL(pthread_create(&empty, &attributes, do_nothing, NULL) == 0);
    pthread_join(empty, NULL);
    return measure_stack(stack, &attributes);
}

static void half_of_the_stack_is_enough(void)
{
    size_t empty_bytes = stack_of_an_empty_thread();
    pthread_attr_t attributes;
    open_server();
    unsigned char *stack = paint_stack(&attributes);
    start_serving(&attributes);
    CU_ASSERT(client_ask(&client, "/work?cpu=10us&wait=10us&bytes=100k", &response));
    CU_ASSERT(client_get(&client, "/work?wrong=1") && client_receive(&client, &response));
    CU_ASSERT(client_send(&client, "rubbish\r\n\r\n more rubbish, to linger over"));
    CU_ASSERT(client_receive(&client, &response));
    stop_serving();
    size_t used_bytes = measure_stack(stack, &attributes) - empty_bytes;
    CU_ASSERT(used_bytes <= BLOCKING_STACK_BYTES / 2);
    if (used_bytes > BLOCKING_STACK_BYTES / 2)
        (void)fprintf(stderr, "%zu bytes of stack used\n", used_bytes);
    close_server();
}

static void accepting_stops_when_told_to(void)
{
    open_server();
    CU_ASSERT_EQUAL(eventfd_write(config.stop_fd, 1), 0);
    CU_ASSERT_EQUAL(blocking_accept(&door), -1);
    atomic_store(&open_clients, 1); /* at the limit, too */
    CU_ASSERT_EQUAL(blocking_accept(&door), -1);
    atomic_store(&open_clients, 0);
    close_server();
}

static void out_of_descriptors_accepting_pauses_and_resumes(void)
{
    open_server();
    CU_ASSERT_FATAL(client_connect(&client, port));
    atomic_store(&fault_errno, EMFILE);
    atomic_store(&accept_faults, 2);
    uint64_t cpu_ns = clock_thread_cpu_ns();
    uint64_t start_ns = clock_now_ns();
    int fd = blocking_accept(&door);
    CU_ASSERT(fd >= 0);
    CU_ASSERT(clock_now_ns() - start_ns >= 2 * ACCEPT_PAUSE_NS - 2 * ONE_MS_NS);
    CU_ASSERT(clock_thread_cpu_ns() - cpu_ns < ACCEPT_PAUSE_NS / 2);
    close(fd);
    client_close(&client);
    close_server();
}

static void a_refused_client_is_told_503(void)
{
    open_server();
    CU_ASSERT_FATAL(client_connect(&client, port));
    CU_ASSERT(client_get(&client, "/hello"));
    int fd = blocking_accept(&door);
    blocking_refuse(&config, fd, 3);
    close(fd);
    CU_ASSERT(client_receive(&client, &response));
    CU_ASSERT_EQUAL(response.status, 503);
    CU_ASSERT_STRING_EQUAL(response.body, "no thread left for this client\n");
    CU_ASSERT_EQUAL(stats_read(&config.stats->slots[3].connections_refused), 1);
    client_close(&client);
    close_server();
}

static CU_TestInfo tests[] = {
    {"a request is one recv and one send", a_request_is_one_recv_and_one_send},
    {"interrupted calls are made again", interrupted_calls_are_made_again},
    {"short sends lose nothing", short_sends_lose_nothing},
    {"a broken socket ends its client", a_broken_socket_ends_its_client},
    {"without memory the client is closed", without_memory_the_client_is_closed},
    {"an idle client can be woken", an_idle_client_can_be_woken},
    {"a client that becomes idle in a drain ends by itself",
     a_client_that_becomes_idle_in_a_drain_ends_by_itself},
    {"half of the stack is enough", half_of_the_stack_is_enough},
    {"accepting stops when told to", accepting_stops_when_told_to},
    {"out of descriptors accepting pauses and resumes",
     out_of_descriptors_accepting_pauses_and_resumes},
    {"a refused client is told 503", a_refused_client_is_told_503},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("blocking", tests)
