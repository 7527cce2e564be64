#include "bench/interrupt.h"

#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/limits.h"
#include "tests/support/suite.h"

static struct interrupt open_interrupt(void)
{
    struct interrupt interrupt;
    struct error error;
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    return interrupt;
}

static void a_pause_ends_at_its_instant_and_never_before(void)
{
    struct interrupt interrupt = open_interrupt();
    uint64_t until_ns = clock_now_ns() + 2 * ONE_MS_NS;
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, NULL, 0, until_ns), PAUSE_TIME);
    CU_ASSERT(clock_now_ns() >= until_ns);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, NULL, 0, 0), PAUSE_TIME); /* long past */
    interrupt_close(&interrupt);
}

static void a_readable_descriptor_ends_the_pause_and_absent_ones_do_not_matter(void)
{
    struct interrupt interrupt = open_interrupt();
    int ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    int fds[] = {-1, ends[0]};
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, fds, 2, 0), PAUSE_TIME);
    CU_ASSERT_EQUAL(write(ends[1], "x", 1), 1);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, fds, 2, PAUSE_FOREVER), PAUSE_READY);
    close(ends[0]);
    close(ends[1]);
    interrupt_close(&interrupt);
}

static void signals_are_counted_and_the_first_one_is_remembered(void)
{
    struct interrupt interrupt = open_interrupt();
    char words[INTERRUPT_WORDS_BYTES];
    CU_ASSERT_EQUAL(kill(getpid(), SIGTERM), 0);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, NULL, 0, PAUSE_FOREVER), PAUSE_SIGNAL);
    CU_ASSERT_EQUAL(interrupt.count, 1);
    CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, NULL, 0, PAUSE_FOREVER), PAUSE_SIGNAL);
    CU_ASSERT_EQUAL(interrupt.count, 2);
    CU_ASSERT_EQUAL(interrupt_exit_status(&interrupt), 143);
    interrupt_words(&interrupt, words);
    CU_ASSERT_STRING_EQUAL(words, "interrupted (SIGTERM)");
    interrupt_close(&interrupt);
}

static unsigned told; /* how often on_first was called */

static void on_first(void)
{
    told++;
}

static void somebody_is_told_of_the_first_signal_alone(void)
{
    struct interrupt interrupt = open_interrupt();
    interrupt.on_first = on_first;
    told = 0;
    for (unsigned i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
        CU_ASSERT_EQUAL(interrupt_pause(&interrupt, NULL, 0, PAUSE_FOREVER), PAUSE_SIGNAL);
        CU_ASSERT_EQUAL(told, 1);
    }
    interrupt_close(&interrupt);
}

static void a_signal_goes_before_a_readable_descriptor(void)
{
    struct interrupt interrupt = open_interrupt();
    int ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    CU_ASSERT_EQUAL(write(ends[1], "x", 1), 1);
    CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, ends, 1, PAUSE_FOREVER), PAUSE_SIGNAL);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, ends, 1, PAUSE_FOREVER), PAUSE_READY);
    close(ends[0]);
    close(ends[1]);
    interrupt_close(&interrupt);
}

static void a_hangup_that_was_ignored_at_the_start_stays_ignored(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    CU_ASSERT_EQUAL_FATAL(sigaction(SIGHUP, &ignore, &before), 0);
    struct interrupt interrupt = open_interrupt();
    CU_ASSERT_EQUAL(kill(getpid(), SIGHUP), 0);
    CU_ASSERT_EQUAL(interrupt_pause(&interrupt, NULL, 0, 0), PAUSE_TIME);
    interrupt_close(&interrupt);
    (void)sigaction(SIGHUP, &before, NULL);
}

static void closing_restores_the_signal_mask(void)
{
    sigset_t mask;
    struct interrupt interrupt = open_interrupt();
    (void)sigprocmask(SIG_BLOCK, NULL, &mask);
    CU_ASSERT_EQUAL(sigismember(&mask, SIGINT), 1);
    interrupt_close(&interrupt);
    (void)sigprocmask(SIG_BLOCK, NULL, &mask);
    CU_ASSERT_EQUAL(sigismember(&mask, SIGINT), 0);
}

static CU_TestInfo tests[] = {
    {"a pause ends at its instant and never before", a_pause_ends_at_its_instant_and_never_before},
    {"a readable descriptor ends the pause; absent ones do not matter",
     a_readable_descriptor_ends_the_pause_and_absent_ones_do_not_matter},
    {"signals are counted and the first one is remembered",
     signals_are_counted_and_the_first_one_is_remembered},
    {"somebody is told of the first signal alone", somebody_is_told_of_the_first_signal_alone},
    {"a signal goes before a readable descriptor", a_signal_goes_before_a_readable_descriptor},
    {"a hangup that was ignored at the start stays ignored",
     a_hangup_that_was_ignored_at_the_start_stays_ignored},
    {"closing restores the signal mask", closing_restores_the_signal_mask},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("interrupt", tests)
