#include "bench/machine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/cgroup.h"
#include "bench/proc.h"

void machine_find_value(const char *text, const char *key, char separator, char value[128])
{
    size_t key_length = strlen(key);
    value[0] = '\0';
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, key_length) != 0)
            continue;
        const char *at = line + key_length + strspn(line + key_length, " \t");
        if (*at != separator)
            continue;
        at += 1 + strspn(at + 1, " \t\"");
        size_t length = strcspn(at, "\n");
        while (length > 0 && (at[length - 1] == '"' || at[length - 1] == ' '))
            length--;
        (void)snprintf(value, 128, "%.*s", (int)length, at);
        return;
    }
}

static void read_value(const char *path, const char *key, char separator, char value[128])
{
    char text[PROC_TEXT_BYTES];
    if (proc_read_path(path, text, sizeof text))
        machine_find_value(text, key, separator, value);
}

/* The whole numbers a file starts with. */
static void read_numbers(const char *path, uint64_t *numbers, unsigned count)
{
    char text[128];
    if (!proc_read_path(path, text, sizeof text))
        return;
    char *at = text;
    for (unsigned i = 0; i < count; i++)
        numbers[i] = strtoull(at, &at, 10);
}

void machine_describe(struct machine *machine)
{
    struct utsname names;
    struct rlimit descriptors;
    *machine = (struct machine){.quota_cpus = CGROUP_NO_QUOTA};
    read_value("/proc/cpuinfo", "model name", ':', machine->cpu_model);
    read_value("/etc/os-release", "PRETTY_NAME", '=', machine->os);
    if (uname(&names) == 0)
        (void)snprintf(machine->kernel, sizeof machine->kernel, "%.40s %.60s %.20s", names.sysname,
                       names.release, names.machine);
    machine->cpus = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
    machine->memory_bytes = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0)
        machine->descriptor_limit = descriptors.rlim_max;
    read_numbers("/proc/sys/net/core/somaxconn", &machine->somaxconn, 1);
    read_numbers("/proc/sys/net/ipv4/ip_local_port_range", machine->ports, 2);
}

void machine_line(const struct machine *machine, char line[MACHINE_LINE_BYTES])
{
    const char *model = machine->cpu_model[0] != '\0' ? machine->cpu_model : "unknown CPU";
    (void)snprintf(line, MACHINE_LINE_BYTES, "%s, %u %s, %.1f GiB, %s", model, machine->cpus,
                   machine->cpus == 1 ? "CPU" : "CPUs",
                   (double)machine->memory_bytes / (1024.0 * 1024.0 * 1024.0), machine->kernel);
}
