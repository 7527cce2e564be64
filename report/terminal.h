#pragma once
/*
 * The summary for people at a terminal: per scenario a table and what explains it, then what to
 * think of the run, what to try next, and the report's path last. Made for 80 columns; narrower
 * ones lose columns from the right. Plain text: no colour, no cursor movement, and nothing that a
 * label could do to a terminal.
 */
#include <stdio.h>

#include "report/summary.h"

struct terminal {
    unsigned columns;
    bool utf8; /* false: ASCII only */
};

/* Of a stream: its width when it is a terminal (TIOCGWINSZ, else COLUMNS), else 80. UTF-8 as the
 * locale says, which the caller has set. */
struct terminal terminal_of(FILE *stream);

/* report_path is the last line; NULL: none. False only when memory runs out. */
MUST_CHECK bool terminal_print(const struct summary *summary, const struct terminal *terminal,
                               const char *report_path, FILE *stream, struct error *error);
