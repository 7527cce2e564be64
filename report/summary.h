#pragma once
/*
 * A whole run as the renderers see it: run.json and every trial's files, put together. Terminal
 * table, CSV, summary.json, findings, charts and HTML read this and compute no numbers of their
 * own.
 *
 *     summary_load("results/latest", &summary, error)   findings_diagnose(&summary)
 *     …render…                                          summary_release(&summary)
 *
 * One trial per scenario and server is the *shown* one (the median trial by its headline measure
 * when there are repetitions): its distributions and series are what charts draw.
 */
#include "core/error.h"
#include "formats/result.h"
#include "formats/scenario.h"

#define SUMMARY_FINDINGS_MAX 128

struct summary_sample { /* one "sample" line of samples.ndjson; see results/README.md */
    double t, cpu_s, generator_cpu_s, machine_busy_s, machine_steal_s;
    double threads, rss_bytes, accepted, open, in_flight, requests;
    double loop_busy_s; /* of the loop that was busiest so far; 0 without loops */
};

struct summary_busy {
    unsigned slot;
    double start_s, end_s;
};

struct summary_slow {
    double intended_s, done_s;
    char request[NAME_BYTES];
    int worker;
};

struct summary_second { /* a row of timeseries.csv; NAN where the cell is empty */
    double second, offered, done, errors, p50_us, p99_us, max_us, in_flight;
};

/* What the server cost during one step; NAN where it is not known. */
struct step_cost {
    double cpu_s;              /* server, this step */
    double cpu_us_per_request; /* cpu_s / requests the server finished meanwhile */
    double pss_bytes, kernel_bytes, threads, descriptors;
    double listen_overflows;
    double generator_cpu_share;      /* of one core */
    double other_cpu_s, steal_share; /* the rest of the machine; share of the time of all CPUs */
    double loop_busy_share;          /* share of time not spent polling, worst loop */
    double loop_blocked_share;       /* share of time in busy intervals > 20 ms, worst loop */
    double loop_longest_s, loop_longest_at_s; /* 0: no interval > 20 ms */
};

enum objective_outcome {
    OBJECTIVE_UNKNOWN, /* none was set, or too few samples to say */
    OBJECTIVE_MET,
    OBJECTIVE_FAILED
};

struct summary_step {
    const struct result_phase *phase; /* borrowed from the trial's result */
    const struct result_step *step;
    const struct measures *focus; /* of the request the objective names, else of all requests */
    struct step_cost cost;
    double rate_per_s;   /* as the scenario plans it; NAN in a closed model */
    double served_per_s; /* achieved, or offered less what the queue grew by, if that is less */
    bool trusted;        /* verdict not invalid, books balance: may be ranked and diagnosed */
    bool kept_up;        /* served >= 99 % of offered */
    enum objective_outcome objective; /* of the objective's metric alone */
    bool meets_objective;             /* trusted, met, kept up, errors <= 0.1 % */
};

struct summary_trial {
    char directory[PATH_BYTES];
    unsigned n;
    uint64_t seed;
    bool done; /* false: failed, skipped or unreadable; then only `reason` counts */
    char reason[256];
    struct result result;
    struct summary_step *steps; /* no warm-up; owned, like all arrays here */
    unsigned step_count;
    struct summary_second *seconds;
    size_t second_count;
    struct summary_sample *samples;
    size_t sample_count;
    struct summary_busy *busy;
    size_t busy_count;
    struct summary_slow *slow;
    size_t slow_count;
    double slow_total;
    double voluntary_switches, involuntary_switches;
    bool has_loops;
};

struct summary_server {
    char id[NAME_BYTES];
    char model[NAME_BYTES];
    char label[NAME_BYTES];
    unsigned cpus;
    struct summary_trial *trials;
    unsigned trial_count;
    int shown; /* index into trials, or -1: none is done */
    /* The highest planned rate of the shown trial that meets the objective; NAN: none did, or no
     * objective. `limit_found`: a higher step failed. */
    double sustains_per_s;
    bool limit_found;
};

struct summary_scenario {
    char name[NAME_BYTES];
    char title[256], question[512]; /* "" when there is none */
    char file[PATH_BYTES];          /* to run it again */
    char objective[192];            /* in words: "p99 of light < 20 ms"; "" = none */
    bool has_scenario;              /* false: no trial was readable, `scenario` is empty */
    struct scenario scenario;       /* as it was run */
    bool ranked;                    /* has an objective, and trustworthy steps */
    /* The planned rate at which servers are compared, or NAN: the highest that all kept up with,
     * as far as their steps can be trusted. */
    double common_rate_per_s;
    int common_step; /* its index among the steps that are no warm-up, or -1 */
    struct summary_server *servers;
    unsigned server_count;
};

enum finding_severity {
    FINDING_ERROR,
    FINDING_CAUTION,
    FINDING_INFO
};

struct finding {
    char rule[8]; /* "D1" */
    enum finding_severity severity;
    int scenario;       /* index, or -1: the whole run */
    int server;         /* index, or -1: all */
    char sentence[512]; /* the observation with its numbers */
    char why[1024];     /* the mechanism, 1 to 4 sentences */
    char next[256];     /* what to try next; "" = nothing */
    char chart[8];      /* "c5"; "" = none */
    double measured, threshold;
    double effect; /* for ordering within a severity, larger first */
};

struct summary_run { /* run.json, as far as it is shown */
    char suite[NAME_BYTES];
    char started_at[32], version[32], revision[64], build_type[32];
    bool revision_clean, complete;
    bool unoptimised; /* debug or sanitizer build: no number counts */
    char reason[256];
    double elapsed_s, load_s;
    char cpu_model[128], kernel[128], os[128];
    unsigned cpus, cpus_allowed;
    double memory_bytes, descriptor_limit, iterations_per_ms;
    bool shared_cpus;
    char placement[256]; /* in words */
    char command_line[1024];
};

struct summary {
    char directory[PATH_BYTES];
    struct summary_run run;
    struct summary_scenario *scenarios;
    unsigned scenario_count;
    struct finding findings[SUMMARY_FINDINGS_MAX]; /* ordered as they are to be read */
    unsigned finding_count;
    unsigned findings_left_out; /* for want of room: the least important ones */
};

/* Reads the tree. A trial that cannot be read is kept as not done with its reason; only a missing
 * or unreadable run.json fails. */
MUST_CHECK bool summary_load(const char *directory, struct summary *summary, struct error *error);
void summary_release(struct summary *summary);
