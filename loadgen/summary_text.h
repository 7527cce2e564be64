#pragma once
/*
 * A result for people: what quick mode prints on stdout when the load is over. At most 80 columns
 * of plain text; every figure is one of result.json.
 */
#include <stdio.h>

#include "formats/result.h"

/* The caller checks the stream for write errors. */
void summary_text_print(const struct result *result, FILE *stream);
