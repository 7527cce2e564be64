#include "servers/accept_trouble.h"

#include <errno.h>
#include <stdarg.h>

#include "core/limits.h"
#include "core/log.h"
#include "tests/support/suite.h"

static unsigned lines;
void __wrap_log_warn(const char *format, ...);

void __wrap_log_warn(const char *format, ...)
{
    (void)format;
    lines++;
}

static void a_client_that_has_gone_is_no_trouble(void)
{
    struct accept_trouble trouble = {0};
    const int numbers[] = {EAGAIN, EINTR, ECONNABORTED};
    lines = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        CU_ASSERT_FALSE(accept_must_pause(&trouble, numbers[i], ONE_SECOND_NS));
    CU_ASSERT_EQUAL(lines, 0);
}

static void everything_else_pauses_so_that_nothing_spins(void)
{
    struct accept_trouble trouble = {0};
    const int numbers[] = {EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, EINVAL};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        CU_ASSERT(accept_must_pause(&trouble, numbers[i], ONE_SECOND_NS));
}

static void it_is_said_once_a_second(void)
{
    struct accept_trouble trouble = {0};
    lines = 0;
    for (uint64_t ms = 0; ms <= 3500; ms += 100)
        (void)accept_must_pause(&trouble, EMFILE, ONE_SECOND_NS + ms * ONE_MS_NS);
    CU_ASSERT_EQUAL(lines, 4);
}

static CU_TestInfo tests[] = {
    {"a client that has gone is no trouble", a_client_that_has_gone_is_no_trouble},
    {"everything else pauses, so that nothing spins", everything_else_pauses_so_that_nothing_spins},
    {"it is said once a second", it_is_said_once_a_second},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("accept_trouble", tests)
