#pragma once
/*
 * Records made by hand, for tests of what becomes of them. The scenario: a warm-up of 1 s with
 * request "light" only, then 2 steps of 4 s with "light" and "heavy". Zero is at RECORDED_ZERO_NS.
 */
#include <stdlib.h>
#include <string.h>

#include "formats/scenario.h"
#include "loadgen/recorder.h"

#define RECORDED_ZERO_NS UINT64_C(1000000000000)

enum {
    WARM_UP,
    FIRST,
    SECOND
}; /* steps of the plan */

enum {
    LIGHT,
    HEAVY
}; /* requests */

struct recorded {
    struct scenario scenario;
    struct scenario_phase phases[2];
    struct scenario_request requests[2];
};

static inline void recorded_init(struct recorded *recorded)
{
    memset(recorded, 0, sizeof *recorded);
    recorded->requests[LIGHT] = (struct scenario_request){.name = "light"};
    recorded->requests[HEAVY] = (struct scenario_request){.name = "heavy"};
    recorded->phases[0] = (struct scenario_phase){
        .name = "warm-up",
        .warmup = true,
        .step_duration_ns = ONE_SECOND_NS,
        .step_count = 1,
        .mix = {{LIGHT, 1}},
        .mix_count = 1,
    };
    recorded->phases[1] = (struct scenario_phase){
        .name = "load",
        .executor = EXECUTOR_STAIRCASE_ARRIVAL_RATE,
        .step_duration_ns = 4 * ONE_SECOND_NS,
        .step_count = 2,
        .graceful_stop_ns = 2 * ONE_SECOND_NS,
        .mix = {{LIGHT, 99}, {HEAVY, 1}},
        .mix_count = 2,
    };
    recorded->scenario = (struct scenario){
        .name = "by-hand",
        .sha256_hex = "abc",
        .seed = 7,
        .requests = recorded->requests,
        .request_count = 2,
        .phases = recorded->phases,
        .phase_count = 2,
    };
}

/* The plan and one recorder of it, all steps told: the warm-up at zero, the load 2 s later. */
static inline void recorded_start(const struct recorded *recorded, struct recorder_plan *plan,
                                  struct recorder *recorder)
{
    struct error error;
    if (!recorder_plan_init(plan, &recorded->scenario, RECORDED_ZERO_NS, &error) ||
        !recorder_init(recorder, plan, &error))
        abort();
    recorder_step_started(recorder, WARM_UP, RECORDED_ZERO_NS);
    recorder_step_started(recorder, FIRST, RECORDED_ZERO_NS + 2 * ONE_SECOND_NS);
    recorder_step_started(recorder, SECOND, RECORDED_ZERO_NS + 6 * ONE_SECOND_NS);
}

/* ok: at intended_ms after zero, 10 us of lag, then waiting for a connection, then served. */
static inline struct exchange_record recorded_ok(unsigned step, unsigned request,
                                                 uint64_t intended_ms, uint64_t wait_us,
                                                 uint64_t service_us)
{
    struct exchange_record record = {.step = step, .request = request, .worker = -1};
    record.status = 200;
    record.bytes = 100;
    record.intended_ns = RECORDED_ZERO_NS + intended_ms * ONE_MS_NS;
    record.dispatched_ns = record.intended_ns + 10 * ONE_US_NS;
    record.sent_ns = record.dispatched_ns + wait_us * ONE_US_NS;
    record.first_byte_ns = record.sent_ns + service_us * ONE_US_NS / 2;
    record.done_ns = record.sent_ns + service_us * ONE_US_NS;
    return record;
}

/* Failed: dispatched, never sent, and over after lasting_us. */
static inline struct exchange_record recorded_failure(unsigned step, enum outcome outcome,
                                                      uint64_t intended_ms, uint64_t lasting_us,
                                                      const char *words)
{
    struct exchange_record record = {.step = step, .worker = -1, .outcome = outcome};
    record.intended_ns = RECORDED_ZERO_NS + intended_ms * ONE_MS_NS;
    record.dispatched_ns = record.intended_ns;
    record.done_ns = record.intended_ns + lasting_us * ONE_US_NS;
    record.words = words;
    return record;
}

static inline void recorded_add(struct recorder *recorder, struct exchange_record record)
{
    recorder_begin(recorder, record.step, record.request, record.intended_ns);
    recorder_add(recorder, &record);
}
