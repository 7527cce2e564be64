#pragma once
/*
 * The scenarios of a run: read and checked, all of them, before anything starts.
 *
 *     suite_read(&suite, paths, count, error)            named on the command line
 *     suite_read_default(&suite, programs, error)        scenarios/default.list
 *     suite_release(&suite)
 *
 * The bytes that were checked are kept, and it is these that every trial runs.
 */
#include <stddef.h>

#include "core/error.h"
#include "formats/scenario.h"

#define SUITE_SCENARIOS_MAX 64

struct suite_entry {
    char *text; /* owned */
    size_t length;
    struct scenario scenario;
};

struct suite {
    char name[NAME_BYTES]; /* the scenario's, that of the list, or "3-scenarios" */
    struct suite_entry entries[SUITE_SCENARIOS_MAX];
    size_t count;
};

/* On false the error holds what is wrong with all files, and there is nothing to release. */
MUST_CHECK bool suite_read(struct suite *suite, const char *const *paths, size_t count,
                           struct error *error);

/*
 * The files that scenarios/default.list names, one a line, relative to the list; lines that are
 * empty or begin with '#' are passed over. The list is looked for in the current folder, then in
 * the folder of the programs and its parents.
 */
MUST_CHECK bool suite_read_default(struct suite *suite, const char *programs, struct error *error);

void suite_release(struct suite *suite);
