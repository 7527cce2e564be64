#pragma once

/*
 * Every number that turns a measurement into a judgement, in one table: rules read it, explain
 * prints it. A threshold is a starting value unless its reason names a source.
 */

enum threshold_name {
    KEPT_UP_SHARE,       /* served / offered from which a server keeps up */
    QUEUE_GROWTH_SHARE,  /* growth of the queue per second / offered: noticed when it lasts */
    QUEUE_RUNAWAY_SHARE, /* the same, noticed at once */
    SUSTAINED_ERRORS,    /* share of errors up to which a step can be sustained */
    SAMPLES_BEYOND,      /* a percentile is shown with so many samples beyond it */
    OTHERS_SHARE,        /* of the machine's cores, used by other programs */
    STEAL_SHARE,
    BOOKS_GAP, /* of Little's law */
    ERRORS_SHARE,
    BLOCK_SECONDS, /* a busy interval longer than this blocks */
    BLOCKED_SHARE,
    BLOCK_LONGEST_SECONDS,
    SLOW_OVERLAP_SHARE,
    CHANCE_SHARE, /* from here on "because" becomes "consistent with" */
    LOOP_FULL_SHARE,
    LOOP_CORES_LEAST,
    LOOP_CORES_MOST,
    CORES_IDLE,
    CORES_FULL_SHARE,
    THRESHOLDS
};

struct threshold {
    const char *rule; /* the rule it belongs to; "" = the definition of "sustains" */
    const char *text; /* with its unit, as explain prints it */
    double value;
    const char *reason;
};

extern const struct threshold thresholds[THRESHOLDS];

static inline double threshold(enum threshold_name name)
{
    return thresholds[name].value;
}
