#pragma once
/*
 * The summary as files that scripts read: summary.json, and summary.csv with a row per scenario,
 * server, trial and step. Only what the summary holds is rendered; latencies are microseconds, what
 * is not known is null or an empty cell.
 */
#include "report/summary.h"

#define SUMMARY_SCHEMA_VERSION 1

/* summary.json as text, for the file and for --json. The caller frees it with free(); NULL when
 * memory ran out. */
char *summary_json(const struct summary *summary);

/* DIRECTORY/summary.json and DIRECTORY/summary.csv. */
MUST_CHECK bool summary_write(const struct summary *summary, const char *directory,
                              struct error *error);
