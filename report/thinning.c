#include "report/thinning.h"

#include <math.h>
#include <stdlib.h>

size_t thinning_bucket(size_t count, size_t points_max)
{
    return count <= points_max ? 1 : (count + points_max - 1) / points_max;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

static double pick_one(double *values, size_t count, enum thinning_pick pick)
{
    size_t numbers = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[numbers++] = values[i];
    if (numbers == 0)
        return (double)NAN;
    qsort(values, numbers, sizeof *values, by_value);
    return pick == THINNING_MAX ? values[numbers - 1] : values[(numbers - 1) / 2];
}

size_t thinning_apply(double *values, size_t count, size_t bucket, enum thinning_pick pick)
{
    size_t points = 0;
    for (size_t from = 0; from < count; from += bucket) {
        size_t length = count - from < bucket ? count - from : bucket;
        double picked = pick_one(values + from, length, pick); /* may reorder the bucket */
        values[points++] = picked;
    }
    return points;
}
