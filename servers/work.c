#include "servers/work.h"

#include <assert.h>

#include "core/clock.h"
#include "core/limits.h"

#define CHUNKS      50
#define CHUNK_NS    (2 * ONE_MS_NS)
#define FIRST_GUESS 65536

void work_burn(uint64_t iterations)
{
    uint64_t state = iterations;
    for (uint64_t i = 0; i < iterations; i++) {
        state ^= state >> 29;
        state = state * UINT64_C(0xd1342543de82ef95) + i;
    }
    __asm__ volatile("" : : "r"(state)); /* the result counts as used, so the loop stays */
}

uint64_t work_iterations(uint64_t amount_ns, double iterations_per_ns)
{
    assert(iterations_per_ns > 0);
    return (uint64_t)((double)amount_ns * iterations_per_ns);
}

static uint64_t time_chunk_ns(uint64_t iterations)
{
    uint64_t start_ns = clock_now_ns();
    work_burn(iterations);
    uint64_t elapsed_ns = clock_now_ns() - start_ns;
    return elapsed_ns > 0 ? elapsed_ns : 1;
}

/* Iterations that take about CHUNK_NS; only the order of magnitude matters. */
static uint64_t size_chunk(void)
{
    uint64_t iterations = FIRST_GUESS;
    uint64_t elapsed_ns;
    while ((elapsed_ns = time_chunk_ns(iterations)) < CHUNK_NS)
        iterations *= 2;
    double share = (double)CHUNK_NS / (double)elapsed_ns;
    uint64_t sized = (uint64_t)((double)iterations * share);
    return sized > FIRST_GUESS ? sized : FIRST_GUESS;
}

double work_calibrate(void)
{
    uint64_t iterations = size_chunk();
    uint64_t best_ns = UINT64_MAX;
    for (int i = 0; i < CHUNKS; i++) {
        uint64_t elapsed_ns = time_chunk_ns(iterations);
        if (elapsed_ns < best_ns)
            best_ns = elapsed_ns;
    }
    return (double)iterations * (double)ONE_MS_NS / (double)best_ns;
}
