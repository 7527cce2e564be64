#pragma once
/*
 * Stretches of time laid over each other: when a loop was blocked, and whom that met. Nothing here
 * allocates or fails.
 */
#include <stdbool.h>
#include <stddef.h>

struct interval {
    double start, end;
};

/* Sorts the intervals and joins those that touch, in place; returns how many are left. Empty and
 * unordered ones (end <= start, NAN) are dropped. */
size_t intervals_merge(struct interval *intervals, size_t count);

/* Whether [start, end] meets one of the merged intervals. */
bool intervals_meet(const struct interval *merged, size_t count, double start, double end);

/* How much of [start, end] the merged intervals cover, each begun `earlier` sooner: the share of
 * instants from which something that lasts `earlier` meets an interval, times the length. */
double intervals_covered(const struct interval *merged, size_t count, double start, double end,
                         double earlier);
