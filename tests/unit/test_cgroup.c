#include "bench/cgroup.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "tests/support/suite.h"

static char root[64];

static void put(const char *path, const char *text)
{
    char whole[PATH_BYTES];
    char folder[PATH_BYTES];
    struct error error;
    CU_ASSERT_FATAL(file_join(whole, root, path, &error));
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(whole, '/') - whole), whole);
    CU_ASSERT_FATAL(file_make_folder(folder, &error));
    CU_ASSERT_FATAL(file_write(whole, text, strlen(text), &error));
}

static void make_root(void)
{
    (void)snprintf(root, sizeof root, "/tmp/barista-cgroup-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(root));
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_root(void)
{
    (void)nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void version_2_takes_the_smallest_quota_up_to_the_root(void)
{
    make_root();
    put("system/bench/cpu.max", "max 100000\n");
    put("system/cpu.max", "150000 100000\n");
    put("cpu.max", "400000 100000\n");
    CU_ASSERT_DOUBLE_EQUAL(cgroup_cpu_quota("0::/system/bench\n", root), 1.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(cgroup_cpu_quota("0::/\n", root), 4.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(cgroup_cpu_quota("0::/not/seen/from/here\n", root), 4.0, 1e-9);
    remove_root();
}

static void version_1_is_found_among_other_hierarchies(void)
{
    make_root();
    put("cpu,cpuacct/docker/cpu.cfs_quota_us", "250000\n");
    put("cpu,cpuacct/docker/cpu.cfs_period_us", "100000\n");
    put("cpu/cpu.cfs_quota_us", "-1\n");
    put("cpu/cpu.cfs_period_us", "100000\n");
    CU_ASSERT_DOUBLE_EQUAL(
        cgroup_cpu_quota("4:memory:/x\n3:cpuset:/y\n2:cpu,cpuacct:/docker\n0::/\n", root), 2.5,
        1e-9);
    CU_ASSERT(isnan(cgroup_cpu_quota("1:cpu:/\n", root)));
    remove_root();
}

static void no_limit_and_nonsense_mean_no_quota(void)
{
    static const char *const memberships[] = {"", "0::/\n", "nonsense\n", "1:cpu\n",
                                              "9:cpuset:/\n"};
    make_root();
    put("cpu.max", "max 100000\n");
    for (size_t i = 0; i < sizeof memberships / sizeof memberships[0]; i++)
        CU_ASSERT(isnan(cgroup_cpu_quota(memberships[i], root)));
    put("cpu.max", "100000");
    CU_ASSERT(isnan(cgroup_cpu_quota("0::/\n", root)));
    remove_root();
}

static CU_TestInfo tests[] = {
    {"version 2 takes the smallest quota up to the root",
     version_2_takes_the_smallest_quota_up_to_the_root},
    {"version 1 is found among other hierarchies", version_1_is_found_among_other_hierarchies},
    {"no limit and nonsense mean no quota", no_limit_and_nonsense_mean_no_quota},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("cgroup", tests)
