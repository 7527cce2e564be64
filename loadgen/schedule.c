#include "loadgen/schedule.h"

#include <inttypes.h>

#include "loadgen/arrivals.h"
#include "loadgen/traffic.h"

static uint64_t dump_phase(const struct scenario *scenario, unsigned phase, uint64_t seed,
                           const struct traffic *traffic, uint64_t first_number, FILE *out)
{
    struct arrivals arrivals;
    struct arrival arrival;
    arrivals_init(&arrivals, &scenario->phases[phase], phase, seed, first_number);
    while (arrivals_next(&arrivals, &arrival)) {
        unsigned request = traffic_pick(traffic, phase, arrival.number);
        (void)fprintf(out, "%" PRIu64 "\t%s\t%u\t%" PRIu64 "\t%s\n", arrival.number,
                      scenario->phases[phase].name, arrival.step, arrival.instant_ns,
                      scenario->requests[request].name);
    }
    return arrivals_end_number(&arrivals);
}

bool schedule_dump(const struct scenario *scenario, uint64_t seed, FILE *out, struct error *error)
{
    struct traffic traffic;
    if (!traffic_init(&traffic, scenario, "", seed, error))
        return false;
    (void)fputs("number\tphase\tstep\tinstant_ns\trequest\n", out);
    uint64_t number = 0;
    for (unsigned phase = 0; phase < scenario->phase_count; phase++)
        number = dump_phase(scenario, phase, seed, &traffic, number, out);
    traffic_release(&traffic);
    if (fflush(out) != 0 || ferror(out) != 0)
        return error_set_errno(error, "cannot print the schedule");
    return true;
}
