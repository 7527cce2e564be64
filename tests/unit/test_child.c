#include "bench/child.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "tests/support/suite.h"

#define LONG_NS (20 * ONE_SECOND_NS) /* only ever waited for in full when a test fails */

static char log_path[64];

static void remove_log(void)
{
    (void)unlink(log_path);
}

/* A fresh log of this test program. */
static void begin_log(void)
{
    if (log_path[0] == '\0') {
        (void)snprintf(log_path, sizeof log_path, "/tmp/barista-child-%d.log", getpid());
        (void)atexit(remove_log);
    }
    remove_log();
}

static struct interrupt open_interrupt(void)
{
    struct interrupt interrupt;
    struct error error;
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    return interrupt;
}

/* Starts a shell script whose stdout is a pipe. */
static struct child start(const char *script)
{
    struct child child;
    struct error error;
    const char *const arguments[] = {"/bin/sh", "-c", script, NULL};
    begin_log();
    struct child_options options = {.name = "script",
                                    .arguments = arguments,
                                    .log_path = log_path,
                                    .output = CHILD_OUTPUT_PIPE};
    CU_ASSERT_FATAL(child_start(&child, &options, &error));
    return child;
}

static void a_line_is_taken_when_it_is_whole(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("printf rea; printf 'dy port=1\\n'; exec sleep 60");
    struct error error;
    char line[64];
    CU_ASSERT(
        child_read_line(&child, &interrupt, clock_now_ns() + LONG_NS, line, sizeof line, &error));
    CU_ASSERT_STRING_EQUAL(line, "ready port=1");
    CU_ASSERT(child_stop(&child, &interrupt, LONG_NS));
    CU_ASSERT(WIFSIGNALED(child.status));
    interrupt_close(&interrupt);
}

static void an_end_before_the_line_quotes_the_log(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("echo 'port 80 is in use' >&2; exit 7");
    struct error error;
    char line[64];
    CU_ASSERT_FALSE(
        child_read_line(&child, &interrupt, clock_now_ns() + LONG_NS, line, sizeof line, &error));
    CU_ASSERT_STRING_EQUAL(
        error.text,
        "script ended with status 7 before it was ready; its log ends: \"port 80 is in use\"");
    (void)child_stop(&child, &interrupt, 0);
    interrupt_close(&interrupt);
}

