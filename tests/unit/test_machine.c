#include "bench/machine.h"

#include <string.h>

#include "tests/support/suite.h"

static void values_are_found_by_their_key(void)
{
    static const char cpuinfo[] =
        "processor\t: 0\nmodel\t\t: 1\nmodel name\t: AMD EPYC 7\nflags: a\n";
    static const char release[] =
        "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
    char value[128];
    machine_find_value(cpuinfo, "model name", ':', value);
    CU_ASSERT_STRING_EQUAL(value, "AMD EPYC 7");
    machine_find_value(cpuinfo, "model", ':', value);
    CU_ASSERT_STRING_EQUAL(value, "1");
    machine_find_value(release, "PRETTY_NAME", '=', value);
    CU_ASSERT_STRING_EQUAL(value, "Debian GNU/Linux 12 (bookworm)");
    machine_find_value("PRETTY_NAME=Arch", "PRETTY_NAME", '=', value);
    CU_ASSERT_STRING_EQUAL(value, "Arch");
    machine_find_value(cpuinfo, "Hardware", ':', value);
    CU_ASSERT_STRING_EQUAL(value, "");
}

static void this_machine_has_cpus_memory_and_limits(void)
{
    struct machine machine;
    machine_describe(&machine);
    CU_ASSERT(machine.cpus > 0);
    CU_ASSERT(machine.memory_bytes > 1024 * 1024);
    CU_ASSERT(machine.descriptor_limit > 0);
    CU_ASSERT_EQUAL(strncmp(machine.kernel, "Linux ", 6), 0);
    CU_ASSERT(machine.ports[0] <= machine.ports[1]);
}

static void the_line_reads_well_also_with_gaps(void)
{
    struct machine machine = {
        .kernel = "Linux 6.1.0 x86_64", .cpus = 1, .memory_bytes = 1610612736};
    char line[MACHINE_LINE_BYTES];
    machine_line(&machine, line);
    CU_ASSERT_STRING_EQUAL(line, "unknown CPU, 1 CPU, 1.5 GiB, Linux 6.1.0 x86_64");
}

static CU_TestInfo tests[] = {
    {"values are found by their key", values_are_found_by_their_key},
    {"this machine has CPUs, memory and limits", this_machine_has_cpus_memory_and_limits},
    {"the line reads well, also with gaps", the_line_reads_well_also_with_gaps},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("machine", tests)
