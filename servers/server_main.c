/* The program server: serves HTTP with one concurrency model until SIGTERM or SIGINT. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/log.h"
#include "core/net.h"
#include "core/units.h"
#include "core/version.h"
#include "servers/model.h"
#include "servers/stop_signals.h"
#include "servers/work.h"

#define EXIT_USAGE 2
#define LONGEST_NS (86400 * ONE_SECOND_NS) /* of a deadline flag */

enum option_key {
    OPTION_MODEL = 256, /* beyond the characters: these have no short form */
    OPTION_PORT,
    OPTION_HOST,
    OPTION_STATS,
    OPTION_ITERATIONS,
    OPTION_IDLE,
    OPTION_HEAD,
    OPTION_REQUEST,
    OPTION_DRAIN,
    OPTION_BODY,
    OPTION_CALIBRATE,
    OPTION_LIST,
    OPTION_VERSION,
    OPTION_JSON,
};

struct options {
    const char *model;
    const char *host;
    const char *stats;
    uint16_t port;
    double iterations_per_ms; /* 0: calibrate */
    uint64_t idle_ns, head_ns, request_ns, drain_ns, body_bytes;
    int action; /* OPTION_LIST, OPTION_CALIBRATE or OPTION_VERSION instead of serving; else 0 */
    bool json;
};

static const struct argp_option option_table[] = {
    {"model", OPTION_MODEL, "NAME", 0, "how clients are served at once (see --list)", 1},
    {"port", OPTION_PORT, "N", 0, "port to listen on; 0: the kernel chooses (default 0)", 1},
    {"host", OPTION_HOST, "ADDRESS", 0, "address to listen on (default 127.0.0.1)", 1},
    {"stats", OPTION_STATS, "FILE", 0, "keep the counters in this file, for others to map", 1},
    {"iterations-per-ms", OPTION_ITERATIONS, "N", 0,
     "what --calibrate printed (default 0: calibrate at the start, 0.1 s)", 1},
    {"idle-timeout", OPTION_IDLE, "DURATION", 0, "close a quiet connection (default 5s)", 2},
    {"head-timeout", OPTION_HEAD, "DURATION", 0,
     "first byte of a request to the end of its head, then 408 (default 10s)", 2},
    {"request-timeout", OPTION_REQUEST, "DURATION", 0,
     "the same to the end of its body; also for taking the response (default 30s)", 2},
    {"drain-timeout", OPTION_DRAIN, "DURATION", 0, "SIGTERM to the end, at most (default 10s)", 2},
    {"body-limit", OPTION_BODY, "SIZE", 0, "request bodies above it get 413 (default 1M)", 2},
    {"list", OPTION_LIST, NULL, 0, "print the models, name and summary", 3},
    {"calibrate", OPTION_CALIBRATE, NULL, 0, "print how much CPU work a millisecond is", 3},
    {"version", OPTION_VERSION, NULL, 0, "print what was built, and how", 3},
    {"json", OPTION_JSON, NULL, 0, "with --version: as JSON", 3},
    {0},
};

static uint64_t read_duration(const struct argp_state *state, const char *flag, const char *text)
{
    uint64_t duration_ns = 0;
    struct error error;
    if (!units_duration(text, strlen(text), &duration_ns, &error))
        argp_failure(state, EXIT_USAGE, 0, "--%s: %s", flag, error.text);
    if (duration_ns == 0 || duration_ns > LONGEST_NS)
        argp_failure(state, EXIT_USAGE, 0, "--%s: \"%s\" is not above 0 and at most 24h", flag,
                     text);
    return duration_ns;
}

static uint64_t read_size(const struct argp_state *state, const char *flag, const char *text)
{
    uint64_t size_bytes = 0;
    struct error error;
    if (!units_size(text, strlen(text), &size_bytes, &error))
        argp_failure(state, EXIT_USAGE, 0, "--%s: %s", flag, error.text);
    return size_bytes;
}

/* A number in a range, made of these characters alone. */
static double read_number(const struct argp_state *state, const char *flag, const char *text,
                          const char *characters, double most)
{
    char *end = NULL;
    double number = strspn(text, characters) == strlen(text) ? strtod(text, &end) : 0;
    if (end == NULL || end == text || *end != '\0' || number > most)
        argp_failure(state, EXIT_USAGE, 0, "--%s: \"%s\" is not a number from 0 to %.0f", flag,
                     text, most);
    return number;
}

