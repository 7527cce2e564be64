#include "bench/process_tree.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/proc.h"
#include "core/clock.h"
#include "core/limits.h"

static struct process_tree_member member_open(pid_t pid)
{
    char path[64];
    struct process_tree_member member = {.pid = pid};
    (void)snprintf(path, sizeof path, "/proc/%d/stat", pid);
    member.stat_fd = proc_open(path);
    (void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    member.children_fd = proc_open(path);
    return member;
}

static void member_close(const struct process_tree_member *member)
{
    if (member->stat_fd >= 0)
        close(member->stat_fd);
    if (member->children_fd >= 0)
        close(member->children_fd);
}

void process_tree_open(struct process_tree *tree, pid_t root)
{
    *tree = (struct process_tree){.count = 1};
    tree->members[0] = member_open(root);
}

void process_tree_close(struct process_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        member_close(&tree->members[i]);
    tree->count = 0;
}

/* Moves what is known of `pid` out of the old list, or opens it. */
static struct process_tree_member take_or_open(struct process_tree *old, pid_t pid)
{
    for (size_t i = 0; i < old->count; i++)
        if (old->members[i].pid == pid) {
            struct process_tree_member member = old->members[i];
            old->members[i] = old->members[--old->count];
            return member;
        }
    return member_open(pid);
}

/* Appends the children of one member; returns how many did not fit. */
static uint64_t add_children(struct process_tree *tree, size_t parent, struct process_tree *old)
{
    char text[PROC_TEXT_BYTES];
    pid_t children[PROC_TEXT_BYTES / 2];
    if (!proc_read(tree->members[parent].children_fd, text, sizeof text))
        return 0;
    size_t found = proc_parse_children(text, children, PROC_TEXT_BYTES / 2);
    size_t room = PROCESS_TREE_MAX - tree->count;
    size_t added = found < room ? found : room;
    for (size_t i = 0; i < added; i++)
        tree->members[tree->count++] = take_or_open(old, children[i]);
    return found - added;
}

/* Brings the list up to date; returns how many processes are not in it. */
static uint64_t refresh(struct process_tree *tree)
{
    struct process_tree old = *tree;
    uint64_t left_out = 0;
    tree->count = 1; /* the root stays */
    old.members[0] = old.members[--old.count];
    for (size_t i = 0; i < tree->count; i++)
        left_out += add_children(tree, i, &old);
    process_tree_close(&old); /* those that are gone */
    return left_out;
}

static bool add_usage(const struct process_tree_member *member, struct tree_usage *usage)
{
    char text[1024];
    struct proc_stat stat;
    uint64_t cpu_ns;
    if (!proc_read(member->stat_fd, text, sizeof text) || !proc_parse_stat(text, &stat))
        return false;
    bool exact = clock_other_process_cpu_ns(member->pid, &cpu_ns);
    usage->cpu_s += exact ? (double)cpu_ns / (double)ONE_SECOND_NS : proc_ticks_s(stat.cpu_ticks);
    usage->cpu_s += proc_ticks_s(stat.children_cpu_ticks);
    usage->threads += stat.threads;
    usage->resident_bytes += stat.resident_pages * (uint64_t)sysconf(_SC_PAGESIZE);
    usage->processes++;
    return true;
}

bool process_tree_measure(struct process_tree *tree, struct tree_usage *usage)
{
    *usage = (struct tree_usage){0};
    uint64_t left_out = refresh(tree);
    for (size_t i = 0; i < tree->count; i++)
        if (!add_usage(&tree->members[i], usage) && i == 0)
            return false;
    usage->processes += left_out;
    /* Between the end of a child and its parent's wait, and by the rounding of /proc, the sum can
     * be a little lower than the last one. */
    if (usage->cpu_s < tree->cpu_s)
        usage->cpu_s = tree->cpu_s;
    tree->cpu_s = usage->cpu_s;
    return true;
}

bool process_tree_measure_memory(struct process_tree *tree, struct tree_memory *memory)
{
    *memory = (struct tree_memory){0};
    (void)refresh(tree);
    for (size_t i = 0; i < tree->count; i++) {
        char path[64];
        char text[PROC_TEXT_BYTES];
        uint64_t proportional = 0;
        uint64_t resident = 0;
        (void)snprintf(path, sizeof path, "/proc/%d/smaps_rollup", tree->members[i].pid);
        bool read = proc_read_path(path, text, sizeof text) &&
                    proc_parse_kilobytes(text, "Pss", &proportional) &&
                    proc_parse_kilobytes(text, "Rss", &resident);
        if (!read && i == 0)
            return false;
        memory->proportional_bytes += proportional;
        memory->resident_bytes += resident;
        memory->descriptors += proc_count_descriptors(tree->members[i].pid);
    }
    return true;
}
