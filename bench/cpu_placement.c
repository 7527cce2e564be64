#include "bench/cpu_placement.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench/cgroup.h"
#include "bench/proc.h"

/* The number of the first CPU on the same core. */
static unsigned read_core(unsigned cpu)
{
    char path[96];
    char text[64];
    (void)snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list",
                   cpu);
    if (!proc_read_path(path, text, sizeof text) || text[0] < '0' || text[0] > '9')
        return cpu;
    return (unsigned)strtoul(text, NULL, 10);
}

/* Only who may lower its nice value gets below the one it was started with. */
static int lower_own_nice(void)
{
    int present = getpriority(PRIO_PROCESS, 0);
    if (present > 0 && setpriority(PRIO_PROCESS, 0, 0) == 0)
        return 0;
    return present;
}

bool cpu_placement_observe(struct cpu_placement_view *view, struct error *error)
{
    char memberships[PROC_TEXT_BYTES];
    *view = (struct cpu_placement_view){.quota_cpus = CGROUP_NO_QUOTA};
    if (sched_getaffinity(0, sizeof view->allowed, &view->allowed) != 0)
        return error_set_errno(error, "cannot tell which CPUs may be used");
    if (proc_read_path("/proc/self/cgroup", memberships, sizeof memberships))
        view->quota_cpus = cgroup_cpu_quota(memberships, "/sys/fs/cgroup");
    view->own_nice = lower_own_nice();
    for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
        view->core_of[cpu] = CPU_ISSET(cpu, &view->allowed) ? read_core(cpu) : cpu;
    return true;
}

/* All allowed CPUs, those of a core side by side; returns how many. */
static unsigned order_by_core(const struct cpu_placement_view *view, unsigned *cpus)
{
    unsigned count = 0;
    for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &view->allowed))
            continue;
        unsigned place = count++;
        for (; place > 0 && view->core_of[cpus[place - 1]] > view->core_of[cpu]; place--)
            cpus[place] = cpus[place - 1];
        cpus[place] = cpu;
    }
    return count;
}

static unsigned usable_count(const struct cpu_placement_view *view, unsigned allowed)
{
    if (isnan(view->quota_cpus) || view->quota_cpus >= allowed)
        return allowed;
    return view->quota_cpus < 1.0 ? 1 : (unsigned)view->quota_cpus;
}

static void describe(const struct cpu_placement_view *view, struct cpu_placement *placement,
                     unsigned usable, unsigned allowed)
{
    char limit[64] = "";
    char how[160];
    const char *cpus = usable == 1 ? "CPU" : "CPUs";
    if (usable < allowed)
        (void)snprintf(limit, sizeof limit, " (of %u, for a quota of %.2f)", allowed,
                       view->quota_cpus);
    if (placement->shared)
        (void)snprintf(how, sizeof how,
                       "server and generator share %s; servers run with nice %d, the generator "
                       "with %d and without spinning",
                       usable == 1 ? "it" : "them",
                       placement->own_nice + placement->server_nice_increment, placement->own_nice);
    else
        (void)snprintf(how, sizeof how, "the generator has %u of them, servers the other %u",
                       CPU_COUNT(&placement->generator_cpus), CPU_COUNT(&placement->server_cpus));
    (void)snprintf(placement->reason, sizeof placement->reason, "%u %s%s: %s%s", usable, cpus,
                   limit, how,
                   view->own_nice > 0 ? "; bench was started with a raised nice value and may not "
                                        "lower it"
                                      : "");
}

void cpu_placement_decide(const struct cpu_placement_view *view, struct cpu_placement *placement)
{
    unsigned cpus[CPU_SETSIZE];
    unsigned allowed = order_by_core(view, cpus);
    unsigned usable = usable_count(view, allowed);
    *placement = (struct cpu_placement){.shared = usable < CPU_PLACEMENT_SPLIT_CPUS};
    unsigned generators = usable / 4;
    for (unsigned i = 0; i < usable; i++) {
        if (placement->shared || i < generators)
            CPU_SET(cpus[i], &placement->generator_cpus);
        if (placement->shared || i >= generators)
            CPU_SET(cpus[i], &placement->server_cpus);
    }
    placement->own_nice = view->own_nice;
    if (placement->shared) /* 19 is the highest there is */
        placement->server_nice_increment = view->own_nice + CPU_PLACEMENT_SHARED_NICE <= 19
                                               ? CPU_PLACEMENT_SHARED_NICE
                                               : 19 - view->own_nice;
    describe(view, placement, usable, allowed);
}

unsigned cpu_placement_server_mask(const struct cpu_placement *placement, unsigned count,
                                   cpu_set_t *mask)
{
    unsigned available = (unsigned)CPU_COUNT(&placement->server_cpus);
    *mask = placement->server_cpus;
    if (count == 0 || count > available)
        return available;
    for (unsigned cpu = 0, surplus = available - count; surplus > 0; cpu++)
        if (CPU_ISSET(cpu, mask)) {
            CPU_CLR(cpu, mask);
            surplus--;
        }
    return count;
}

void cpu_placement_list(const cpu_set_t *cpus, char list[CPU_PLACEMENT_LIST_BYTES])
{
    size_t length = 0;
    list[0] = '\0';
    for (unsigned cpu = 0; cpu < CPU_SETSIZE && length + 16 < CPU_PLACEMENT_LIST_BYTES; cpu++) {
        if (!CPU_ISSET(cpu, cpus))
            continue;
        unsigned last = cpu;
        while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, cpus))
            last++;
        const char *comma = length > 0 ? "," : "";
        int written = last > cpu ? snprintf(list + length, CPU_PLACEMENT_LIST_BYTES - length,
                                            "%s%u-%u", comma, cpu, last)
                                 : snprintf(list + length, CPU_PLACEMENT_LIST_BYTES - length,
                                            "%s%u", comma, cpu);
        length += (size_t)written;
        cpu = last;
    }
}
