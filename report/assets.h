#pragma once
/*
 * Files that the program carries in itself: the templates of report/plots/ and the page's style
 * sheet, so that a report can be made from any directory. Made by cmake/embed.cmake at build time.
 */
#include <stddef.h>

struct asset {
    const char *name; /* "style.gp" */
    const char *text; /* NUL-terminated beyond `length` */
    size_t length;
};

/* In the order of their names; ends with a NULL name. */
extern const struct asset assets[];

/* NULL when there is no file of that name. */
const struct asset *asset_find(const char *name);
