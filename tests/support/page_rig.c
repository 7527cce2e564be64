#include "tests/support/page_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/markup.h"

char *page_rig_write(page_section *section, const struct summary *summary,
                     const struct charts *charts)
{
    static const struct charts none;
    char *text = NULL;
    size_t length = 0;
    struct page page = {.out = open_memstream(&text, &length),
                        .summary = summary,
                        .charts = charts != NULL ? charts : &none};
    if (page.out == NULL)
        abort();
    fputs("<h1>page</h1>", page.out);
    section(&page);
    if (fclose(page.out) != 0)
        abort();
    struct markup_report report;
    markup_check(text, &report);
    if (report.problem[0] != '\0' && strncmp(report.problem, "leads nowhere", 13) != 0) {
        (void)fprintf(stderr, "%s\n", report.problem);
        abort();
    }
    return text;
}
