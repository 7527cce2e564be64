/* V rules: can the numbers be believed? */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/findings_draft.h"
#include "report/summary_answer.h"
#include "report/summary_steps.h"

static double weight_invalid(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    return step->step->verdict.status == VERDICT_INVALID ? 1 : 0;
}

static double weight_degraded(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    return step->step->verdict.status == VERDICT_DEGRADED ? 1 : 0;
}

/* As many words of a sentence as fit, "..." for the rest; it ends with a full stop. */
static void cut_words(const char *text, unsigned words, char *cut, size_t size)
{
    const char *at = text;
    for (unsigned i = 0; i < words && *at != '\0'; i++) {
        at += strspn(at, " ");
        at += strcspn(at, " ");
    }
    bool stopped = *at == '\0' && at > text && at[-1] == '.';
    (void)snprintf(cut, size, "%.*s%s", (int)(at - text), text,
                   *at != '\0' ? "..."
                   : stopped   ? ""
                               : ".");
}

bool rule_generator_late(const struct rule_place *place, struct finding *finding)
{
    struct step_group invalid = steps_where(place, weight_invalid);
    struct step_group degraded = steps_where(place, weight_degraded);
    const struct step_group *group = invalid.count > 0 ? &invalid : &degraded;
    if (group->count == 0)
        return false;
    const struct verdict *verdict = &group->first->step->verdict;
    char reason[sizeof verdict->reasons[0] + 4], others[64] = "";
    cut_words(verdict->reason_count > 0 ? verdict->reasons[0] : "No reason was recorded.", 24,
              reason, sizeof reason);
    if (invalid.count > 0 && degraded.count > 0)
        (void)snprintf(others, sizeof others, ", and less certain in %u more", degraded.count);
    finding->severity = invalid.count > 0 ? FINDING_ERROR : FINDING_CAUTION;
    finding_sentence(finding, "%s is %s %s%s%s%s. %s", place->server->label,
                     invalid.count > 0 ? "not to be trusted" : "less certain",
                     steps_words(group).text, group->count > 1 ? ", first " : "",
                     group->count > 1 ? step_words(group->first).text : "", others, reason);
    finding_why(finding,
                "A slow order-taker cannot be blamed on the kitchen. When the generator itself is "
                "late, short of CPU or has lost count, its latencies hold its own trouble too. "
                "%s",
                invalid.count > 0
                    ? "Such steps stay in the files, but they rank and explain nothing."
                    : "The figures are usable; small differences between models are not.");
    finding_next(finding, "on a quieter machine, or with lower rates: make bench SCENARIOS=%s",
                 place_file(place));
    finding_evidence(finding, "c4", group->first->step->measures.lag.p99_us, (double)NAN);
    finding->effect = (double)group->count / group->of;
    return true;
}

static double weight_overloaded(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    const struct measures *all = &step->step->measures;
    if (!step->trusted || step->kept_up || !(all->in_flight_slope_per_s > 0))
        return 0;
    return 1 - step->served_per_s / all->offered_per_s;
}

bool rule_overloaded(const struct rule_place *place, struct finding *finding)
{
    struct step_group group = steps_where(place, weight_overloaded);
    if (group.count == 0)
        return false;
    const struct summary_step *worst = group.worst;
    const struct measures *all = &worst->step->measures;
    struct latency_words latency = latency_words(place, worst);
    double served = worst->served_per_s;
    double growth_us = served > 0 ? all->in_flight_slope_per_s / served * 1e6 : (double)NAN;
    finding->severity = FINDING_CAUTION;
    finding_sentence(
        finding,
        "%s fell behind %s: %sit served %s of %s offered. Its queue grew by %.0f "
        "requests%s%s every second, so its %s, %s, measures the test's length, not the "
        "server.",
        place->server->label, steps_words(&group).text, step_within(&group, worst).text,
        words_rate(served).text, words_rate(all->offered_per_s).text, all->in_flight_slope_per_s,
        isnan(growth_us) ? "" : " or ", isnan(growth_us) ? "" : words_latency(growth_us).text,
        latency.name, latency.value.text);
    finding_why(finding,
                "More orders come in than go out, so the queue at the counter grows for as long "
                "as the doors stay open: wait twice as long and the last guest waits twice as "
                "long. No latency of such a step says anything about the server but this one "
                "thing: its capacity is below the offered rate.");
    if (!isnan(place->scenario->common_rate_per_s))
        finding_next(finding, "compare latencies at %s or less, where all servers keep up",
                     words_rate(place->scenario->common_rate_per_s).text);
    finding_evidence(finding, "c2", served / all->offered_per_s, threshold(KEPT_UP_SHARE));
    finding->effect = group.weight;
    return true;
}

