#pragma once
/*
 * When the answers to one request (by its name) came during one phase: counted in equal bins, so
 * that their number in any interval can be told after the run. Memory is fixed by the phase's
 * length, and an answer is one increment.
 *
 *     departures_init(&departures, phase_lasting_ns, error);
 *     departures_add(&departures, since_ns);                   since the phase's start
 *     departures_merge(&total, &departures);                   of the same length
 *     departures_between(&total, from_ns, to_ns) …             departures_release(&departures)
 *
 * A bin is 10 ms, in phases of more than 11 minutes 1/65,536 of the phase. Within a bin answers
 * are taken to come evenly: each end of an interval is off by less than the answers in its bin,
 * and by less than one where they do come evenly. A struct of zeroes counts nothing.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/limits.h"

#define DEPARTURES_BIN_NS   (10 * ONE_MS_NS)
#define DEPARTURES_BINS_MAX 65536 /* 512 KiB */

struct departures {
    uint64_t bin_ns;
    size_t bin_count;
    uint64_t *counts; /* owned; what comes after the phase's length counts in the last bin */
};

/* The caller releases it. */
MUST_CHECK bool departures_init(struct departures *departures, uint64_t lasting_ns,
                                struct error *error);
void departures_release(struct departures *departures);

void departures_add(struct departures *departures, uint64_t since_ns);

/* Exact and associative. */
void departures_merge(struct departures *departures, const struct departures *other);

/* How many came in [from_ns, to_ns), with parts of bins in proportion. */
double departures_between(const struct departures *departures, uint64_t from_ns, uint64_t to_ns);
