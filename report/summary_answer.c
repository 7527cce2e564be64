#include "report/summary_answer.h"

#include <math.h>

#include "report/finding_thresholds.h"
#include "report/objective.h"

const struct summary_trial *summary_shown(const struct summary_server *server)
{
    return server->shown < 0 ? NULL : &server->trials[server->shown];
}

const struct summary_step *summary_common_step(const struct summary_scenario *scenario,
                                               const struct summary_server *server)
{
    const struct summary_trial *trial = summary_shown(server);
    if (trial == NULL || scenario->common_step < 0 ||
        (unsigned)scenario->common_step >= trial->step_count ||
        !trial->steps[scenario->common_step].trusted)
        return NULL;
    return &trial->steps[scenario->common_step];
}

bool summary_step_errors_pass(const struct summary_step *step)
{
    return step->step->measures.error_rate <= threshold(SUSTAINED_ERRORS);
}

bool summary_step_fails(const struct summary_step *step)
{
    return step->trusted && (step->objective == OBJECTIVE_FAILED || !step->kept_up ||
                             !summary_step_errors_pass(step));
}

const struct summary_step *summary_lowest_failing(const struct summary_trial *trial,
                                                  double above_per_s)
{
    const struct summary_step *lowest = NULL;
    for (unsigned i = 0; i < trial->step_count; i++) {
        const struct summary_step *step = &trial->steps[i];
        if (!summary_step_fails(step) || step->rate_per_s <= above_per_s || isnan(step->rate_per_s))
            continue;
        if (lowest == NULL || step->rate_per_s < lowest->rate_per_s)
            lowest = step;
    }
    return lowest;
}

static bool same_rate(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fabs(a);
}

/* Every step at this rate meets the objective: a staircase that walks back down asks twice. */
static bool rate_is_sustained(const struct summary_trial *trial, double rate_per_s)
{
    for (unsigned i = 0; i < trial->step_count; i++)
        if (same_rate(trial->steps[i].rate_per_s, rate_per_s) && !trial->steps[i].meets_objective)
            return false;
    return true;
}

static double sustained_rate(const struct summary_trial *trial)
{
    double best = (double)NAN;
    for (unsigned i = 0; i < trial->step_count; i++) {
        double rate_per_s = trial->steps[i].rate_per_s;
        if (rate_is_sustained(trial, rate_per_s))
            best = fmax(best, rate_per_s); /* fmax prefers the number to NAN */
    }
    return best;
}

/* What tells trials of equal sustained rate apart: the objective's value, or else p99, where the
 * trial was loaded most and still kept up. */
static double headline(const struct summary_scenario *scenario, const struct summary_trial *trial)
{
    const struct summary_step *at = trial->step_count > 0 ? &trial->steps[0] : NULL;
    for (unsigned i = 0; i < trial->step_count; i++)
        if (trial->steps[i].kept_up && trial->steps[i].rate_per_s > at->rate_per_s)
            at = &trial->steps[i];
    if (at == NULL)
        return 0;
    double value = scenario->scenario.has_objective
                       ? objective_value(&scenario->scenario.objective, at->focus)
                       : at->focus->response_time.p99_us;
    if (isnan(value))
        value = at->focus->response_time.max_us;
    bool more_is_better = scenario->scenario.has_objective && scenario->scenario.objective.above;
    return isnan(value) ? 0 : more_is_better ? value : -value;
}

static bool worse(const struct summary_scenario *scenario, const struct summary_trial *a,
                  const struct summary_trial *b)
{
    double rate_a = fmax(0, sustained_rate(a)), rate_b = fmax(0, sustained_rate(b));
    if (!same_rate(rate_a, rate_b))
        return rate_a < rate_b;
    return headline(scenario, a) < headline(scenario, b);
}

/* The median trial; of an even number the worse of the two in the middle. */
static int median_trial(const struct summary_scenario *scenario,
                        const struct summary_server *server)
{
    unsigned done = 0;
    for (unsigned i = 0; i < server->trial_count; i++)
        done += server->trials[i].done ? 1 : 0;
    for (unsigned i = 0; i < server->trial_count; i++) {
        unsigned below = 0, equal_before = 0;
        for (unsigned k = 0; k < server->trial_count && server->trials[i].done; k++) {
            if (k == i || !server->trials[k].done)
                continue;
            if (worse(scenario, &server->trials[k], &server->trials[i]))
                below++;
            else if (k < i && !worse(scenario, &server->trials[i], &server->trials[k]))
                equal_before++;
        }
        if (server->trials[i].done && below + equal_before == (done - 1) / 2)
            return (int)i;
    }
    return -1;
}

static void answer_server(struct summary_scenario *scenario, struct summary_server *server)
{
    server->shown = median_trial(scenario, server);
    server->sustains_per_s = (double)NAN;
    server->limit_found = false;
    const struct summary_trial *trial = summary_shown(server);
    if (trial == NULL || !scenario->scenario.has_objective)
        return;
    server->sustains_per_s = sustained_rate(trial);
    server->limit_found = summary_lowest_failing(trial, server->sustains_per_s) != NULL;
    for (unsigned i = 0; i < trial->step_count; i++)
        scenario->ranked = scenario->ranked || trial->steps[i].trusted;
}

/* How many servers can be compared at a step: those that kept up, as far as they can be trusted.
 * 0 when one of those fell behind. */
static unsigned comparable(const struct summary_scenario *scenario, unsigned index,
                           double *rate_per_s)
{
    unsigned count = 0;
    for (unsigned i = 0; i < scenario->server_count; i++) {
        const struct summary_trial *trial = summary_shown(&scenario->servers[i]);
        if (trial == NULL || index >= trial->step_count || !trial->steps[index].trusted ||
            isnan(trial->steps[index].rate_per_s))
            continue;
        if (!trial->steps[index].kept_up)
            return 0;
        *rate_per_s = trial->steps[index].rate_per_s;
        count++;
    }
    return count;
}

/* The step at which most servers can be compared; of several the one with the highest rate. */
static void find_common(struct summary_scenario *scenario)
{
    unsigned steps = 0, most = 0;
    scenario->common_step = -1;
    scenario->common_rate_per_s = (double)NAN;
    for (unsigned i = 0; i < scenario->server_count; i++) {
        const struct summary_trial *trial = summary_shown(&scenario->servers[i]);
        if (trial != NULL && trial->step_count > steps)
            steps = trial->step_count;
    }
    for (unsigned i = 0; i < steps; i++) {
        double rate_per_s = 0;
        unsigned count = comparable(scenario, i, &rate_per_s);
        if (count < most || count == 0 ||
            (count == most && rate_per_s <= scenario->common_rate_per_s))
            continue;
        most = count;
        scenario->common_step = (int)i;
        scenario->common_rate_per_s = rate_per_s;
    }
}

void summary_answer(struct summary_scenario *scenario)
{
    scenario->ranked = false;
    for (unsigned i = 0; i < scenario->server_count; i++)
        answer_server(scenario, &scenario->servers[i]);
    find_common(scenario);
}
