#pragma once
/*
 * The parts of a scenario, one reader for each, called in this order by scenario.c. Each checks its
 * part of the file, complains about what is wrong and fills the scenario with the rest; `target` is
 * the struct scenario, as the table of fields wants it. Internal to formats.
 */
#include "formats/scenario_fields.h"

/* scenario_servers.c */
void scenario_read_servers(struct scenario_reader *reader, const cJSON *item, void *target);

/* scenario_requests.c */
void scenario_read_defaults(struct scenario_reader *reader, const cJSON *item, void *target);
void scenario_read_requests(struct scenario_reader *reader, const cJSON *item, void *target);
void scenario_release_request(struct scenario_request *request);

/* scenario_headers.c. Checking: false when there are no headers to go on with. Merging: the
 * defaults' headers, overridden by the reader's own_headers where the names are equal. */
bool scenario_check_headers(struct scenario_reader *reader, const cJSON *headers);
void scenario_merge_headers(struct scenario_reader *reader, const cJSON *item,
                            struct scenario_request *request);

/* scenario_mix.c. The target of a phase's mix is its struct scenario_phase; without a mix every
 * request is sent equally often. */
bool scenario_take_request(struct scenario_reader *reader, const cJSON *item, size_t *index);
void scenario_read_mix(struct scenario_reader *reader, const cJSON *item, void *target);
void scenario_read_phase_mix(struct scenario_reader *reader, const cJSON *item, void *target);
void scenario_mix_all(struct scenario_reader *reader);

/* scenario_phases.c */
void scenario_read_phases(struct scenario_reader *reader, const cJSON *item, void *target);

/* scenario_threshold.c */
void scenario_read_objective(struct scenario_reader *reader, const cJSON *item, void *target);
void scenario_read_thresholds(struct scenario_reader *reader, const cJSON *item, void *target);