static error_t on_option(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPTION_MODEL:
        options->model = text;
        break;
    case OPTION_PORT:
        options->port = (uint16_t)read_number(state, "port", text, "0123456789", UINT16_MAX);
        break;
    case OPTION_HOST:
        options->host = text;
        break;
    case OPTION_STATS:
        options->stats = text;
        break;
    case OPTION_ITERATIONS:
        options->iterations_per_ms =
            read_number(state, "iterations-per-ms", text, "0123456789.", 1e12);
        break;
    case OPTION_IDLE:
        options->idle_ns = read_duration(state, "idle-timeout", text);
        break;
    case OPTION_HEAD:
        options->head_ns = read_duration(state, "head-timeout", text);
        break;
    case OPTION_REQUEST:
        options->request_ns = read_duration(state, "request-timeout", text);
        break;
    case OPTION_DRAIN:
        options->drain_ns = read_duration(state, "drain-timeout", text);
        break;
    case OPTION_BODY:
        options->body_bytes = read_size(state, "body-limit", text);
        break;
    case OPTION_LIST:
    case OPTION_CALIBRATE:
    case OPTION_VERSION:
        options->action = key;
        break;
    case OPTION_JSON:
        options->json = true;
        break;
    case ARGP_KEY_END:
        if (options->action == 0 && options->model == NULL)
            argp_failure(state, EXIT_USAGE, 0, "--model=NAME is missing; --list prints the models");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* Puts the fixed limits under the help; argp frees what is returned. */
static char *on_help(int key, const char *text, void *input)
{
    (void)input;
    char *limits = NULL;
    if (key != ARGP_KEY_HELP_POST_DOC ||
        asprintf(
            &limits,
            "Fixed limits: request target %d bytes (414), header section %d bytes and %d fields "
            "(431), %d steps per request, cpu and wait %d s, bytes %d (400). Connections: "
            "RLIMIT_NOFILE less %d; above that, accepting pauses.",
            HTTP_TARGET_BYTES, HTTP_HEADER_SECTION_BYTES, HTTP_HEADER_COUNT, WORK_STEPS_MAX,
            (int)(WORK_CPU_MAX_NS / ONE_SECOND_NS), WORK_BYTES_MAX, SPARE_DESCRIPTORS) < 0)
        return (char *)(uintptr_t)text;
    return limits;
}

/* What the command line asks for instead of serving. */
static int act(const struct options *options)
{
    if (options->action == OPTION_VERSION)
        version_print("server", options->json);
    else if (options->action == OPTION_CALIBRATE)
        printf("iterations_per_ms=%.0f\n", work_calibrate());
    else
        for (size_t i = 0; server_models[i] != NULL; i++)
            printf("%s\t%s\n", server_models[i]->name, server_models[i]->summary);
    if (fflush(stdout) == 0)
        return EXIT_SUCCESS;
    struct error error;
    (void)error_set_errno(&error, "cannot write to stdout");
    log_error("%s", error.text);
    return EXIT_FAILURE;
}

/* On a thread of stop_signals: whatever else runs is not waited for. */
static void end_now(int number, void *context)
{
    (void)context;
    if (number > 0)
        log_warn("a second signal: ending at once");
    else
        log_warn("the drain deadline has passed with requests under way: ending without them");
    _exit(number > 0 ? 128 + number : EXIT_SUCCESS);
}

static unsigned connection_limit(void)
{
    uint64_t descriptors = net_raise_descriptor_limit();
    uint64_t limit = descriptors / 2 > SPARE_DESCRIPTORS ? descriptors - SPARE_DESCRIPTORS
                                                         : (descriptors + 1) / 2;
    return (unsigned)(limit < CONNECTION_LIMIT_MAX ? limit : CONNECTION_LIMIT_MAX);
}

static struct server_config configure(const struct options *options,
                                      const struct stop_signals *signals)
{
    double iterations_per_ms =
        options->iterations_per_ms > 0 ? options->iterations_per_ms : work_calibrate();
    return (struct server_config){
        .stop_fd = signals->stop_fd,
        .conn = {.head_deadline_ns = options->head_ns,
                 .request_deadline_ns = options->request_ns,
                 .idle_deadline_ns = options->idle_ns,
                 .body_limit_bytes = options->body_bytes,
                 .draining = &signals->draining},
        .connection_limit = connection_limit(),
        .iterations_per_ns = iterations_per_ms / (double)ONE_MS_NS,
        .drain_deadline_ns = options->drain_ns,
    };
}

static void warn_of_strangers(const char *host)
{
    struct net_address address;
    struct error unimportant;
    unsigned count = 0;
    if (net_resolve(host, 0, &address, 1, &count, &unimportant) &&
        !net_address_is_loopback(&address))
        log_warn("everyone who can reach %s can use this server", host);
}

static bool serve(const struct server_model *model, const struct options *options,
                  struct server_config *config, struct error *error)
{
    uint16_t port = 0;
    if (!net_listen(options->host, options->port, &config->listen_fd, &port, error))
        return false;
    stats_add(&config->stats->ready, 1);
    printf("ready port=%u model=%s pid=%ld\n", port, model->name, (long)getpid());
    if (fflush(stdout) != 0)
        return error_set_errno(error, "cannot write the ready line to stdout");
    return model->serve(config, error);
}

static bool run(const struct server_model *model, const struct options *options,
                struct error *error)
{
    struct stop_signals signals = {.drain_ns = options->drain_ns, .on_last_resort = end_now};
    if (!stop_signals_start(&signals, error))
        return false;
    warn_of_strangers(options->host);
    struct server_config config = configure(options, &signals);
    bool served = stats_page_create(options->stats, model->name, &config.stats, error);
    if (served) {
        served = serve(model, options, &config, error);
        stats_page_close(config.stats);
    }
    stop_signals_stop(&signals);
    return served;
}

int main(int argc, char **argv)
{
    static const struct argp argp = {.options = option_table,
                                     .parser = on_option,
                                     .doc = "Serves HTTP with one concurrency model.\v",
                                     .help_filter = on_help};
    struct options options = {.host = "127.0.0.1",
                              .idle_ns = IDLE_DEADLINE_NS,
                              .head_ns = HEAD_DEADLINE_NS,
                              .request_ns = REQUEST_DEADLINE_NS,
                              .drain_ns = DRAIN_DEADLINE_NS,
                              .body_bytes = HTTP_REQUEST_BODY_BYTES};
    log_open("server", LOG_LEVEL_INFO);
    argp_err_exit_status = EXIT_USAGE;
    argp_parse(&argp, argc, argv, 0, NULL, &options);
    if (options.action != 0)
        return act(&options);
    struct error error;
    const struct server_model *model = server_model_find(options.model, &error);
    if (model == NULL) {
        log_error("%s", error.text);
        return EXIT_USAGE;
    }
    (void)prctl(PR_SET_NAME, model->name);
    (void)prctl(PR_SET_TIMERSLACK, 1); /* waits of threads end as exactly as those of a loop */
    if (!run(model, &options, &error)) {
        log_error("%s", error.text);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
