#include "core/clock.h"

#include <assert.h>
#include <errno.h>
#include <time.h>

#include "core/limits.h"

static uint64_t read_clock_ns(clockid_t clock)
{
    struct timespec now;
    int failed = clock_gettime(clock, &now);
    assert(failed == 0);
    (void)failed;
    return (uint64_t)now.tv_sec * ONE_SECOND_NS + (uint64_t)now.tv_nsec;
}

uint64_t clock_now_ns(void)
{
    return read_clock_ns(CLOCK_MONOTONIC);
}

uint64_t clock_thread_cpu_ns(void)
{
    return read_clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t clock_process_cpu_ns(void)
{
    return read_clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

bool clock_other_process_cpu_ns(pid_t pid, uint64_t *cpu_ns)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return false;
    *cpu_ns = (uint64_t)used.tv_sec * ONE_SECOND_NS + (uint64_t)used.tv_nsec;
    return true;
}

void clock_sleep_until_ns(uint64_t instant_ns)
{
    struct timespec until = {
        .tv_sec = (time_t)(instant_ns / ONE_SECOND_NS),
        .tv_nsec = (long)(instant_ns % ONE_SECOND_NS),
    };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        continue;
}

void clock_wall_label(char label[CLOCK_LABEL_BYTES])
{
    time_t now = (time_t)(read_clock_ns(CLOCK_REALTIME) / ONE_SECOND_NS);
    struct tm utc;
    gmtime_r(&now, &utc);
    (void)strftime(label, CLOCK_LABEL_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc);
}
