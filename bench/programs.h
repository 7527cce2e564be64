#pragma once
/*
 * The programs that bench runs: where they are, how they were built, which models the server
 * knows, and how fast this machine's CPUs are.
 *
 *     programs_find(&programs, folder, error)
 *     programs_ask(&programs, interrupt, error)        --version --json and --list; starts them
 *     programs_check(&programs, allow, error)          refuses builds whose timings mean nothing
 *     programs_calibrate(&programs, &placement, interrupt, &iterations_per_ms, error)
 */
#include "bench/cpu_placement.h"
#include "bench/interrupt.h"
#include "bench/lineup.h"
#include "core/error.h"

struct program_build {
    char version[32];
    char revision[64]; /* with "+" at its end when files were changed */
    char build_type[32];
    char sanitizers[64]; /* "" = none */
};

struct programs {
    char server[PATH_BYTES];
    char loadgen[PATH_BYTES];
    char report[PATH_BYTES];
    struct program_build server_build;
    struct program_build loadgen_build;
    struct lineup_models models;
};

/* The folder of this very executable, the default for `folder`. */
MUST_CHECK bool programs_own_folder(char folder[PATH_BYTES], struct error *error);

/* False when server or loadgen cannot be run from there; report is looked for when it is needed. */
MUST_CHECK bool programs_find(struct programs *programs, const char *folder, struct error *error);

MUST_CHECK bool programs_ask(struct programs *programs, struct interrupt *interrupt,
                             struct error *error);

/* Whether both were built with optimisation and without sanitizers. */
bool programs_are_optimised(const struct programs *programs);

/* False, with the remedy, when they were not; never false with `allow`. Pure. */
MUST_CHECK bool programs_check(const struct programs *programs, bool allow, struct error *error);

/* How many rounds of the servers' CPU work fit into a millisecond, told by the server program on
 * the servers' own CPUs. Takes 0.1 s. */
MUST_CHECK bool programs_calibrate(const struct programs *programs,
                                   const struct cpu_placement *placement,
                                   struct interrupt *interrupt, double *iterations_per_ms,
                                   struct error *error);
