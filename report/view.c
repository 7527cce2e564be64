#include "report/view.h"

#include <stdio.h>

#include "report/text.h"
#include "report/words.h"

#define NAME_COLUMNS 64

struct view view_of(const struct summary *summary, unsigned scenario, bool focused)
{
    unsigned servers = summary->scenarios[scenario].server_count;
    return (struct view){.summary = summary,
                         .scenario = &summary->scenarios[scenario],
                         .servers = servers < SCENARIO_SERVERS_MAX ? servers : SCENARIO_SERVERS_MAX,
                         .index = scenario,
                         .focused = focused};
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
    bool meant = view->focused || view_objective_request(view)[0] == '\0';
    bool drawn = scenario->has_objective && scenario->objective.metric == METRIC_RESPONSE_TIME;
    return drawn && meant ? scenario->objective.value / (double)ONE_US_NS : NO_NUMBER;
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
    return view->focused && step->focus != NULL ? step->focus : &step->step->measures;
}

unsigned view_compared_step(const struct view *view, bool *fair)
{
    *fair = view->scenario->common_step >= 0;
    return *fair ? (unsigned)view->scenario->common_step : 0;
}

struct view_words view_name(const struct view *view, unsigned server, unsigned columns)
{
    const struct summary_server *called = &view->scenario->servers[server];
    struct view_words words;
    text_clean(called->label[0] != '\0' ? called->label : called->id, columns, words.text,
               VIEW_NAME_BYTES);
    return words;
}

struct view_words view_scenario(const struct view *view)
{
    struct view_words words;
    text_clean(view->scenario->name, NAME_COLUMNS, words.text, VIEW_NAME_BYTES);
    return words;
}

struct view_words view_load(const struct view *view, unsigned step)
{
    struct view_words words = {"–"};
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_step *found = view_step(view, s, step);
        if (found == NULL)
            continue;
        if (isfinite(found->rate_per_s))
            TEXT_SET(words.text, "%s", words_rate(found->rate_per_s).text);
        else
            TEXT_SET(words.text, "%u virtual user%s", found->step->vus,
                     found->step->vus == 1 ? "" : "s");
        break;
    }
    return words;
}

struct view_words view_requests(const struct view *view, const char *all)
{
    struct view_words words;
    char name[VIEW_NAME_BYTES];
    TEXT_SET(words.text, "%s", all);
    if (view->focused && view_objective_request(view)[0] != '\0') {
        text_clean(view_objective_request(view), 32, name, sizeof name);
        TEXT_SET(words.text, "%s requests", name);
    }
    return words;
}
