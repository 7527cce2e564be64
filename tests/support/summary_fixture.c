#include "tests/support/summary_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN   ((double)NAN)
#define SECONDS   13
#define WARM_UP_S 1.0
#define STEP_S    4.0

static const double rates_per_s[FIXTURE_STEPS] = {300, 700, 1000};

static void *make(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

static char *copy_text(const char *text)
{
    char *copy = make(strlen(text) + 1, 1);
    memcpy(copy, text, strlen(text));
    return copy;
}

#define NAME(array, text) ((void)snprintf((array), sizeof(array), "%s", (text)))

/* A tail like that of requests that queue behind others: the lower half grows slowly, then the
 * latency doubles about every time that half as many are left. */
static double latency_us(double percentile, double base_us, double tail)
{
    double rarity = 1 / (1 - percentile / 100);
    return base_us * pow(rarity, 0.15) * (1 + tail * pow(rarity / 100, 0.8));
}

static void fill_times(struct latency_summary *times, uint64_t samples, double base_us, double tail)
{
    static const double named[] = {50, 75, 90, 99, 99.9, 99.99};
    double *values[] = {&times->p50_us, &times->p75_us,  &times->p90_us,
                        &times->p99_us, &times->p999_us, &times->p9999_us};
    double highest = 100 - 1000 / (double)samples; /* ten samples lie beyond it */
    times->samples = samples;
    times->min_us = base_us * 0.8;
    times->mean_us = base_us * 1.7;
    times->max_us = latency_us(100 - 100 / (double)samples, base_us, tail);
    for (size_t i = 0; i < 6; i++)
        *values[i] = named[i] <= highest ? latency_us(named[i], base_us, tail) : UNKNOWN;
    times->spectrum_count = 0;
    for (double rarity = 1.02; times->spectrum_count < RESULT_SPECTRUM_MAX; rarity *= 1.09) {
        double percentile = 100 - 100 / rarity;
        if (percentile > highest)
            break;
        times->spectrum[times->spectrum_count++] =
            (struct spectrum_point){percentile, latency_us(percentile, base_us, tail)};
    }
}

static void fill_measures(struct measures *measures, const char *request, double rate_per_s,
                          double base_us, double tail)
{
    uint64_t planned = (uint64_t)(rate_per_s * STEP_S);
    *measures = (struct measures){.planned = planned, .samples = planned};
    NAME(measures->request, request);
    measures->outcomes[OUTCOME_OK] = planned;
    measures->offered_per_s = rate_per_s;
    measures->achieved_per_s = measures->goodput_per_s = rate_per_s * 0.998;
    fill_times(&measures->response_time, planned, base_us, tail);
    fill_times(&measures->service_time, planned, base_us * 0.9, tail);
    measures->censored_from_us = UNKNOWN;
    measures->statuses[0] = (struct status_count){200, planned};
    measures->status_count = 1;
}

static void fill_step(struct result_step *step, unsigned index, bool loop)
{
    static const double loop_tails[FIXTURE_STEPS] = {55, 140, 320};
    static const double thread_tails[FIXTURE_STEPS] = {4, 9, 26};
    double tail = loop ? loop_tails[index] : thread_tails[index];
    double base_us = (loop ? 420 : 560) * (1 + 0.3 * index);
    *step = (struct result_step){.index = index,
                                 .start_s = WARM_UP_S + STEP_S * index,
                                 .duration_s = STEP_S,
                                 .requests = make(2, sizeof(struct measures)),
                                 .request_count = 2};
    fill_measures(&step->measures, "", rates_per_s[index], base_us, tail);
    fill_measures(&step->requests[0], "light", rates_per_s[index] * 0.99, base_us, tail * 0.8);
    fill_measures(&step->requests[1], "heavy", rates_per_s[index] * 0.01, 52000, tail / 100);
}

static void fill_result(struct result *result, bool loop)
{
    result->phases = make(2, sizeof *result->phases);
    result->phase_count = 2;
    struct result_phase *warm_up = &result->phases[0];
    struct result_phase *load = &result->phases[1];
    NAME(warm_up->name, "warm-up");
    NAME(warm_up->executor, "constant-arrival-rate");
    warm_up->warmup = true;
    warm_up->steps = make(1, sizeof *warm_up->steps);
    warm_up->step_count = 1;
    warm_up->steps[0].duration_s = WARM_UP_S;
    NAME(load->name, "load");
    NAME(load->executor, "staircase-arrival-rate");
    load->steps = make(FIXTURE_STEPS, sizeof *load->steps);
    load->step_count = FIXTURE_STEPS;
    for (unsigned i = 0; i < FIXTURE_STEPS; i++)
        fill_step(&load->steps[i], i, loop);
    result->duration_s = SECONDS + 0.4;
    result->generator_threads = 1;
}

static void fill_steps(struct summary_trial *trial, bool loop)
{
    const struct result_phase *load = &trial->result.phases[1];
    trial->steps = make(FIXTURE_STEPS, sizeof *trial->steps);
    trial->step_count = FIXTURE_STEPS;
    for (unsigned i = 0; i < FIXTURE_STEPS; i++)
        trial->steps[i] = (struct summary_step){
            .phase = load,
            .step = &load->steps[i],
            .focus = &load->steps[i].requests[0],
            .cost = {.cpu_s = rates_per_s[i] * 0.0028,
                     .cpu_us_per_request = loop ? 690 : 760,
                     .pss_bytes = loop ? 2.2e6 : 5.4e6,
                     .kernel_bytes = loop ? 0.4e6 : 3.1e6,
                     .threads = loop ? 1 : 57,
                     .descriptors = 64,
                     .generator_cpu_share = 0.12,
                     .loop_busy_share = loop ? 0.7 : UNKNOWN,
                     .loop_blocked_share = loop ? 0.16 + 0.1 * i : UNKNOWN,
                     .loop_longest_s = loop ? 0.052 : UNKNOWN,
                     .loop_longest_at_s = loop ? 3.4 : UNKNOWN},
            .rate_per_s = rates_per_s[i],
            .served_per_s = rates_per_s[i],
            .trusted = true,
            .kept_up = !(loop && i == 2),
            .objective = loop && i > 0 ? OBJECTIVE_FAILED : OBJECTIVE_MET,
            .meets_objective = !loop || i == 0,
        };
}

static void fill_series(struct summary_trial *trial, bool loop)
{
    trial->seconds = make(SECONDS + 1, sizeof *trial->seconds);
    trial->second_count = SECONDS + 1; /* the last one is cut off */
    for (unsigned i = 0; i <= SECONDS; i++) {
        double base_us = (loop ? 430 : 570) * (1 + 0.07 * i);
        double worst_us = (loop ? 60e3 : 11e3) * (1 + 0.3 * i) * (1 + 0.4 * sin(i * 1.7));
        trial->seconds[i] = (struct summary_second){.second = i,
                                                    .offered = i == 0 ? 200 : rates_per_s[i / 5],
                                                    .p50_us = base_us,
                                                    .p99_us = worst_us * 0.6,
                                                    .max_us = worst_us};
    }
    trial->busy = make(100, sizeof *trial->busy);
    for (unsigned i = 0; loop && i < 100; i++) {
        double start_s = 1 + 0.12 * i + 0.03 * sin(i * 2.1);
        double length_s = i % 7 == 0 ? 0.008 : 0.05 + 0.02 * sin(i);
        trial->busy[trial->busy_count++] = (struct summary_busy){0, start_s, start_s + length_s};
    }
}

static void fill_server(struct summary_server *server, const char *model, const char *label)
{
    bool loop = strcmp(model, "thread-per-request") != 0;
    *server = (struct summary_server){.cpus = 2,
                                      .trials = make(1, sizeof *server->trials),
                                      .trial_count = 1,
                                      .sustains_per_s = loop ? 300 : 1000,
                                      .limit_found = loop};
    NAME(server->id, model);
    NAME(server->model, model);
    NAME(server->label, label);
    struct summary_trial *trial = &server->trials[0];
    trial->n = 1;
    trial->seed = 42;
    trial->done = true;
    trial->has_loops = loop;
    (void)snprintf(trial->directory, sizeof trial->directory, "trials/cpu-tail/%s/1", model);
    fill_result(&trial->result, loop);
    fill_steps(trial, loop);
    fill_series(trial, loop);
}

static void fill_scenario(struct summary_scenario *made)
{
    static const char *const names[] = {"light", "heavy"};
    struct scenario *scenario = &made->scenario;
    NAME(made->name, "cpu-tail");
    NAME(made->title, "One heavy request in a hundred");
    NAME(made->question, "99 % of requests need 0.2 ms of CPU, 1 % need 50 ms. Which model keeps "
                         "the cheap ones fast, and which lets them queue behind the heavy ones?");
    NAME(made->file, "scenarios/cpu-tail.json");
    NAME(made->objective, "p99 of light < 20 ms");
    NAME(scenario->name, "cpu-tail");
    scenario->requests = make(2, sizeof *scenario->requests);
    scenario->request_count = 2;
    for (unsigned i = 0; i < 2; i++) {
        NAME(scenario->requests[i].name, names[i]);
        scenario->requests[i].path = copy_text(i == 0 ? "/work?cpu=200us" : "/work?cpu=50ms");
        scenario->requests[i].method = copy_text("GET");
    }
    scenario->seed = 42;
    scenario->connections_max = 256;
    scenario->has_objective = made->has_scenario = made->ranked = true;
    scenario->objective = (struct scenario_threshold){.text = "responseTime.p(99) < 20ms",
                                                      .metric = METRIC_RESPONSE_TIME,
                                                      .statistic = STATISTIC_PERCENTILE,
                                                      .percentile = 99,
                                                      .value = 20.0 * ONE_MS_NS};
    made->common_rate_per_s = 700;
    made->common_step = 1;
}

static void fill_findings(struct summary *summary)
{
    static const struct finding findings[] = {
        {.rule = "V9",
         .severity = FINDING_CAUTION,
         .scenario = -1,
         .server = -1,
         .sentence = "Servers and load generator shared 2 CPUs. The order of servers is usable, "
                     "absolute numbers are not.",
         .why = "The generator ran at a better priority, so its own lateness stayed small, but "
                "what it used was not there for the servers.",
         .next = "make bench on a machine with 4 CPUs or more"},
        {.rule = "D1",
         .severity = FINDING_CAUTION,
         .scenario = 0,
         .server = FIXTURE_LOOP,
         .sentence = "The event loop was blocked for more than 20 ms during 26 % of the run "
                     "(longest 70 ms at 3.4 s). Of 412 requests slower than 20 ms, 398 (97 %) "
                     "arrived during a block, although only 1 % of requests do heavy work.",
         .why = "One thread serves every connection in turn. While it works on a heavy request it "
                "looks at no other: one slow order holds up the whole queue.",
         .next = "make bench SERVERS=event-loop,thread-per-request",
         .chart = "c5",
         .measured = 0.26,
         .threshold = 0.01},
        {.rule = "D16",
         .severity = FINDING_INFO,
         .scenario = 0,
         .server = FIXTURE_LOOP,
         .sentence = "event loop sustains 300/s with p99 of light < 20 ms (17.9 ms). The next "
                     "step, 700/s, fails with 61 ms; the true limit lies between.",
         .why = "The objective is judged step by step.",
         .chart = "c2",
         .measured = 300,
         .threshold = 700},
    };
    memcpy(summary->findings, findings, sizeof findings);
    summary->finding_count = sizeof findings / sizeof findings[0];
}

struct summary *fixture_new(void)
{
    struct summary *summary = make(1, sizeof *summary);
    NAME(summary->directory, "results/20260131T101244Z-default");
    summary->run = (struct summary_run){.suite = "default",
                                        .started_at = "2026-01-31T10:12:44Z",
                                        .version = "0.1.0",
                                        .revision = "0123456789ab",
                                        .build_type = "Release",
                                        .revision_clean = true,
                                        .complete = true,
                                        .elapsed_s = 32.4,
                                        .load_s = 26,
                                        .cpu_model = "Example CPU @ 2.40GHz",
                                        .kernel = "6.1.0-18-amd64",
                                        .os = "Debian GNU/Linux 12 (bookworm)",
                                        .cpus = 2,
                                        .cpus_allowed = 2,
                                        .memory_bytes = 8e9,
                                        .descriptor_limit = 20000,
                                        .iterations_per_ms = 81234,
                                        .shared_cpus = true,
                                        .placement = "servers at nice 10 and the load generator "
                                                     "at nice 0 share CPUs 0 and 1",
                                        .command_line = "bench run scenarios/cpu-tail.json"};
    summary->scenarios = make(1, sizeof *summary->scenarios);
    summary->scenario_count = 1;
    struct summary_scenario *scenario = &summary->scenarios[0];
    fill_scenario(scenario);
    scenario->servers = make(SCENARIO_SERVERS_MAX, sizeof *scenario->servers);
    scenario->server_count = FIXTURE_SERVERS;
    fill_server(&scenario->servers[FIXTURE_THREADS], "thread-per-request", "thread per request");
    fill_server(&scenario->servers[FIXTURE_LOOP], "event-loop", "event loop");
    fill_findings(summary);
    return summary;
}

static void free_server(struct summary_server *server)
{
    for (unsigned t = 0; t < server->trial_count; t++) {
        struct summary_trial *trial = &server->trials[t];
        for (unsigned p = 0; p < trial->result.phase_count; p++) {
            struct result_phase *phase = &trial->result.phases[p];
            for (unsigned s = 0; s < phase->step_count; s++)
                free(phase->steps[s].requests);
            free(phase->steps);
        }
        free(trial->result.phases);
        free(trial->steps);
        free(trial->seconds);
        free(trial->busy);
    }
    free(server->trials);
}

void fixture_free(struct summary *summary)
{
    struct summary_scenario *scenario = &summary->scenarios[0];
    for (unsigned s = 0; s < scenario->server_count; s++)
        free_server(&scenario->servers[s]);
    free(scenario->servers);
    for (size_t i = 0; i < scenario->scenario.request_count; i++) {
        free(scenario->scenario.requests[i].path);
        free(scenario->scenario.requests[i].method);
    }
    free(scenario->scenario.requests);
    free(summary->scenarios);
    free(summary);
}

void fixture_add_server(struct summary *summary, const char *model, const char *label)
{
    struct summary_scenario *scenario = &summary->scenarios[0];
    if (scenario->server_count == SCENARIO_SERVERS_MAX)
        abort();
    fill_server(&scenario->servers[scenario->server_count++], model, label);
}

void fixture_drop_server(struct summary *summary)
{
    struct summary_scenario *scenario = &summary->scenarios[0];
    free_server(&scenario->servers[--scenario->server_count]);
}

static void lose_times(struct latency_summary *times)
{
    times->samples = 0;
    times->min_us = times->mean_us = times->p50_us = times->p75_us = times->p90_us = UNKNOWN;
    times->p99_us = times->p999_us = times->p9999_us = times->max_us = UNKNOWN;
    for (unsigned i = 0; i < times->spectrum_count; i++)
        times->spectrum[i].value_us = UNKNOWN;
}

static void lose_measures(struct measures *measures)
{
    measures->outcomes[OUTCOME_OK] = 0;
    measures->outcomes[OUTCOME_CONNECT_REFUSED] = measures->planned;
    measures->error_rate = 1;
    measures->samples = 0;
    measures->achieved_per_s = measures->goodput_per_s = 0;
    lose_times(&measures->response_time);
    lose_times(&measures->service_time);
}

static void lose_trial(struct summary_trial *trial)
{
    struct result_phase *load = &trial->result.phases[1];
    for (unsigned i = 0; i < load->step_count; i++) {
        lose_measures(&load->steps[i].measures);
        for (unsigned r = 0; r < load->steps[i].request_count; r++)
            lose_measures(&load->steps[i].requests[r]);
        trial->steps[i].kept_up = trial->steps[i].meets_objective = false;
    }
    for (size_t i = 0; i < trial->second_count; i++)
        trial->seconds[i] = (struct summary_second){
            .second = (double)i, .p50_us = UNKNOWN, .p99_us = UNKNOWN, .max_us = UNKNOWN};
    trial->busy_count = 0;
}

void fixture_lose_all(struct summary *summary)
{
    struct summary_scenario *scenario = &summary->scenarios[0];
    scenario->common_step = -1;
    scenario->common_rate_per_s = UNKNOWN;
    for (unsigned s = 0; s < scenario->server_count; s++) {
        lose_trial(fixture_trial(summary, s));
        scenario->servers[s].sustains_per_s = UNKNOWN;
    }
}

void fixture_rename(struct summary *summary, const char *name)
{
    struct summary_scenario *scenario = &summary->scenarios[0];
    NAME(summary->run.suite, name);
    NAME(summary->run.command_line, name);
    NAME(summary->run.cpu_model, name);
    NAME(summary->run.placement, name);
    NAME(scenario->name, name);
    NAME(scenario->title, name);
    NAME(scenario->question, name);
    NAME(scenario->file, name);
    NAME(scenario->objective, name);
    NAME(scenario->scenario.requests[0].name, name);
    for (unsigned s = 0; s < scenario->server_count; s++) {
        NAME(scenario->servers[s].id, name);
        NAME(scenario->servers[s].model, name);
        NAME(scenario->servers[s].label, name);
        NAME(fixture_trial(summary, s)->directory, name);
    }
    for (unsigned i = 0; i < summary->finding_count; i++) {
        NAME(summary->findings[i].sentence, name);
        NAME(summary->findings[i].why, name);
        NAME(summary->findings[i].next, name);
    }
}

struct summary_trial *fixture_trial(struct summary *summary, unsigned server)
{
    return &summary->scenarios[0].servers[server].trials[0];
}
