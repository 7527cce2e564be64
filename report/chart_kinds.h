#pragma once
/*
 * The kinds of charts. Each fills in the words and the table of a chart whose id, kind and scenario
 * are set, and writes its data file and its script into the folder.
 */
#include "report/charts.h"
#include "report/view.h"

/* C1: latency by percentile at the compared load, of the view's request. */
MUST_CHECK bool chart_spectrum(const struct view *view, const char *folder, struct chart *chart,
                               struct error *error);

/* C2: p99 and p50 against achieved throughput, step by step. */
MUST_CHECK bool chart_capacity(const struct view *view, const char *folder, struct chart *chart,
                               struct error *error);

/* C4: p50, p99 and maximum of every second, a panel for each server. */
MUST_CHECK bool chart_timeline(const struct view *view, const char *folder, struct chart *chart,
                               struct error *error);

/* C5: how long event loops could not poll, a row for each loop. */
MUST_CHECK bool chart_lag(const struct view *view, const char *folder, struct chart *chart,
                          struct error *error);
