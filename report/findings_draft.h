#pragma once
/*
 * What rules share when they write a finding: printf into its texts, and words for the steps that
 * a finding is about ("at 700/s", "in 2 of 3 steps").
 */
#include "report/findings_rules.h"

#define STEPS_WORDS_BYTES 64

PRINTF_LIKE(2, 3) void finding_sentence(struct finding *finding, const char *format, ...);
PRINTF_LIKE(2, 3) void finding_why(struct finding *finding, const char *format, ...);
PRINTF_LIKE(2, 3) void finding_next(struct finding *finding, const char *format, ...);

/* Sets chart, and what was measured against which threshold. */
void finding_evidence(struct finding *finding, const char *chart, double measured,
                      double threshold);

/* The steps of a trial for which a rule's condition holds: one cause, one finding. */
struct step_group {
    unsigned of;                      /* all steps */
    unsigned count;                   /* those for which it holds */
    const struct summary_step *first; /* of them, in the order they ran; NULL when there is none */
    const struct summary_step *worst; /* with the largest weight */
    double weight;                    /* of the worst */
};

typedef double step_weight(const struct summary_step *step); /* > 0: the condition holds */

struct step_group steps_where(const struct summary_trial *trial, step_weight *weight);

/* "at 700/s" for one step, "in 2 of 3 steps" for more. */
const char *steps_words(const struct step_group *group, char text[STEPS_WORDS_BYTES]);

/* "at 700/s", or "in step 2" where there is no rate. */
const char *step_words(const struct summary_step *step, char text[STEPS_WORDS_BYTES]);

/* "event loop" */
const char *place_label(const struct rule_place *place);

/* " of light" when the scenario's objective speaks of one request, else "". */
const char *place_of_request(const struct rule_place *place, char text[NAME_BYTES + 8]);

/* The command that measures this scenario again, for all servers or for the place's alone. */
void finding_next_run(struct finding *finding, const struct rule_place *place, bool alone,
                      const char *before);
