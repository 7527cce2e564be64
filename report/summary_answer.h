#pragma once
/*
 * The answer of one scenario: per server the trial that is shown and the rate it sustains, over
 * all servers the rate at which they are compared. Pure arithmetic over the steps.
 */
#include "report/summary.h"

/* Fills shown, sustains_per_s and limit_found of every server; common_rate_per_s, common_step and
 * ranked of the scenario. */
void summary_answer(struct summary_scenario *scenario);

/* The shown trial, or NULL. Borrowed. */
const struct summary_trial *summary_shown(const struct summary_server *server);

/* The step at which servers are compared, of the shown trial; NULL when there is none or it cannot
 * be trusted. Borrowed. */
const struct summary_step *summary_common_step(const struct summary_scenario *scenario,
                                               const struct summary_server *server);

/* Trusted, and certainly not meeting the objective: too slow, too many errors or overloaded. */
bool summary_step_fails(const struct summary_step *step);

/* Errors <= SUSTAINED_ERRORS. */
bool summary_step_errors_pass(const struct summary_step *step);

/* The failing step with the lowest rate above this one (NAN: of all), or NULL. Borrowed. */
const struct summary_step *summary_lowest_failing(const struct summary_trial *trial,
                                                  double above_per_s);
