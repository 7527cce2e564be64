#pragma once
/*
 * CPU work as a number of iterations: the same amount of work on every model and in every phase of
 * a run, however long it takes. Integer mixing in one long chain of dependencies, so that neither
 * the compiler nor the CPU can skip or overlap it; no memory is touched, so that work on one core
 * does not slow down another.
 *
 *     iterations_per_ns = work_calibrate() / 1e6;          once, on an idle core
 *     work_burn(work_iterations(step.amount_ns, iterations_per_ns));
 */
#include <stdint.h>

/* Iterations per millisecond of an undisturbed core: the best of 50 chunks of about 2 ms, as
 * anything else that runs here can only make a chunk longer. Takes a little over 100 ms. */
double work_calibrate(void);

/* How many iterations are that much CPU time's worth. */
uint64_t work_iterations(uint64_t amount_ns, double iterations_per_ns);

void work_burn(uint64_t iterations);
