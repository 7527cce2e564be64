#pragma once
/*
 * What rules share when they write a finding: printf into its texts, and words for the steps that
 * a finding is about ("at 700/s", "in 2 of 3 steps").
 */
#include "report/findings_rules.h"
#include "report/objective.h"
#include "report/words.h"

PRINTF_LIKE(2, 3) void finding_sentence(struct finding *finding, const char *format, ...);
PRINTF_LIKE(2, 3) void finding_why(struct finding *finding, const char *format, ...);
/* A text that does not fit is left out: half a command is worse than none. */
PRINTF_LIKE(2, 3) void finding_next(struct finding *finding, const char *format, ...);

/* Sets chart, and what was measured against which threshold. */
void finding_evidence(struct finding *finding, const char *chart, double measured,
                      double threshold);

/* The steps of a trial for which a rule's condition holds: one cause, one finding. */
struct step_group {
    unsigned of;                      /* all steps */
    unsigned count;                   /* those for which it holds */
    const struct summary_step *first; /* of them, in the order they ran; NULL: there is none */
    const struct summary_step *worst; /* with the largest weight */
    double weight;                    /* of the worst */
};

/* > 0: the condition holds, and how strongly. */
typedef double step_weight(const struct rule_place *place, const struct summary_step *step);

struct step_group steps_where(const struct rule_place *place, step_weight *weight);

struct step_words {
    char text[64];
};

/* "at 700/s" for one step, "in 2 of 3 steps" for more. */
struct step_words steps_words(const struct step_group *group);

/* "at 700/s", or "in step 2" where there is no rate. */
struct step_words step_words(const struct summary_step *step);

/* "at 700/s " when the group has more steps than this one, else "". */
struct step_words step_within(const struct step_group *group, const struct summary_step *step);

/* Other programs, or other guests of the machine, took more CPU time than they may. */
bool step_was_disturbed(const struct summary *summary, const struct summary_step *step);

/* The latency that matters in this scenario: the objective's, else p99, and the maximum where
 * there are too few samples for it: "p99 of light" and "48.2 ms". */
struct latency_words {
    char name[OBJECTIVE_WORDS_BYTES];
    struct words value;
};

struct latency_words latency_words(const struct rule_place *place, const struct summary_step *step);

/* "scenarios/mixed.json" as text for a next step. */
const char *place_file(const struct rule_place *place);

/* A rate as scenarios write it, exactly: "700/s", "1250.5/s". */
struct step_words rate_text(double rate_per_s);

const char *plural(uint64_t count, const char *one, const char *many);
