#pragma once
/* Places for labels beside the ends of curves, so that none lies on another. */
#include <stddef.h>

/*
 * Moves places (each in [low, high], in any order) as little as needed for neighbours to be at
 * least `gap` apart: from the highest down, then back up from the lower end. Equal places keep
 * their order, the first highest. When all together do not fit, they are spread evenly.
 */
void labels_spread(double *places, size_t count, double gap, double low, double high);
