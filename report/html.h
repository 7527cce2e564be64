#pragma once
/*
 * The report as one page: no script, nothing loaded from anywhere, light and dark, printable,
 * readable by machine and by screen reader. It shows what the summary, its findings and the charts
 * hold and computes nothing of its own.
 *
 *     html_write(&summary, &charts, "results/latest", error)     → results/latest/report.html
 *
 * Anchors that others may link to: "#answer", "#trust", "#findings", the rule of a finding ("#D1"
 * for its first, "#D1-2" for its second), the id of a chart ("#cpu-tail-c5").
 */
#include "report/charts.h"
#include "report/summary.h"

MUST_CHECK bool html_write(const struct summary *summary, const struct charts *charts,
                           const char *directory, struct error *error);
