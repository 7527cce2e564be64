#pragma once
/*
 * A run in memory for tests of the report: one scenario ("mixed": light and heavy requests, three
 * steps of 4 s at 300, 500 and 700/s, objective p99 of light < 20 ms), two servers (threads, loop),
 * one trial each, all healthy: no rule but D20 fires. Tests change what they are about.
 *
 *     static struct made_run run;
 *     made_run(&run);    run.steps[1][2].kept_up = false; …
 *
 * Nothing is allocated, so summary_release must not be called on it.
 */
#include "report/summary.h"

#define MADE_SERVERS 2
#define MADE_STEPS   3

enum {
    THREADS_SERVER,
    LOOP_SERVER
};

struct made_run {
    struct summary summary;
    struct summary_scenario scenario;
    struct scenario_request requests[2];
    struct scenario_phase phase;
    struct summary_server servers[MADE_SERVERS];
    struct summary_trial trials[MADE_SERVERS];
    struct summary_step steps[MADE_SERVERS][MADE_STEPS];
    struct result_phase phases[MADE_SERVERS];
    struct result_step results[MADE_SERVERS][MADE_STEPS];
    struct measures shares[MADE_SERVERS][MADE_STEPS][2];
};

void made_run(struct made_run *run);
