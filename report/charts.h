#pragma once
/*
 * The charts of a run, drawn by gnuplot from data files: as SVG (in the page and beside it) and
 * as PNG (for slides), with the data and the script that drew them.
 *
 *     struct charts charts;
 *     if (charts_write(&summary, "results/latest", &charts, error)) …
 *     html_write(&summary, &charts, "results/latest", error) …   charts_release(&charts)
 *
 * Per scenario: c1 latency by percentile at one load, c2 latency against achieved throughput, c4
 * latency over time, c5 event-loop lag over time. All numbers come from the summary.
 *
 * Drawing is never what makes a report fail: without a working gnuplot every chart keeps its words
 * and its table, `svg` is NULL and `note` says once what to do about it.
 */
#include <stddef.h>

#include "report/summary.h"

#define CHART_ID_BYTES 96

/* The plotted numbers as words, one row per line of the table under the chart. */
struct chart_table {
    unsigned columns;
    unsigned rows;     /* without the header */
    char **cells;      /* header, then row by row: see table_at(); owned */
    size_t cell_count; /* (rows + 1) * columns when it is finished */
    bool lost;         /* memory ran out while it was made */
    char note[160];    /* what was left out; "" = nothing */
};

struct chart {
    char id[CHART_ID_BYTES]; /* anchor, and name of its files: "cpu-tail-c1"; of [a-z0-9-] only, no
                                hyphen first */
    char kind[8];            /* "c1", "c2", "c4", "c5": what a finding names as its chart */
    unsigned scenario;       /* index into the summary's scenarios */
    char question[128];      /* "How bad is it for the unlucky ones, at the same load?" */
    char title[512];         /* the finding */
    char subtitle[320];      /* the description: what, of which scenario, at which load */
    char reading[512];       /* "How to read this", two sentences */
    char description[1024];  /* the curves in words, for those who cannot see them */
    char *svg;               /* owned; to be put into a page as it is; NULL: not drawn */
    struct chart_table table;
};

struct charts {
    struct chart *items; /* owned; in the order of the page */
    unsigned count;
    char note[512]; /* why charts are missing, and the remedy; "" = all were drawn */
};

/* Writes DIRECTORY/charts/. False only when a file cannot be written; then there is nothing to
 * release. The texts are plain: whoever puts them into a page escapes them. */
MUST_CHECK bool charts_write(const struct summary *summary, const char *directory,
                             struct charts *charts, struct error *error);
void charts_release(struct charts *charts);
