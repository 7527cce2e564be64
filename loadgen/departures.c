#include "loadgen/departures.h"

#include <assert.h>
#include <stdlib.h>

bool departures_init(struct departures *departures, uint64_t lasting_ns, struct error *error)
{
    uint64_t bin_ns = lasting_ns / DEPARTURES_BINS_MAX + 1;
    if (bin_ns < DEPARTURES_BIN_NS)
        bin_ns = DEPARTURES_BIN_NS;
    size_t count = (size_t)(lasting_ns / bin_ns) + 1;
    *departures = (struct departures){
        .bin_ns = bin_ns,
        .bin_count = count,
        .counts = calloc(count, sizeof *departures->counts),
    };
    return departures->counts != NULL || error_set(error, "no memory for %zu bins", count);
}

void departures_release(struct departures *departures)
{
    free(departures->counts);
    *departures = (struct departures){0};
}

void departures_add(struct departures *departures, uint64_t since_ns)
{
    assert(departures->bin_count > 0);
    uint64_t bin = since_ns / departures->bin_ns;
    size_t last = departures->bin_count - 1;
    departures->counts[bin < last ? (size_t)bin : last]++;
}

void departures_merge(struct departures *departures, const struct departures *other)
{
    assert(departures->bin_count == other->bin_count);
    for (size_t bin = 0; bin < departures->bin_count; bin++)
        departures->counts[bin] += other->counts[bin];
}

double departures_between(const struct departures *departures, uint64_t from_ns, uint64_t to_ns)
{
    double sum = 0;
    if (departures->bin_count == 0)
        return sum;
    uint64_t bin_ns = departures->bin_ns;
    for (uint64_t bin = from_ns / bin_ns; bin < departures->bin_count; bin++) {
        uint64_t begin_ns = bin * bin_ns > from_ns ? bin * bin_ns : from_ns;
        uint64_t end_ns = (bin + 1) * bin_ns < to_ns ? (bin + 1) * bin_ns : to_ns;
        if (begin_ns >= end_ns)
            break;
        sum += (double)departures->counts[bin] * (double)(end_ns - begin_ns) / (double)bin_ns;
    }
    return sum;
}
