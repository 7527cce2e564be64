#pragma once
/*
 * How much load may be asked for without saying so twice: a slip of a zero must not hurt a machine.
 * Each refusal names the flag that raises the cap.
 */
#include <stdint.h>

#include "core/error.h"
#include "formats/scenario.h"

struct caps {
    double rate_per_s;
    uint64_t duration_ns; /* of all load, warm-up included */
    unsigned connections; /* or virtual users */
};

MUST_CHECK bool caps_check(const struct caps *caps, const struct scenario *scenario,
                           struct error *error);
