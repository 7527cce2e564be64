#include "loadgen/quick.h"

#include <stdlib.h>
#include <string.h>

#include "core/limits.h"

/* The shortest scenario there is, so that all defaults are those of files; what the command line
 * says is then put in its place. */
static const char shortest[] =
    "{\"version\": 1, \"name\": \"quick\", \"requests\": {\"request\": {\"path\": \"/\"}},"
    " \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\", \"rate\": \"1/s\","
    " \"duration\": \"1s\"}]}";

static bool set_path(struct scenario *scenario, const char *path, struct error *error)
{
    char *copy = strdup(path[0] != '\0' ? path : "/");
    if (copy == NULL)
        return error_set(error, "out of memory");
    free(scenario->requests[0].path);
    scenario->requests[0].path = copy;
    return true;
}

bool quick_scenario(const struct quick *quick, struct scenario *scenario, struct error *error)
{
    if (!scenario_parse("", shortest, strlen(shortest), scenario, error))
        return false;
    if (!set_path(scenario, quick->path, error)) {
        scenario_release(scenario);
        return false;
    }
    struct scenario_phase *phase = &scenario->phases[0];
    memset(scenario->sha256_hex, 0, sizeof scenario->sha256_hex); /* there is no file */
    phase->step_duration_ns = quick->duration_ns != 0 ? quick->duration_ns : QUICK_DURATION_NS;
    phase->rates_per_s[0] = quick->rate_per_s;
    if (quick->connections != 0)
        scenario->connections_max = quick->connections;
    if (quick->rate_per_s > 0)
        return true;
    phase->executor = EXECUTOR_CONSTANT_VUS;
    phase->vus = quick->connections != 0 ? quick->connections : QUICK_CONNECTIONS;
    scenario->connections_max = phase->vus;
    return true;
}
