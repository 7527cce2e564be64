#pragma once
/* The table of one scenario at a terminal: one row per server, best first. */
#include <stdio.h>

#include "report/summary.h"
#include "report/terminal.h"

/* In UTF-8, but for `terminal->utf8` no wider than it would be in ASCII. */
void terminal_table_print(const struct summary_scenario *scenario, const struct terminal *terminal,
                          FILE *stream);
