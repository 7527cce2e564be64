/* D16 and D20: where the limit lies, as far as the steps tell. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/findings_draft.h"
#include "report/summary_answer.h"

static const struct summary_step *step_at_rate(const struct summary_trial *trial, double per_s)
{
    for (unsigned i = 0; i < trial->step_count; i++)
        if (trial->steps[i].meets_objective && fabs(trial->steps[i].rate_per_s - per_s) < 1e-6)
            return &trial->steps[i];
    return NULL;
}

/* What went wrong there, the plainest first. */
static void failure_words(const struct rule_place *place, const struct summary_step *step,
                          char *text, size_t size)
{
    const struct scenario_threshold *objective = &place->scenario->scenario.objective;
    double value = objective_value(objective, step->focus);
    if (!summary_step_errors_pass(step))
        (void)snprintf(text, size, "%s errors", words_share(step->step->measures.error_rate).text);
    else if (step->objective == OBJECTIVE_FAILED)
        (void)snprintf(text, size, "%s", objective_value_words(objective, value).text);
    else
        (void)snprintf(text, size, "only %s served", words_rate(step->served_per_s).text);
}

/* A JSON edit that looks between two rates, or below the lowest. */
static void advise_rates(const struct rule_place *place, const struct summary_step *failing,
                         double from_per_s, struct finding *finding)
{
    double to_per_s = failing->rate_per_s;
    if (isnan(from_per_s))
        from_per_s = to_per_s / 5;
    if (strncmp(failing->phase->executor, "staircase", 9) != 0) {
        finding_next(finding, "\"rate\": \"%s\" in %s", rate_text((from_per_s + to_per_s) / 2).text,
                     place_file(place));
        return;
    }
    double step_per_s = (to_per_s - from_per_s) / 4;
    finding_next(finding, "\"rates\": [\"%s\", \"%s\", \"%s\", \"%s\"] in %s",
                 rate_text(from_per_s).text, rate_text(from_per_s + step_per_s).text,
                 rate_text(from_per_s + 2 * step_per_s).text,
                 rate_text(from_per_s + 3 * step_per_s).text, place_file(place));
}

bool rule_sustains(const struct rule_place *place, struct finding *finding)
{
    if (!place->scenario->scenario.has_objective || !place->server->limit_found)
        return false;
    double sustained = place->server->sustains_per_s;
    const struct summary_step *failing = summary_lowest_failing(place->trial, sustained);
    const struct summary_step *good = step_at_rate(place->trial, sustained);
    if (failing == NULL || (good == NULL && !isnan(sustained)))
        return false;
    const struct scenario_threshold *objective = &place->scenario->scenario.objective;
    char failure[64], metric[OBJECTIVE_WORDS_BYTES];
    failure_words(place, failing, failure, sizeof failure);
    objective_metric_words(&place->scenario->scenario, metric);
    finding->severity = FINDING_INFO;
    if (good == NULL)
        finding_sentence(finding,
                         "%s does not sustain even %s, the lowest step that tells: it gave %s "
                         "(objective: %s). Its limit lies below.",
                         place->server->label, words_rate(failing->rate_per_s).text, failure,
                         place->scenario->objective);
    else
        finding_sentence(
            finding,
            "%s sustains %s with a %s of %s (objective: %s). The next step, %s, "
            "fails with %s; the limit lies between.",
            place->server->label, words_rate(sustained).text, metric,
            objective_value_words(objective, objective_value(objective, good->focus)).text,
            place->scenario->objective, words_rate(failing->rate_per_s).text, failure);
    finding_why(finding,
                "A shop does not slow down evenly: as it nears its capacity the queue grows "
                "faster and faster. What a server sustains is the highest rate at which its "
                "guests are still served in time; steps show between which two rates that ends.");
    advise_rates(place, failing, sustained, finding);
    finding_evidence(finding, "c2", isnan(sustained) ? 0 : sustained, failing->rate_per_s);
    finding->effect = 0.5;
    return true;
}

static bool met_all(const struct summary_server *server)
{
    const struct summary_trial *trial = summary_shown(server);
    return trial != NULL && !isnan(server->sustains_per_s) && !server->limit_found &&
           trial->steps[trial->step_count - 1].meets_objective;
}

/* "event loop", "event loop and cluster", "all 4 models". */
static void unlimited_words(const struct summary_scenario *scenario, unsigned count, char *text,
                            size_t size)
{
    if (count == scenario->server_count && count > 2) {
        (void)snprintf(text, size, "all %u servers", count);
        return;
    }
    const char *first = NULL, *second = NULL;
    for (unsigned i = 0; i < scenario->server_count; i++) {
        if (!met_all(&scenario->servers[i]))
            continue;
        if (first == NULL)
            first = scenario->servers[i].label;
        else if (second == NULL)
            second = scenario->servers[i].label;
    }
    if (count > 2)
        (void)snprintf(text, size, "%s, %s and %u more", first, second, count - 2);
    else
        (void)snprintf(text, size, "%s%s%s", first, count == 2 ? " and " : "",
                       count == 2 ? second : "");
}

bool rule_limit_not_found(const struct rule_place *place, struct finding *finding)
{
    const struct summary_scenario *scenario = place->scenario;
    unsigned count = 0;
    double highest = 0;
    const struct summary_step *last = NULL;
    for (unsigned i = 0; i < scenario->server_count; i++) {
        if (!met_all(&scenario->servers[i]))
            continue;
        const struct summary_trial *trial = summary_shown(&scenario->servers[i]);
        count++;
        highest = fmax(highest, scenario->servers[i].sustains_per_s);
        last = &trial->steps[trial->step_count - 1];
    }
    if (count == 0)
        return false;
    char servers[2 * NAME_BYTES + 32];
    unlimited_words(scenario, count, servers, sizeof servers);
    finding->severity = FINDING_INFO;
    finding_sentence(finding,
                     "Limit not found for %s: the objective (%s) is met in every step, so the "
                     "capacity is at least %s. Higher rates would find it.",
                     servers, scenario->objective, words_rate(highest).text);
    finding_why(finding,
                "A kitchen that was never full has not shown what it can do. Models that look "
                "alike at an easy load may differ widely at the limit.");
    if (strncmp(last->phase->executor, "staircase", 9) == 0)
        finding_next(finding, "\"rates\": [\"%s\", \"%s\", \"%s\"] in %s", rate_text(highest).text,
                     rate_text(2 * highest).text, rate_text(4 * highest).text, place_file(place));
    else
        finding_next(finding, "\"rate\": \"%s\" in %s", rate_text(2 * highest).text,
                     place_file(place));
    finding_evidence(finding, "c2", highest, (double)NAN);
    finding->effect = 0.1;
    return true;
}
