#pragma once
/* The measures of a result file, which stand in it in many places: one part of result_read. */
#include "formats/fields.h"
#include "formats/result.h"

/* From the members of `object`; faults are in `fields`. */
void result_measures_read(struct fields *fields, const cJSON *object, struct measures *measures);
