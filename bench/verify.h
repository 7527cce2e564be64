#pragma once
/*
 * Before any number: does the server answer one request of each kind as the scenario expects? A
 * plain client, one connection after the other, so that a scenario that asks for the wrong thing
 * is told in one sentence instead of in a million errors.
 */
#include <stdint.h>

#include "bench/interrupt.h"
#include "core/error.h"
#include "formats/scenario.h"

/* Sends each of the scenario's requests once to 127.0.0.1:port. The error names the first that was
 * not answered as its `expect` says, with what came instead. */
MUST_CHECK bool verify_requests(const struct scenario *scenario, uint16_t port,
                                struct interrupt *interrupt, struct error *error);
