#include "bench/sampler.h"

#include <errno.h>
#include <math.h>
#include <unistd.h>

#include "bench/proc.h"
#include "bench/sample_lines.h"
#include "core/clock.h"
#include "core/file.h"

/* A read of a loop's ring; a loop writes at most 20 such intervals a period. */
#define BUSY_BATCH 64

static double since_zero_s(const struct sampler *sampler, uint64_t instant_ns)
{
    return (double)(int64_t)(instant_ns - sampler->target.zero_ns) / (double)ONE_SECOND_NS;
}

static double in_seconds(uint64_t duration_ns)
{
    return (double)duration_ns / (double)ONE_SECOND_NS;
}

bool sampler_open(struct sampler *sampler, const struct sampler_target *target, struct error *error)
{
    char events[PATH_BYTES];
    *sampler =
        (struct sampler){.target = *target, .next_ns = target->zero_ns, .grid_ns = target->zero_ns};
    if (!file_join(sampler->path, target->directory, "samples.ndjson", error) ||
        !file_join(events, target->directory, "events.ndjson", error))
        return false;
    sampler->file = fopen(sampler->path, "we");
    if (sampler->file == NULL)
        return error_set_errno(error, "cannot write %s", sampler->path);
    sampler->machine_fd = proc_open("/proc/stat");
    event_tail_open(&sampler->tail, events);
    process_tree_open(&sampler->tree, target->server);
    /* What loops did before, when the requests were verified, is no part of the trial. */
    for (unsigned slot = 0; slot < STATS_SLOTS; slot++)
        sampler->busy_next[slot] = stats_read(&target->page->slots[slot].busy_written);
    return true;
}

void sampler_close(struct sampler *sampler)
{
    process_tree_close(&sampler->tree);
    event_tail_close(&sampler->tail);
    if (sampler->machine_fd >= 0)
        close(sampler->machine_fd);
    (void)fclose(sampler->file); /* everything was flushed and checked before */
}

static bool flush(struct sampler *sampler, struct error *error)
{
    errno = 0;
    if (fflush(sampler->file) == 0 && !ferror(sampler->file))
        return true;
    return error_set_errno(error, "cannot write %s", sampler->path);
}

/* Adds a slot's counters; and its loop, when it has one. */
static void add_slot(const struct sampler *sampler, unsigned number, struct sample *sample,
                     struct loop_sample loops[STATS_SLOTS])
{
    const struct stats_slot *slot = &sampler->target.page->slots[number];
    sample->accepted += stats_read(&slot->connections_accepted);
    sample->open += stats_read(&slot->connections_open);
    sample->in_flight += stats_read(&slot->requests_in_flight);
    for (unsigned route = 0; route < STATS_ROUTES; route++)
        sample->requests += stats_read(&slot->requests[route]);
    uint64_t iterations = stats_read(&slot->loop_iterations);
    uint64_t entered_ns = stats_read(&slot->loop_entered_ns);
    if (iterations == 0 && entered_ns == 0)
        return;
    loops[sample->loop_count++] = (struct loop_sample){
        .slot = number,
        .iterations = iterations,
        .busy_s = in_seconds(stats_read(&slot->loop_busy_ns)),
        .blocked_s = in_seconds(stats_read(&slot->loop_blocked_ns)),
        .longest_s = in_seconds(stats_read(&slot->loop_longest_ns)),
        .entered_s = entered_ns != 0 ? since_zero_s(sampler, entered_ns) : (double)NAN,
    };
}

static void write_sample(struct sampler *sampler, double t_s, const struct tree_usage *usage)
{
    struct loop_sample loops[STATS_SLOTS];
    struct sample sample = {.t_s = t_s,
                            .server = *usage,
                            .generator_cpu_s = sampler->generator_cpu_s,
                            .machine = kernel_usage_time(sampler->machine_fd),
                            .loops = loops};
    for (unsigned slot = 0; slot < STATS_SLOTS; slot++)
        add_slot(sampler, slot, &sample, loops);
    sample_lines_sample(sampler->file, &sample);
}

static void write_busy(struct sampler *sampler, double t_s)
{
    struct busy_interval intervals[BUSY_BATCH];
    for (unsigned slot = 0; slot < STATS_SLOTS; slot++) {
        size_t count = BUSY_BATCH;
        while (count == BUSY_BATCH) {
            count = stats_busy_since(&sampler->target.page->slots[slot], sampler->busy_next[slot],
                                     intervals, BUSY_BATCH, &sampler->busy_next[slot]);
            for (size_t i = 0; i < count; i++)
                sample_lines_busy(sampler->file, t_s, slot,
                                  since_zero_s(sampler, intervals[i].start_ns),
                                  since_zero_s(sampler, intervals[i].end_ns));
        }
    }
}

static void end_step(struct sampler *sampler, const struct tree_usage *usage)
{
    struct kernel_usage now = kernel_usage_now();
    struct step_sample sample = {.t_s = since_zero_s(sampler, clock_now_ns()),
                                 .step = &sampler->step,
                                 .threads = usage->threads,
                                 .growth = kernel_usage_growth(&sampler->target.before, &now)};
    if (process_tree_measure_memory(&sampler->tree, &sample.memory))
        sample_lines_step(sampler->file, &sample);
    sampler->step_runs = false;
}

/* A step ends at its planned end, or when the next event says that it must have. */
static void follow_steps(struct sampler *sampler, double t_s, const struct tree_usage *usage)
{
    struct tail_event event;
    while (event_tail_next(&sampler->tail, &event)) {
        if (sampler->step_runs)
            end_step(sampler, usage);
        sampler->step = event;
        sampler->step_runs = event.kind == TAIL_EVENT_STEP;
    }
    if (sampler->step_runs && t_s >= sampler->step.t_s + sampler->step.duration_s)
        end_step(sampler, usage);
}

/* On the grid, or at the end of the step that runs when that comes first. */
static void plan_next(struct sampler *sampler, uint64_t now_ns)
{
    while (sampler->grid_ns <= now_ns)
        sampler->grid_ns += SAMPLER_PERIOD_NS;
    sampler->next_ns = sampler->grid_ns;
    if (!sampler->step_runs)
        return;
    double end_s = sampler->step.t_s + sampler->step.duration_s;
    uint64_t end_ns = sampler->target.zero_ns + (uint64_t)ceil(end_s * (double)ONE_SECOND_NS);
    if (end_ns > now_ns && end_ns < sampler->next_ns)
        sampler->next_ns = end_ns;
}

bool sampler_take(struct sampler *sampler, struct error *error)
{
    struct tree_usage usage;
    uint64_t generator_ns;
    uint64_t now_ns = clock_now_ns();
    double t_s = since_zero_s(sampler, now_ns);
    if (!process_tree_measure(&sampler->tree, &usage)) {
        plan_next(sampler, now_ns);
        return true;
    }
    if (clock_other_process_cpu_ns(sampler->target.generator, &generator_ns))
        sampler->generator_cpu_s = in_seconds(generator_ns);
    write_sample(sampler, t_s, &usage);
    write_busy(sampler, t_s);
    follow_steps(sampler, t_s, &usage);
    plan_next(sampler, clock_now_ns());
    return flush(sampler, error);
}

bool sampler_finish(struct sampler *sampler, const struct rusage *usage, struct error *error)
{
    sample_lines_end(sampler->file, since_zero_s(sampler, clock_now_ns()), usage);
    return flush(sampler, error);
}
