#pragma once
/*
 * WHAT: the bytes of every request, rendered once before the run, and which request an arrival
 * sends. Read-only after traffic_init, so all threads share one.
 *
 *     traffic_init(&traffic, &scenario, "127.0.0.1:8080", seed, error)
 *     request = traffic_pick(&traffic, phase, arrival.number);
 *     send traffic.requests[request].bytes …
 *     traffic_release(&traffic)
 *
 * The mix is drawn from random_stream(seed, RANDOM_MIX) at the arrival's number: independent of the
 * instants, of threads and of speed.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/random.h"
#include "formats/scenario.h"

struct traffic_request {
    char *bytes; /* head and body as they go on the wire; owned */
    size_t length;
    bool head_only; /* HEAD: the response has no body, whatever its fields say */
    uint64_t timeout_ns;
    struct scenario_expect expect;
};

/* The mix of one phase: request[i] is drawn when the random number lies below bound[i] and not
 * below bound[i - 1]. The last bound is 1. */
struct traffic_mix {
    double bound[SCENARIO_REQUESTS_MAX];
    unsigned request[SCENARIO_REQUESTS_MAX];
    size_t count;
};

struct traffic {
    struct traffic_request *requests; /* indexes as in the scenario; owned */
    size_t request_count;
    struct traffic_mix *mixes; /* one per phase; owned */
    size_t phase_count;
    struct random_stream draws;
};

/* authority: what Host says, unless a request has a Host field of its own. Only memory can be
 * missing. The caller releases it. */
MUST_CHECK bool traffic_init(struct traffic *traffic, const struct scenario *scenario,
                             const char *authority, uint64_t seed, struct error *error);
void traffic_release(struct traffic *traffic);

/* The request that arrival `number` of this phase sends. */
unsigned traffic_pick(const struct traffic *traffic, unsigned phase, uint64_t number);

/* The request that iteration `iteration` of virtual user `user` sends (closed model). */
unsigned traffic_pick_user(const struct traffic *traffic, unsigned phase, unsigned user,
                           uint64_t iteration);
