#include "bench/kernel_usage.h"

#include <unistd.h>

#include "bench/proc.h"
#include "tests/support/suite.h"

static void growth_may_be_negative(void)
{
    struct kernel_usage before = {100, 200, 300, 4};
    struct kernel_usage after = {150, 180, 300, 9};
    struct kernel_usage growth = kernel_usage_growth(&before, &after);
    CU_ASSERT_EQUAL(growth.kernel_stack_bytes, 50);
    CU_ASSERT_EQUAL(growth.page_tables_bytes, -20);
    CU_ASSERT_EQUAL(growth.slab_bytes, 0);
    CU_ASSERT_EQUAL(growth.listen_overflows, 5);
}

static void this_machine_has_stacks_tables_and_slabs(void)
{
    struct kernel_usage usage = kernel_usage_now();
    CU_ASSERT(usage.kernel_stack_bytes > 0);
    CU_ASSERT(usage.page_tables_bytes > 0);
    CU_ASSERT(usage.slab_bytes > 0);
}

static void the_machines_time_rises(void)
{
    int fd = proc_open("/proc/stat");
    struct machine_time time = kernel_usage_time(fd);
    struct machine_time later = kernel_usage_time(fd);
    CU_ASSERT(time.busy_s > 0.0);
    CU_ASSERT(later.busy_s >= time.busy_s);
    close(fd);
    CU_ASSERT_DOUBLE_EQUAL(kernel_usage_time(-1).busy_s, 0.0, 0.0);
}

static CU_TestInfo tests[] = {
    {"growth may be negative", growth_may_be_negative},
    {"this machine has stacks, tables and slabs", this_machine_has_stacks_tables_and_slabs},
    {"the machine's time rises", the_machines_time_rises},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("kernel_usage", tests)
