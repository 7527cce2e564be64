#include "core/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/limits.h"
#include "tests/support/suite.h"

static void never_runs_backwards(void)
{
    uint64_t before_ns = clock_now_ns();
    for (int i = 0; i < 10000; i++) {
        uint64_t now_ns = clock_now_ns();
        CU_ASSERT(now_ns >= before_ns);
        before_ns = now_ns;
    }
}

static void a_sleep_never_ends_early(void)
{
    const uint64_t lengths_ns[] = {0, 1, 999, 50 * ONE_US_NS, 1999999, 3 * ONE_MS_NS};
    for (size_t i = 0; i < sizeof lengths_ns / sizeof *lengths_ns; i++) {
        uint64_t until_ns = clock_now_ns() + lengths_ns[i];
        clock_sleep_until_ns(until_ns);
        CU_ASSERT(clock_now_ns() >= until_ns);
    }
}

static void an_instant_that_has_passed_is_not_waited_for(void)
{
    uint64_t before_ns = clock_now_ns();
    clock_sleep_until_ns(0);
    clock_sleep_until_ns(before_ns);
    CU_ASSERT(clock_now_ns() - before_ns < 5 * ONE_SECOND_NS);
}

static void on_alarm(int number)
{
    (void)number;
}

static void signals_do_not_end_a_sleep(void)
{
    struct sigaction count = {.sa_handler = on_alarm}; /* no SA_RESTART */
    struct sigaction before;
    (void)sigaction(SIGALRM, &count, &before);
    struct itimerval every_ms = {.it_interval.tv_usec = 1000, .it_value.tv_usec = 1000};
    (void)setitimer(ITIMER_REAL, &every_ms, NULL);
    uint64_t until_ns = clock_now_ns() + 20 * ONE_MS_NS;
    clock_sleep_until_ns(until_ns);
    CU_ASSERT(clock_now_ns() >= until_ns);
    struct itimerval never = {0};
    (void)setitimer(ITIMER_REAL, &never, NULL);
    (void)sigaction(SIGALRM, &before, NULL);
}

static void *burn_5_ms(void *argument)
{
    uint64_t *used_ns = argument;
    while ((*used_ns = clock_thread_cpu_ns()) < 5 * ONE_MS_NS)
        continue;
    return NULL;
}

static void the_process_has_used_what_its_threads_used(void)
{
    uint64_t process_before_ns = clock_process_cpu_ns();
    uint64_t here_before_ns = clock_thread_cpu_ns();
    uint64_t there_ns = 0;
    pthread_t thread;
    CU_ASSERT_FATAL(pthread_create(&thread, NULL, burn_5_ms, &there_ns) == 0);
    pthread_join(thread, NULL);
    CU_ASSERT(clock_process_cpu_ns() - process_before_ns >= 5 * ONE_MS_NS);
    CU_ASSERT(clock_thread_cpu_ns() - here_before_ns < there_ns);
}

static void the_wall_label_is_utc_to_the_second(void)
{
    char label[CLOCK_LABEL_BYTES];
    clock_wall_label(label);
    unsigned year, month, day, hour, minute, second;
    int end = 0;
    CU_ASSERT_EQUAL(sscanf(label, "%4u-%2u-%2uT%2u:%2u:%2uZ%n", &year, &month, &day, &hour, &minute,
                           &second, &end),
                    6);
    CU_ASSERT_EQUAL((size_t)end, strlen(label));
    CU_ASSERT(year >= 2024 && month >= 1 && month <= 12 && day >= 1 && day <= 31);
    CU_ASSERT(hour < 24 && minute < 60 && second <= 60);
}

static void another_process_is_asked_by_its_number(void)
{
    uint64_t used_ns = 0;
    uint64_t before_ns = clock_process_cpu_ns();
    CU_ASSERT(clock_other_process_cpu_ns(getpid(), &used_ns));
    CU_ASSERT(used_ns >= before_ns && used_ns <= clock_process_cpu_ns());
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    CU_ASSERT_EQUAL(waitpid(child, NULL, 0), child);
    CU_ASSERT_FALSE(clock_other_process_cpu_ns(child, &used_ns));
}

static CU_TestInfo tests[] = {
    {"never runs backwards", never_runs_backwards},
    {"a sleep never ends early", a_sleep_never_ends_early},
    {"an instant that has passed is not waited for", an_instant_that_has_passed_is_not_waited_for},
    {"signals do not end a sleep", signals_do_not_end_a_sleep},
    {"the process has used what its threads used", the_process_has_used_what_its_threads_used},
    {"another process is asked by its number", another_process_is_asked_by_its_number},
    {"the wall label is UTC to the second", the_wall_label_is_utc_to_the_second},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("clock", tests)
