#include "report/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/text.h"
#include "report/words.h"

struct view view_of(const struct summary *summary, unsigned scenario)
{
    return (struct view){.summary = summary,
                         .scenario = &summary->scenarios[scenario],
                         .index = scenario,
                         .request = ""};
}

const char *view_objective_request(const struct view *view)
{
    const struct scenario *scenario = &view->scenario->scenario;
    int request = scenario->objective.request;
    bool named =
        scenario->has_objective && request >= 0 && (size_t)request < scenario->request_count;
    return named ? scenario->requests[request].name : "";
}

double view_objective_us(const struct view *view)
{
    const struct scenario *scenario = &view->scenario->scenario;
    bool drawn = scenario->has_objective && scenario->objective.metric == METRIC_RESPONSE_TIME &&
                 strcmp(view->request, view_objective_request(view)) == 0;
    return drawn ? scenario->objective.value / (double)ONE_US_NS : NO_NUMBER;
}

const struct summary_trial *view_trial(const struct view *view, unsigned server)
{
    const struct summary_server *shown = &view->scenario->servers[server];
    if (shown->shown < 0 || (unsigned)shown->shown >= shown->trial_count)
        return NULL;
    return &shown->trials[shown->shown];
}

const struct summary_step *view_step(const struct view *view, unsigned server, unsigned step)
{
    const struct summary_trial *trial = view_trial(view, server);
    return trial != NULL && step < trial->step_count ? &trial->steps[step] : NULL;
}

const struct measures *view_measures(const struct view *view, const struct summary_step *step)
{
    if (step == NULL)
        return NULL;
    if (view->request[0] == '\0')
        return &step->step->measures;
    for (unsigned i = 0; i < step->step->request_count; i++)
        if (strcmp(step->step->requests[i].request, view->request) == 0)
            return &step->step->requests[i];
    return NULL;
}

unsigned view_step_count(const struct view *view)
{
    unsigned most = 0;
    for (unsigned s = 0; s < view->scenario->server_count; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        if (trial != NULL && trial->step_count > most)
            most = trial->step_count;
    }
    return most;
}

unsigned view_compared_step(const struct view *view, bool *fair)
{
    *fair = view->scenario->common_step >= 0;
    return *fair ? (unsigned)view->scenario->common_step : 0;
}

bool view_fell_behind(const struct summary_step *step)
{
    const struct measures *measures = &step->step->measures;
    return isfinite(measures->offered_per_s) &&
           measures->achieved_per_s < 0.99 * measures->offered_per_s;
}

void view_name(const struct view *view, unsigned server, unsigned columns,
               char name[NAME_BYTES * 2])
{
    const struct summary_server *called = &view->scenario->servers[server];
    const char *label = called->label[0] != '\0' ? called->label : called->id;
    text_clean(label, columns, name, NAME_BYTES * 2);
}

/* The planned rate of a step, or NAN: a closed model has none. */
static double planned_rate(const struct scenario *scenario, unsigned step)
{
    for (size_t p = 0; p < scenario->phase_count; p++) {
        const struct scenario_phase *phase = &scenario->phases[p];
        if (phase->warmup)
            continue;
        if (step < phase->step_count)
            return phase->vus > 0 ? NO_NUMBER : phase->rates_per_s[step];
        step -= (unsigned)phase->step_count;
    }
    return NO_NUMBER;
}

struct view_words view_load(const struct view *view, unsigned step)
{
    struct view_words words = {"–"};
    double rate_per_s = planned_rate(&view->scenario->scenario, step);
    for (unsigned s = 0; s < view->scenario->server_count; s++) {
        const struct summary_step *found = view_step(view, s, step);
        if (found == NULL)
            continue;
        if (!isfinite(rate_per_s))
            rate_per_s = found->step->measures.offered_per_s;
        if (isfinite(rate_per_s))
            snprintf(words.text, sizeof words.text, "%s", words_rate(rate_per_s).text);
        else
            snprintf(words.text, sizeof words.text, "%u virtual user%s", found->step->vus,
                     found->step->vus == 1 ? "" : "s");
        break;
    }
    return words;
}

struct view_words view_requests(const struct view *view)
{
    struct view_words words = {"requests"};
    char name[48];
    if (view->request[0] != '\0') {
        text_clean(view->request, 32, name, sizeof name);
        snprintf(words.text, sizeof words.text, "%s requests", name);
    }
    return words;
}
