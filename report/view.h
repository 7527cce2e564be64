#pragma once
/*
 * One scenario of the summary as its charts and tables look at it: which trial is shown, which
 * step all servers are compared at, how a server or a load is called. Finds numbers, makes none.
 */
#include "report/summary.h"

#define VIEW_NAME_BYTES (NAME_BYTES * 3) /* a cleaned name: replacements take 3 bytes each */

struct view {
    const struct summary *summary;
    const struct summary_scenario *scenario;
    unsigned index;   /* of the scenario */
    unsigned servers; /* how many: at most SCENARIO_SERVERS_MAX */
    bool focused;     /* on the request that the objective speaks of, else on all */
};

struct view view_of(const struct summary *summary, unsigned scenario, bool focused);

/* The name of the request that the objective speaks of; "" when it speaks of all or there is none.
 */
const char *view_objective_request(const struct view *view);

/* The objective's limit when it is a response time of what this view looks at, else NAN. */
double view_objective_us(const struct view *view);

/* The trial that charts show, or NULL. */
const struct summary_trial *view_trial(const struct view *view, unsigned server);

/* A step of that trial (warm-up not counted), or NULL. */
const struct summary_step *view_step(const struct view *view, unsigned server, unsigned step);

/* What was measured in a step, of the objective's request or of all; NULL without a step. */
const struct measures *view_measures(const struct view *view, const struct summary_step *step);

/* The step to compare at: the highest that every server kept up with; when there is none the first
 * one, and *fair is false. */
unsigned view_compared_step(const struct view *view, bool *fair);

struct view_words {
    char text[VIEW_NAME_BYTES + 16];
};

/* The server's label, cleaned and cut to `columns`. */
struct view_words view_name(const struct view *view, unsigned server, unsigned columns);

/* The scenario's name, cleaned. */
struct view_words view_scenario(const struct view *view);

/* The load of a step in words, as it was planned: "300/s", "8 virtual users"; "–": was not run. */
struct view_words view_load(const struct view *view, unsigned step);

/* "light requests" when the view is focused on a named one, else what is given for all. */
struct view_words view_requests(const struct view *view, const char *all);
