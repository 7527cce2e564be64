#pragma once
/* The command line of bench. */
#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

struct bench_options {
    bool has_command; /* "run" was given */
    bool show_help;
    bool show_version;
    bool json;
    bool plain;
    bool quiet;
    bool dry_run;
    bool report; /* default */
    bool allow_unoptimised;
    unsigned repetitions;         /* 0: as the scenario says */
    const char *servers;          /* NULL: as the scenario says */
    const char *out;              /* default "results" */
    const char *programs;         /* NULL: where bench itself is */
    const char *const *scenarios; /* borrowed from argv, as all words here */
    size_t scenario_count;        /* 0: scenarios/default.list */
};

/* Never prints and never exits; what is wrong is in the error. */
MUST_CHECK bool bench_options_read(int argc, char **argv, struct bench_options *options,
                                   struct error *error);

/* On stdout. */
void bench_options_print_help(void);
