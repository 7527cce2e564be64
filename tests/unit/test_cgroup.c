#include "bench/cgroup.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "tests/support/folder.h"
#include "tests/support/suite.h"

static struct folder root;

static void put(const char *path, const char *text)
{
    char whole[PATH_BYTES];
    char folder[PATH_BYTES];
    struct error error;
    (void)folder_join(&root, path, whole);
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(whole, '/') - whole), whole);
    CU_ASSERT_FATAL(file_make_folder(folder, &error));
    CU_ASSERT_FATAL(file_write(whole, text, strlen(text), &error));
}

static void version_2_takes_the_smallest_quota_up_to_the_root(void)
{
    folder_make(&root);
    put("system/bench/cpu.max", "max 100000\n");
    put("system/cpu.max", "150000 100000\n");
    put("cpu.max", "400000 100000\n");
    CU_ASSERT_DOUBLE_EQUAL(cgroup_cpu_quota("0::/system/bench\n", root.path), 1.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(cgroup_cpu_quota("0::/\n", root.path), 4.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(cgroup_cpu_quota("0::/not/seen/from/here\n", root.path), 4.0, 1e-9);
    folder_remove(&root);
}

static void version_1_is_found_among_other_hierarchies(void)
{
    folder_make(&root);
    put("cpu,cpuacct/docker/cpu.cfs_quota_us", "250000\n");
    put("cpu,cpuacct/docker/cpu.cfs_period_us", "100000\n");
    put("cpu/cpu.cfs_quota_us", "-1\n");
    put("cpu/cpu.cfs_period_us", "100000\n");
    CU_ASSERT_DOUBLE_EQUAL(
        cgroup_cpu_quota("4:memory:/x\n3:cpuset:/y\n2:cpu,cpuacct:/docker\n0::/\n", root.path), 2.5,
        1e-9);
    CU_ASSERT(isnan(cgroup_cpu_quota("1:cpu:/\n", root.path)));
    folder_remove(&root);
}

static void no_limit_and_nonsense_mean_no_quota(void)
{
    static const char *const memberships[] = {"", "0::/\n", "nonsense\n", "1:cpu\n",
                                              "9:cpuset:/\n"};
    folder_make(&root);
    put("cpu.max", "max 100000\n");
    for (size_t i = 0; i < sizeof memberships / sizeof memberships[0]; i++)
        CU_ASSERT(isnan(cgroup_cpu_quota(memberships[i], root.path)));
    put("cpu.max", "100000");
    CU_ASSERT(isnan(cgroup_cpu_quota("0::/\n", root.path)));
    folder_remove(&root);
}

static CU_TestInfo tests[] = {
    {"version 2 takes the smallest quota up to the root",
     version_2_takes_the_smallest_quota_up_to_the_root},
    {"version 1 is found among other hierarchies", version_1_is_found_among_other_hierarchies},
    {"no limit and nonsense mean no quota", no_limit_and_nonsense_mean_no_quota},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("cgroup", tests)
