#pragma once
/*
 * What a server and its worker processes use: CPU, memory, threads, descriptors.
 *
 *     process_tree_open(&tree, pid)
 *     process_tree_measure(&tree, &usage)           ten times a second
 *     process_tree_measure_memory(&tree, &memory)   rarely: walks page tables under the very lock
 *     process_tree_close(&tree)                     that threads need to grow
 *
 * CPU time never falls: a child's time moves to its parent when the parent has waited for it.
 * Children are looked for under the main thread of each process, where all models fork; at most
 * PROCESS_TREE_MAX processes are read, further ones are only counted.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROCESS_TREE_MAX 128

struct process_tree_member {
    pid_t pid;
    int stat_fd;
    int children_fd;
};

struct process_tree {
    struct process_tree_member members[PROCESS_TREE_MAX]; /* parents before children */
    size_t count;
    double cpu_s; /* the highest seen */
};

struct tree_usage {
    double cpu_s;
    uint64_t threads;
    uint64_t processes;
    uint64_t resident_bytes; /* shared pages count in every process */
};

struct tree_memory {
    uint64_t proportional_bytes; /* PSS: shared pages are divided among those who share them */
    uint64_t resident_bytes;
    uint64_t descriptors;
};

void process_tree_open(struct process_tree *tree, pid_t root);
void process_tree_close(struct process_tree *tree);

/* Both look for new children first. False when the root is gone. */
bool process_tree_measure(struct process_tree *tree, struct tree_usage *usage);
bool process_tree_measure_memory(struct process_tree *tree, struct tree_memory *memory);
