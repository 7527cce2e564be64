#pragma once
/*
 * Advice on a scenario that is right but may disappoint: percentiles from too few samples, more
 * connections than the machine has, requests that are never sent. Nothing here refuses anything.
 */
#include <stdint.h>
#include <stdio.h>

#include "formats/scenario.h"

struct scenario_machine {
    uint64_t descriptor_limit; /* open files of one process, at most; UINT64_MAX: no limit */
    unsigned ports;            /* local ports for outgoing connections; 0: unknown */
};

/* Of this machine: RLIMIT_NOFILE's hard limit and net.ipv4.ip_local_port_range. */
struct scenario_machine scenario_this_machine(void);

/* One "note: …" paragraph each. */
void scenario_print_notes(const struct scenario *scenario, const struct scenario_machine *machine,
                          FILE *stream);

/* Expected requests of kind `request` (SIZE_MAX: all) in one step of a phase. */
double scenario_expected(const struct scenario_phase *phase, size_t step, size_t request);
