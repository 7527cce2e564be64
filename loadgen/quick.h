#pragma once
/*
 * Quick mode: a scenario without a file, as people use wrk. One request, one phase: with a rate the
 * open model with Poisson arrivals, without one as many virtual users as connections. It is an
 * ordinary scenario from here on, with the defaults that a file has.
 */
#include <stdint.h>

#include "core/error.h"
#include "formats/scenario.h"

#define QUICK_CONNECTIONS 64                   /* virtual users when --connections is not given */
#define QUICK_DURATION_NS (10 * ONE_SECOND_NS) /* when --duration is not given */
#define QUICK_SHORTEST_NS (10 * ONE_MS_NS)

struct quick {
    const char *path;     /* of the request: "" is "/" */
    double rate_per_s;    /* 0: closed model */
    unsigned connections; /* 0: the default of the model */
    uint64_t duration_ns; /* 0: the default */
};

/* Only memory can be missing. The caller releases it with scenario_release(). */
MUST_CHECK bool quick_scenario(const struct quick *quick, struct scenario *scenario,
                               struct error *error);
