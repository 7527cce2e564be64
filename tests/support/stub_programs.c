#include "tests/support/stub_programs.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/net.h"
#include "formats/result.h"
#include "formats/stats_page.h"
#include "tests/support/client.h"

static void must(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "stub: %s failed\n", what);
    abort();
}

void stub_programs_make(const char *folder)
{
    static const char *const names[] = {"server", "loadgen", "report"};
    char own[PATH_BYTES];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    must(length > 0, "readlink");
    own[length] = '\0';
    for (unsigned i = 0; i < 3; i++) {
        char path[PATH_BYTES];
        struct error error;
        must(file_join(path, folder, names[i], &error) && symlink(own, path) == 0, "symlink");
    }
}

void stub_programs_set(const char *words)
{
    must(setenv("STUBS", words, 1) == 0, "setenv");
}

void stub_programs_write_scenario(const char *path, const char *name, unsigned repetitions)
{
    char text[1024];
    struct error error;
    int length = snprintf(
        text, sizeof text,
        "{\"version\": 1, \"name\": \"%s\", \"title\": \"A stub\", \"repetitions\": %u,\n"
        " \"requests\": {\"hello\": {\"path\": \"/hello\"},\n"
        "                \"pair\": {\"path\": \"/pair\", \"expect\": {\"bodyLength\": 2}}},\n"
        " \"mix\": [{\"request\": \"hello\", \"weight\": 1}, {\"request\": \"pair\", \"weight\": "
        "1}],\n"
        " \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\",\n"
        "   \"rate\": \"100/s\", \"duration\": \"200ms\"}]}\n",
        name, repetitions);
    must(length < (int)sizeof text && file_write(path, text, (size_t)length, &error), "file_write");
}

static bool is_set(const char *word)
{
    const char *at = getenv("STUBS");
    size_t length = strlen(word);
    for (at = at != NULL ? at : ""; *at != '\0'; at += strspn(at, " ")) {
        size_t here = strcspn(at, " ");
        if (here == length && strncmp(at, word, length) == 0)
            return true;
        at += here;
    }
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool stub_programs_are_meant(char **argv)
{
    const char *name = base_name(argv[0]);
    return strcmp(name, "server") == 0 || strcmp(name, "loadgen") == 0 ||
           strcmp(name, "report") == 0;
}

/* The value of --name=value, or NULL. */
static const char *flag(char **argv, const char *name)
{
    size_t length = strlen(name);
    for (; *argv != NULL; argv++)
        if (strncmp(*argv, name, length) == 0 && ((*argv)[length] == '=' || !(*argv)[length]))
            return (*argv)[length] == '=' ? *argv + length + 1 : "";
    return NULL;
}

static int print_version(const char *name)
{
    bool debug = is_set("server-debug") && strcmp(name, "server") == 0;
    bool sanitized = is_set("server-sanitized") && strcmp(name, "server") == 0;
    printf("{\"program\":\"%s\",\"version\":\"0.0.1\",\"revision\":\"0123456789ab\","
           "\"buildType\":\"%s\",\"sanitizers\":\"%s\",\"compiler\":\"none\"}\n",
           name, debug ? "Debug" : "Release", sanitized ? "thread" : "");
    return 0;
}

static void on_stop(int signal_number)
{
    static const char complaint[] = "stub: 3 bytes leaked\n";
    (void)signal_number;
    if (!is_set("server-ends-badly"))
        _exit(0);
    (void)!write(STDERR_FILENO, complaint, sizeof complaint - 1);
    _exit(23);
}

static void handle_stop(int signal_number)
{
    struct sigaction action = {.sa_handler = is_set("server-stubborn") ? SIG_IGN : on_stop};
    must(sigaction(signal_number, &action, NULL) == 0, "sigaction");
}

/* Reads one request and answers "ok", whatever was asked. */
static void answer(int fd)
{
    char head[2048] = "";
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length + 1 < sizeof head && strstr(head, "\r\n\r\n") == NULL) {
        got = read(fd, head + length, sizeof head - 1 - length);
        length += got > 0 ? (size_t)got : 0;
        head[length] = '\0';
    }
    if (is_set("server-dies-under-load") && strncmp(head, "GET /load ", 10) == 0) {
        fputs("stub: the floor gave way\n", stderr);
        abort();
    }
    const char *text =
        is_set("server-refuses")
            ? "HTTP/1.1 400 Bad Request\r\nContent-Length: 15\r\n\r\nunknown step \"x\""
            : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    (void)!write(fd, text, strlen(text));
    close(fd);
}

