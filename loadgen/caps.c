#include "loadgen/caps.h"

#include "core/units.h"

static bool check_rate(const struct caps *caps, const struct scenario_phase *phase,
                       struct error *error)
{
    for (size_t step = 0; phase->vus == 0 && step < phase->step_count; step++) {
        if (phase->rates_per_s[step] <= caps->rate_per_s)
            continue;
        char asked[UNITS_TEXT_BYTES];
        char cap[UNITS_TEXT_BYTES];
        units_print_rate(phase->rates_per_s[step], asked);
        units_print_rate(caps->rate_per_s, cap);
        return error_set(error, "phase \"%s\" asks for %s, more than %s: allow it with --max-rate",
                         phase->name, asked, cap);
    }
    return true;
}

static bool check_duration(const struct caps *caps, const struct scenario *scenario,
                           struct error *error)
{
    uint64_t load_ns = scenario_load_ns(scenario);
    if (load_ns <= caps->duration_ns)
        return true;
    char asked[UNITS_TEXT_BYTES];
    char cap[UNITS_TEXT_BYTES];
    units_print_duration(load_ns, asked);
    units_print_duration(caps->duration_ns, cap);
    return error_set(error, "the load lasts %s, longer than %s: allow it with --max-duration",
                     asked, cap);
}

static bool check_connections(const struct caps *caps, const struct scenario *scenario,
                              struct error *error)
{
    if (scenario->connections_max <= caps->connections)
        return true;
    return error_set(error, "%u connections are more than %u: allow them with --max-connections",
                     scenario->connections_max, caps->connections);
}

bool caps_check(const struct caps *caps, const struct scenario *scenario, struct error *error)
{
    for (size_t i = 0; i < scenario->phase_count; i++) {
        if (!check_rate(caps, &scenario->phases[i], error))
            return false;
    }
    return check_duration(caps, scenario, error) && check_connections(caps, scenario, error);
}
