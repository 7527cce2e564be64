#pragma once
/*
 * Titles of charts: what the chart shows, as a sentence with its numbers, so that a person who
 * reads nothing else has read the result. With more than TITLE_SERVERS_NAMED servers only the best
 * and the worst are named.
 */
#include "report/charts.h"
#include "report/view.h"

#define TITLE_SERVERS_NAMED 3

/* The rarest percentile, up to p99, that all servers have, at the compared step. */
void title_spectrum(const struct view *view, struct chart *chart);

/* What each server sustains. */
void title_capacity(const struct view *view, struct chart *chart);

/* The slowest answer of each server, and when it was. */
void title_timeline(const struct view *view, struct chart *chart);

/* What was found about blocked loops, else the longest time one was busy. */
void title_lag(const struct view *view, double longest_ms, struct chart *chart);
