#include "report/axis.h"

#include <math.h>
#include <stddef.h>

#include "report/words.h"

struct axis axis_latency(double low_us, double high_us, double objective_us)
{
    bool usable = isfinite(low_us) && isfinite(high_us) && low_us > 0 && high_us >= low_us;
    bool objective = objective_us > 0;
    double low_ms =
        fmin(usable ? low_us / 1e3 : 1, objective ? objective_us / 1e3 : (double)INFINITY);
    double high_ms = fmax(usable ? high_us / 1e3 : 1e3, objective ? objective_us / 1e3 : 0);
    double air = pow(high_ms / low_ms, 0.06) * 1.1; /* a sixteenth of the height, and never none */
    return (struct axis){.low = low_ms / air, .high = high_ms * air, .log = true};
}

/* 1, 2 or 5 times a power of ten, at least `value`. */
static double round_up(double value)
{
    double power = pow(10, floor(log10(value)));
    for (size_t i = 0; i < 3; i++) {
        static const double factors[] = {1, 2, 5};
        if (factors[i] * power >= value * (1 - 1e-9))
            return factors[i] * power;
    }
    return 10 * power;
}

struct axis axis_from_zero(double high)
{
    if (!(isfinite(high) && high > 0))
        high = 1;
    return (struct axis){.low = 0, .high = high * 1.05, .log = false};
}

double axis_place(const struct axis *axis, double value)
{
    double place = axis->log ? log(value / axis->low) / log(axis->high / axis->low)
                             : (value - axis->low) / (axis->high - axis->low);
    return place > 0 ? fmin(place, 1) : 0;
}

static void write_range(FILE *script, char name, const struct axis *axis)
{
    fprintf(script, "    %s logscale %c\n    set %crange [%.9g:%.9g]\n",
            axis->log ? "set" : "unset", name, name, axis->low, axis->high);
}

/* Ticks at the given factors of every power of ten; returns how many lie on the axis. With a
 * script they are written. */
static unsigned log_ticks(FILE *script, const struct axis *axis, const double *factors)
{
    unsigned count = 0;
    for (double power = pow(10, floor(log10(axis->low))); power <= axis->high; power *= 10)
        for (size_t i = 0; factors[i] > 0; i++) {
            double value = factors[i] * power;
            if (value < axis->low * 0.999 || value > axis->high * 1.001)
                continue;
            if (script != NULL)
                fprintf(script, "%s\"%s\" %.9g", count > 0 ? ", " : "",
                        words_latency(value * 1e3).text, value);
            count++;
        }
    return count;
}

void axis_write_latency(FILE *script, char name, const struct axis *axis, unsigned room)
{
    static const double densities[][9] = {
        {1, 1.5, 2, 3, 4, 5, 6, 8, 0}, {1, 2, 3, 5, 7, 0}, {1, 2, 5, 0}, {1, 3, 0}, {1, 0},
    };
    size_t density = 0;
    while (density < 4 && log_ticks(NULL, axis, densities[density]) > room)
        density++;
    write_range(script, name, axis);
    fprintf(script, "    set %ctics nomirror (", name);
    log_ticks(script, axis, densities[density]);
    fputs(")\n", script);
}

void axis_write_blocking(FILE *script, char name, const struct axis *axis)
{
    static const double ticks_ms[] = {5, 20, 100, 500, 2000, 10000};
    write_range(script, name, axis);
    fprintf(script, "    set %ctics nomirror (", name);
    for (size_t i = 0; i < sizeof ticks_ms / sizeof ticks_ms[0]; i++)
        if (ticks_ms[i] <= axis->high)
            fprintf(script, "%s\"%s\" %g", i > 0 ? ", " : "", words_latency(ticks_ms[i] * 1e3).text,
                    ticks_ms[i]);
    fputs(")\n", script);
}

void axis_write_numbers(FILE *script, char name, const struct axis *axis, unsigned room)
{
    double step = round_up((axis->high - axis->low) / (room > 1 ? room : 1));
    write_range(script, name, axis);
    fprintf(script, "    set %ctics nomirror (", name);
    for (unsigned i = 0; axis->low + i * step <= axis->high; i++) {
        double value = axis->low + i * step;
        fprintf(script, "%s\"%s\" %.9g", i > 0 ? ", " : "", words_number(value).text, value);
    }
    fputs(")\n", script);
}

void axis_write_percentiles(FILE *script, char name, const struct axis *axis)
{
    static const struct {
        const char *words; /* gnuplot reads a tick as a format */
        double place;      /* 1/(1 - p) */
    } ticks[] = {{"50 %%", 2},      {"90 %%", 10},     {"99 %%", 100},
                 {"99.9 %%", 1000}, {"99.99 %%", 1e4}, {"99.999 %%", 1e5}};

    write_range(script, name, axis);
    fprintf(script, "    set %ctics nomirror (\"fastest\" 1", name);
    for (size_t i = 0; i < sizeof ticks / sizeof ticks[0]; i++)
        if (ticks[i].place <= axis->high)
            fprintf(script, ", \"%s\" %g", ticks[i].words, ticks[i].place);
    fputs(")\n", script);
}
