#pragma once
/*
 * loadgen's command line. argp reads it and answers --help and unknown options by itself; what it
 * cannot judge (values, and which options go together) comes back as an error in one sentence.
 */
#include <stdint.h>

#include "core/error.h"
#include "loadgen/caps.h"
#include "loadgen/target.h"

enum loadgen_command {
    COMMAND_RUN,      /* a scenario file, or quick mode when there is none */
    COMMAND_CHECK,    /* loadgen check FILE… */
    COMMAND_SCHEDULE, /* loadgen schedule --dump FILE */
    COMMAND_VERSION
};

struct options {
    enum loadgen_command command;
    char **files; /* borrowed from argv, after the command's word */
    unsigned file_count;

    const char *url; /* NULL: not given, like the other texts */
    const char *out;
    const char *server_id;
    const char *server_model;
    const char *server_label;
    unsigned threads; /* 0: not given, like the other numbers */
    bool has_seed;
    uint64_t seed;
    bool has_spin;
    bool spin_auto;
    uint64_t spin_ns;
    uint64_t start_at_ns;
    unsigned connections; /* quick mode, as the next two */
    uint64_t duration_ns;
    double rate_per_s;

    struct target_blocks allowed;
    struct caps caps; /* in force, given or not */

    bool dump;
    bool json;
    bool quiet;
};

/* Returns false with the error filled when the command line makes no sense. After --help and after
 * an unknown option argp has printed what there is to say and ended the process (0, 2). */
MUST_CHECK bool options_parse(int argc, char **argv, struct options *options, struct error *error);
