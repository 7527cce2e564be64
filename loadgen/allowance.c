#include "loadgen/allowance.h"

#include <inttypes.h>
#include <math.h>
#include <sched.h>
#include <unistd.h>

#include "core/limits.h"
#include "core/net.h"

#define SPIN_NS             (80 * ONE_US_NS) /* a timerfd wakes 30 to 60 us late */
#define CPUS_FOR_BOTH       4
#define RATE_PER_THREAD     20000.0
#define USERS_PER_THREAD    64
#define DESCRIPTORS_OF_ONE  3  /* loop, timer, orders of a thread */
#define DESCRIPTORS_BESIDES 16 /* standard streams, result files, /proc */

struct allowance_machine allowance_this_machine(void)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    struct allowance_machine machine = {
        .cpus = cpus > 0 ? (unsigned)cpus : 1,
        .descriptors = net_raise_descriptor_limit(),
    };
    cpu_set_t allowed; /* of at most 1,024 CPUs; on a larger machine the call fails */
    bool known = sched_getaffinity(0, sizeof allowed, &allowed) == 0;
    machine.cpus_allowed = known ? (unsigned)CPU_COUNT(&allowed) : machine.cpus;
    return machine;
}

uint64_t allowance_spin_ns(const struct allowance_machine *machine)
{
    bool own = machine->cpus_allowed < machine->cpus || machine->cpus >= CPUS_FOR_BOTH;
    return own ? SPIN_NS : 0;
}

static unsigned threads_wanted(const struct scenario *scenario)
{
    double wanted = 1;
    for (size_t i = 0; i < scenario->phase_count; i++) {
        const struct scenario_phase *phase = &scenario->phases[i];
        wanted = fmax(wanted, ceil((double)phase->vus / USERS_PER_THREAD));
        for (size_t step = 0; phase->vus == 0 && step < phase->step_count; step++)
            wanted = fmax(wanted, ceil(phase->rates_per_s[step] / RATE_PER_THREAD));
    }
    return wanted < LOADGEN_THREADS_MAX ? (unsigned)wanted : LOADGEN_THREADS_MAX;
}

static unsigned smaller(unsigned left, unsigned right)
{
    return left < right ? left : right;
}

unsigned allowance_threads(const struct scenario *scenario, const struct allowance_machine *machine)
{
    bool own = machine->cpus_allowed < machine->cpus;
    unsigned cpus = own ? machine->cpus_allowed : machine->cpus_allowed / 2;
    unsigned threads = smaller(threads_wanted(scenario), cpus > 0 ? cpus : 1);
    return smaller(threads, allowance_threads_max(scenario));
}

unsigned allowance_threads_max(const struct scenario *scenario)
{
    unsigned most = smaller(LOADGEN_THREADS_MAX, scenario->connections_max);
    for (size_t i = 0; i < scenario->phase_count; i++) {
        const struct scenario_phase *phase = &scenario->phases[i];
        if (phase->vus > 0)
            most = smaller(most, phase->vus);
        if (phase->max_in_flight > 0)
            most = smaller(most, phase->max_in_flight);
    }
    return most;
}

bool allowance_check_descriptors(const struct allowance_machine *machine, unsigned connections,
                                 unsigned threads, struct error *error)
{
    uint64_t need =
        (uint64_t)connections + (uint64_t)threads * DESCRIPTORS_OF_ONE + DESCRIPTORS_BESIDES;
    if (need <= machine->descriptors)
        return true;
    return error_set(error,
                     "%u connections need %" PRIu64 " descriptors, and the limit is %" PRIu64
                     ": raise it with \"ulimit -n %" PRIu64
                     "\", or lower connections.max (--connections)",
                     connections, need, machine->descriptors, need);
}
