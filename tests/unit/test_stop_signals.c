#include "servers/stop_signals.h"

#include <errno.h>
#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "tests/support/suite.h"

/* What the callbacks, on the module's thread, tell the test. */
struct witness {
    sem_t called;
    int number;
};

static bool readable(int fd, int timeout_ms)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    return poll(&one, 1, timeout_ms) == 1;
}

static void on_last_resort(int number, void *context)
{
    struct witness *witness = context;
    witness->number = number;
    sem_post(&witness->called);
}

static void start(struct stop_signals *signals, struct witness *witness, uint64_t drain_ns)
{
    struct error error;
    (void)sem_init(&witness->called, 0, 0);
    *signals = (struct stop_signals){
        .drain_ns = drain_ns, .context = witness, .on_last_resort = on_last_resort};
    CU_ASSERT_FATAL(stop_signals_start(signals, &error));
    CU_ASSERT_FALSE(readable(signals->stop_fd, 0));
}

static void nothing_happens_without_a_signal(void)
{
    struct stop_signals signals;
    struct witness witness;
    start(&signals, &witness, 0);
    stop_signals_stop(&signals);
    CU_ASSERT_FALSE(atomic_load(&signals.draining));
    CU_ASSERT_EQUAL(sem_trywait(&witness.called), -1);
}

static void the_first_signal_asks_and_the_second_insists(void)
{
    const int numbers[] = {SIGTERM, SIGINT};
    for (int i = 0; i < 2; i++) {
        struct stop_signals signals;
        struct witness witness;
        start(&signals, &witness, 3600 * ONE_SECOND_NS);
        CU_ASSERT_EQUAL(kill(getpid(), numbers[i]), 0);
        CU_ASSERT(readable(signals.stop_fd, 10000));
        CU_ASSERT(atomic_load(&signals.draining)); /* set before the descriptor */
        CU_ASSERT_EQUAL(sem_trywait(&witness.called), -1);
        CU_ASSERT_EQUAL(kill(getpid(), numbers[i]), 0);
        sem_wait(&witness.called);
        CU_ASSERT_EQUAL(witness.number, numbers[i]);
        stop_signals_stop(&signals);
    }
}

static void the_drain_deadline_is_the_last_resort(void)
{
    struct stop_signals signals;
    struct witness witness;
    start(&signals, &witness, 20 * ONE_MS_NS);
    uint64_t start_ns = clock_now_ns();
    CU_ASSERT_EQUAL(kill(getpid(), SIGTERM), 0);
    sem_wait(&witness.called);
    CU_ASSERT(clock_now_ns() - start_ns >= 20 * ONE_MS_NS);
    CU_ASSERT_EQUAL(witness.number, 0);
    stop_signals_stop(&signals);
}

static void a_server_that_stops_in_time_needs_no_last_resort(void)
{
    struct stop_signals signals;
    struct witness witness;
    start(&signals, &witness, 3600 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(kill(getpid(), SIGTERM), 0);
    CU_ASSERT(readable(signals.stop_fd, 10000));
    stop_signals_stop(&signals);
    CU_ASSERT_EQUAL(sem_trywait(&witness.called), -1);
}

static void a_broken_pipe_and_a_hang_up_do_not_kill(void)
{
    struct stop_signals signals;
    struct witness witness;
    start(&signals, &witness, 0);
    CU_ASSERT_EQUAL(raise(SIGPIPE), 0);
    CU_ASSERT_EQUAL(raise(SIGHUP), 0);
    stop_signals_stop(&signals);
    CU_ASSERT_EQUAL(sem_trywait(&witness.called), -1);
}

static bool no_thread;
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument)
{
    return no_thread ? EAGAIN : __real_pthread_create(thread, attributes, run, argument);
}

static void without_a_thread_it_fails_in_words(void)
{
    struct stop_signals signals = {.on_last_resort = on_last_resort};
    struct error error = {""};
    no_thread = true;
    CU_ASSERT_FALSE(stop_signals_start(&signals, &error));
    no_thread = false;
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "thread"));
}

static CU_TestInfo tests[] = {
    {"nothing happens without a signal", nothing_happens_without_a_signal},
    {"the first signal asks and the second insists", the_first_signal_asks_and_the_second_insists},
    {"the drain deadline is the last resort", the_drain_deadline_is_the_last_resort},
    {"a server that stops in time needs no last resort",
     a_server_that_stops_in_time_needs_no_last_resort},
    {"a broken pipe and a hang-up do not kill", a_broken_pipe_and_a_hang_up_do_not_kill},
    {"without a thread it fails in words", without_a_thread_it_fails_in_words},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("stop_signals", tests)
