#pragma once
/* What a worker tells a recorder of one request that has ended. */
#include <stdint.h>

#include "formats/result.h"

/* One request's whole life. Instants of CLOCK_MONOTONIC, 0 where it never came so far. For `ok`
 * all five are set and in order (a response that overtook its request's last byte counts as sent
 * at its first byte); intended and done are always set, also for a request that was dropped. */
struct exchange_record {
    unsigned step;    /* index into the plan's steps, counted through all phases */
    unsigned request; /* index into the scenario's requests */
    int worker;       /* X-Worker of the connection's first response; -1: it said nothing */
    enum outcome outcome;
    unsigned status; /* of the response; 0: there was none */
    uint64_t bytes;  /* received for this request */
    uint64_t intended_ns;
    uint64_t dispatched_ns; /* taken from the schedule; later ones are the generator's lag */
    uint64_t sent_ns;       /* the kernel took its last byte */
    uint64_t first_byte_ns;
    uint64_t done_ns;    /* its last byte, or when it failed, timed out, was dropped or given up */
    uint64_t connect_ns; /* a duration: of the connection opened for it; 0: it took an open one */
    const char *words;   /* why it failed; borrowed during the call; NULL: the class says it all */
};
