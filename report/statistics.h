#pragma once
/*
 * The little statistics that the report needs: over a few trials or a few points of a series,
 * never over single requests (those are in histograms).
 *
 * Values that are NAN are not there: they are left out. Nothing here allocates or fails.
 */
#include <stdbool.h>
#include <stddef.h>

#define STATISTICS_VALUES_MAX 1024 /* of what is sorted at once: trials, seconds of a step */

/* The value at rank p * (n - 1) of the sorted values, interpolated linearly (type 7 of Hyndman and
 * Fan, "Sample Quantiles in Statistical Packages", 1996). p in [0, 1]. NAN when there is none; only
 * the first STATISTICS_VALUES_MAX count. */
double statistics_quantile(const double *values, size_t count, double p);

/* The middle value, or the mean of the two in the middle. */
double statistics_median(const double *values, size_t count);

/* y = intercept + slope * x by least squares. r_squared is the share of the variance of y that the
 * line explains; 1 when y is constant. */
struct statistics_line {
    double slope, intercept, r_squared;
    size_t points; /* used: both coordinates are numbers */
};

/* False with fewer than two points or when all x are the same. */
bool statistics_fit(const double *x, const double *y, size_t count, struct statistics_line *line);

struct statistics_interval {
    double start, end;
};

/* Sorts the intervals and joins those that touch, in place; returns how many are left. Empty and
 * unordered ones (end <= start, NAN) are dropped. */
size_t statistics_merge(struct statistics_interval *intervals, size_t count);

/* Whether [start, end] meets one of the merged intervals. */
bool statistics_meets(const struct statistics_interval *merged, size_t count, double start,
                      double end);

/* How much of [start, end] the merged intervals cover, each begun `earlier` sooner: the share of
 * instants from which something that lasts `earlier` meets an interval, times the length. */
double statistics_covered(const struct statistics_interval *merged, size_t count, double start,
                          double end, double earlier);
