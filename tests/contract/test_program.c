/* The program `server` as people and bench meet it: flags, messages, exit codes. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "tests/support/server.h"
#include "tests/support/suite.h"

static const char *program;
static char output[8192];
static char messages[8192];

static int run_with(const char *first, const char *second, const char *third)
{
    const char *const argv[] = {program, first, second, third, NULL};
    return process_run(argv, output, messages, sizeof output);
}

static unsigned count(const char *text, char wanted)
{
    unsigned number = 0;
    for (; *text != '\0'; text++)
        number += *text == wanted;
    return number;
}

static void the_list_has_a_name_and_a_summary_per_line(void)
{
    CU_ASSERT_EQUAL(run_with("--list", NULL, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "thread-per-request\t"));
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "event-loop\t"));
    CU_ASSERT_EQUAL(count(output, '\n'), count(output, '\t'));
    CU_ASSERT_STRING_EQUAL(messages, "");
}

static void calibration_prints_one_number(void)
{
    double per_ms = 0;
    char rest = 0;
    CU_ASSERT_EQUAL(run_with("--calibrate", NULL, NULL), 0);
    CU_ASSERT_EQUAL(sscanf(output, "iterations_per_ms=%lf%c", &per_ms, &rest), 2);
    CU_ASSERT(per_ms > 1000);
    CU_ASSERT_EQUAL(rest, '\n');
}

static void the_version_is_also_to_be_had_as_json(void)
{
    CU_ASSERT_EQUAL(run_with("--version", NULL, NULL), 0);
    CU_ASSERT_EQUAL(strncmp(output, "server (Barista) ", 17), 0);
    CU_ASSERT_EQUAL(run_with("--json", "--version", NULL), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "\"program\":\"server\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "\"buildType\":"));
}

static void help_shows_every_flag_and_limit(void)
{
    static const char *const words[] = {
        "--model",           "--port",         "--host",          "--stats",
        "--idle-timeout",    "--head-timeout", "--drain-timeout", "--iterations-per-ms",
        "--request-timeout", "--body-limit",   "8192 bytes",      "16384 bytes",
        "100 fields",        "default 5s",     "default 10s",     "default 30s",
    };
    CU_ASSERT_EQUAL(run_with("--help", NULL, NULL), 0);
    for (char *newline = output; (newline = strchr(newline, '\n')) != NULL;)
        *newline = ' '; /* lines are broken anywhere */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(output, words[i]));
}

static void wrong_flags_are_answered_with_one_sentence(void)
{
    static const struct {
        const char *flag;
        const char *says;
    } cases[] = {
        {"--model=nothing", "thread-per-request, event-loop"},
        {"--model=event-lopp", "did you mean event-loop?"},
        {"--model=", "there is no model \"\""},
        {"--port=65536", "--port: \"65536\""},
        {"--port=-1", "--port: \"-1\""},
        {"--port=", "--port: \"\""},
        {"--port=80x", "\"80x\""},
        {"--iterations-per-ms=fast", "\"fast\""},
        {"--idle-timeout=5", "no unit"},
        {"--idle-timeout=0s", "\"0s\" is not above 0"},
        {"--head-timeout=25h", "at most 24h"},
        {"--request-timeout=soon", "--request-timeout: "},
        {"--drain-timeout=-1s", "--drain-timeout: "},
        {"--body-limit=much", "--body-limit: "},
        {"--colour=red", "unrecognized option"},
        {"stray", "Too many arguments"},
        {"--port=0", "--model=NAME is missing"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CU_ASSERT_EQUAL(run_with(cases[i].flag, NULL, NULL), 2);
        CU_ASSERT_STRING_EQUAL(output, "");
        CU_ASSERT_PTR_NOT_NULL(strstr(messages, cases[i].says));
        CU_ASSERT(count(messages, '\n') <= 2);
        if (strstr(messages, cases[i].says) == NULL)
            (void)fprintf(stderr, "%s: %s", cases[i].flag, messages);
    }
}

static void a_bad_environment_ends_it_with_1(void)
{
    int taken = -1;
    uint16_t port = 0;
    char flag[32];
    struct error error;
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &taken, &port, &error));
    (void)snprintf(flag, sizeof flag, "--port=%u", port);
    const char *const quick = "--iterations-per-ms=1000";
    CU_ASSERT_EQUAL(run_with("--model=event-loop", quick, flag), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "another program does"));
    CU_ASSERT_EQUAL(count(messages, '\n'), 1);
    close(taken);

    CU_ASSERT_EQUAL(run_with("--model=event-loop", quick, "--host=example.com"), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "\"example.com\""));
    CU_ASSERT_EQUAL(run_with("--model=event-loop", quick, "--stats=/no/such/folder/page"), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "/no/such/folder/page"));
    CU_ASSERT_STRING_EQUAL(output, ""); /* not ready, not even for a moment */
}

