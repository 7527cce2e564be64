#include "bench/log_tail.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

/* What is quoted of a log with this text. */
static void quote(const char *log, char text[LOG_TAIL_BYTES])
{
    char path[] = "/tmp/test_log_tail_XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, log, strlen(log)), (ssize_t)strlen(log));
    close(fd);
    log_tail(path, text);
    unlink(path);
}

static void the_last_three_lines_are_joined(void)
{
    static const struct {
        const char *log;
        const char *quoted;
    } cases[] = {
        {"", ""},
        {"\n\n", ""},
        {"one", "one"},
        {"one\n", "one"},
        {"one\ntwo\n\nthree\n\n", "one | two | three"},
        {"zero\none\ntwo\nthree\n", "one | two | three"},
        {"a\tb\033[0m\n", "a?b?[0m"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[LOG_TAIL_BYTES];
        quote(cases[i].log, text);
        CU_ASSERT_STRING_EQUAL(text, cases[i].quoted);
    }
}

static void long_lines_keep_their_end_and_always_fit(void)
{
    char text[LOG_TAIL_BYTES];
    char log[2000];
    memset(log, 'x', sizeof log);
    log[900] = '\n';
    log[1995] = '!';
    log[sizeof log - 1] = '\0';
    quote(log, text);
    CU_ASSERT(strlen(text) < LOG_TAIL_BYTES);
    CU_ASSERT_STRING_EQUAL(text + strlen(text) - 4, "!xxx");
}

static void a_missing_log_quotes_nothing(void)
{
    char text[LOG_TAIL_BYTES];
    log_tail("/nonexistent/log", text);
    CU_ASSERT_STRING_EQUAL(text, "");
    log_tail("", text);
    CU_ASSERT_STRING_EQUAL(text, "");
    log_tail("/proc", text);
    CU_ASSERT_STRING_EQUAL(text, "");
}

static CU_TestInfo tests[] = {
    {"the last three lines are joined", the_last_three_lines_are_joined},
    {"long lines keep their end and always fit", long_lines_keep_their_end_and_always_fit},
    {"a missing log quotes nothing", a_missing_log_quotes_nothing},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("log_tail", tests)
