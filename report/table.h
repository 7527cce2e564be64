#pragma once
/* The table of numbers under a chart: cells are added one by one, row by row, the header first. */
#include "report/charts.h"

/* An empty table of so many columns. */
void table_init(struct chart_table *table, unsigned columns);
void table_release(struct chart_table *table);

/* Adds a cell. Without memory for it the table is marked as `lost`. */
PRINTF_LIKE(2, 3) void table_cell(struct chart_table *table, const char *format, ...);

/* Cell of a row; row 0 is the header. */
const char *table_at(const struct chart_table *table, unsigned row, unsigned column);
