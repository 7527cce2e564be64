#include "report/loop_blocks.h"

#include <math.h>
#include <stdlib.h>

#include "formats/stats_page.h"
#include "report/finding_thresholds.h"
#include "report/intervals.h"

#define ANY_LOOP (-1) /* what a slow request says when its connection named no worker */

static const struct summary_step *step_at(const struct summary_trial *trial, double t)
{
    for (unsigned i = 0; i < trial->step_count; i++) {
        const struct summary_step *step = &trial->steps[i];
        if (step->trusted && t >= step->step->start_s &&
            t < step->step->start_s + step->step->duration_s)
            return step;
    }
    return NULL;
}

static size_t blocks_of(const struct summary_trial *trial, int loop, struct interval *intervals)
{
    size_t count = 0;
    for (size_t i = 0; i < trial->busy_count; i++) {
        const struct summary_busy *busy = &trial->busy[i];
        bool mine = loop == ANY_LOOP || busy->slot == (unsigned)loop;
        if (mine && busy->end_s - busy->start_s > threshold(BLOCK_SECONDS))
            intervals[count++] = (struct interval){busy->start_s, busy->end_s};
    }
    return intervals_merge(intervals, count);
}

static double measured_seconds(const struct summary_trial *trial)
{
    double measured_s = 0;
    for (unsigned i = 0; i < trial->step_count; i++)
        measured_s += trial->steps[i].trusted ? trial->steps[i].step->duration_s : 0;
    return measured_s;
}

/* The share of the measured time that the blocks cover, each begun `earlier_s` sooner. */
static double share_covered(const struct summary_trial *trial, const struct interval *blocks,
                            size_t count, double earlier_s)
{
    double covered_s = 0;
    for (unsigned i = 0; i < trial->step_count; i++) {
        const struct result_step *step = trial->steps[i].step;
        if (trial->steps[i].trusted)
            covered_s += intervals_covered(blocks, count, step->start_s,
                                           step->start_s + step->duration_s, earlier_s);
    }
    return covered_s / measured_seconds(trial);
}

/* Adds the slow requests that this loop answered. */
static void lay_over(const struct summary_trial *trial, int loop, struct interval *intervals,
                     struct loop_blocks *found)
{
    size_t count = blocks_of(trial, loop, intervals), slow = 0;
    for (size_t i = 0; i < trial->slow_count; i++) {
        const struct summary_slow *request = &trial->slow[i];
        if (request->worker != loop || step_at(trial, request->intended_s) == NULL)
            continue;
        slow++;
        if (intervals_meet(intervals, count, request->intended_s, request->done_s))
            found->met++;
    }
    double ordinary_s = trial->result.measures.response_time.p50_us / 1e6;
    ordinary_s = isnan(ordinary_s) ? 0 : fmin(ordinary_s, threshold(BLOCK_SECONDS));
    found->slow += slow;
    found->chance += (double)slow * share_covered(trial, intervals, count, ordinary_s);
    if (loop != ANY_LOOP)
        found->blocked_share =
            fmax(found->blocked_share, share_covered(trial, intervals, count, 0));
}

bool loop_blocks_find(const struct summary_trial *trial, struct loop_blocks *blocks)
{
    *blocks = (struct loop_blocks){0};
    if (!trial->has_loops || !(measured_seconds(trial) > 0))
        return false;
    struct interval *intervals =
        calloc(trial->busy_count > 0 ? trial->busy_count : 1, sizeof *intervals);
    if (intervals == NULL)
        return false;
    for (int loop = ANY_LOOP; loop < STATS_SLOTS; loop++)
        lay_over(trial, loop, intervals, blocks);
    free(intervals);
    blocks->chance = blocks->slow > 0 ? blocks->chance / (double)blocks->slow : 0;
    for (unsigned i = 0; i < trial->step_count; i++) {
        const struct step_cost *cost = &trial->steps[i].cost;
        if (trial->steps[i].trusted && cost->loop_longest_s > blocks->longest_s) {
            blocks->longest_s = cost->loop_longest_s;
            blocks->longest_at_s = cost->loop_longest_at_s;
        }
    }
    return true;
}
