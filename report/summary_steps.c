#include "report/summary_steps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formats/stats_page.h"
#include "report/finding_thresholds.h"
#include "report/objective.h"

/* How far from the edges of a step the nearest samples may lie. They come ten times a second. */
#define SAMPLE_DISTANCE_S 0.35

static double field(const struct summary_sample *sample, size_t offset)
{
    double value;
    memcpy(&value, (const char *)sample + offset, sizeof value);
    return value;
}

/* A rising counter at instant t, interpolated between its neighbours. */
static double counter_at(const struct summary_trial *trial, size_t offset, double t)
{
    const struct summary_sample *samples = trial->samples;
    size_t after = 0;
    while (after < trial->sample_count && samples[after].t < t)
        after++;
    size_t before = after > 0 ? after - 1 : 0;
    if (after == trial->sample_count)
        after = before;
    if (trial->sample_count == 0 || fabs(samples[before].t - t) > SAMPLE_DISTANCE_S)
        return (double)NAN;
    double left = field(&samples[before], offset), right = field(&samples[after], offset);
    double apart = samples[after].t - samples[before].t;
    return apart > 0 ? left + (right - left) * (t - samples[before].t) / apart : left;
}

static double counter_growth(const struct summary_trial *trial, size_t offset,
                             const struct result_step *step)
{
    return counter_at(trial, offset, step->start_s + step->duration_s) -
           counter_at(trial, offset, step->start_s);
}

#define GROWTH(member) counter_growth(trial, offsetof(struct summary_sample, member), step)

static void cost_of_cpu(const struct summary_trial *trial, const struct result_step *step,
                        unsigned machine_cpus, struct step_cost *cost)
{
    cost->cpu_s = GROWTH(cpu_s);
    double requests = GROWTH(requests), generator_s = GROWTH(generator_cpu_s);
    cost->cpu_us_per_request = requests > 0 ? cost->cpu_s / requests * 1e6 : (double)NAN;
    cost->generator_cpu_share = generator_s / step->duration_s;
    cost->other_cpu_s = fmax(0, GROWTH(machine_busy_s) - cost->cpu_s - generator_s);
    if (isnan(cost->cpu_s) || isnan(generator_s))
        cost->other_cpu_s = (double)NAN;
    cost->steal_share = machine_cpus == 0
                            ? (double)NAN
                            : GROWTH(machine_steal_s) / (step->duration_s * machine_cpus);
    cost->loop_busy_share =
        trial->has_loops ? fmin(1, GROWTH(loop_busy_s) / step->duration_s) : (double)NAN;
}

static void cost_of_loops(const struct summary_trial *trial, const struct result_step *step,
                          struct step_cost *cost)
{
    double blocked_s[STATS_SLOTS] = {0}, worst_s = 0, end_s = step->start_s + step->duration_s;
    for (size_t i = 0; i < trial->busy_count; i++) {
        const struct summary_busy *busy = &trial->busy[i];
        double inside_s = fmin(busy->end_s, end_s) - fmax(busy->start_s, step->start_s);
        double length_s = busy->end_s - busy->start_s;
        if (inside_s <= 0 || length_s <= threshold(BLOCK_SECONDS) || busy->slot >= STATS_SLOTS)
            continue;
        blocked_s[busy->slot] += inside_s;
        worst_s = fmax(worst_s, blocked_s[busy->slot]);
        if (length_s > cost->loop_longest_s) {
            cost->loop_longest_s = length_s;
            cost->loop_longest_at_s = busy->start_s;
        }
    }
    cost->loop_blocked_share = worst_s / step->duration_s;
}

static const struct step_resources *find_resources(const struct step_context *context,
                                                   const struct summary_step *step)
{
    for (size_t i = 0; i < context->resource_count; i++)
        if (context->resources[i].step == step->step->index &&
            strcmp(context->resources[i].phase, step->phase->name) == 0)
            return &context->resources[i];
    return NULL;
}

static void cost_of_memory(const struct step_context *context, const struct summary_step *step,
                           struct step_cost *cost)
{
    const struct step_resources *mine = find_resources(context, step);
    if (mine == NULL)
        return;
    cost->pss_bytes = mine->pss_bytes;
    cost->kernel_bytes = fmax(0, mine->kernel_bytes);
    cost->threads = mine->threads;
    cost->descriptors = mine->descriptors;
    double before = mine > context->resources ? mine[-1].listen_overflows : 0;
    cost->listen_overflows = mine->listen_overflows - before;
}

static void find_cost(const struct summary_trial *trial, const struct step_context *context,
                      struct summary_step *step)
{
    const double none = (double)NAN;
    step->cost = (struct step_cost){.pss_bytes = none,
                                    .kernel_bytes = none,
                                    .threads = none,
                                    .descriptors = none,
                                    .listen_overflows = none,
                                    .loop_blocked_share = none};
    cost_of_cpu(trial, step->step, context->machine_cpus, &step->cost);
    if (trial->has_loops)
        cost_of_loops(trial, step->step, &step->cost);
    cost_of_memory(context, step, &step->cost);
}

