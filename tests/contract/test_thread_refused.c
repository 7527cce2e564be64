/* thread-per-request when the system refuses a thread: the model runs in this process, and the
 * linker lets pthread_create fail when the test says so. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "servers/model.h"
#include "tests/support/client.h"
#include "tests/support/suite.h"

static atomic_bool no_threads;
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument)
{
    return atomic_load(&no_threads) ? EAGAIN
                                    : __real_pthread_create(thread, attributes, run, argument);
}

static atomic_bool draining;
static struct server_config config;
static uint16_t port;

static void *serve(void *argument)
{
    struct error error;
    const struct server_model *model = server_model_find("thread-per-request", &error);
    *(bool *)argument = model != NULL && model->serve(&config, &error);
    return NULL;
}

static void that_client_gets_503_and_the_server_lives(void)
{
    struct error error;
    struct stats_page *stats;
    pthread_t thread;
    bool served = false;
    CU_ASSERT_FATAL(stats_page_create(NULL, "m", &stats, &error));
    config = (struct server_config){.stop_fd = eventfd(0, EFD_CLOEXEC),
                                    .stats = stats,
                                    .conn = {.head_deadline_ns = HEAD_DEADLINE_NS,
                                             .request_deadline_ns = REQUEST_DEADLINE_NS,
                                             .idle_deadline_ns = IDLE_DEADLINE_NS,
                                             .draining = &draining},
                                    .connection_limit = 100,
                                    .iterations_per_ns = 0.1,
                                    .drain_deadline_ns = DRAIN_DEADLINE_NS};
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &config.listen_fd, &port, &error));
    CU_ASSERT_FATAL(pthread_create(&thread, NULL, serve, &served) == 0);

    struct client there, refused;
    struct response response;
    CU_ASSERT_FATAL(client_connect(&there, port));
    CU_ASSERT(client_ask(&there, "/hello", &response));
    atomic_store(&no_threads, true);
    for (int i = 0; i < 5; i++) {
        CU_ASSERT_FATAL(client_connect(&refused, port));
        if (i > 0) /* the first one says nothing, and must not hold up the others */
            CU_ASSERT(client_get(&refused, "/hello"));
        CU_ASSERT(client_receive(&refused, &response));
        CU_ASSERT_EQUAL(response.status, 503);
        CU_ASSERT(response.closes);
        CU_ASSERT(client_is_at_end(&refused));
        client_close(&refused);
        CU_ASSERT(client_ask(&there, "/hello", &response));
    }
    atomic_store(&no_threads, false);
    CU_ASSERT_FATAL(client_connect(&refused, port));
    CU_ASSERT(client_ask(&refused, "/hello", &response));
    client_close(&refused);
    client_close(&there);

    atomic_store(&draining, true);
    CU_ASSERT_EQUAL(eventfd_write(config.stop_fd, 1), 0);
    pthread_join(thread, NULL);
    CU_ASSERT(served);
    uint64_t refusals = 0;
    for (size_t i = 0; i < STATS_SLOTS; i++)
        refusals += stats_read(&stats->slots[i].connections_refused);
    CU_ASSERT_EQUAL(refusals, 5);
    stats_page_close(stats);
    close(config.stop_fd);
}

static CU_TestInfo tests[] = {
    {"that client gets 503 and the server lives", that_client_gets_503_and_the_server_lives},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("thread-per-request without threads", tests)