static void other_addresses_than_loopback_are_warned_of(void)
{
    static const struct {
        const char *flag;
        bool warns;
    } cases[] = {{"--host=0.0.0.0", true},
                 {"--host=::", true},
                 {"--host=127.0.0.1", false},
                 {"--host=::1", false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) { /* which end before they listen */
        CU_ASSERT_EQUAL(run_with("--model=event-loop", cases[i].flag, "--stats=/no/such/page"), 1);
        CU_ASSERT_EQUAL(strstr(messages, "everyone who can reach") != NULL, cases[i].warns);
    }
}

/* As ps and top show it. */
static const char *name_of(const struct process *process)
{
    static char name[32];
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%ld/comm", (long)process->pid);
    FILE *file = fopen(path, "re");
    if (file == NULL || fgets(name, sizeof name, file) == NULL)
        name[0] = '\0';
    if (file != NULL)
        (void)fclose(file);
    return name;
}

static void it_is_ready_once_clients_can_connect_and_named_as_its_model(void)
{
    const char *const argv[] = {program, "--model=thread-per-request", "--host=127.0.0.1", NULL};
    struct process process;
    struct client client;
    struct response response;
    struct error error;
    char line[256], model[64];
    unsigned short port = 0;
    long pid = 0;
    CU_ASSERT_FATAL(process_start(&process, argv, 0, &error));
    CU_ASSERT(process_read_line(&process, line, sizeof line));
    CU_ASSERT_EQUAL(sscanf(line, "ready port=%hu model=%63s pid=%ld", &port, model, &pid), 3);
    CU_ASSERT_STRING_EQUAL(model, "thread-per-request");
    CU_ASSERT_EQUAL(pid, (long)process.pid);
    CU_ASSERT_FATAL(client_connect(&client, port));
    CU_ASSERT(client_ask(&client, "/hello", &response));
    client_close(&client);
    CU_ASSERT_STRING_EQUAL(name_of(&process), "thread-per-requ\n"); /* 15 characters at most */
    process_signal(&process, SIGTERM);
    CU_ASSERT_FALSE(process_read_line(&process, line, sizeof line)); /* nothing more on stdout */
    CU_ASSERT_EQUAL(process_wait(&process, 20 * ONE_SECOND_NS), 0);
    process_release(&process);
}

static CU_TestInfo tests[] = {
    {"the list has a name and a summary per line", the_list_has_a_name_and_a_summary_per_line},
    {"calibration prints one number", calibration_prints_one_number},
    {"the version is also to be had as JSON", the_version_is_also_to_be_had_as_json},
    {"help shows every flag and limit", help_shows_every_flag_and_limit},
    {"wrong flags are answered with one sentence", wrong_flags_are_answered_with_one_sentence},
    {"a bad environment ends it with 1", a_bad_environment_ends_it_with_1},
    {"other addresses than loopback are warned of", other_addresses_than_loopback_are_warned_of},
    {"it is ready once clients can connect, and named as its model",
     it_is_ready_once_clients_can_connect_and_named_as_its_model},
    CU_TEST_INFO_NULL,
};

int main(int argc, char **argv)
{
    if (argc != 2)
        return EXIT_FAILURE;
    program = argv[1];
    return suite_run("program", tests);
}
