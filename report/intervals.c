#include "report/intervals.h"

#include <math.h>
#include <stdlib.h>

static int compare_intervals(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

size_t intervals_merge(struct interval *intervals, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (intervals[i].end > intervals[i].start)
            intervals[kept++] = intervals[i];
    if (kept == 0)
        return 0;
    qsort(intervals, kept, sizeof intervals[0], compare_intervals);
    size_t last = 0;
    for (size_t i = 1; i < kept; i++) {
        if (intervals[i].start > intervals[last].end)
            intervals[++last] = intervals[i];
        else if (intervals[i].end > intervals[last].end)
            intervals[last].end = intervals[i].end;
    }
    return last + 1;
}

bool intervals_meet(const struct interval *merged, size_t count, double start, double end)
{
    size_t low = 0, high = count; /* the first interval that ends at or after `start` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (merged[middle].end < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && merged[low].start <= end;
}

double intervals_covered(const struct interval *merged, size_t count, double start, double end,
                         double earlier)
{
    double covered = 0, reached = start;
    for (size_t i = 0; i < count; i++) {
        double from = fmax(merged[i].start - earlier, reached);
        double to = fmin(merged[i].end, end);
        if (to <= from)
            continue;
        covered += to - from;
        reached = to;
    }
    return covered;
}
