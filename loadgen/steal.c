#include "loadgen/steal.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* user nice system idle iowait irq softirq steal; guest times are contained in user and nice */
#define FIELDS      8
#define STEAL_FIELD 7

struct steal_reading steal_read(void)
{
    struct steal_reading reading = {0};
    FILE *file = fopen("/proc/stat", "re");
    if (file == NULL)
        return reading;
    bool complete = fscanf(file, "cpu") == 0;
    for (int i = 0; complete && i < FIELDS; i++) {
        uint64_t ticks = 0;
        complete = fscanf(file, "%" SCNu64, &ticks) == 1;
        reading.total += ticks;
        if (i == STEAL_FIELD)
            reading.stolen = ticks;
    }
    (void)fclose(file);
    return complete ? reading : (struct steal_reading){0};
}

double steal_share(const struct steal_reading *from, const struct steal_reading *to)
{
    if (from->total == 0 || to->total <= from->total || to->stolen < from->stolen)
        return (double)NAN;
    return (double)(to->stolen - from->stolen) / (double)(to->total - from->total);
}
