#include "servers/work.h"

#include "core/clock.h"
#include "core/limits.h"
#include "tests/support/suite.h"

/* A clock that this test moves; 0 = the real one. */
static uint64_t fake_now_ns;
static uint64_t calls;
uint64_t __real_clock_now_ns(void);
uint64_t __wrap_clock_now_ns(void);

/* Every second call ends a chunk: 2 ms for the tenth chunk measured, 50 ms for all others. */
uint64_t __wrap_clock_now_ns(void)
{
    if (fake_now_ns == 0)
        return __real_clock_now_ns();
    if (calls++ % 2 == 1)
        fake_now_ns += calls == 20 ? 2 * ONE_MS_NS : 50 * ONE_MS_NS;
    return fake_now_ns;
}

static void the_best_chunk_counts(void)
{
    fake_now_ns = ONE_SECOND_NS;
    calls = 0;
    double per_ms = work_calibrate();
    fake_now_ns = 0;
    CU_ASSERT_EQUAL(calls, 2 * 51); /* one to size the chunk, 50 to measure */
    CU_ASSERT_DOUBLE_EQUAL(per_ms, 65536 / 2.0, 0.001);
}

static void twice_the_work_takes_twice_the_cpu_time(void)
{
    double per_ms = work_calibrate();
    CU_ASSERT(per_ms > 1000 && per_ms < 1e9);
    uint64_t iterations = (uint64_t)(per_ms * 5);
    double best = 0; /* a frequency change may spoil one try, not ten */
    for (int i = 0; i < 10; i++) {
        uint64_t start_ns = clock_thread_cpu_ns();
        work_burn(iterations);
        uint64_t middle_ns = clock_thread_cpu_ns();
        work_burn(2 * iterations);
        uint64_t end_ns = clock_thread_cpu_ns();
        double ratio = (double)(end_ns - middle_ns) / (double)(middle_ns - start_ns);
        if (best < 1.8 || best > 2.2)
            best = ratio;
    }
    CU_ASSERT(best > 1.8 && best < 2.2);
}

static void amounts_become_iterations(void)
{
    CU_ASSERT_EQUAL(work_iterations(0, 0.5), 0);
    CU_ASSERT_EQUAL(work_iterations(2 * ONE_MS_NS, 0.25), 500000);
    CU_ASSERT_EQUAL(work_iterations(WORK_CPU_MAX_NS, 2), 2 * WORK_CPU_MAX_NS);
}

static CU_TestInfo tests[] = {
    {"the best chunk counts", the_best_chunk_counts},
    {"twice the work takes twice the CPU time", twice_the_work_takes_twice_the_cpu_time},
    {"amounts become iterations", amounts_become_iterations},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("work", tests)
