#pragma once
/*
 * A run of the generator inside a test program: a scripted server on one side, a scenario of a few
 * hundred milliseconds on the other, the records afterwards.
 *
 *     struct load_rig rig;
 *     load_rig_open(&rig, &(struct script){.manner = SCRIPT_SILENT});
 *     load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "300ms", ""));
 *     CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 30) …
 *     load_rig_close(&rig);
 */
#include <string.h>

#include "loadgen/run.h"
#include "tests/support/script_server.h"
#include "tests/support/suite.h"

/* One request, one phase of constant arrivals; `more` goes into the phase and starts with ",". */
#define LOAD_RIG_SCENARIO(rate, duration, more)                                                    \
    "{\"version\": 1, \"name\": \"rig\", \"connections\": {\"max\": 8},"                           \
    " \"requests\": {\"hello\": {\"path\": \"/hello\", \"timeout\": \"150ms\"}},"                  \
    " \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\","                  \
    " \"arrivals\": \"constant\", \"rate\": \"" rate "\", \"duration\": \"" duration "\"" more     \
    "}]}"

struct load_rig {
    struct script_server server;
    struct scenario scenario;
    struct target target;
    struct events events;
    struct run_config config; /* may be changed between load_rig_open and load_rig_run */
    struct run run;
    struct error error;
};

static inline void load_rig_open(struct load_rig *rig, const struct script *script)
{
    memset(rig, 0, sizeof *rig);
    script_server_start(&rig->server, script);
    rig->config = (struct run_config){.target = &rig->target,
                                      .scenario = &rig->scenario,
                                      .events = &rig->events,
                                      .seed = 1,
                                      .threads = 1};
    rig->events.fd = -1;
    struct target_blocks none = {.count = 0};
    char url[64];
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u", rig->server.port);
    if (!target_read(&rig->target, url, &none, &rig->error))
        CU_FAIL_FATAL("the rig has no target");
}

/* Turns an open-model scenario's first phase into one of virtual users. */
static inline void load_rig_use_users(struct load_rig *rig, unsigned users)
{
    rig->scenario.phases[0].executor = EXECUTOR_CONSTANT_VUS;
    rig->scenario.phases[0].vus = users;
    rig->scenario.phases[0].rates_per_s[0] = 0;
    rig->scenario.connections_max = users;
}

static inline void load_rig_read(struct load_rig *rig, const char *text)
{
    if (!scenario_parse("rig", text, strlen(text), &rig->scenario, &rig->error)) {
        (void)fprintf(stderr, "%s\n", rig->error.text);
        CU_FAIL_FATAL("the rig's scenario is wrong");
    }
}

/* Runs what load_rig_read read; afterwards the server has stopped and tells what it saw. */
static inline void load_rig_go(struct load_rig *rig)
{
    rig->config.connections_total = rig->scenario.connections_max;
    bool ran = run_load(&rig->config, &rig->run, &rig->error);
    script_server_stop(&rig->server);
    if (!ran) {
        (void)fprintf(stderr, "%s\n", rig->error.text);
        CU_FAIL_FATAL("the rig's run failed");
    }
}

static inline void load_rig_run(struct load_rig *rig, const char *text)
{
    load_rig_read(rig, text);
    load_rig_go(rig);
}

static inline void load_rig_close(struct load_rig *rig)
{
    run_release(&rig->run);
    scenario_release(&rig->scenario);
    script_server_release(&rig->server);
}

/* One request's cell of a step; requests and steps count from 0, steps through all phases. */
static inline const struct cell *load_rig_cell(const struct load_rig *rig, unsigned step,
                                               unsigned request)
{
    return recorder_cell(&rig->run.recorder, step, request);
}

static inline uint64_t load_rig_begun(const struct load_rig *rig)
{
    return load_rig_cell(rig, 0, 0)->begun;
}

/* How many of the first request of the first step ended so. */
static inline uint64_t load_rig_count(const struct load_rig *rig, enum outcome outcome)
{
    return load_rig_cell(rig, 0, 0)->outcomes[outcome];
}

/* Whatever was begun has ended, in every cell. */
static inline bool load_rig_balances(const struct load_rig *rig)
{
    const struct recorder_plan *plan = &rig->run.plan;
    bool balances = true;
    for (size_t i = 0; i < plan->step_count * plan->request_count; i++) {
        const struct cell *cell = rig->run.recorder.cells[i];
        uint64_t ended = 0;
        for (unsigned outcome = 0; cell != NULL && outcome < OUTCOMES; outcome++)
            ended += cell->outcomes[outcome];
        balances = balances && (cell == NULL || (ended == cell->begun && cell->own_in_flight == 0));
    }
    return balances;
}
