#include "tests/support/made_run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void made_times(struct latency_summary *times, double samples, double ms)
{
    *times = (struct latency_summary){.samples = (uint64_t)samples,
                                      .min_us = 200 * ms,
                                      .mean_us = 500 * ms,
                                      .p50_us = 400 * ms,
                                      .p75_us = 500 * ms,
                                      .p90_us = 700 * ms,
                                      .p99_us = samples >= 1000 ? 1000 * ms : (double)NAN,
                                      .p999_us = samples >= 10000 ? 2000 * ms : (double)NAN,
                                      .p9999_us = (double)NAN,
                                      .max_us = 3000 * ms};
}

static void made_measures(struct measures *measures, const char *request, double rate)
{
    double duration_s = 4, ms = strcmp(request, "heavy") == 0 ? 50 : 1;
    memset(measures, 0, sizeof *measures);
    (void)snprintf(measures->request, sizeof measures->request, "%s", request);
    measures->planned = measures->samples = (uint64_t)(rate * duration_s);
    measures->outcomes[OUTCOME_OK] = measures->planned;
    measures->offered_per_s = measures->achieved_per_s = measures->goodput_per_s = rate;
    made_times(&measures->response_time, rate * duration_s, ms);
    made_times(&measures->service_time, rate * duration_s, ms);
    made_times(&measures->connection_wait, rate * duration_s, 0.001);
    made_times(&measures->lag, rate * duration_s, 0.05);
    made_times(&measures->time_to_first_byte, rate * duration_s, ms);
    made_times(&measures->connect_time, 30, 0.1);
    measures->censored_from_us = (double)NAN;
    measures->in_flight_mean = rate * 0.0005;
    measures->statuses[0] = (struct status_count){200, measures->planned};
    measures->status_count = 1;
}

static void made_step(struct made_run *run, unsigned server, unsigned index, double rate)
{
    struct result_step *result = &run->results[server][index];
    struct measures *shares = run->shares[server][index];
    made_measures(&result->measures, "", rate);
    made_measures(&shares[0], "light", rate * 0.99);
    made_measures(&shares[1], "heavy", rate * 0.01);
    result->index = index;
    result->start_s = 1 + 4.0 * index;
    result->duration_s = 4;
    result->requests = shares;
    result->request_count = 2;
    run->steps[server][index] = (struct summary_step){
        .phase = &run->phases[server],
        .step = result,
        .focus = &shares[0],
        .cost = {.cpu_s = rate * 0.0028,
                 .cpu_us_per_request = 700,
                 .pss_bytes = 2 << 20,
                 .kernel_bytes = 1 << 20,
                 .threads = server == LOOP_SERVER ? 1 : 49,
                 .descriptors = 56,
                 .generator_cpu_share = 0.06,
                 .other_cpu_s = 0.08,
                 .loop_busy_share = server == LOOP_SERVER ? rate * 0.0007 : (double)NAN,
                 .loop_blocked_share = server == LOOP_SERVER ? 0 : (double)NAN},
        .rate_per_s = rate,
        .served_per_s = rate,
        .trusted = true,
        .kept_up = true,
        .objective = OBJECTIVE_MET,
        .meets_objective = true,
    };
}

static void made_server(struct made_run *run, unsigned server, const char *model, const char *label)
{
    static const double rates_per_s[MADE_STEPS] = {300, 500, 700};
    struct summary_server *made = &run->servers[server];
    struct summary_trial *trial = &run->trials[server];
    *made = (struct summary_server){
        .cpus = 2, .trials = trial, .trial_count = 1, .sustains_per_s = 700};
    (void)snprintf(made->id, sizeof made->id, "%s", model);
    (void)snprintf(made->model, sizeof made->model, "%s", model);
    (void)snprintf(made->label, sizeof made->label, "%s", label);
    run->phases[server] = (struct result_phase){.name = "load",
                                                .executor = "staircase-arrival-rate",
                                                .steps = run->results[server],
                                                .step_count = MADE_STEPS};
    for (unsigned i = 0; i < MADE_STEPS; i++)
        made_step(run, server, i, rates_per_s[i]);
    trial->n = 1;
    trial->seed = 42;
    trial->done = true;
    (void)snprintf(trial->directory, sizeof trial->directory, "trials/mixed/%s/1", model);
    trial->steps = run->steps[server];
    trial->step_count = MADE_STEPS;
    trial->result.phases = &run->phases[server];
    trial->result.phase_count = 1;
    trial->result.duration_s = 13;
    trial->has_loops = server == LOOP_SERVER;
}

static void made_scenario(struct made_run *run)
{
    struct summary_scenario *made = &run->scenario;
    static char light[] = "/work?cpu=200us", heavy[] = "/work?cpu=50ms";
    (void)snprintf(made->name, sizeof made->name, "mixed");
    (void)snprintf(made->title, sizeof made->title, "One heavy request in a hundred");
    (void)snprintf(made->file, sizeof made->file, "scenarios/mixed.json");
    (void)snprintf(made->objective, sizeof made->objective, "p99 of light < 20 ms");
    (void)snprintf(run->requests[0].name, sizeof run->requests[0].name, "light");
    (void)snprintf(run->requests[1].name, sizeof run->requests[1].name, "heavy");
    run->requests[0].path = light;
    run->requests[1].path = heavy;
    run->phase = (struct scenario_phase){.name = "load",
                                         .executor = EXECUTOR_STAIRCASE_ARRIVAL_RATE,
                                         .step_duration_ns = 4 * ONE_SECOND_NS,
                                         .step_count = MADE_STEPS,
                                         .rates_per_s = {300, 500, 700},
                                         .mix = {{0, 99}, {1, 1}},
                                         .mix_count = 2};
    made->has_scenario = made->ranked = true;
    made->scenario.requests = run->requests;
    made->scenario.request_count = 2;
    made->scenario.phases = &run->phase;
    made->scenario.phase_count = 1;
    made->scenario.has_objective = true;
    made->scenario.objective = (struct scenario_threshold){.text = "responseTime.p(99) < 20ms",
                                                           .metric = METRIC_RESPONSE_TIME,
                                                           .statistic = STATISTIC_PERCENTILE,
                                                           .percentile = 99,
                                                           .value = 20.0 * ONE_MS_NS};
    made->common_rate_per_s = 700;
    made->common_step = 2;
    made->servers = run->servers;
    made->server_count = MADE_SERVERS;
}

void made_run(struct made_run *run)
{
    memset(run, 0, sizeof *run);
    made_scenario(run);
    made_server(run, THREADS_SERVER, "thread-per-request", "thread per request");
    made_server(run, LOOP_SERVER, "event-loop", "event loop");
    struct summary *summary = &run->summary;
    summary->scenarios = &run->scenario;
    summary->scenario_count = 1;
    summary->run = (struct summary_run){.suite = "mixed",
                                        .started_at = "2026-01-31T10:12:44Z",
                                        .version = "0.1.0",
                                        .revision = "0123456789ab",
                                        .build_type = "Release",
                                        .revision_clean = true,
                                        .complete = true,
                                        .cpus = 4,
                                        .cpus_allowed = 4,
                                        .command_line = "bench run scenarios/mixed.json"};
    (void)snprintf(summary->directory, sizeof summary->directory, "results/made");
}