struct step_books summary_step_books(const struct summary_step *step)
{
    const struct result_step *mine = step->step;
    const struct latency_summary *times = &mine->measures.response_time;
    struct step_books books = {.counted = mine->measures.in_flight_mean, .balanced = true};
    books.expected = (double)times->samples / mine->duration_s * times->mean_us / 1e6;
    if (isnan(books.counted) || isnan(books.expected))
        return books;
    double at_edges = mine->measures.in_flight_end * times->max_us / 1e6;
    const struct result_step *before = mine > step->phase->steps ? mine - 1 : NULL;
    if (before != NULL && before->measures.response_time.samples > 0)
        at_edges += before->measures.in_flight_end * before->measures.response_time.max_us / 1e6;
    double apart = fabs(books.counted - books.expected) - at_edges / mine->duration_s;
    books.balanced = apart <= threshold(BOOKS_GAP) * fmax(books.counted, books.expected);
    return books;
}

static double planned_rate(const struct scenario *scenario, const struct summary_step *step)
{
    for (size_t i = 0; scenario != NULL && i < scenario->phase_count; i++) {
        const struct scenario_phase *phase = &scenario->phases[i];
        if (strcmp(phase->name, step->phase->name) == 0 && phase->vus == 0 &&
            step->step->index < phase->step_count)
            return phase->rates_per_s[step->step->index];
    }
    return step->step->measures.offered_per_s;
}

/* Of the requests that were planned: whatever the answer was. */
static double answered_share(const struct measures *all)
{
    uint64_t answers = all->outcomes[OUTCOME_OK] + all->outcomes[OUTCOME_STATUS_MISMATCH] +
                       all->outcomes[OUTCOME_CHECK_FAILED];
    return all->planned > 0 ? (double)answers / (double)all->planned : 0;
}

/* A queue that grows is what a server is behind with. Without one, answers that come after the
 * step's window are a burst at its end, and those that never came are all that is missing. */
static bool keeps_up(const struct result_step *step, double *served_per_s)
{
    const struct measures *all = &step->measures;
    double growth_per_s = fmax(0, all->in_flight_slope_per_s);
    bool lasting = growth_per_s >= threshold(QUEUE_GROWTH_SHARE) * all->offered_per_s &&
                   growth_per_s * step->duration_s >= all->in_flight_mean;
    bool runaway = growth_per_s >= threshold(QUEUE_RUNAWAY_SHARE) * all->offered_per_s;
    *served_per_s = all->achieved_per_s; /* what came out may have been an earlier backlog */
    if (growth_per_s > 0 && (lasting || runaway))
        *served_per_s = fmax(0, fmin(all->achieved_per_s, all->offered_per_s - growth_per_s));
    else if (*served_per_s < all->offered_per_s)
        *served_per_s = fmax(all->achieved_per_s, answered_share(all) * all->offered_per_s);
    return isnan(all->offered_per_s) ||
           *served_per_s >= threshold(KEPT_UP_SHARE) * all->offered_per_s;
}

static void find_focus(const struct scenario *scenario, struct summary_step *step)
{
    step->focus = &step->step->measures;
    if (scenario == NULL || !scenario->has_objective)
        return;
    if (scenario->objective.request < 0) {
        step->objective = objective_judge(&scenario->objective, step->focus);
        return;
    }
    const char *name = scenario->requests[scenario->objective.request].name;
    for (unsigned i = 0; i < step->step->request_count; i++)
        if (strcmp(step->step->requests[i].request, name) == 0) {
            step->focus = &step->step->requests[i];
            step->objective = objective_judge(&scenario->objective, step->focus);
        }
}

static void judge(const struct step_context *context, struct summary_step *step)
{
    step->rate_per_s = planned_rate(context->scenario, step);
    step->trusted =
        step->step->verdict.status != VERDICT_INVALID && summary_step_books(step).balanced;
    step->kept_up = keeps_up(step->step, &step->served_per_s);
    find_focus(context->scenario, step);
    step->meets_objective = step->trusted && step->kept_up && step->objective == OBJECTIVE_MET &&
                            step->step->measures.error_rate <= threshold(SUSTAINED_ERRORS);
}

static unsigned count_steps(const struct result *result)
{
    unsigned count = 0;
    for (unsigned i = 0; i < result->phase_count; i++)
        count += result->phases[i].warmup ? 0 : result->phases[i].step_count;
    return count;
}

bool summary_steps_make(struct summary_trial *trial, const struct step_context *context,
                        struct error *error)
{
    unsigned count = count_steps(&trial->result);
    trial->steps = calloc(count > 0 ? count : 1, sizeof *trial->steps);
    if (trial->steps == NULL)
        return error_set(error, "out of memory for %u steps", count);
    for (unsigned i = 0; i < trial->result.phase_count; i++) {
        const struct result_phase *phase = &trial->result.phases[i];
        for (unsigned k = 0; !phase->warmup && k < phase->step_count; k++) {
            struct summary_step *step = &trial->steps[trial->step_count++];
            step->phase = phase;
            step->step = &phase->steps[k];
            find_cost(trial, context, step);
            judge(context, step);
        }
    }
    return true;
}
