#pragma once
/*
 * A worker's way through the phases: prepares one when it is announced, runs it from the start that
 * all workers share, lets it drain, gives up what is unfinished when gracefulStop is over or the
 * run is stopped, and reports.
 */
#include "loadgen/worker.h"

/* The coordinator said something. */
void stage_on_orders(struct worker *worker);

/* No connection is being opened in advance any more. */
void stage_on_prefilled(struct worker *worker);

/* A request has ended; in_flight counts it out already. */
void stage_on_ended(struct worker *worker);

void stage_on_step_alarm(struct worker *worker);
void stage_on_grace_alarm(struct worker *worker);

/* Looks up this worker's next arrival in the schedule. */
void stage_next_arrival(struct worker *worker);
