#include "tests/support/chart_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void chart_rig_make(struct chart_rig *rig, chart_maker *maker, const struct summary *summary,
                    bool focused)
{
    struct view view = {.summary = summary,
                        .scenario = &summary->scenarios[0],
                        .servers = summary->scenarios[0].server_count,
                        .focused = focused};
    struct error error = {""};
    *rig = (struct chart_rig){.chart = {.id = "run", .kind = "c5"}};
    folder_make(&rig->folder);
    if (!maker(&view, rig->folder.path, &rig->chart, &error)) {
        (void)fprintf(stderr, "%s\n", error.text);
        abort();
    }
    rig->data = folder_read(&rig->folder, "run.dat");
    rig->script = folder_read(&rig->folder, "run.gp");
}

void chart_rig_release(struct chart_rig *rig)
{
    for (size_t i = 0; i < rig->chart.table.cell_count; i++)
        free(rig->chart.table.cells[i]);
    free(rig->chart.table.cells);
    free(rig->data);
    free(rig->script);
    folder_remove(&rig->folder);
}

const char *chart_rig_cell(const struct chart_rig *rig, unsigned row, unsigned column)
{
    size_t at = (size_t)row * rig->chart.table.columns + column;
    return at < rig->chart.table.cell_count ? rig->chart.table.cells[at] : "";
}

char *chart_rig_block(const struct chart_rig *rig, unsigned number)
{
    char mark[16];
    (void)snprintf(mark, sizeof mark, "# %u: ", number);
    const char *start = strstr(rig->data, mark);
    const char *end = start != NULL ? strstr(start, "\n\n\n") : NULL;
    if (start == NULL)
        return strdup("");
    return end != NULL ? strndup(start, (size_t)(end - start)) : strdup(start);
}

unsigned chart_rig_points(const struct chart_rig *rig, unsigned number)
{
    char *block = chart_rig_block(rig, number);
    unsigned points = 0;
    char *rest = block;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        points += line[0] >= '0' && line[0] <= '9' ? 1 : 0;
    free(block);
    return points;
}
