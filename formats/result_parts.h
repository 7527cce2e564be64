#pragma once
/* Parts of a result file that other files hold in the same words. */
#include "core/json_build.h"
#include "formats/result.h"

/* Puts the member `name`: samples, minimum to maximum. Returns it, for more members. */
cJSON *result_put_times(struct json_build *build, cJSON *parent, const char *name,
                        const struct latency_summary *times);

/* Puts the member "verdict": status and reasons. */
void result_put_verdict(struct json_build *build, cJSON *parent, const struct verdict *verdict);
