/* V3: percentiles that are not shown because too few requests lie beyond them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/findings_draft.h"
#include "report/summary_answer.h"

/* The server with the fewest samples where all are compared, or else in its first step: what it
 * cannot show is missing in a comparison. NULL when no server has a step. */
static const struct summary_step *scarcest(const struct rule_place *place)
{
    const struct summary_step *least = NULL;
    for (unsigned i = 0; i < place->scenario->server_count; i++) {
        const struct summary_server *server = &place->scenario->servers[i];
        const struct summary_trial *trial = summary_shown(server);
        const struct summary_step *step = summary_common_step(place->scenario, server);
        if (place->scenario->common_step < 0 && trial != NULL && trial->step_count > 0)
            step = &trial->steps[0];
        if (step == NULL || !step->trusted)
            continue;
        if (least == NULL ||
            step->focus->response_time.samples < least->focus->response_time.samples)
            least = step;
    }
    return least;
}

/* Whole seconds until enough samples lie beyond a percentile, at this step's rate. */
static double seconds_for(const struct summary_step *step, double percentile)
{
    double per_s = (double)step->focus->response_time.samples / step->step->duration_s;
    double needed = threshold(SAMPLES_BEYOND) / (1 - percentile / 100);
    return ceil(round(needed) / per_s);
}

bool rule_few_samples(const struct rule_place *place, struct finding *finding)
{
    const struct summary_step *step = scarcest(place);
    if (step == NULL || step->focus->response_time.samples == 0)
        return false;
    const struct latency_summary *times = &step->focus->response_time;
    bool p99 = isnan(times->p99_us), p999 = isnan(times->p999_us);
    if (!p99 && !p999)
        return false;
    const char *request = step->focus->request;
    char lengths[96];
    (void)snprintf(lengths, sizeof lengths, "%s%s%s%s",
                   p99 ? words_seconds(seconds_for(step, 99)).text : "", p99 ? " for p99, " : "",
                   words_seconds(seconds_for(step, 99.9)).text, p99 ? " for p99.9" : "");
    finding->severity = p99 ? FINDING_CAUTION : FINDING_INFO;
    finding_sentence(finding,
                     "%s%s%s %s not shown %s: of %s requests fewer than %.0f lie beyond. At this "
                     "rate it takes steps of %s.",
                     p99 ? "p99 and p99.9" : "p99.9", request[0] != '\0' ? " of " : "", request,
                     p99 ? "are" : "is", step_words(step).text,
                     words_count((double)times->samples).text, threshold(SAMPLES_BEYOND), lengths);
    finding_why(finding,
                "To say what the unluckiest guest in a thousand waits one must have watched "
                "several thousand guests. With fewer than 10 of them beyond a percentile, one "
                "slow request more or less moves it at will, so it is left out.");
    bool staircase = strncmp(step->phase->executor, "staircase", 9) == 0;
    finding_next(finding, "\"%s\": \"%.0fs\" in %s", staircase ? "stepDuration" : "duration",
                 seconds_for(step, p99 ? 99 : 99.9), place_file(place));
    finding_evidence(finding, "c1", (double)times->samples,
                     threshold(SAMPLES_BEYOND) / (p99 ? 0.01 : 0.001));
    finding->effect = 0;
    return true;
}
