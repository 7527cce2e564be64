#pragma once
/*
 * What the generator may take from the machine: threads, time to spin, descriptors. Pure functions
 * of a scenario and of a machine that is looked at once.
 */
#include <stdint.h>

#include "core/error.h"
#include "formats/scenario.h"

struct allowance_machine {
    unsigned cpus;         /* of the machine */
    unsigned cpus_allowed; /* for this process */
    uint64_t descriptors;  /* may be open at once */
};

/* Raises the soft limit of descriptors to the hard one while it is at it. */
struct allowance_machine allowance_this_machine(void);

/* `spin: auto`. Sharing its CPUs with the server, a spinning generator would steal from it: it
 * spins only when it was given CPUs of its own, or when there are enough for both. */
uint64_t allowance_spin_ns(const struct allowance_machine *machine);

/* `threads: auto`: one per 20,000 requests/s at the peak, or per 64 virtual users, and no more than
 * CPUs to run on; half of them where the server needs the other half. At least 1. */
unsigned allowance_threads(const struct scenario *scenario,
                           const struct allowance_machine *machine);

/* So many threads are of use at most: each has at least one connection, one virtual user, and one
 * request of maxInFlight. */
unsigned allowance_threads_max(const struct scenario *scenario);

/* Refuses, with the remedy, what the limit of descriptors does not allow. */
MUST_CHECK bool allowance_check_descriptors(const struct allowance_machine *machine,
                                            unsigned connections, unsigned threads,
                                            struct error *error);
