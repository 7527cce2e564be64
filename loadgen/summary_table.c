#include "loadgen/summary_table.h"

#include <math.h>

#include "core/units.h"
#include "formats/scenario_plan.h"

/* Which signs a table used. */
struct signs {
    bool missing;
    bool censored;
};

/* censored_from_us: NAN for a time in which nothing is censored. */
static void print_time(double time_us, double censored_from_us, struct signs *signs, FILE *stream)
{
    char text[UNITS_TEXT_BYTES] = "-";
    char cell[UNITS_TEXT_BYTES + 1];
    bool censored = time_us >= censored_from_us;
    if (isnan(time_us))
        signs->missing = true;
    else
        units_print_duration((uint64_t)llround(time_us * 1e3), text);
    signs->censored = signs->censored || censored;
    (void)snprintf(cell, sizeof cell, "%s%s", censored ? ">" : "", text);
    (void)fprintf(stream, "%9s", cell);
}

static void print_signs(const struct signs *signs, FILE *stream)
{
    if (signs->missing)
        scenario_print_wrapped(stream, "  - ", "fewer than 10 samples beyond");
    if (signs->censored)
        scenario_print_wrapped(stream, "  > ", "at least: requests were given up at that age");
    (void)fputc('\n', stream);
}

static void print_row(const char *name, const struct latency_summary *latency,
                      double censored_from_us, struct signs *signs, FILE *stream)
{
    const double times_us[] = {latency->p50_us, latency->p75_us,  latency->p90_us,
                               latency->p99_us, latency->p999_us, latency->p9999_us,
                               latency->max_us};
    if (latency->samples == 0)
        return;
    (void)fprintf(stream, "  %-15s", name);
    for (unsigned i = 0; i < sizeof times_us / sizeof times_us[0]; i++)
        print_time(times_us[i], censored_from_us, signs, stream);
    (void)fputc('\n', stream);
}

void summary_table_times(const struct measures *measures, FILE *stream)
{
    struct signs signs = {0};
    (void)fprintf(stream, "  %-15s%9s%9s%9s%9s%9s%9s%9s\n", "", "p50", "p75", "p90", "p99", "p99.9",
                  "p99.99", "max");
    print_row("response time", &measures->response_time, measures->censored_from_us, &signs,
              stream);
    print_row("lag", &measures->lag, NO_NUMBER, &signs, stream);
    print_row("connection wait", &measures->connection_wait, NO_NUMBER, &signs, stream);
    print_row("service time", &measures->service_time, NO_NUMBER, &signs, stream);
    print_row("first byte", &measures->time_to_first_byte, NO_NUMBER, &signs, stream);
    print_row("connect", &measures->connect_time, NO_NUMBER, &signs, stream);
    print_signs(&signs, stream);
}

static void print_step(const struct result_phase *phase, const struct result_step *step,
                       struct signs *signs, FILE *stream)
{
    const struct measures *measures = &step->measures;
    char name[NAME_BYTES + 16];
    char offered[UNITS_TEXT_BYTES] = "closed";
    char achieved[UNITS_TEXT_BYTES];
    (void)snprintf(name, sizeof name, "%.12s %u", phase->name, step->index + 1);
    if (step->vus == 0)
        units_print_rate(measures->offered_per_s, offered);
    units_print_rate(measures->achieved_per_s, achieved);
    (void)fprintf(stream, "  %-15s%9s%9s", name, offered, achieved);
    print_time(measures->response_time.p50_us, measures->censored_from_us, signs, stream);
    print_time(measures->response_time.p99_us, measures->censored_from_us, signs, stream);
    print_time(measures->response_time.max_us, measures->censored_from_us, signs, stream);
    (void)fprintf(stream, "%7.3g %%%9s\n", measures->error_rate * 100,
                  verdict_names[step->verdict.status]);
}

void summary_table_steps(const struct result *result, FILE *stream)
{
    struct signs signs = {0};
    (void)fprintf(stream, "  %-15s%9s%9s%9s%9s%9s%9s%9s\n", "step", "offered", "achieved", "p50",
                  "p99", "max", "errors", "verdict");
    for (unsigned p = 0; p < result->phase_count; p++)
        for (unsigned s = 0; s < result->phases[p].step_count && !result->phases[p].warmup; s++)
            print_step(&result->phases[p], &result->phases[p].steps[s], &signs, stream);
    print_signs(&signs, stream);
}
