#pragma once
/*
 * Everything that is counted of one request (by its name) in one step, by one thread; merged, of
 * many. Used through a recorder.
 *
 * What is counted where:
 *   response time     done - intended: ok; response_timeout and aborted at their age (censored)
 *   service time      done - sent: the same requests, when they were sent
 *   first byte        first byte - sent: the same requests, when a byte came
 *   connection wait   sent - dispatched: every request that was sent
 *   lag               dispatched - intended: every request that was dispatched
 *   connect           every connection that was opened for a request
 * A request that ended in any other class is in the outcomes, and in no response time.
 */
#include <stdint.h>

#include "core/error.h"
#include "core/histogram.h"
#include "formats/result.h"
#include "loadgen/exchange_record.h"
#include "loadgen/flight.h"

struct cell_error {
    uint64_t done_ns;
    enum outcome outcome;
    char words[144]; /* "": the class says it all */
};

/* One request of one step. */
struct cell {
    struct histogram response, service, first_byte, connection_wait, lag, connect;
    uint64_t begun;              /* planned, counted before anything happens */
    uint64_t outcomes[OUTCOMES]; /* cell_add */
    uint64_t good;               /* ok within the plan's limit */
    uint64_t untried;            /* never dispatched, or no port or descriptor was to be had */
    uint64_t bytes;
    uint64_t censored_from_ns;  /* the youngest censored age; UINT64_MAX: none */
    uint64_t time_in_system_ns; /* sum of done - intended of all records */
    uint64_t own_in_flight;     /* begun and not yet ended, */
    uint64_t own_last_ns;       /* since when, */
    uint64_t own_area_ns;       /* and its integral: Little's identity, verdict.h */
    struct flight flight;       /* in flight while the step lasted, whoever's step it was */
    struct status_count statuses[RESULT_STATUSES_MAX - 1];
    unsigned status_count;
    uint64_t other_statuses;                     /* of statuses that found no room */
    struct cell_error errors[ERROR_SAMPLES_MAX]; /* the first different ones */
    unsigned error_count;
};

/* The caller frees it with cell_free(), which takes NULL too. */
MUST_CHECK bool cell_new(struct cell **cell, struct error *error);
void cell_free(struct cell *cell);

/* Planned: in flight from its intended instant. */
void cell_begin(struct cell *cell, uint64_t intended_ns);

/* Ended. Asserts that the instants are in order, and for ok that
 * response = lag + connection wait + service. */
void cell_add(struct cell *cell, const struct exchange_record *record);

/* Exact and associative. */
void cell_merge(struct cell *cell, const struct cell *other);

/* Whether a class counts in the response time: ok, response_timeout and aborted. */
bool cell_has_response_time(enum outcome outcome);
