#pragma once
/*
 * The rules, one function each. A rule looks at one place of the summary and fills the finding:
 * a sentence of at most FINDING_WORDS_MAX words with its numbers and their units, the mechanism
 * behind it, what to try next. It returns false when it does not fire, and changes nothing else.
 *
 * Steps that cannot be trusted are looked at by V1 and V12 alone.
 */
#include "report/summary.h"

#define FINDING_WORDS_MAX 45

/* What a rule is asked about. Of a rule for whole runs only `summary` is set, of one for scenarios
 * `server` and `trial` are NULL. */
struct rule_place {
    const struct summary *summary;
    const struct summary_scenario *scenario;
    const struct summary_server *server;
    const struct summary_trial *trial; /* the shown one */
};

typedef bool rule_function(const struct rule_place *place, struct finding *finding);

/* Validity: can the numbers be believed? */
rule_function rule_generator_late; /* V1  server */
rule_function rule_overloaded;     /* V2  server */
rule_function rule_few_samples;    /* V3  scenario */
rule_function rule_noisy_machine;  /* V7  scenario */
rule_function rule_shared_cpus;    /* V9  run */
rule_function rule_books;          /* V12 server */
rule_function rule_errors;         /* V14 server */
rule_function rule_build;          /* V16 run */

/* Diagnosis: why is it so? */
rule_function rule_loop_blocked;    /* D1  server */
rule_function rule_one_core_full;   /* D3  server */
rule_function rule_all_cores_full;  /* D4  server */
rule_function rule_sustains;        /* D16 server */
rule_function rule_limit_not_found; /* D20 scenario */

/* What is left: both read summary->findings, which hold what fired before them. */
rule_function rule_unexplained; /* U1 server */
rule_function rule_no_problem;  /* N0 scenario */
