#pragma once
/*
 * Can this step be trusted? A pure function of what was measured: figures of the generator's own
 * lateness, of its books and of the machine in, a status and sentences out.
 *
 *     verdict_judge(&evidence, &step->verdict)
 *     verdict_worst(&result->verdict, &step->verdict, "load, step 2")     the trial: its worst step
 *
 * open model     lag p99 <= max(200 us, 5 % of response p99) and sent >= 99.9 % of planned: ok;
 *                up to max(1 ms, 10 %) and >= 99 %: degraded; else invalid
 * closed model   a generator thread over 90 % of a core: invalid, bound by the generator
 * both           books that do not balance, Little's identity off by more than 1 %, steal over
 *                5 % of the CPU time: invalid
 *
 * Little's identity, L = rate * time, holds exactly for the requests of one step, counted from
 * their intended start to their end, whenever that is:
 *   - counted: the number of the step's requests that are begun and not yet ended, integrated over
 *     time by the worker's counter (recorder_begin up, recorder_add down);
 *   - recorded: requests recorded * mean (done - intended) of the records.
 * Both divided by the step's duration are a mean number in flight. They differ only when requests
 * were lost, recorded twice, or recorded with another intended start than the schedule's.
 */
#include <stdint.h>

#include "formats/result.h"

struct verdict_evidence {
    bool closed;       /* virtual users: there is no schedule to be late for */
    uint64_t begun;    /* taken from the schedule */
    uint64_t recorded; /* sum of all classes */
    uint64_t untried;  /* of these: the generator could not even try them */
    double lag_p99_us; /* 0 without samples, like the next one; however few there are */
    double response_p99_us;
    double in_flight_counted;
    double in_flight_recorded;
    double thread_cpu_share; /* of one core, the busiest thread; NAN: not known */
    double steal_share;      /* of the CPU time of all CPUs; NAN: not known */
};

/* Overwrites the verdict. */
void verdict_judge(const struct verdict_evidence *evidence, struct verdict *verdict);

/* Takes over a step's status when it is worse, and its reasons, as "where: reason", when they are
 * as bad as the worst so far. Start with a cleared verdict. */
void verdict_worst(struct verdict *trial, const struct verdict *step, const char *where);