/* The most disturbed step of a scenario. */
struct disturbance {
    const struct summary_server *server;
    const struct summary_step *worst;
    unsigned disturbed, steps;
};

static double others_in_cores(const struct summary_step *step)
{
    double cores = step->cost.other_cpu_s / step->step->duration_s;
    return isnan(cores) ? 0 : cores;
}

static struct disturbance find_disturbance(const struct rule_place *place)
{
    struct disturbance found = {0};
    for (unsigned i = 0; i < place->scenario->server_count; i++) {
        const struct summary_server *server = &place->scenario->servers[i];
        const struct summary_trial *trial = summary_shown(server);
        for (unsigned k = 0; trial != NULL && k < trial->step_count; k++) {
            const struct summary_step *step = &trial->steps[k];
            found.steps++;
            if (!step_was_disturbed(place->summary, step))
                continue;
            found.disturbed++;
            if (found.worst == NULL || others_in_cores(step) > others_in_cores(found.worst)) {
                found.server = server;
                found.worst = step;
            }
        }
    }
    return found;
}

bool rule_noisy_machine(const struct rule_place *place, struct finding *finding)
{
    struct disturbance found = find_disturbance(place);
    if (found.disturbed == 0)
        return false;
    unsigned cpus = place->summary->run.cpus;
    double others = others_in_cores(found.worst);
    char stolen[96] = "";
    if (found.worst->cost.steal_share > threshold(STEAL_SHARE))
        (void)snprintf(stolen, sizeof stolen, " and the hypervisor took %s of the CPU time",
                       words_share(found.worst->cost.steal_share).text);
    finding->severity = FINDING_CAUTION;
    finding_sentence(finding,
                     "Other programs used %s of %u cores while %s ran %s%s; %u of %u steps were "
                     "disturbed. Latencies are worse than on a quiet machine, not equally for "
                     "all.",
                     words_number(others).text, cpus, found.server->label,
                     step_words(found.worst).text, stolen, found.disturbed, found.steps);
    finding_why(finding,
                "Guests of another shop in the same kitchen. Whoever was measured while they "
                "cooked looks slower than he is, so the comparison is as much of luck as of "
                "models.");
    finding_next(finding, "on a quiet machine: %s", place->summary->run.command_line);
    finding_evidence(finding, "", others / cpus, threshold(OTHERS_SHARE));
    finding->effect = (double)found.disturbed / found.steps;
    return true;
}

bool rule_shared_cpus(const struct rule_place *place, struct finding *finding)
{
    const struct summary_run *run = &place->summary->run;
    if (!run->shared_cpus)
        return false;
    finding->severity = FINDING_CAUTION;
    finding_sentence(finding,
                     "Generator and servers shared %u %s. Latencies and throughput include their "
                     "competition: the order of the models is usable, absolute numbers are not.",
                     run->cpus_allowed, plural(run->cpus_allowed, "CPU", "CPUs"));
    finding_why(finding,
                "Guests who must also work in the kitchen slow down the kitchen. The generator "
                "goes first when both want a CPU, so that it is not late; the servers pay for "
                "that, all of them alike.");
    finding_next(finding, "on a machine with 4 CPUs or more: %s", run->command_line);
    finding_evidence(finding, "", run->cpus_allowed, 4);
    return true;
}