static void a_deadline_ends_the_waiting(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("exec sleep 60");
    struct error error;
    char line[64];
    CU_ASSERT_FALSE(
        child_read_line(&child, &interrupt, clock_now_ns() + ONE_MS_NS, line, sizeof line, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "script said nothing in time");
    (void)child_stop(&child, &interrupt, LONG_NS);
    interrupt_close(&interrupt);
}

static void an_endless_line_is_refused(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("while :; do printf aaaaaaaaaaaaaaaa; done");
    struct error error;
    char line[64];
    CU_ASSERT_FALSE(
        child_read_line(&child, &interrupt, clock_now_ns() + LONG_NS, line, sizeof line, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "script wrote an endless line");
    (void)child_stop(&child, &interrupt, LONG_NS);
    interrupt_close(&interrupt);
}

static void a_signal_ends_the_waiting(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("exec sleep 60");
    struct error error;
    char line[64];
    CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
    CU_ASSERT_FALSE(
        child_read_line(&child, &interrupt, clock_now_ns() + LONG_NS, line, sizeof line, &error));
    CU_ASSERT_EQUAL(interrupt.count, 1);
    CU_ASSERT(child_stop(&child, &interrupt, LONG_NS));
    interrupt_close(&interrupt);
}

/* The script ignores SIGTERM, and so does the child that it waits for. */
static const char *const stubborn =
    "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & wait; wait";

static pid_t read_pid(struct child *child, struct interrupt *interrupt)
{
    struct error error;
    char line[64];
    CU_ASSERT_FATAL(
        child_read_line(child, interrupt, clock_now_ns() + LONG_NS, line, sizeof line, &error));
    return (pid_t)strtol(line, NULL, 10);
}

/* Killed and reaped by whoever inherited it; a zombie of somebody else still has its number. */
static bool is_gone(pid_t pid)
{
    char path[64];
    char text[256] = "";
    (void)snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = fopen(path, "re");
    if (stat == NULL)
        return true;
    size_t length = fread(text, 1, sizeof text - 1, stat);
    (void)fclose(stat);
    text[length] = '\0';
    return strstr(text, ") Z ") != NULL || length == 0;
}

static bool goes_away(pid_t pid)
{
    uint64_t deadline_ns = clock_now_ns() + LONG_NS;
    while (!is_gone(pid) && clock_now_ns() < deadline_ns)
        clock_sleep_until_ns(clock_now_ns() + ONE_MS_NS);
    return is_gone(pid);
}

static void one_that_does_not_stop_is_killed_with_its_group(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start(stubborn);
    pid_t grandchild = read_pid(&child, &interrupt);
    CU_ASSERT_FALSE(is_gone(grandchild));
    CU_ASSERT_FALSE(child_stop(&child, &interrupt, ONE_MS_NS));
    CU_ASSERT(WIFSIGNALED(child.status) && WTERMSIG(child.status) == SIGKILL);
    CU_ASSERT(goes_away(grandchild));
    CU_ASSERT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* no zombie of ours */
    interrupt_close(&interrupt);
}

static void a_signal_shortens_the_grace(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start(stubborn);
    pid_t grandchild = read_pid(&child, &interrupt);
    CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
    CU_ASSERT_FALSE(child_stop(&child, &interrupt, 3600 * ONE_SECOND_NS));
    CU_ASSERT(goes_away(grandchild));
    interrupt_close(&interrupt);
}

static void what_a_program_leaves_behind_ends_with_it(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("sleep 60 & echo $!");
    pid_t grandchild = read_pid(&child, &interrupt);
    CU_ASSERT_EQUAL(child_wait(&child, &interrupt, clock_now_ns() + LONG_NS), PAUSE_READY);
    CU_ASSERT_EQUAL(child.status, 0);
    CU_ASSERT(goes_away(grandchild));
    CU_ASSERT(child_stop(&child, &interrupt, 0));
    interrupt_close(&interrupt);
}

static void the_end_is_told_in_words_and_with_its_costs(void)
{
    struct interrupt interrupt = open_interrupt();
    struct child child = start("kill -SEGV $$");
    char words[CHILD_WORDS_BYTES];
    while (child_wait(&child, &interrupt, clock_now_ns() + LONG_NS) != PAUSE_READY)
        continue;
    child_end_words(&child, words);
    CU_ASSERT_STRING_EQUAL(words, "was killed by SIGSEGV");
    CU_ASSERT(child.usage.ru_maxrss > 0);
    (void)child_stop(&child, &interrupt, 0);
    interrupt_close(&interrupt);
}

static bool capture(const char *script, char *text, size_t size, struct error *error)
{
    struct interrupt interrupt = open_interrupt();
    begin_log();
    const char *const arguments[] = {"/bin/sh", "-c", script, NULL};
    struct child_options options = {.name = "script",
                                    .arguments = arguments,
                                    .log_path = log_path,
                                    .output = CHILD_OUTPUT_PIPE};
    bool captured =
        child_capture(&options, &interrupt, clock_now_ns() + LONG_NS, text, size, error);
    interrupt_close(&interrupt);
    return captured;
}

static void output_is_captured_whole_or_not_at_all(void)
{
    char text[16];
    struct error error;
    CU_ASSERT(capture("echo one; echo two", text, sizeof text, &error));
    CU_ASSERT_STRING_EQUAL(text, "one\ntwo\n");
    CU_ASSERT(capture(":", text, sizeof text, &error));
    CU_ASSERT_STRING_EQUAL(text, "");
    CU_ASSERT_FALSE(capture("echo one; exit 3", text, sizeof text, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "script ended with status 3");
    CU_ASSERT_FALSE(capture("echo 0123456789abcdef", text, sizeof text, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "script wrote more than 16 bytes");
}

static CU_TestInfo tests[] = {
    {"a line is taken when it is whole", a_line_is_taken_when_it_is_whole},
    {"an end before the line quotes the log", an_end_before_the_line_quotes_the_log},
    {"a deadline ends the waiting", a_deadline_ends_the_waiting},
    {"an endless line is refused", an_endless_line_is_refused},
    {"a signal ends the waiting", a_signal_ends_the_waiting},
    {"one that does not stop is killed with its group",
     one_that_does_not_stop_is_killed_with_its_group},
    {"a signal shortens the grace", a_signal_shortens_the_grace},
    {"what a program leaves behind ends with it", what_a_program_leaves_behind_ends_with_it},
    {"the end is told in words and with its costs", the_end_is_told_in_words_and_with_its_costs},
    {"output is captured whole or not at all", output_is_captured_whole_or_not_at_all},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("child", tests)
