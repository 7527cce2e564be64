#pragma once
/*
 * A result with every kind of field filled: tests/golden/result/example.json is the same as a
 * file. Two phases, the second walks up and down and is open, the first is closed; one request has
 * too few samples for any percentile.
 */
#include <stdlib.h>
#include <string.h>

#include "formats/result.h"

static inline struct latency_summary example_latency(double unit_us)
{
    return (struct latency_summary){
        .samples = 2000,
        .min_us = 1 * unit_us,
        .mean_us = 2.125 * unit_us,
        .p50_us = 2 * unit_us,
        .p75_us = 3 * unit_us,
        .p90_us = 4 * unit_us,
        .p99_us = 5.5 * unit_us,
        .p999_us = NO_NUMBER,
        .p9999_us = NO_NUMBER,
        .max_us = 8.001 * unit_us,
        .spectrum = {{0, unit_us}, {50, 2 * unit_us}, {99.498813, 6.25 * unit_us}},
        .spectrum_count = 3,
    };
}

static inline struct measures example_measures(const char *request)
{
    struct measures measures;
    measures_clear(&measures);
    (void)snprintf(measures.request, sizeof measures.request, "%s", request);
    measures.planned = 2010;
    measures.outcomes[OUTCOME_OK] = 1995;
    measures.outcomes[OUTCOME_RESPONSE_TIMEOUT] = 5;
    measures.outcomes[OUTCOME_CONNECT_REFUSED] = 10;
    measures.error_rate = 0.007462687;
    measures.offered_per_s = 502.5;
    measures.achieved_per_s = 498.75;
    measures.goodput_per_s = 490.25;
    measures.samples = 2000;
    measures.response_time = example_latency(1000);
    measures.censored_from_us = 8001.125;
    measures.service_time = example_latency(500);
    measures.connection_wait = example_latency(10);
    measures.lag = example_latency(8);
    measures.time_to_first_byte = example_latency(400);
    measures.in_flight_mean = 1.068;
    measures.in_flight_end = 3;
    measures.in_flight_slope_per_s = -0.125;
    measures.connections_open_peak = 12;
    measures.bytes_received = UINT64_C(9007199254740993); /* 2^53 + 1: no double */
    measures.statuses[0] = (struct status_count){200, 1995};
    measures.status_count = 1;
    (void)snprintf(measures.error_samples[0], sizeof measures.error_samples[0],
                   "connect_refused: 127.0.0.1:8080: \"nobody\" listens");
    measures.error_sample_count = 1;
    return measures;
}

/* Three samples: only the extremes are known. */
static inline struct measures example_rare_measures(const char *request)
{
    struct measures measures;
    measures_clear(&measures);
    (void)snprintf(measures.request, sizeof measures.request, "%s", request);
    measures.planned = 3;
    measures.outcomes[OUTCOME_OK] = 2;
    measures.outcomes[OUTCOME_STATUS_MISMATCH] = 1;
    measures.error_rate = 0.333333333;
    measures.offered_per_s = NO_NUMBER;
    measures.achieved_per_s = 0.75;
    measures.goodput_per_s = 0.5;
    measures.samples = 2;
    measures.response_time.samples = 2;
    measures.response_time.min_us = 50123.456;
    measures.response_time.mean_us = 51000;
    measures.response_time.max_us = 51876.544;
    measures.in_flight_slope_per_s = NO_NUMBER;
    measures.statuses[0] = (struct status_count){200, 2};
    measures.statuses[1] = (struct status_count){503, 1};
    measures.status_count = 2;
    return measures;
}

static inline struct result_phase example_phase(const char *name, const char *executor,
                                                unsigned step_count)
{
    struct result_phase phase = {.step_count = step_count};
    (void)snprintf(phase.name, sizeof phase.name, "%s", name);
    (void)snprintf(phase.executor, sizeof phase.executor, "%s", executor);
    phase.steps = calloc(step_count, sizeof *phase.steps);
    for (unsigned s = 0; phase.steps != NULL && s < step_count; s++)
        phase.steps[s] = (struct result_step){.index = s, .duration_s = 4, .measures.planned = 0};
    return phase;
}

static inline void example_step(struct result_step *step, double start_s)
{
    step->start_s = start_s;
    step->measures = example_measures("");
    step->requests = calloc(2, sizeof *step->requests);
    if (step->requests == NULL)
        abort();
    step->requests[0] = example_measures("light");
    step->requests[1] = example_rare_measures("heavy");
    step->request_count = 2;
}

/* The caller releases it with result_release(). */
static inline struct result example_result(void)
{
    struct result result = {
        .scenario_name = "cpu-tail",
        .scenario_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        .server_id = "event-loop",
        .server_model = "event-loop",
        .server_label = "Event loop \xe2\x80\x93 one thread",
        .url = "http://127.0.0.1:8080",
        .seed = UINT64_MAX,
        .started_at = "2026-01-31T10:12:45Z",
        .zero_ns = UINT64_C(123456789012345),
        .duration_s = 12.000000001,
        .measures = example_measures(""),
        .phases = calloc(2, sizeof *result.phases),
        .phase_count = 2,
        .thresholds = calloc(2, sizeof *result.thresholds),
        .threshold_count = 2,
        .generator_threads = 2,
        .generator_spin_us = 80,
        .generator_cpu_s = 1.25,
    };
    if (result.phases == NULL || result.thresholds == NULL)
        abort();
    verdict_add(&result.verdict, VERDICT_DEGRADED, "load, step 2: the generator was late.");
    result.phases[0] = example_phase("warm-up", "constant-vus", 1);
    result.phases[0].warmup = true;
    result.phases[0].steps[0].vus = 64;
    result.phases[0].steps[0].measures = example_rare_measures("");
    result.phases[1] = example_phase("load", "staircase-arrival-rate", 2);
    example_step(&result.phases[1].steps[0], 4);
    example_step(&result.phases[1].steps[1], 8);
    result.phases[1].steps[1].down = true;
    verdict_add(&result.phases[1].steps[1].verdict, VERDICT_DEGRADED, "The generator was late.");
    result.thresholds[0] = (struct result_threshold){"responseTime.p(99) < 20ms", 5500, true};
    result.thresholds[1] = (struct result_threshold){"errorRate < 0.1%", NO_NUMBER, false};
    return result;
}
