#include "report/findings.h"

#include <stdio.h>
#include <string.h>

#include "report/findings_rules.h"
#include "report/summary_answer.h"

enum rule_scope {
    SCOPE_RUN,
    SCOPE_SCENARIO,
    SCOPE_SERVER
};

/* In the order in which they are applied: later ones may look at what earlier ones found. */
static const struct rule {
    const char *id;
    enum rule_scope scope;
    rule_function *applies;
} rules[] = {
    {"V16", SCOPE_RUN, rule_build},
    {"V9", SCOPE_RUN, rule_shared_cpus},
    {"V1", SCOPE_SERVER, rule_generator_late},
    {"V12", SCOPE_SERVER, rule_books},
    {"V2", SCOPE_SERVER, rule_overloaded},
    {"V14", SCOPE_SERVER, rule_errors},
    {"V7", SCOPE_SCENARIO, rule_noisy_machine},
    {"V3", SCOPE_SCENARIO, rule_few_samples},
    {"D1", SCOPE_SERVER, rule_loop_blocked},
    {"D3", SCOPE_SERVER, rule_one_core_full},
    {"D4", SCOPE_SERVER, rule_all_cores_full},
    {"D16", SCOPE_SERVER, rule_sustains},
    {"D20", SCOPE_SCENARIO, rule_limit_not_found},
    {"U1", SCOPE_SERVER, rule_unexplained},
    {"N0", SCOPE_SCENARIO, rule_no_problem},
};

#define RULES (sizeof rules / sizeof rules[0])

const char *findings_rule(size_t index)
{
    return index < RULES ? rules[index].id : NULL;
}

bool finding_is_about_trust(const struct finding *finding)
{
    return finding->rule[0] == 'V';
}

const char *finding_severity_name(enum finding_severity severity)
{
    static const char *const names[] = {"error", "caution", "info"};
    return names[severity];
}

static bool reads_before(const struct finding *a, const struct finding *b)
{
    if (a->severity != b->severity)
        return a->severity < b->severity;
    return a->effect > b->effect;
}

/* Keeps the findings in reading order; equals stay in the order in which they came. */
static void keep(struct summary *summary, const struct finding *finding)
{
    unsigned at = summary->finding_count;
    while (at > 0 && reads_before(finding, &summary->findings[at - 1]))
        at--;
    if (summary->finding_count == SUMMARY_FINDINGS_MAX) {
        summary->findings_left_out++;
        if (at == SUMMARY_FINDINGS_MAX)
            return;
        summary->finding_count--;
    }
    memmove(&summary->findings[at + 1], &summary->findings[at],
            (summary->finding_count - at) * sizeof summary->findings[0]);
    summary->findings[at] = *finding;
    summary->finding_count++;
}

static void apply(struct summary *summary, const struct rule *rule, int scenario, int server)
{
    struct rule_place place = {.summary = summary};
    if (scenario >= 0)
        place.scenario = &summary->scenarios[scenario];
    if (server >= 0) {
        place.server = &place.scenario->servers[server];
        place.trial = summary_shown(place.server);
        if (place.trial == NULL || place.trial->step_count == 0)
            return;
    }
    struct finding finding = {.scenario = scenario, .server = server};
    if (!rule->applies(&place, &finding))
        return;
    (void)snprintf(finding.rule, sizeof finding.rule, "%s", rule->id);
    keep(summary, &finding);
}

static void apply_everywhere(struct summary *summary, const struct rule *rule)
{
    if (rule->scope == SCOPE_RUN)
        apply(summary, rule, -1, -1);
    for (unsigned i = 0; rule->scope != SCOPE_RUN && i < summary->scenario_count; i++) {
        if (rule->scope == SCOPE_SCENARIO)
            apply(summary, rule, (int)i, -1);
        for (unsigned k = 0; rule->scope == SCOPE_SERVER && k < summary->scenarios[i].server_count;
             k++)
            apply(summary, rule, (int)i, (int)k);
    }
}

void findings_diagnose(struct summary *summary)
{
    summary->finding_count = 0;
    summary->findings_left_out = 0;
    for (size_t i = 0; i < RULES; i++)
        apply_everywhere(summary, &rules[i]);
}
