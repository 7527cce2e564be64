#pragma once
/* Makes one chart of a summary without drawing it, and reads what it wrote. */
#include "report/chart_kinds.h"
#include "tests/support/folder.h"

typedef bool chart_maker(const struct view *, const char *, struct chart *, struct error *);

struct chart_rig {
    struct folder folder;
    struct chart chart;
    char *data, *script;
};

/* Aborts when the chart cannot be made. */
void chart_rig_make(struct chart_rig *rig, chart_maker *maker, const struct summary *summary,
                    bool focused);
void chart_rig_release(struct chart_rig *rig);

/* A cell of the table, row 0 is the header; "" outside of it. */
const char *chart_rig_cell(const struct chart_rig *rig, unsigned row, unsigned column);

/* Text that block `number` of the data file holds, or "": from its comment to the next block. The
 * caller frees it with free(). */
char *chart_rig_block(const struct chart_rig *rig, unsigned number);

/* How many lines of the block begin with a number. */
unsigned chart_rig_points(const struct chart_rig *rig, unsigned number);
