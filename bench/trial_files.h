#pragma once
/* What bench itself puts into a trial's folder: the scenario as it was run, and commands.txt. */
#include <stdint.h>

#include "bench/arguments.h"
#include "bench/subject.h"
#include "bench/trial.h"

struct trial_load {
    const struct trial_setup *setup;
    const struct trial_spec *spec;
    const char *directory;
    uint16_t port;
    uint64_t zero_ns; /* 0: by hand, so at once, into the folder "again" and with its words */
};

/* The load generator's command line. False when it is too long. */
MUST_CHECK bool trial_files_list_load(const struct trial_load *load, struct arguments *arguments,
                                      struct error *error);

MUST_CHECK bool trial_files_write_scenario(const struct trial_spec *spec, const char *directory,
                                           struct error *error);

/* The lines that repeat the trial by hand, with its port, CPUs and nice values. */
MUST_CHECK bool trial_files_write_commands(const struct trial_load *load,
                                           const struct subject_options *server,
                                           const cpu_set_t *server_cpus, struct error *error);
