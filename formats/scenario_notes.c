#include "formats/scenario_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "core/file.h"
#include "core/units.h"
#include "formats/result.h"
#include "formats/scenario_plan.h"
#include "formats/scenario_threshold.h"

#define PORT_RANGE_PATH      "/proc/sys/net/ipv4/ip_local_port_range"
#define INTERVAL_REPETITIONS 6 /* the smallest n with 2 * 0.5^n <= 0.05 */
#define ALL_REQUESTS         SIZE_MAX
#define RANGE_BYTES          80

/* /proc files have no size to check, hence no file_read. */
static unsigned read_port_count(void)
{
    unsigned first;
    unsigned last;
    FILE *file = fopen(PORT_RANGE_PATH, "re");
    if (file == NULL)
        return 0;
    char line[64] = "";
    char *end;
    bool good = fgets(line, sizeof line, file) != NULL;
    (void)fclose(file);
    if (!good)
        return 0;
    first = (unsigned)strtoul(line, &end, 10);
    last = (unsigned)strtoul(end, NULL, 10);
    return last >= first && last > 0 ? last - first + 1 : 0;
}

struct scenario_machine scenario_this_machine(void)
{
    struct scenario_machine machine = {.descriptor_limit = UINT64_MAX, .ports = read_port_count()};
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max != RLIM_INFINITY)
        machine.descriptor_limit = limit.rlim_max;
    return machine;
}

double scenario_expected(const struct scenario_phase *phase, size_t step, size_t request)
{
    double all = phase->rates_per_s[step] * (double)phase->step_duration_ns / 1e9;
    double weight = 0;
    double total = 0;
    for (size_t i = 0; i < phase->mix_count; i++) {
        total += phase->mix[i].weight;
        if (phase->mix[i].request == request)
            weight += phase->mix[i].weight;
    }
    return request == ALL_REQUESTS ? all : all * weight / total;
}

/* Fewest and most requests of a kind in any measured step that has some. */
struct range {
    double least;
    double most;
};

static struct range range_of(const struct scenario *scenario, size_t request)
{
    struct range range = {.least = HUGE_VAL, .most = 0};
    for (size_t i = 0; i < scenario->phase_count; i++) {
        const struct scenario_phase *phase = &scenario->phases[i];
        for (size_t step = 0; step < phase->step_count && !phase->warmup; step++) {
            double expected = scenario_expected(phase, step, request);
            if (expected > 0) {
                range.least = fmin(range.least, expected);
                range.most = fmax(range.most, expected);
            }
        }
    }
    return range;
}

static void print_note(FILE *stream, const char *words)
{
    scenario_print_wrapped(stream, "note: ", words);
}

/* How many samples leave RESULT_SAMPLES_BEYOND of them beyond a percentile. */
static double samples_needed(double percentile)
{
    return round(RESULT_SAMPLES_BEYOND * 100 / (100 - percentile));
}

static void print_range(struct range range, char text[RANGE_BYTES])
{
    char least[SCENARIO_COUNT_BYTES];
    char most[SCENARIO_COUNT_BYTES];
    scenario_print_count(range.least, least);
    scenario_print_count(range.most, most);
    if (range.most <= 0)
        (void)snprintf(text, RANGE_BYTES, "none");
    else if (strcmp(least, most) == 0)
        (void)snprintf(text, RANGE_BYTES, "%s", least);
    else
        (void)snprintf(text, RANGE_BYTES, "%s to %s", least, most);
}

static void note_samples(const struct scenario *scenario, size_t request, FILE *stream)
{
    struct range range = range_of(scenario, request);
    bool p99_is_there = range.least >= samples_needed(99);
    double needed = samples_needed(p99_is_there ? 99.9 : 99);
    char words[400];
    char has[RANGE_BYTES];
    if (range.most <= 0 || range.least >= samples_needed(99.9))
        return;
    print_range(range, has);
    (void)snprintf(words, sizeof words,
                   "%s of %s will be missing%s: a step has about %s of them, %s",
                   p99_is_there ? "p99.9" : "p99 and p99.9", scenario->requests[request].name,
                   range.most >= needed ? " in some steps" : "", has,
                   p99_is_there ? "p99.9 needs 10,000" : "p99 needs 1,000 and p99.9 10,000");
    print_note(stream, words);
}

static void note_never_sent(const struct scenario *scenario, size_t request, FILE *stream)
{
    char words[200];
    for (size_t i = 0; i < scenario->phase_count; i++)
        if (scenario_expected(&scenario->phases[i], 0, request) > 0)
            return;
    (void)snprintf(words, sizeof words, "%s is in no mix: it is never sent",
                   scenario->requests[request].name);
    print_note(stream, words);
}

