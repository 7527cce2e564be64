#pragma once
/*
 * Which servers a scenario is measured on: those that it names, else the default models; narrowed
 * or replaced by --servers. Whether a model exists only the program `server` can tell (--list).
 */
#include <stddef.h>

#include "bench/plan.h"
#include "core/error.h"
#include "formats/scenario.h"

struct lineup_models {
    char names[SCENARIO_SERVERS_MAX][NAME_BYTES];
    size_t count;
};

/* Takes the names from what `server --list` prints: a line each, the name up to a tab. */
MUST_CHECK bool lineup_read_models(const char *list, struct lineup_models *models,
                                   struct error *error);

/*
 * Fills servers and server_count of each entry; its scenario must be set. `selection` is the text
 * of --servers, names with commas between them (ids of the scenario, else models), or NULL. False
 * with every unknown name in the error, with the known ones and the nearest.
 */
MUST_CHECK bool lineup_choose(struct plan_scenario *entries, size_t count, const char *selection,
                              const struct lineup_models *models, struct error *error);
