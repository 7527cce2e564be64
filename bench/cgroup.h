#pragma once
/*
 * How much CPU time the control groups of this process grant it: containers and services are
 * limited by a quota that neither the number of CPUs nor the affinity mask shows. A program that
 * uses more than its quota is stopped for the rest of a period of 100 ms.
 */
#include <math.h>

#define CGROUP_NO_QUOTA ((double)NAN)

/*
 * The smallest quota on the way from this process's group up to the root, as a number of CPUs (1.5
 * = one and a half), or CGROUP_NO_QUOTA. `memberships` is the text of /proc/self/cgroup, `root` the
 * folder where the hierarchies are mounted (/sys/fs/cgroup). Understands version 2 (cpu.max) and
 * version 1 (cpu.cfs_quota_us in the folders cpu and cpu,cpuacct).
 */
double cgroup_cpu_quota(const char *memberships, const char *root);
