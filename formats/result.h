#pragma once
/*
 * result.json: what one run of loadgen against one server found. loadgen writes it; bench and
 * report read it. People script against its names: results/README.md describes every field and
 * results/schema/result.schema.json is the schema.
 *
 *     result_write(&result, "DIR/result.json", error)    to a temporary name, synced, renamed
 *     result_read("DIR/result.json", &result, error) …   result_release(&result)
 *
 * All latencies are microseconds as doubles; NAN stands for null (too few samples, or not
 * applicable). A percentile with fewer than RESULT_SAMPLES_BEYOND samples beyond it is NAN; the
 * maximum is always there when there was a sample.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/error.h"

#define RESULT_SCHEMA_VERSION 1
#define RESULT_SAMPLES_BEYOND 10
#define RESULT_SPECTRUM_MAX   100
#define RESULT_REASONS_MAX    8
#define RESULT_STATUSES_MAX   32 /* further ones count together under status 0, "other" */

/* null in the file. NAN itself is a float, and clang warns where it becomes a double. */
#define NO_NUMBER ((double)NAN)

/* Every planned request ends in exactly one of these. */
enum outcome {
    OUTCOME_OK,
    OUTCOME_STATUS_MISMATCH,
    OUTCOME_CHECK_FAILED,
    OUTCOME_CONNECT_REFUSED,
    OUTCOME_CONNECT_TIMEOUT,
    OUTCOME_CONNECT_RESET,
    OUTCOME_ADDRESS_UNAVAILABLE,
    OUTCOME_DESCRIPTOR_LIMIT,
    OUTCOME_WRITE_ERROR,
    OUTCOME_RESET_BEFORE_RESPONSE,
    OUTCOME_CLOSED_BEFORE_RESPONSE,
    OUTCOME_PARSE_ERROR,
    OUTCOME_TRUNCATED_BODY,
    OUTCOME_BODY_TOO_LARGE,
    OUTCOME_RESPONSE_TIMEOUT,
    OUTCOME_DROPPED,
    OUTCOME_ABORTED,
};

#define OUTCOMES 17

/* As in the file: "ok", "status_mismatch", … */
extern const char *const outcome_names[OUTCOMES];

enum verdict_status {
    VERDICT_OK,
    VERDICT_DEGRADED,
    VERDICT_INVALID
};

extern const char *const verdict_names[3]; /* "ok", "degraded", "invalid" */

struct verdict {
    enum verdict_status status;
    char reasons[RESULT_REASONS_MAX][200]; /* sentences */
    unsigned reason_count;
};

struct spectrum_point {
    double percentile; /* 0 to 100, rising */
    double value_us;
};

/* One distribution of times. */
struct latency_summary {
    uint64_t samples;
    double min_us, mean_us, p50_us, p75_us, p90_us, p99_us, p999_us, p9999_us, max_us;
    struct spectrum_point spectrum[RESULT_SPECTRUM_MAX]; /* ends where < 10 samples lie beyond */
    unsigned spectrum_count;
};

struct status_count {
    unsigned status;
    uint64_t count;
};

/* The same everywhere: a whole run, a step, one request's share of a step. */
struct measures {
    char request[NAME_BYTES]; /* "" = all requests */
    uint64_t planned;
    uint64_t outcomes[OUTCOMES]; /* add up to planned */
    double error_rate;           /* 1 - ok / planned; 0 when nothing was planned */
    double offered_per_s;        /* planned / duration; NAN for a closed model */
    /* Answers (ok or not, to whichever step's arrivals) per second in a window as long as the step
     * and later by its median response time: offered where the server keeps up, its capacity where
     * it does not, and more than offered while a backlog drains. Of a run: its steps' mean. */
    double achieved_per_s;
    /* ok within the objective's latency (without one: ok) of this step's arrivals / duration, and
     * achieved_per_s at most. */
    double goodput_per_s;
    uint64_t samples;                     /* of the response time */
    struct latency_summary response_time; /* ok, and censored timeouts and aborted */
    double censored_from_us; /* percentiles at or above this are "> value"; NAN: none censored */
    struct latency_summary service_time;       /* done - sent */
    struct latency_summary connection_wait;    /* sent - dispatched */
    struct latency_summary lag;                /* dispatched - intended */
    struct latency_summary time_to_first_byte; /* first byte - sent */
    struct latency_summary connect_time;       /* of connections opened for these requests */
    double in_flight_mean;                     /* intended to done, time-weighted */
    double in_flight_end;                      /* at the end of the step */
    double in_flight_slope_per_s;              /* growth over the step */
    uint64_t connections_open_peak;
    uint64_t bytes_received;
    struct status_count statuses[RESULT_STATUSES_MAX];
    unsigned status_count;
    char error_samples[ERROR_SAMPLES_MAX][160]; /* first texts, "class: words" */
    unsigned error_sample_count;
};

struct result_step {
    unsigned index; /* 0, 1, … within its phase */
    bool down;      /* the staircase walks back down: "direction": "down" */
    double start_s; /* since the run's zero */
    double duration_s;
    unsigned vus; /* 0 = open model: null in the file */
    struct verdict verdict;
    struct measures measures;
    struct measures *requests; /* one per request of the mix, with its name; owned */
    unsigned request_count;
};

struct result_phase {
    char name[NAME_BYTES];
    char executor[32];
    bool warmup;
    struct result_step *steps; /* owned */
    unsigned step_count;
};

struct result_threshold {
    char text[128];
    double value; /* in the unit of the text's right side: us, share, per second; NAN: no samples */
    bool passed;
};

struct result {
    char scenario_name[NAME_BYTES];
    char scenario_sha256[65];
    char server_id[NAME_BYTES]; /* from --server-id and so on; "" when loadgen was run by hand */
    char server_model[NAME_BYTES];
    char server_label[NAME_BYTES];
    char url[256];
    uint64_t seed;
    char started_at[32]; /* wall clock, a label */
    uint64_t zero_ns;    /* CLOCK_MONOTONIC of t = 0, to place samples and events */
    double duration_s;
    bool interrupted;
    struct verdict verdict;      /* the worst step's */
    struct measures measures;    /* over all steps that are no warm-up */
    struct result_phase *phases; /* owned */
    unsigned phase_count;
    struct result_threshold *thresholds; /* owned */
    unsigned threshold_count;
    unsigned generator_threads;
    double generator_spin_us;
    double generator_cpu_s;
};

/* Sets every latency to NAN and every count to 0. */
void measures_clear(struct measures *measures);

MUST_CHECK bool result_write(const struct result *result, const char *path, struct error *error);

/* The same text to a stream (--json). */
MUST_CHECK bool result_print(const struct result *result, FILE *stream, struct error *error);

/* Refuses other schema versions, missing and mistyped fields, naming the file and the field. */
MUST_CHECK bool result_read(const char *path, struct result *result, struct error *error);

void result_release(struct result *result);

/* Adds a reason and worsens the status if need be. */
PRINTF_LIKE(3, 4)
void verdict_add(struct verdict *verdict, enum verdict_status status, const char *format, ...);
