#pragma once
/*
 * Are the slow requests slow because their loop was blocked? A block is a busy interval of a loop
 * longer than 20 ms: nobody polls meanwhile, so whoever arrives waits. This lays the slow requests
 * of a trial over the blocks of the loop that answered them.
 */
#include "report/summary.h"

struct loop_blocks {
    double blocked_share; /* of the measured time, worst loop */
    double longest_s, longest_at_s;
    size_t slow; /* requests listed as slower than 20 ms, in trusted steps */
    size_t met;  /* of them: [intended, done] meets a block of their worker */
    /* The share of the slow requests that would have met a block had they come at any moment and
     * been of ordinary length (the median of all): the base rate that `met` is to be held
     * against. */
    double chance;
};

/* False when the trial has no loops or no trusted step, or memory ran out. */
bool loop_blocks_find(const struct summary_trial *trial, struct loop_blocks *blocks);
