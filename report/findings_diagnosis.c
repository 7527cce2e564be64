/* D1, D3 and D4: which resource the requests waited for. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/findings_draft.h"
#include "report/loop_blocks.h"

/* The request that takes longest even when nothing is in its way: the one to blame for blocks. */
static const struct measures *heaviest(const struct summary_trial *trial)
{
    const struct measures *heaviest = NULL;
    for (unsigned i = 0; i < trial->step_count; i++) {
        const struct result_step *step = trial->steps[i].step;
        for (unsigned k = 0; k < step->request_count; k++) {
            const struct measures *one = &step->requests[k];
            if (one->service_time.min_us > threshold(BLOCK_SECONDS) * 1e6 &&
                (heaviest == NULL || one->service_time.min_us > heaviest->service_time.min_us))
                heaviest = one;
        }
    }
    return heaviest;
}

static void advise_against_blocks(const struct rule_place *place, struct finding *finding)
{
    const struct measures *heavy = heaviest(place->trial);
    const struct scenario *scenario = &place->scenario->scenario;
    for (size_t i = 0; heavy != NULL && i < scenario->request_count; i++)
        if (strcmp(scenario->requests[i].name, heavy->request) == 0) {
            finding_next(finding,
                         "make \"%s\" (now \"%.60s\") shorter than 20 ms in %s and run it again",
                         heavy->request, scenario->requests[i].path, place_file(place));
            return;
        }
    finding_next(finding, "keep every piece of work on the loop below 20 ms in %s",
                 place_file(place));
}

bool rule_loop_blocked(const struct rule_place *place, struct finding *finding)
{
    struct loop_blocks blocks;
    if (!loop_blocks_find(place->trial, &blocks) || blocks.slow == 0)
        return false;
    double met_share = (double)blocks.met / (double)blocks.slow;
    bool blocked = blocks.blocked_share >= threshold(BLOCKED_SHARE) ||
                   blocks.longest_s >= threshold(BLOCK_LONGEST_SECONDS);
    if (!blocked || met_share < threshold(SLOW_OVERLAP_SHARE))
        return false;
    bool weak = blocks.chance > threshold(CHANCE_SHARE);
    finding->severity = FINDING_CAUTION;
    finding_sentence(
        finding,
        "%s was blocked over 20 ms at a time for %s of the run (longest %s at %s). Of %s "
        "requests slower than 20 ms, %s (%s) met a block; an ordinary request meets "
        "one in %s of cases.",
        place->server->label, words_share(blocks.blocked_share).text,
        words_latency(blocks.longest_s * 1e6).text, words_seconds(blocks.longest_at_s).text,
        words_count((double)blocks.slow).text, words_count((double)blocks.met).text,
        words_share(met_share).text, words_share(blocks.chance).text);
    finding_why(finding,
                "An event loop is one barista who finishes the order in hand before looking up. "
                "One slow order holds up the whole queue, also those who only want a glass of "
                "water. %s",
                weak ? "The numbers are consistent with that; because the loop is blocked so "
                       "much of the time, they would be high anyway."
                     : "The slow requests are slow because they waited for a block to end.");
    advise_against_blocks(place, finding);
    finding_evidence(finding, "c5", blocks.blocked_share, threshold(BLOCKED_SHARE));
    finding->effect =
        met_share * (double)blocks.slow / fmax(1, (double)place->trial->result.measures.planned);
    return true;
}

static double cores_used(const struct summary_step *step)
{
    return step->cost.cpu_s / step->step->duration_s;
}

static double cores_idle(const struct rule_place *place, const struct summary_step *step)
{
    return place->summary->run.cpus - cores_used(step) - step->cost.generator_cpu_share -
           step->cost.other_cpu_s / step->step->duration_s;
}

static double weight_one_core(const struct rule_place *place, const struct summary_step *step)
{
    double used = cores_used(step);
    bool full = step->cost.loop_busy_share >= threshold(LOOP_FULL_SHARE) &&
                used >= threshold(LOOP_CORES_LEAST) && used <= threshold(LOOP_CORES_MOST);
    bool room = place->server->cpus >= 2 && cores_idle(place, step) >= threshold(CORES_IDLE);
    return step->trusted && full && room ? step->cost.loop_busy_share : 0;
}

bool rule_one_core_full(const struct rule_place *place, struct finding *finding)
{
    struct step_group group = steps_where(place, weight_one_core);
    if (group.count == 0)
        return false;
    double idle = cores_idle(place, group.worst);
    finding->severity = FINDING_CAUTION;
    finding_sentence(finding,
                     "%s filled one core %s: %sits loop was busy %s of the time while %s of %u "
                     "cores idled. More clients cannot help; more loops, or moving CPU work off "
                     "the loop, can.",
                     place->server->label, steps_words(&group).text,
                     step_within(&group, group.worst).text,
                     words_share(group.worst->cost.loop_busy_share).text, words_number(idle).text,
                     place->summary->run.cpus);
    finding_why(finding,
                "A barista at full speed is not made faster by the empty place beside him. A "
                "single loop uses one core at most, so its capacity is one second of CPU per "
                "second, however many cores the machine has.");
    finding_next(finding, "make bench SCENARIOS=%s SERVERS=%s,thread-per-request",
                 place_file(place), place->server->id);
    finding_evidence(finding, "c2", group.worst->cost.loop_busy_share, threshold(LOOP_FULL_SHARE));
    finding->effect = idle / place->summary->run.cpus;
    return true;
}

/* What the server can have: its CPUs, less what the generator takes of them when they share. */
static double cores_available(const struct rule_place *place, const struct summary_step *step)
{
    double taken = place->summary->run.shared_cpus ? step->cost.generator_cpu_share : 0;
    return place->server->cpus - taken;
}

static double weight_all_cores(const struct rule_place *place, const struct summary_step *step)
{
    double available = cores_available(place, step);
    if (!step->trusted || !(available > 0))
        return 0;
    double share = cores_used(step) / available;
    return share >= threshold(CORES_FULL_SHARE) ? share : 0;
}

bool rule_all_cores_full(const struct rule_place *place, struct finding *finding)
{
    struct step_group group = steps_where(place, weight_all_cores);
    if (group.count == 0 || !(group.worst->cost.cpu_us_per_request > 0))
        return false;
    const struct summary_step *worst = group.worst;
    double available = cores_available(place, worst);
    double ceiling_per_s = available / worst->cost.cpu_us_per_request * 1e6;
    finding->severity = FINDING_INFO;
    finding_sentence(finding,
                     "%s used %s of the %s cores it could get %s%s. The limit is work, not "
                     "waiting: %s cores / %s per request = %s; it served %s.",
                     place->server->label, words_number(cores_used(worst)).text,
                     words_number(available).text, step_words(worst).text,
                     group.count > 1 ? " (other steps alike)" : "", words_number(available).text,
                     words_latency(worst->cost.cpu_us_per_request).text,
                     words_rate(ceiling_per_s).text, words_rate(worst->served_per_s).text);
    finding_why(finding,
                "All baristas are at work all the time. How they share it out no longer "
                "matters, only how much work each order is: a concurrency model cannot make "
                "CPU time, it can only waste less of it.");
    finding_evidence(finding, "c2", group.weight, threshold(CORES_FULL_SHARE));
    finding->effect = group.weight - threshold(CORES_FULL_SHARE);
    return true;
}
