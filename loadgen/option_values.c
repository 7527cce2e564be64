#include "loadgen/option_values.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/units.h"

bool option_integer(const char *flag, const char *text, uint64_t lowest, uint64_t highest,
                    uint64_t *number, struct error *error)
{
    char *end = NULL;
    errno = 0;
    *number = strtoull(text, &end, 10);
    if (errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' && *number >= lowest &&
        *number <= highest)
        return true;
    return error_set(error, "--%s=%s: a whole number from %" PRIu64 " to %" PRIu64 " is wanted",
                     flag, text, lowest, highest);
}

bool option_count(const char *flag, const char *text, unsigned highest, unsigned *count,
                  struct error *error)
{
    uint64_t number = 0;
    if (!option_integer(flag, text, 1, highest, &number, error))
        return false;
    *count = (unsigned)number;
    return true;
}

bool option_duration(const char *flag, const char *text, uint64_t *duration_ns, struct error *error)
{
    return units_duration(text, strlen(text), duration_ns, error) ||
           error_prefix(error, "--%s=%s: ", flag, text);
}

bool option_rate(const char *flag, const char *text, double *rate_per_s, struct error *error)
{
    if (!units_rate(text, strlen(text), rate_per_s, error))
        return error_prefix(error, "--%s=%s: ", flag, text);
    if (*rate_per_s > 0)
        return true;
    return error_set(error, "--%s=%s: the rate must be above 0", flag, text);
}
