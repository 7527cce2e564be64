#pragma once
/*
 * A validator for the part of JSON Schema draft 2020-12 that our schemas use, so that tests can
 * hold a schema and the hand-written checker to the same files without another dependency.
 *
 * Known keywords: $ref to #/$defs, type, const, enum, pattern (as POSIX extended expressions),
 * maxLength, minimum, maximum, exclusiveMinimum, items, minItems, maxItems, properties, required,
 * additionalProperties, unevaluatedProperties, propertyNames, minProperties, maxProperties, oneOf,
 * allOf, if/then. Any other keyword that would restrict a value fails the running test.
 */
#include <cjson/cJSON.h>
#include <stdbool.h>

bool schema_accepts(const cJSON *schema, const cJSON *value);
