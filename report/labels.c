#include "report/labels.h"

#define LABELS_MAX 64 /* more than a chart has curves; the rest stays where it is */

/* Indexes of the places from the highest to the lowest; an insertion sort, because it is stable. */
static void order(const double *places, size_t count, size_t *ranks)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && places[ranks[at - 1]] < places[i]; at--)
            ranks[at] = ranks[at - 1];
        ranks[at] = i;
    }
}

void labels_spread(double *places, size_t count, double gap, double low, double high)
{
    size_t ranks[LABELS_MAX];
    if (count > LABELS_MAX)
        count = LABELS_MAX;
    if (count == 0)
        return;
    order(places, count, ranks);
    if (count > 1 && gap * (double)(count - 1) > high - low)
        gap = (high - low) / (double)(count - 1);
    double ceiling = high;
    for (size_t i = 0; i < count; i++) {
        double *place = &places[ranks[i]];
        if (!(*place < ceiling))
            *place = ceiling;
        ceiling = *place - gap;
    }
    double floor = low;
    for (size_t i = count; i-- > 0;) {
        double *place = &places[ranks[i]];
        if (*place < floor)
            *place = floor;
        floor = *place + gap;
    }
}