static void note_objective(const struct scenario *scenario, FILE *stream)
{
    const struct scenario_threshold *objective = &scenario->objective;
    char words[400];
    char meaning[160];
    char needed[SCENARIO_COUNT_BYTES];
    char has[RANGE_BYTES];
    if (!scenario->has_objective) {
        print_note(stream, "without an \"objective\" no model can be said to sustain a rate, and "
                           "there is no ranking");
        return;
    }
    if (objective->statistic != STATISTIC_PERCENTILE || objective->percentile >= 100)
        return;
    size_t request = objective->request < 0 ? ALL_REQUESTS : (size_t)objective->request;
    struct range range = range_of(scenario, request);
    if (range.most > 0 && range.least >= samples_needed(objective->percentile))
        return;
    print_range(range, has);
    scenario_print_count(samples_needed(objective->percentile), needed);
    scenario_threshold_words(scenario, objective, meaning, sizeof meaning);
    (void)snprintf(words, sizeof words,
                   "the objective (%s) cannot be judged in every step: it needs %s requests per "
                   "step, and a step has about %s",
                   meaning, needed, has);
    print_note(stream, words);
}

static void note_connections(const struct scenario *scenario,
                             const struct scenario_machine *machine, FILE *stream)
{
    char words[300];
    unsigned max = scenario->connections_max;
    if (max + UINT64_C(0) + SPARE_DESCRIPTORS > machine->descriptor_limit) {
        (void)snprintf(words, sizeof words,
                       "connections.max is %u, but a process may open %llu files here: raise "
                       "\"ulimit -Hn\" to %u or lower connections.max",
                       max, (unsigned long long)machine->descriptor_limit, max + SPARE_DESCRIPTORS);
        print_note(stream, words);
    }
    if (machine->ports > 0 && max > machine->ports) {
        (void)snprintf(words, sizeof words,
                       "connections.max is %u, but net.ipv4.ip_local_port_range has %u ports here",
                       max, machine->ports);
        print_note(stream, words);
    }
}

/* loadgen wants to be told twice. */
static void note_caps(const struct scenario *scenario, FILE *stream)
{
    char words[200];
    char cap[UNITS_TEXT_BYTES];
    double peak_per_s = 0;
    for (size_t i = 0; i < scenario->phase_count; i++)
        for (size_t step = 0; step < scenario->phases[i].step_count; step++)
            peak_per_s = fmax(peak_per_s, scenario->phases[i].rates_per_s[step]);
    if (peak_per_s > LOADGEN_RATE_MAX_PER_S) {
        units_print_rate(LOADGEN_RATE_MAX_PER_S, cap);
        (void)snprintf(words, sizeof words, "rates above %s need --max-rate to run", cap);
        print_note(stream, words);
    }
    if (scenario_load_ns(scenario) > LOADGEN_DURATION_MAX_NS) {
        units_print_duration(LOADGEN_DURATION_MAX_NS, cap);
        (void)snprintf(words, sizeof words, "load longer than %s needs --max-duration to run", cap);
        print_note(stream, words);
    }
}

static void note_arrivals(const struct scenario *scenario, FILE *stream)
{
    char words[300];
    for (size_t i = 0; i < scenario->phase_count; i++) {
        const struct scenario_phase *phase = &scenario->phases[i];
        if (phase->arrivals != ARRIVALS_CONSTANT || phase->warmup)
            continue;
        (void)snprintf(
            words, sizeof words,
            "%s has constant arrivals: evenly spaced requests queue less than the random "
            "ones of real users",
            phase->name);
        print_note(stream, words);
    }
}

void scenario_print_notes(const struct scenario *scenario, const struct scenario_machine *machine,
                          FILE *stream)
{
    note_objective(scenario, stream);
    for (size_t i = 0; i < scenario->request_count; i++) {
        note_never_sent(scenario, i, stream);
        note_samples(scenario, i, stream);
    }
    note_connections(scenario, machine, stream);
    note_caps(scenario, stream);
    note_arrivals(scenario, stream);
    if (scenario->repetitions < INTERVAL_REPETITIONS) {
        char words[160];
        (void)snprintf(words, sizeof words,
                       "%u repetition%s cannot give a 95 %% interval for a median; %d can",
                       scenario->repetitions, scenario->repetitions == 1 ? "" : "s",
                       INTERVAL_REPETITIONS);
        print_note(stream, words);
    }
}