_Noreturn static void serve(const char *model, const char *page_path)
{
    struct stats_page *page;
    struct error error;
    uint16_t port = 0;
    int listener = -1;
    handle_stop(SIGTERM);
    must(is_set("server-without-page") || stats_page_create(page_path, model, &page, &error),
         "stats_page_create");
    must(net_listen("127.0.0.1", 0, &listener, &port, &error), "net_listen");
    if (is_set("server-malformed"))
        printf("ready port=http model=%s pid=%d\n", model, getpid());
    else
        printf("ready port=%u model=%s pid=%d\n", port,
               is_set("server-other-model") ? "other" : model, getpid());
    fflush(stdout);
    for (;;) {
        struct pollfd ready = {.fd = listener, .events = POLLIN};
        (void)poll(&ready, 1, -1);
        int fd = net_accept(listener, false);
        if (fd >= 0)
            answer(fd);
    }
}

static int run_server(char **argv)
{
    if (flag(argv, "--version") != NULL)
        return print_version("server");
    if (flag(argv, "--list") != NULL)
        return puts("thread-per-request\ta stub\nevent-loop\ta stub") == EOF;
    if (flag(argv, "--calibrate") != NULL)
        return puts(is_set("server-cannot-calibrate") ? "fast enough"
                                                      : "iterations_per_ms=1234.5") == EOF;
    if (is_set("server-dies") ||
        (is_set("event-loop-dies") && strcmp(flag(argv, "--model"), "event-loop") == 0)) {
        fputs("stub: port 80 is in use\n", stderr);
        return 1;
    }
    while (is_set("server-silent"))
        (void)pause();
    serve(flag(argv, "--model"), flag(argv, "--stats"));
}

static void put_events(const char *folder, const char *text)
{
    char path[PATH_BYTES];
    struct error error;
    must(file_join(path, folder, "events.ndjson", &error), "file_join");
    FILE *file = fopen(path, "ae");
    must(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0, "events.ndjson");
}

static void put_result(char **argv, uint64_t zero_ns, bool interrupted)
{
    struct result_step step = {.duration_s = 0.2};
    struct result_phase phase = {.name = "load", .steps = &step, .step_count = 1};
    struct result result = {.phases = &phase,
                            .phase_count = 1,
                            .seed = strtoull(flag(argv, "--seed"), NULL, 10),
                            .zero_ns = zero_ns,
                            .duration_s = 0.2,
                            .interrupted = interrupted};
    char path[PATH_BYTES];
    struct error error;
    measures_clear(&result.measures);
    measures_clear(&step.measures);
    step.measures.offered_per_s = 100;
    step.measures.achieved_per_s = 99;
    (void)snprintf(phase.executor, sizeof phase.executor, "constant-arrival-rate");
    (void)snprintf(result.server_id, sizeof result.server_id, "%s", flag(argv, "--server-id"));
    must(file_join(path, flag(argv, "--out"), "result.json", &error) &&
             result_write(&result, path, &error),
         "result_write");
}

static sigset_t block_interrupts(void)
{
    sigset_t interrupts;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    must(sigprocmask(SIG_BLOCK, &interrupts, NULL) == 0, "sigprocmask");
    return interrupts;
}

static void send_load(char **argv)
{
    struct client client;
    struct response response;
    const char *port = strrchr(flag(argv, "--url"), ':') + 1;
    if (!client_connect(&client, (uint16_t)strtoul(port, NULL, 10)))
        return;
    (void)client_ask(&client, "/load", &response);
    client_close(&client);
}

static int run_loadgen(char **argv)
{
    if (flag(argv, "--version") != NULL)
        return print_version("loadgen");
    sigset_t interrupts = block_interrupts(); /* before anybody can know that we run */
    uint64_t zero_ns = strtoull(flag(argv, "--start-at"), NULL, 10);
    const char *folder = flag(argv, "--out");
    if (is_set("load-fails")) {
        fputs("stub: there are no ports left\n", stderr);
        return 1;
    }
    clock_sleep_until_ns(zero_ns);
    put_events(folder,
               "{\"t\":0,\"event\":\"step\",\"phase\":\"load\",\"step\":0,\"seconds\":0.1}\n");
    send_load(argv);
    if (is_set("load-lasts")) {
        int number;
        (void)sigwait(&interrupts, &number);
        put_result(argv, zero_ns, true);
        return 130;
    }
    clock_sleep_until_ns(zero_ns + 220 * ONE_MS_NS);
    put_events(folder, "{\"t\":0.2,\"event\":\"drained\",\"phase\":\"load\"}\n");
    if (!is_set("load-without-result"))
        put_result(argv, zero_ns, false);
    return is_set("load-misses-threshold") ? 3 : 0;
}

static int run_report(int argc, char **argv)
{
    while (is_set("report-hangs"))
        (void)pause();
    printf("the table of %s%s%s\n", argv[1], argc > 2 ? " " : "", argc > 2 ? argv[2] : "");
    return is_set("report-fails") ? 1 : is_set("report-misses-threshold") ? 3 : 0;
}

int stub_programs_run(int argc, char **argv)
{
    const char *name = base_name(argv[0]);
    if (strcmp(name, "server") == 0)
        return run_server(argv);
    return strcmp(name, "loadgen") == 0 ? run_loadgen(argv) : run_report(argc, argv);
}
