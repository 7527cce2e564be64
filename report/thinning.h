#pragma once
/* Making a long series short without losing what it is shown for. */
#include <stddef.h>

enum thinning_pick {
    THINNING_MAX,    /* for tails: the worst of them stays */
    THINNING_MEDIAN, /* for medians: the lower one of two */
};

/* How many values each point must stand for, so that `count` values make at most `points_max`. */
size_t thinning_bucket(size_t count, size_t points_max);

/* Replaces every `bucket` values by one of them, in place; returns how many are left. Values that
 * are not numbers are passed over; a bucket without a number is NAN. */
size_t thinning_apply(double *values, size_t count, size_t bucket, enum thinning_pick pick);
