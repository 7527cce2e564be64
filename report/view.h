#pragma once
/*
 * One scenario of the summary as its charts and tables look at it: which trial is shown, which
 * step all servers are compared at, how a server or a load is called. Finds numbers, makes none.
 */
#include "report/summary.h"

struct view {
    const struct summary *summary;
    const struct summary_scenario *scenario;
    unsigned index;      /* of the scenario */
    const char *request; /* whose latencies; "" = all requests; borrowed */
};

/* The whole scenario; `request` is "" */
struct view view_of(const struct summary *summary, unsigned scenario);

/* The name of the request that the objective speaks of; "" when it speaks of all or there is none.
 */
const char *view_objective_request(const struct view *view);

/* The objective's limit when it is a response time of this view's request, else NAN. */
double view_objective_us(const struct view *view);

/* The trial that charts show, or NULL. */
const struct summary_trial *view_trial(const struct view *view, unsigned server);

/* A step of that trial (warm-up not counted), or NULL. */
const struct summary_step *view_step(const struct view *view, unsigned server, unsigned step);

/* What was measured in a step for this view's request, or NULL. */
const struct measures *view_measures(const struct view *view, const struct summary_step *step);

/* The highest number of steps that a server was shown. */
unsigned view_step_count(const struct view *view);

/* The step to compare at: the highest that every server achieved; when there is none the first
 * one, and *fair is false. */
unsigned view_compared_step(const struct view *view, bool *fair);

/* An open-model step that answered less than 99 % of what was offered. */
bool view_fell_behind(const struct summary_step *step);

/* The server's label, cleaned and cut to `columns`. */
void view_name(const struct view *view, unsigned server, unsigned columns,
               char name[NAME_BYTES * 2]);

/* The load of a step in words, as it was planned: "300/s", "8 virtual users"; "–": was not run. */
struct view_words {
    char text[64];
};
struct view_words view_load(const struct view *view, unsigned step);

/* "light requests", or "requests" for all. */
struct view_words view_requests(const struct view *view);
