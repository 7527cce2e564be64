#include "report/statistics.h"

#include <math.h>
#include <stdlib.h>

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double statistics_quantile(const double *values, size_t count, double p)
{
    double sorted[STATISTICS_VALUES_MAX];
    size_t known = 0;
    for (size_t i = 0; i < count && known < STATISTICS_VALUES_MAX; i++)
        if (!isnan(values[i]))
            sorted[known++] = values[i];
    if (known == 0)
        return (double)NAN;
    qsort(sorted, known, sizeof sorted[0], compare_doubles);
    double rank = p * (double)(known - 1);
    size_t below = (size_t)rank;
    if (below + 1 >= known)
        return sorted[known - 1];
    return sorted[below] + (rank - (double)below) * (sorted[below + 1] - sorted[below]);
}

double statistics_median(const double *values, size_t count)
{
    return statistics_quantile(values, count, 0.5);
}

bool statistics_fit(const double *x, const double *y, size_t count, struct statistics_line *line)
{
    *line = (struct statistics_line){0};
    double mean_x = 0, mean_y = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        line->points++;
        mean_x += x[i];
        mean_y += y[i];
    }
    if (line->points < 2)
        return false;
    mean_x /= (double)line->points;
    mean_y /= (double)line->points;
    double xx = 0, xy = 0, yy = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    if (xx <= 0)
        return false;
    line->slope = xy / xx;
    line->intercept = mean_y - line->slope * mean_x;
    line->r_squared = yy > 0 ? xy * xy / (xx * yy) : 1;
    return true;
}

static int compare_intervals(const void *left, const void *right)
{
    const struct statistics_interval *a = left, *b = right;
    return compare_doubles(&a->start, &b->start);
}

size_t statistics_merge(struct statistics_interval *intervals, size_t count)
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

bool statistics_meets(const struct statistics_interval *merged, size_t count, double start,
                      double end)
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

double statistics_covered(const struct statistics_interval *merged, size_t count, double start,
                          double end, double earlier)
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
