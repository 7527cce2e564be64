#include "bench/cgroup.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/proc.h"
#include "core/limits.h"

static bool read_setting(const char *folder, const char *name, char *text, size_t size)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return false;
    return proc_read_path(path, text, size);
}

static double ratio(const char *quota, const char *period)
{
    double quota_us = strtod(quota, NULL); /* "max" and "-1" mean no limit */
    double period_us = strtod(period, NULL);
    if (quota_us > 0.0 && period_us > 0.0)
        return quota_us / period_us;
    return CGROUP_NO_QUOTA;
}

/* What one folder says, in whichever version. */
static double folder_quota(const char *folder)
{
    char text[64];
    char period[64];
    if (read_setting(folder, "cpu.max", text, sizeof text)) {
        const char *space = strchr(text, ' ');
        if (space != NULL)
            return ratio(text, space + 1);
    }
    if (read_setting(folder, "cpu.cfs_quota_us", text, sizeof text) &&
        read_setting(folder, "cpu.cfs_period_us", period, sizeof period))
        return ratio(text, period);
    return CGROUP_NO_QUOTA;
}

/* From root/hierarchy/group upwards. A path that does not exist here (a container sees its own
 * group as the root) says nothing, and the walk goes on above it. */
static double smallest_quota(const char *root, const char *hierarchy, const char *group)
{
    char folder[PATH_BYTES];
    double smallest = CGROUP_NO_QUOTA;
    int length = snprintf(folder, sizeof folder, "%s/%s", root, hierarchy);
    if (length < 0 || (size_t)length + strlen(group) >= sizeof folder)
        return CGROUP_NO_QUOTA;
    size_t top = (size_t)length;
    memcpy(folder + top, group, strlen(group) + 1);
    for (;;) {
        smallest = fmin(smallest, folder_quota(folder)); /* fmin passes over NAN */
        char *slash = strrchr(folder + top, '/');
        if (slash == NULL)
            return smallest;
        *slash = '\0';
    }
}

static bool names_cpu(const char *controllers)
{
    for (const char *word = controllers;; word++) {
        size_t length = strcspn(word, ",");
        if (length == 3 && strncmp(word, "cpu", 3) == 0)
            return true;
        word += length;
        if (*word == '\0')
            return false;
    }
}

/* One line, "ID:controllers:/group"; without controllers it is version 2. */
static double line_quota(char *line, const char *root)
{
    char *controllers = strchr(line, ':');
    char *group = controllers != NULL ? strchr(controllers + 1, ':') : NULL;
    if (group == NULL)
        return CGROUP_NO_QUOTA;
    *group++ = '\0';
    controllers++;
    if (controllers[0] == '\0')
        return smallest_quota(root, ".", group);
    if (!names_cpu(controllers))
        return CGROUP_NO_QUOTA;
    return fmin(smallest_quota(root, controllers, group), smallest_quota(root, "cpu", group));
}

double cgroup_cpu_quota(const char *memberships, const char *root)
{
    char line[PATH_BYTES];
    double smallest = CGROUP_NO_QUOTA;
    while (*memberships != '\0') {
        size_t length = strcspn(memberships, "\n");
        if (length < sizeof line) {
            memcpy(line, memberships, length);
            line[length] = '\0';
            smallest = fmin(smallest, line_quota(line, root));
        }
        memberships += length;
        memberships += *memberships == '\n';
    }
    return smallest;
}
