#include "bench/run_progress.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/units.h"

#define REDRAW_NS       (250 * ONE_MS_NS)
#define SIGN_OF_LIFE_NS (30 * ONE_SECOND_NS)
#define CLOCK_BYTES     24

void run_progress_init(struct run_progress *progress, const struct experiment *experiment,
                       const struct bench_options *options)
{
    *progress = (struct run_progress){
        .experiment = experiment,
        .stream = stderr,
        .quiet = options->quiet,
        .redraws = isatty(STDERR_FILENO) == 1 && !options->plain && !options->quiet,
        .started_ns = clock_now_ns(),
    };
}

/* "1:05", or "1:02:03" from an hour on. */
static void print_clock(uint64_t duration_ns, char text[CLOCK_BYTES])
{
    uint64_t s = duration_ns / ONE_SECOND_NS;
    if (s < 3600)
        (void)snprintf(text, CLOCK_BYTES, "%u:%02u", (unsigned)(s / 60), (unsigned)(s % 60));
    else
        (void)snprintf(text, CLOCK_BYTES, "%u:%02u:%02u", (unsigned)(s / 3600),
                       (unsigned)(s / 60 % 60), (unsigned)(s % 60));
}

void run_progress_clear(struct run_progress *progress)
{
    if (progress->has_status)
        fputs("\r\033[K", progress->stream);
    progress->has_status = false;
}

void run_progress_say(struct run_progress *progress, const char *format, ...)
{
    va_list values;
    if (progress->quiet)
        return;
    run_progress_clear(progress);
    va_start(values, format);
    vfprintf(progress->stream, format, values);
    va_end(values);
    fputc('\n', progress->stream);
}

/* A text in lines of at most 78 columns, two of them blank. */
static void print_wrapped(const char *text, FILE *stream)
{
    size_t column = 0;
    for (const char *word = text; *word != '\0';) {
        size_t length = strcspn(word, " ");
        if (column > 0 && column + 1 + length > 78) {
            fputc('\n', stream);
            column = 0;
        }
        fprintf(stream, "%s%.*s", column == 0 ? "  " : " ", (int)length, word);
        column += length + (column == 0 ? 2 : 1);
        word += length;
        word += strspn(word, " ");
    }
    fputc('\n', stream);
}

static void print_scenario(const struct plan_scenario *entry, FILE *stream)
{
    char load[UNITS_TEXT_BYTES];
    const struct scenario *scenario = entry->scenario;
    units_print_duration(scenario_load_ns(scenario), load);
    fprintf(stream, "%s%s%s\n", scenario->name, scenario->title != NULL ? ": " : "",
            scenario->title != NULL ? scenario->title : "");
    if (scenario->question != NULL)
        print_wrapped(scenario->question, stream);
    fprintf(stream, "  %s of load each, %u %s:", load, entry->repetitions,
            entry->repetitions == 1 ? "repetition" : "repetitions");
    for (size_t i = 0; i < entry->server_count; i++)
        fprintf(stream, "%s %s", i > 0 ? "," : "", entry->servers[i].id);
    fputc('\n', stream);
}

/* A scenario that was written for a larger machine. */
static void print_missing_cpus(const struct experiment *experiment, FILE *stream)
{
    unsigned available = (unsigned)CPU_COUNT(&experiment->placement.server_cpus);
    for (size_t i = 0; i < experiment->plan.scenario_count; i++)
        for (size_t j = 0; j < experiment->scenarios[i].server_count; j++) {
            const struct scenario_server *server = &experiment->scenarios[i].servers[j];
            if (server->cpus > available)
                fprintf(stream, "warning: %s of %s wants %u CPUs and gets %u\n", server->id,
                        experiment->scenarios[i].scenario->name, server->cpus, available);
        }
}

void run_progress_plan(const struct run_progress *progress, FILE *stream)
{
    const struct experiment *experiment = progress->experiment;
    const struct plan *plan = &experiment->plan;
    char line[MACHINE_LINE_BYTES];
    char load[CLOCK_BYTES];
    char total[CLOCK_BYTES];
    for (size_t i = 0; i < plan->scenario_count; i++)
        print_scenario(&plan->scenarios[i], stream);
    machine_line(&experiment->machine, line);
    print_clock(plan->load_ns, load);
    print_clock(plan->total_ns, total);
    fprintf(
        stream, "machine: %s\n%s%s\n", line,
        experiment->placement.shared ? "warning: " : "placement: ", experiment->placement.reason);
    print_missing_cpus(experiment, stream);
    if (!programs_are_optimised(&experiment->programs))
        fputs("warning: unoptimised programs: no number of this run counts\n", stream);
    fprintf(stream, "plan: %zu %s, %s of load, about %s in all\n", plan->trial_count,
            plan->trial_count == 1 ? "trial" : "trials", load, total);
}

void run_progress_trials(const struct run_progress *progress, FILE *stream)
{
    const struct plan *plan = &progress->experiment->plan;
    for (size_t i = 0; i < plan->trial_count; i++) {
        const struct plan_scenario *entry = &plan->scenarios[plan->trials[i].scenario];
        fprintf(stream, "%4zu  %s  %s  %u/%u  seed %llu\n", i + 1, entry->scenario->name,
                entry->servers[plan->trials[i].server].id, plan->trials[i].block + 1,
                entry->repetitions, (unsigned long long)plan->trials[i].seed);
    }
}

