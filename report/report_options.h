#pragma once
/*
 * report's command line. argp reads it and answers --help and unknown options by itself; what it
 * cannot judge comes back as an error in one sentence.
 */
#include "core/error.h"

enum report_command {
    REPORT_RUN,     /* report DIR */
    REPORT_EXPLAIN, /* report explain RULE|TERM; without a word: what there is */
    REPORT_VERSION
};

enum report_output {
    OUTPUT_TABLE,
    OUTPUT_JSON,
    OUTPUT_PLAIN,
    OUTPUT_QUIET /* the report's path alone */
};

struct report_options {
    enum report_command command;
    const char *directory; /* of REPORT_RUN; borrowed from argv */
    char word[128];        /* of REPORT_EXPLAIN: all its words with blanks between; "" = none */
    enum report_output output;
    bool charts;
};

/* Returns false with the error filled when the command line makes no sense. After --help and after
 * an unknown option argp has printed what there is to say and ended the process (0, 2). */
MUST_CHECK bool report_options_parse(int argc, char **argv, struct report_options *options,
                                     struct error *error);
