#include "loadgen/summary_text.h"

#include "core/units.h"
#include "formats/scenario_plan.h"
#include "loadgen/summary_table.h"

static void print_head(const struct result *result, FILE *stream)
{
    char words[512];
    char duration[UNITS_TEXT_BYTES];
    units_print_duration((uint64_t)(result->duration_s * 1e9), duration);
    (void)snprintf(words, sizeof words, "%s, %s, %s%s", result->url, result->scenario_name,
                   duration, result->interrupted ? ", interrupted" : "");
    scenario_print_wrapped(stream, "", words);
    (void)fputc('\n', stream);
}

static void print_bytes(double bytes, char text[UNITS_TEXT_BYTES])
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    unsigned unit = 0;
    while (bytes >= 999.5 && unit + 1 < sizeof units / sizeof units[0]) {
        bytes /= 1024;
        unit++;
    }
    (void)snprintf(text, UNITS_TEXT_BYTES, "%.3g %s", bytes, units[unit]);
}

/* Tenths where they say something: "12,345", "41.3". */
static void print_rate(double rate_per_s, char text[UNITS_TEXT_BYTES])
{
    if (rate_per_s < 999.95)
        (void)snprintf(text, UNITS_TEXT_BYTES, "%.1f", rate_per_s);
    else
        scenario_print_count(rate_per_s, text);
}

static void print_line(FILE *stream, const char *name, double rate_per_s)
{
    char text[UNITS_TEXT_BYTES];
    print_rate(rate_per_s, text);
    (void)fprintf(stream, "  %-15s  %s requests/s\n", name, text);
}

static void print_rates(const struct result_step *step, FILE *stream)
{
    const struct measures *measures = &step->measures;
    char per_second[UNITS_TEXT_BYTES];
    char in_all[UNITS_TEXT_BYTES];
    if (step->vus > 0)
        (void)fprintf(stream, "  %-15s  %u virtual user%s, each waits for its answer\n",
                      "closed model", step->vus, step->vus == 1 ? "" : "s");
    else
        print_line(stream, "offered", measures->offered_per_s);
    print_line(stream, "achieved", measures->achieved_per_s);
    print_line(stream, "good", measures->goodput_per_s);
    print_bytes((double)measures->bytes_received / step->duration_s, per_second);
    print_bytes((double)measures->bytes_received, in_all);
    (void)fprintf(stream, "  %-15s  %s/s, %s in all\n", "received", per_second, in_all);
    (void)fprintf(stream, "  %-15s  %.3g on average, %.0f at the end\n\n", "in flight",
                  measures->in_flight_mean, measures->in_flight_end);
}

/* "planned 2,010 = ok 1,995 + connect_refused 10 + …": the books, as they balance. */
static void print_books(const struct measures *measures, FILE *stream)
{
    char words[OUTCOMES * 64];
    char count[SCENARIO_COUNT_BYTES];
    size_t length = 0;
    for (unsigned i = 0; i < OUTCOMES; i++) {
        if (measures->outcomes[i] == 0 && i != OUTCOME_OK)
            continue;
        scenario_print_count((double)measures->outcomes[i], count);
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%s %s",
                                   length == 0 ? "= " : " + ", outcome_names[i], count);
    }
    char first[64];
    scenario_print_count((double)measures->planned, count);
    (void)snprintf(first, sizeof first, "  planned %s ", count);
    scenario_print_wrapped(stream, first, words);
}

static void print_statuses(const struct measures *measures, FILE *stream)
{
    char words[RESULT_STATUSES_MAX * 48] = "";
    size_t length = 0;
    for (unsigned i = 0; i < measures->status_count; i++) {
        char count[SCENARIO_COUNT_BYTES];
        char name[16] = "other";
        if (measures->statuses[i].status != 0)
            (void)snprintf(name, sizeof name, "%u", measures->statuses[i].status);
        scenario_print_count((double)measures->statuses[i].count, count);
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%s: %s",
                                   length == 0 ? "" : ", ", name, count);
    }
    if (length > 0)
        scenario_print_wrapped(stream, "  statuses ", words);
}

static void print_errors(const struct measures *measures, FILE *stream)
{
    for (unsigned i = 0; i < measures->error_sample_count; i++)
        scenario_print_wrapped(stream, i == 0 ? "  first errors " : "               ",
                               measures->error_samples[i]);
}

static void print_thresholds(const struct result *result, FILE *stream)
{
    for (unsigned t = 0; t < result->threshold_count; t++)
        scenario_print_wrapped(stream, result->thresholds[t].passed ? "  passed " : "  FAILED ",
                               result->thresholds[t].text);
}

static void print_verdict(const struct verdict *verdict, FILE *stream)
{
    static const char *const words[] = {
        [VERDICT_OK] = "ok: these figures can be trusted.",
        [VERDICT_DEGRADED] = "degraded: take these figures with a grain of salt.",
        [VERDICT_INVALID] = "invalid: these figures cannot be trusted.",
    };
    (void)fprintf(stream, "\n  verdict %s\n", words[verdict->status]);
    for (unsigned i = 0; i < verdict->reason_count; i++)
        scenario_print_wrapped(stream, "          ", verdict->reasons[i]);
}

/* The only step that is no warm-up; NULL when there are none or several. */
static const struct result_step *only_step(const struct result *result)
{
    const struct result_step *only = NULL;
    for (unsigned p = 0; p < result->phase_count; p++) {
        const struct result_phase *phase = &result->phases[p];
        if (phase->warmup || phase->step_count == 0)
            continue;
        if (only != NULL || phase->step_count > 1)
            return NULL;
        only = &phase->steps[0];
    }
    return only;
}

void summary_text_print(const struct result *result, FILE *stream)
{
    const struct result_step *only = only_step(result);
    print_head(result, stream);
    if (only != NULL) {
        print_rates(only, stream);
        summary_table_times(&only->measures, stream);
    } else {
        summary_table_steps(result, stream);
    }
    print_books(&result->measures, stream);
    print_statuses(&result->measures, stream);
    print_errors(&result->measures, stream);
    print_thresholds(result, stream);
    print_verdict(only != NULL ? &only->verdict : &result->verdict, stream);
}
