#include "core/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

/* Sends stderr through a pipe while `act` runs and returns what it wrote. */
static void capture(void (*act)(void), char *text, size_t capacity)
{
    int ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    int saved = dup(STDERR_FILENO);
    (void)dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    act();
    (void)dup2(saved, STDERR_FILENO);
    close(saved);
    ssize_t length = read(ends[0], text, capacity - 1);
    text[length > 0 ? length : 0] = '\0';
    close(ends[0]);
}

static void say_all(void)
{
    log_open("tester", LOG_LEVEL_INFO);
    log_error("port %d is taken", 80);
    log_warn("slow");
    log_info("ready");
    log_debug("hidden");
}

static void lines_carry_program_and_level_and_debug_is_quiet(void)
{
    char text[512];
    capture(say_all, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(
        text, "tester: error: port 80 is taken\ntester: warning: slow\ntester: ready\n");
}

static void say_much(void)
{
    char words[2 * ERROR_TEXT_BYTES];
    memset(words, 'w', sizeof words);
    words[sizeof words - 1] = '\0';
    log_error("%s", words);
}

static void a_long_line_is_cut_and_ends_with_a_newline(void)
{
    char text[3 * ERROR_TEXT_BYTES];
    capture(say_much, text, sizeof text);
    CU_ASSERT(strlen(text) <= ERROR_TEXT_BYTES + 64);
    CU_ASSERT_EQUAL(text[strlen(text) - 1], '\n');
    CU_ASSERT_PTR_EQUAL(strchr(text, '\n'), text + strlen(text) - 1);
}

static CU_TestInfo tests[] = {
    {"lines carry program and level", lines_carry_program_and_level_and_debug_is_quiet},
    {"a long line is cut", a_long_line_is_cut_and_ends_with_a_newline},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("log", tests)
