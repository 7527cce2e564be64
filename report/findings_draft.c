#include "report/findings_draft.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "report/finding_thresholds.h"

void finding_sentence(struct finding *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(finding->sentence, sizeof finding->sentence, format, arguments);
    va_end(arguments);
}

void finding_why(struct finding *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(finding->why, sizeof finding->why, format, arguments);
    va_end(arguments);
}

void finding_next(struct finding *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(finding->next, sizeof finding->next, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof finding->next)
        finding->next[0] = '\0';
}

void finding_evidence(struct finding *finding, const char *chart, double measured, double threshold)
{
    (void)snprintf(finding->chart, sizeof finding->chart, "%s", chart);
    finding->measured = measured;
    finding->threshold = threshold;
}

struct step_group steps_where(const struct rule_place *place, step_weight *weight)
{
    struct step_group group = {.of = place->trial->step_count};
    for (unsigned i = 0; i < group.of; i++) {
        const struct summary_step *step = &place->trial->steps[i];
        double weighs = weight(place, step);
        if (!(weighs > 0))
            continue;
        group.count++;
        if (group.first == NULL)
            group.first = step;
        if (group.worst == NULL || weighs > group.weight) {
            group.worst = step;
            group.weight = weighs;
        }
    }
    return group;
}

struct step_words step_words(const struct summary_step *step)
{
    struct step_words words;
    if (isfinite(step->rate_per_s))
        (void)snprintf(words.text, sizeof words.text, "at %s", words_rate(step->rate_per_s).text);
    else
        (void)snprintf(words.text, sizeof words.text, "in step %u", step->step->index + 1);
    return words;
}

struct step_words steps_words(const struct step_group *group)
{
    if (group->count == 1)
        return step_words(group->first);
    struct step_words words;
    (void)snprintf(words.text, sizeof words.text, "in %u of %u steps", group->count, group->of);
    return words;
}

struct step_words step_within(const struct step_group *group, const struct summary_step *step)
{
    struct step_words words = {""};
    if (group->count > 1)
        (void)snprintf(words.text, sizeof words.text, "%.60s ", step_words(step).text);
    return words;
}

bool step_was_disturbed(const struct summary *summary, const struct summary_step *step)
{
    double others = step->cost.other_cpu_s / step->step->duration_s; /* in cores */
    return others > threshold(OTHERS_SHARE) * summary->run.cpus ||
           step->cost.steal_share > threshold(STEAL_SHARE);
}

struct latency_words latency_words(const struct rule_place *place, const struct summary_step *step)
{
    const struct scenario *scenario = &place->scenario->scenario;
    bool by_objective = scenario->has_objective && objective_is_time(&scenario->objective);
    struct latency_words words = {.name = "p99"};
    double value_us = step->focus->response_time.p99_us;
    if (by_objective) {
        objective_metric_words(scenario, words.name);
        value_us = objective_value(&scenario->objective, step->focus);
    }
    if (isnan(value_us)) {
        (void)snprintf(words.name, sizeof words.name, "the maximum");
        value_us = step->focus->response_time.max_us;
    }
    words.value = words_latency(value_us);
    return words;
}

const char *place_file(const struct rule_place *place)
{
    return place->scenario->file[0] != '\0' ? place->scenario->file : "the scenario";
}

struct step_words rate_text(double rate_per_s)
{
    struct step_words words;
    (void)snprintf(words.text, sizeof words.text, "%.10g/s", round(rate_per_s * 10) / 10);
    return words;
}

const char *plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}