static double weight_books(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    if (step->step->verdict.status == VERDICT_INVALID) /* V1 says so already */
        return 0;
    struct step_books books = summary_step_books(step);
    return books.balanced ? 0 : fabs(books.counted - books.expected);
}

bool rule_books(const struct rule_place *place, struct finding *finding)
{
    struct step_group group = steps_where(place, weight_books);
    if (group.count == 0)
        return false;
    struct step_books books = summary_step_books(group.worst);
    finding->severity = FINDING_ERROR;
    finding_sentence(finding,
                     "%s: the books do not balance %s: %s%s requests were in flight on average, "
                     "but rate x response time gives %s. Requests are missing from the "
                     "statistics.",
                     place->server->label, steps_words(&group).text,
                     step_within(&group, group.worst).text, words_number(books.counted).text,
                     words_number(books.expected).text);
    finding_why(finding,
                "Little's law: the number of guests in a shop is the rate at which they come "
                "times how long each stays. It holds for every shop, so when it does not, some "
                "guests were not counted, for instance those who failed or gave up.");
    finding_next(finding, "look at outcomes and inFlight in %s/%s/result.json",
                 place->summary->directory, place->trial->directory);
    double more = fmax(books.counted, books.expected);
    finding_evidence(finding, "", fabs(books.counted - books.expected) / more,
                     threshold(BOOKS_GAP));
    finding->effect = fabs(books.counted - books.expected) / more;
    return true;
}

static double weight_errors(const struct rule_place *place, const struct summary_step *step)
{
    (void)place;
    double share = step->step->measures.error_rate;
    return step->trusted && share > threshold(ERRORS_SHARE) ? share : 0;
}

/* The class most errors fell into, never OUTCOME_OK. */
static enum outcome commonest_error(const struct measures *measures)
{
    enum outcome most = OUTCOME_STATUS_MISMATCH;
    for (int i = OUTCOME_OK + 1; i < OUTCOMES; i++)
        if (measures->outcomes[i] > measures->outcomes[most])
            most = (enum outcome)i;
    return most;
}

bool rule_errors(const struct rule_place *place, struct finding *finding)
{
    struct step_group group = steps_where(place, weight_errors);
    if (group.count == 0)
        return false;
    const struct measures *all = &group.worst->step->measures;
    enum outcome most = commonest_error(all);
    finding->severity = FINDING_CAUTION;
    finding_sentence(
        finding,
        "%s failed %s of its requests %s%s, most by %s (%s of %s). Percentiles "
        "cover the others only: failing fast is not being fast.",
        place->server->label, words_share(all->error_rate).text, step_words(group.worst).text,
        group.count > 1 ? " and more than 1 % in others" : "", outcome_names[most],
        words_count((double)all->outcomes[most]).text, words_count((double)all->planned).text);
    finding_why(finding,
                "A shop that turns guests away at the door has short queues inside. Latencies "
                "are those of guests who were served (timeouts count at the age at which they "
                "gave up), so a model that fails more must not be called faster.");
    finding_next(finding, "look at errorSamples in %s/%s/result.json", place->summary->directory,
                 place->trial->directory);
    finding_evidence(finding, "c2", all->error_rate, threshold(ERRORS_SHARE));
    finding->effect = all->error_rate;
    return true;
}

bool rule_build(const struct rule_place *place, struct finding *finding)
{
    const struct summary_run *run = &place->summary->run;
    if (!run->unoptimised)
        return false;
    finding->severity = FINDING_CAUTION;
    finding_sentence(finding,
                     "The programs were a %s build without optimisation or with sanitizers: no "
                     "timing of this run counts.",
                     run->build_type);
    finding_why(finding,
                "Without optimisation the shared parts of all servers, parsing above all, cost "
                "several times what they should, which hides what the models differ in.");
    finding_next(finding, "build and measure the optimised programs: make bench");
    finding_evidence(finding, "", 0, 0);
    finding->effect = 1;
    return true;
}
