#pragma once
/* One section of the page in memory. */
#include "report/html_parts.h"

typedef void page_section(const struct page *);

/* What the section writes for a run, with these charts (NULL: none); checked to be whole elements.
 * Aborts when memory runs out; the caller frees it with free(). */
char *page_rig_write(page_section *section, const struct summary *summary,
                     const struct charts *charts);
