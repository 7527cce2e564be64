#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/child.h"
#include "core/clock.h"
#include "tests/support/suite.h"

#define LONG_NS (20 * ONE_SECOND_NS) /* only ever waited for in full when a test fails */

/* What a shell script started with these options writes to stdout. */
static void run(struct child_options options, const char *script, char *text, size_t size)
{
    struct interrupt interrupt;
    struct error error = {""};
    const char *const arguments[] = {"/bin/sh", "-c", script, NULL};
    options.name = "script";
    options.arguments = arguments;
    options.output = CHILD_OUTPUT_PIPE;
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    CU_ASSERT(child_capture(&options, &interrupt, clock_now_ns() + LONG_NS, text, size, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "");
    interrupt_close(&interrupt);
}

static void the_nice_value_is_raised(void)
{
    char text[64];
    errno = 0;
    int own = getpriority(PRIO_PROCESS, 0);
    run((struct child_options){.nice_increment = 0}, "nice", text, sizeof text);
    CU_ASSERT_EQUAL(strtol(text, NULL, 10), own);
    run((struct child_options){.nice_increment = 3}, "nice", text, sizeof text);
    CU_ASSERT_EQUAL(strtol(text, NULL, 10), own + 3 > 19 ? 19 : own + 3);
}

static void it_runs_on_the_cpus_it_is_given(void)
{
    char text[64];
    char expected[64];
    cpu_set_t allowed;
    cpu_set_t one;
    unsigned last = CPU_SETSIZE - 1;
    CU_ASSERT_EQUAL_FATAL(sched_getaffinity(0, sizeof allowed, &allowed), 0);
    while (!CPU_ISSET(last, &allowed))
        last--;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    run((struct child_options){.cpus = &one},
        "sed -n 's/^Cpus_allowed_list:[^0-9]*//p' /proc/self/status", text, sizeof text);
    (void)snprintf(expected, sizeof expected, "%u\n", last);
    CU_ASSERT_STRING_EQUAL(text, expected);
}

static void it_leads_a_group_of_its_own_and_reads_nothing(void)
{
    char text[64];
    run((struct child_options){0},
        "read x; [ $(cut -d' ' -f5 /proc/$$/stat) = $$ ] && echo \"own group, read '$x'\"", text,
        sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "own group, read ''\n");
}

static void it_inherits_no_descriptor_and_no_blocked_signal(void)
{
    char text[256];
    run((struct child_options){0}, "exec ls /proc/self/fd", text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "0\n1\n2\n3\n"); /* 3 is the folder being listed */
    run((struct child_options){0}, "exec sed -n 's/^SigBlk:[^0-9]*//p' /proc/self/status", text,
        sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "0000000000000000\n");
}

static void what_cannot_be_started_is_named_with_the_reason(void)
{
    static const struct {
        const char *path;
        const char *log;
        bool no_cpus;
        const char *expected;
    } cases[] = {
        {"/nonexistent/server", NULL, false,
         "cannot start the server (/nonexistent/server): No such file or directory"},
        {"/etc", NULL, false, "cannot start the server (/etc): Permission denied"},
        {"/bin/sh", NULL, true, "cannot start the server (/bin/sh): its CPUs: Invalid argument"},
        {"/bin/sh", "/nonexistent/log", false,
         "cannot write /nonexistent/log: No such file or directory"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct child child;
        struct error error;
        cpu_set_t none;
        CPU_ZERO(&none);
        const char *const arguments[] = {cases[i].path, NULL};
        struct child_options options = {.name = "the server",
                                        .arguments = arguments,
                                        .log_path = cases[i].log,
                                        .cpus = cases[i].no_cpus ? &none : NULL};
        CU_ASSERT_FALSE(child_start(&child, &options, &error));
        CU_ASSERT_STRING_EQUAL(error.text, cases[i].expected);
        CU_ASSERT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    }
}

/* Starts a long-lived process, tells its number and dies without a word. */
_Noreturn static void live_as_dying_bench(int report_fd)
{
    struct child child;
    struct error error;
    const char *const arguments[] = {"/bin/sleep", "60", NULL};
    struct child_options options = {.name = "sleep", .arguments = arguments};
    if (child_start(&child, &options, &error) &&
        write(report_fd, &child.pid, sizeof child.pid) == (ssize_t)sizeof child.pid)
        (void)kill(getpid(), SIGKILL);
    _exit(1);
}

static void children_never_outlive_bench(void)
{
    int ends[2];
    pid_t orphan = 0;
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    CU_ASSERT_EQUAL(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* the orphan becomes ours to reap */
    pid_t bench = fork();
    if (bench == 0)
        live_as_dying_bench(ends[1]);
    CU_ASSERT_EQUAL(waitpid(bench, NULL, 0), bench);
    CU_ASSERT_EQUAL_FATAL(read(ends[0], &orphan, sizeof orphan), (ssize_t)sizeof orphan);
    int status = 0;
    CU_ASSERT_EQUAL(waitpid(orphan, &status, 0), orphan); /* blocks for a minute when it lives */
    CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(ends[0]);
    close(ends[1]);
}

static CU_TestInfo tests[] = {
    {"the nice value is raised", the_nice_value_is_raised},
    {"it runs on the CPUs it is given", it_runs_on_the_cpus_it_is_given},
    {"it leads a group of its own and reads nothing",
     it_leads_a_group_of_its_own_and_reads_nothing},
    {"it inherits no descriptor and no blocked signal",
     it_inherits_no_descriptor_and_no_blocked_signal},
    {"what cannot be started is named with the reason",
     what_cannot_be_started_is_named_with_the_reason},
    {"children never outlive bench", children_never_outlive_bench},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("child_start", tests)
