#pragma once
/*
 * A scenario: one JSON file that says what traffic to send, as validated data.
 *
 *     struct scenario scenario;
 *     if (!scenario_read("scenarios/cpu-tail.json", &scenario, error))   error: all errors, placed
 *         …
 *     scenario_release(&scenario);
 *
 * Every field's meaning stands in scenarios/README.md. After scenario_read everything is checked:
 * references resolve to indexes, defaults are filled in, rates and durations are positive.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

enum scenario_executor {
    EXECUTOR_CONSTANT_ARRIVAL_RATE,
    EXECUTOR_STAIRCASE_ARRIVAL_RATE,
    EXECUTOR_CONSTANT_VUS, /* quick mode; not yet a word of the format */
};

enum scenario_arrivals {
    ARRIVALS_POISSON,
    ARRIVALS_CONSTANT
};

enum scenario_on_busy {
    ON_BUSY_OPEN,
    ON_BUSY_QUEUE,
    ON_BUSY_DROP
};

struct scenario_header {
    char *name;
    char *value;
};

/* Which statuses count as expected: one bit per class or an exact one. */
struct scenario_expect {
    unsigned status;       /* exact status, or 0 */
    unsigned status_class; /* 1 to 5 for "2xx" and so on, or 0. Default: 2xx */
    int64_t body_length;   /* exact length in bytes, or -1 */
};

struct scenario_request {
    char name[NAME_BYTES];
    char *method; /* "GET", "HEAD", … */
    char *path;   /* starts with "/" */
    char *body;   /* NULL: none */
    size_t body_length;
    struct scenario_header *headers; /* defaults first, the request's own override by name */
    size_t header_count;
    uint64_t timeout_ns; /* from sent to done; default 5 s */
    struct scenario_expect expect;
};

struct scenario_mix {
    size_t request; /* index into requests */
    double weight;  /* > 0; not normalised */
};

struct scenario_phase {
    char name[NAME_BYTES];
    enum scenario_executor executor;
    bool warmup;
    uint64_t graceful_stop_ns; /* default 2 s */
    uint64_t step_duration_ns; /* of every step; constant-*: the phase's duration */
    size_t step_count;
    double rates_per_s[SCENARIO_STEPS_MAX]; /* open model: one per step, already with thenDown */
    bool then_down;                         /* steps from step_count / 2 on walk back down */
    unsigned vus;                           /* closed model, else 0 */
    enum scenario_arrivals arrivals;
    enum scenario_on_busy on_busy;
    unsigned max_in_flight; /* 0: no limit */
    uint64_t deadline_ns;   /* waited longer for a connection: dropped; 0: no limit */
    struct scenario_mix mix[SCENARIO_REQUESTS_MAX];
    size_t mix_count;
};

struct scenario_option {
    char *key;
    char *value; /* as text, for --key=value */
};

struct scenario_server {
    char id[NAME_BYTES]; /* default: the model's name; unique */
    char model[NAME_BYTES];
    char label[NAME_BYTES]; /* default: id */
    unsigned cpus;          /* 0: all that bench gives servers */
    struct scenario_option *options;
    size_t option_count;
};

/* Metrics a threshold or an objective can speak of. */
enum scenario_metric {
    METRIC_RESPONSE_TIME,
    METRIC_SERVICE_TIME,
    METRIC_CONNECT_TIME,
    METRIC_TIME_TO_FIRST_BYTE,
    METRIC_ERROR_RATE,
    METRIC_DROP_RATE,
    METRIC_CHECK_FAIL_RATE,
    METRIC_THROUGHPUT,
    METRIC_GOODPUT,
};

enum scenario_statistic {
    STATISTIC_NONE,
    STATISTIC_PERCENTILE,
    STATISTIC_MEAN,
    STATISTIC_MAX
};

/* "responseTime.p(99) < 20ms" of one request, or of all. */
struct scenario_threshold {
    char text[128];
    enum scenario_metric metric;
    enum scenario_statistic statistic;
    double percentile; /* with STATISTIC_PERCENTILE */
    bool above;        /* the metric must lie above the value (throughput, goodput) */
    bool or_equal;     /* <= or >= */
    double value;      /* latencies: nanoseconds; rates of errors: share 0 to 1; else per second */
    int request;       /* index into requests, or -1 for all */
};

struct scenario {
    char *path;          /* as given; "" when made by quick mode */
    char sha256_hex[65]; /* of the file's bytes */
    char name[NAME_BYTES];
    char *title; /* each may be NULL */
    char *description;
    char *question;
    struct scenario_server servers[SCENARIO_SERVERS_MAX];
    size_t server_count; /* 0: the default models */
    uint64_t seed;
    unsigned repetitions;
    unsigned connections_max;
    struct scenario_request *requests;
    size_t request_count;
    struct scenario_phase *phases;
    size_t phase_count;
    bool has_objective;
    struct scenario_threshold objective;
    struct scenario_threshold *thresholds;
    size_t threshold_count;
    unsigned generator_threads; /* 0: auto */
    bool spin_auto;
    uint64_t spin_ns; /* when not auto */
};

/* Reads and checks a file. On false `error` holds every error found (SCENARIO_ERRORS_MAX at most),
 * each as "file:line:column: error: …" with the line, a caret and help. Nothing is half-filled:
 * on false there is nothing to release. */
MUST_CHECK bool scenario_read(const char *path, struct scenario *scenario, struct error *error);

/* The same from memory; `path` is only used in messages and kept as the scenario's path. */
MUST_CHECK bool scenario_parse(const char *path, const char *text, size_t length,
                               struct scenario *scenario, struct error *error);

void scenario_release(struct scenario *scenario);

/* The name of an executor as scenarios write it. */
const char *scenario_executor_name(enum scenario_executor executor);

/* All planned load, warm-up included, without drains. */
uint64_t scenario_load_ns(const struct scenario *scenario);
