#include "report/missed.h"

static unsigned print_trial(const struct summary_scenario *scenario,
                            const struct summary_server *server, const struct summary_trial *trial,
                            FILE *stream)
{
    unsigned missed = 0;
    for (unsigned i = 0; trial->done && i < trial->result.threshold_count; i++) {
        if (trial->result.thresholds[i].passed)
            continue;
        fprintf(stream, "%s, %s, trial %u: %s was missed\n", scenario->name, server->id, trial->n,
                trial->result.thresholds[i].text);
        missed++;
    }
    return missed;
}

unsigned missed_thresholds_print(const struct summary *summary, FILE *stream)
{
    unsigned missed = 0;
    for (unsigned c = 0; c < summary->scenario_count; c++) {
        const struct summary_scenario *scenario = &summary->scenarios[c];
        for (unsigned s = 0; s < scenario->server_count; s++) {
            const struct summary_server *server = &scenario->servers[s];
            for (unsigned t = 0; t < server->trial_count; t++)
                missed += print_trial(scenario, server, &server->trials[t], stream);
        }
    }
    return missed;
}