void run_progress_trial_begins(struct run_progress *progress, size_t trial)
{
    progress->trial = trial;
    progress->shown_ns = clock_now_ns();
}

/* "cpu-tail  event-loop  1/2" */
static void print_trial_name(const struct run_progress *progress, FILE *stream)
{
    const struct plan *plan = &progress->experiment->plan;
    const struct plan_trial *trial = &plan->trials[progress->trial];
    const struct plan_scenario *entry = &plan->scenarios[trial->scenario];
    fprintf(stream, "%s  %s  %u/%u", entry->scenario->name, entry->servers[trial->server].id,
            trial->block + 1, entry->repetitions);
}

static void print_status(struct run_progress *progress, const struct sampler *sampler,
                         uint64_t now_ns)
{
    const struct plan *plan = &progress->experiment->plan;
    char elapsed[CLOCK_BYTES];
    char total[CLOCK_BYTES];
    uint64_t elapsed_ns = now_ns - progress->started_ns;
    uint64_t trial_left_ns = plan_left_ns(plan, progress->trial + 1);
    uint64_t whole_ns =
        plan->total_ns > elapsed_ns + trial_left_ns ? plan->total_ns : elapsed_ns + trial_left_ns;
    print_clock(elapsed_ns, elapsed);
    print_clock(whole_ns, total);
    fprintf(progress->stream, progress->redraws ? "\r\033[K[%5s of %s] " : "[%5s of %s] ", elapsed,
            total);
    print_trial_name(progress, progress->stream);
    if (sampler->step_runs)
        fprintf(progress->stream, "  %s, step %u", sampler->step.phase, sampler->step.step + 1);
    if (progress->redraws)
        fflush(progress->stream);
    else
        fputc('\n', progress->stream);
    progress->has_status = progress->redraws;
    progress->shown_ns = now_ns;
}

void run_progress_sample(void *observer, const struct sampler *sampler)
{
    struct run_progress *progress = observer;
    uint64_t now_ns = clock_now_ns();
    uint64_t every_ns = progress->redraws ? REDRAW_NS : SIGN_OF_LIFE_NS;
    if (!progress->quiet && now_ns - progress->shown_ns >= every_ns)
        print_status(progress, sampler, now_ns);
}

static void print_latency(const char *name, double value_us, FILE *stream)
{
    char text[UNITS_TEXT_BYTES];
    if (isnan(value_us))
        (void)snprintf(text, sizeof text, "-"); /* too few samples */
    else
        units_print_duration((uint64_t)llround(value_us * (double)ONE_US_NS), text);
    fprintf(stream, "  %s %s", name, text);
}

static void print_step(const struct run_progress *progress, const struct result_phase *phase,
                       const struct result_step *step, const char *elapsed)
{
    const struct measures *measures = &step->measures;
    char offered[UNITS_TEXT_BYTES];
    char achieved[UNITS_TEXT_BYTES];
    fprintf(progress->stream, "[%5s] ", elapsed);
    print_trial_name(progress, progress->stream);
    units_print_rate(measures->achieved_per_s, achieved);
    if (isnan(measures->offered_per_s))
        fprintf(progress->stream, "  %s %u: %u users, %s answered", phase->name, step->index + 1,
                step->vus, achieved);
    else {
        units_print_rate(measures->offered_per_s, offered);
        fprintf(progress->stream, "  %s %u: %s offered, %s answered", phase->name, step->index + 1,
                offered, achieved);
    }
    print_latency("p50", measures->response_time.p50_us, progress->stream);
    print_latency("p99", measures->response_time.p99_us, progress->stream);
    fprintf(progress->stream, "  errors %.3g %%  %s%s%s\n", 100.0 * measures->error_rate,
            verdict_names[step->verdict.status], step->verdict.reason_count > 0 ? ": " : "",
            step->verdict.reason_count > 0 ? step->verdict.reasons[0] : "");
}

static void print_steps(const struct run_progress *progress, const struct result *result,
                        const char *elapsed)
{
    for (unsigned i = 0; i < result->phase_count; i++)
        for (unsigned j = 0; j < result->phases[i].step_count && !result->phases[i].warmup; j++)
            print_step(progress, &result->phases[i], &result->phases[i].steps[j], elapsed);
}

void run_progress_trial_ends(struct run_progress *progress, const struct trial_outcome *outcome)
{
    char elapsed[CLOCK_BYTES];
    if (progress->quiet)
        return;
    run_progress_clear(progress);
    print_clock(clock_now_ns() - progress->started_ns, elapsed);
    if (outcome->has_result)
        print_steps(progress, &outcome->result, elapsed);
    if (outcome->done)
        return;
    fprintf(progress->stream, "[%5s] ", elapsed);
    print_trial_name(progress, progress->stream);
    fprintf(progress->stream, "  failed: %s\n", outcome->reason);
}
