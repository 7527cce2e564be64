/* U1 and N0: what to say when no rule explains a problem, and when there is none. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/findings_draft.h"
#include "report/summary_answer.h"

static bool has_finding(const struct rule_place *place, const char *rule)
{
    long scenario = place->scenario - place->summary->scenarios;
    long server = place->server - place->scenario->servers;
    for (unsigned i = 0; i < place->summary->finding_count; i++) {
        const struct finding *finding = &place->summary->findings[i];
        if (finding->scenario == scenario && finding->server == server &&
            strcmp(finding->rule, rule) == 0)
            return true;
    }
    return false;
}

static double weight_too_slow(const struct rule_place *place, const struct summary_step *step)
{
    const struct scenario_threshold *objective = &place->scenario->scenario.objective;
    if (!step->trusted || !step->kept_up || step->objective != OBJECTIVE_FAILED ||
        step_was_disturbed(place->summary, step))
        return 0;
    return objective_value(objective, step->focus);
}

bool rule_unexplained(const struct rule_place *place, struct finding *finding)
{
    const struct scenario *scenario = &place->scenario->scenario;
    if (!scenario->has_objective || !objective_is_time(&scenario->objective) ||
        has_finding(place, "D1") || has_finding(place, "D3") || has_finding(place, "D4"))
        return false;
    struct step_group group = steps_where(place, weight_too_slow);
    if (group.count == 0)
        return false;
    struct latency_words latency = latency_words(place, group.worst);
    finding->severity = FINDING_CAUTION;
    bool punctual = group.worst->step->verdict.status == VERDICT_OK;
    finding_sentence(finding,
                     "%s: %s is %s %s (objective: %s), and no rule explains it. Ruled out: "
                     "%s%s%soverload.",
                     place->server->label, latency.name, latency.value.text,
                     step_words(group.worst).text, place->scenario->objective,
                     place->trial->has_loops ? "a blocked loop, " : "",
                     isfinite(group.worst->cost.cpu_s) ? "full cores, " : "",
                     punctual ? "a late generator, " : "");
    finding_why(finding,
                "An honest report says when it does not know. What is left: the work itself "
                "takes that long, requests wait for a CPU behind other threads, or the machine "
                "did something else for a moment.");
    finding_next(finding, "see when and to whom it happened: less %s/%s/slow.ndjson",
                 place->summary->directory, place->trial->directory);
    finding_evidence(finding, "c4", group.weight, scenario->objective.value / 1e3);
    finding->effect = 0.05;
    return true;
}

/* Anything that was said of this scenario, but for the limit that was not found. */
static bool anything_said(const struct rule_place *place)
{
    long scenario = place->scenario - place->summary->scenarios;
    for (unsigned i = 0; i < place->summary->finding_count; i++) {
        const struct finding *finding = &place->summary->findings[i];
        bool harmless = strcmp(finding->rule, "D20") == 0 ||
                        (strcmp(finding->rule, "V3") == 0 && finding->severity == FINDING_INFO);
        if (finding->scenario == scenario && !harmless)
            return true;
    }
    return false;
}

bool rule_no_problem(const struct rule_place *place, struct finding *finding)
{
    double highest = 0, busiest = (double)NAN;
    for (unsigned i = 0; i < place->scenario->server_count; i++) {
        const struct summary_server *server = &place->scenario->servers[i];
        const struct summary_trial *trial = summary_shown(server);
        if (trial == NULL) /* a server that was not measured is a problem */
            return false;
        for (unsigned k = 0; k < trial->step_count; k++) {
            const struct summary_step *step = &trial->steps[k];
            highest = fmax(highest, step->rate_per_s);
            busiest = fmax(busiest, step->cost.cpu_s / step->step->duration_s / server->cpus);
        }
    }
    if (place->scenario->server_count == 0 || anything_said(place))
        return false;
    char used[96] = "";
    if (isfinite(busiest))
        (void)snprintf(used, sizeof used,
                       " The busiest server used %s of its CPUs:", words_share(busiest).text);
    finding->severity = FINDING_INFO;
    finding_sentence(finding,
                     "No problem found%s%s: no errors worth a word, no overload, no blocked "
                     "loop.%s this shows health at this load, not the limit.",
                     highest > 0 ? " up to " : "", highest > 0 ? words_rate(highest).text : "",
                     used[0] != '\0' ? used : " But");
    finding_why(finding,
                "Nothing went wrong in a quiet hour. That is good to know, and it says little "
                "about the rush: differences between models show when something is scarce.");
    finding_evidence(finding, "", busiest, (double)NAN);
    return true;
}
