#pragma once
/* Text into HTML and SVG. */
#include <stdio.h>

#include "core/error.h"

/* Writes text cleaned (see text.h) and with & < > " ' escaped: fit for content and for quoted
 * attribute values. */
void html_text(FILE *page, const char *text);

/* Writes markup in which every %s is replaced by the next argument as html_text writes it; %% is a
 * percent sign. There are no other conversions. */
PRINTF_LIKE(2, 3) void html_put(FILE *page, const char *format, ...);
