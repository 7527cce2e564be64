#include "report/table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CELLS_AT_ONCE 64

void table_init(struct chart_table *table, unsigned columns)
{
    *table = (struct chart_table){.columns = columns};
}

void table_release(struct chart_table *table)
{
    for (size_t i = 0; i < table->cell_count; i++)
        free(table->cells[i]);
    free(table->cells);
    *table = (struct chart_table){0};
}

static bool make_room(struct chart_table *table)
{
    if (table->cell_count % CELLS_AT_ONCE != 0)
        return true;
    char **more = realloc(table->cells, (table->cell_count + CELLS_AT_ONCE) * sizeof *more);
    if (more == NULL)
        return false;
    table->cells = more;
    return true;
}

void table_cell(struct chart_table *table, const char *format, ...)
{
    char *cell = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&cell, format, arguments);
    va_end(arguments);
    if (length < 0 || !make_room(table)) {
        if (length >= 0)
            free(cell);
        table->lost = true;
        return;
    }
    table->cells[table->cell_count++] = cell;
    table->rows = (unsigned)(table->cell_count / table->columns) - 1;
}

const char *table_at(const struct chart_table *table, unsigned row, unsigned column)
{
    size_t at = (size_t)row * table->columns + column;
    assert(column < table->columns && at < table->cell_count);
    return table->cells[at];
}
