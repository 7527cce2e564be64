#include "tests/support/server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"

#define FLAGS_MOST  16
#define PATIENCE_NS (20 * ONE_SECOND_NS)

struct server_under_test under_test;

static void give_up(struct server *server, const char *why)
{
    char messages[4096];
    process_read_messages(&server->process, messages, sizeof messages);
    (void)fprintf(stderr, "%s: %s\n%s\n", under_test.model, why, messages);
    abort();
}

void server_start_limited(struct server *server, const char *const flags[],
                          unsigned descriptor_limit)
{
    char model[80], stats[80], iterations[64], line[256];
    struct error error;
    (void)snprintf(server->stats_path, sizeof server->stats_path, "stats.%ld.tmp", (long)getpid());
    (void)snprintf(model, sizeof model, "--model=%s", under_test.model);
    (void)snprintf(stats, sizeof stats, "--stats=%s", server->stats_path);
    (void)snprintf(iterations, sizeof iterations, "--iterations-per-ms=%s",
                   under_test.iterations_per_ms);
    const char *argv[FLAGS_MOST] = {under_test.program, model, stats, iterations};
    for (size_t i = 4; flags != NULL && *flags != NULL && i + 1 < FLAGS_MOST; i++)
        argv[i] = *flags++;
    if (!process_start(&server->process, argv, descriptor_limit, &error))
        abort();
    if (!process_read_line(&server->process, line, sizeof line) ||
        sscanf(line, "ready port=%hu ", &server->port) != 1)
        give_up(server, "no ready line");
    if (!stats_page_open(server->stats_path, &server->stats, &error))
        give_up(server, error.text);
}

void server_start(struct server *server, const char *const flags[])
{
    server_start_limited(server, flags, 0);
}

void server_release(struct server *server, int status)
{
    char messages[8192];
    process_read_messages(&server->process, messages, sizeof messages);
    if (status != 0)
        (void)fprintf(stderr, "%s ended with %d\n%s\n", under_test.model, status, messages);
    process_release(&server->process);
    stats_page_close(server->stats);
    (void)unlink(server->stats_path);
}

int server_stop(struct server *server)
{
    process_signal(&server->process, SIGTERM);
    int status = process_wait(&server->process, PATIENCE_NS);
    server_release(server, status);
    return status;
}

uint64_t server_count(const struct server *server, size_t offset)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < STATS_SLOTS; i++)
        sum += stats_read(
            (const stats_counter *)(const void *)((const char *)&server->stats->slots[i] + offset));
    return sum;
}

bool server_wait_for_open(const struct server *server, uint64_t count)
{
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    while (SERVER_COUNT(server, connections_open) != count) {
        if (clock_now_ns() > until_ns)
            return false;
        clock_sleep_until_ns(clock_now_ns() + ONE_MS_NS);
    }
    return true;
}

static bool calibrate(const char *program)
{
    char output[256], messages[4096];
    double per_ms = 0;
    const char *const argv[] = {program, "--calibrate", NULL};
    if (process_run(argv, output, messages, sizeof output) != 0 ||
        sscanf(output, "iterations_per_ms=%lf", &per_ms) != 1)
        return false;
    (void)snprintf(under_test.iterations_per_ms, sizeof under_test.iterations_per_ms, "%.0f",
                   1.5 * per_ms);
    return true;
}

int server_for_each_model(const char *program, int (*run)(const char *model))
{
    static char list[4096], messages[4096];
    const char *const argv[] = {program, "--list", NULL};
    under_test.program = program;
    if (process_run(argv, list, messages, sizeof list) != 0 || !calibrate(program))
        return EXIT_FAILURE;
    int status = EXIT_SUCCESS;
    unsigned ran = 0;
    char *rest = list;
    for (char *line; (line = strsep(&rest, "\n")) != NULL && *line != '\0'; ran++) {
        under_test.model = strsep(&line, "\t");
        if (run(under_test.model) != EXIT_SUCCESS)
            status = EXIT_FAILURE;
    }
    return ran > 0 ? status : EXIT_FAILURE;
}
