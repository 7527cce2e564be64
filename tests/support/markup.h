#pragma once
/*
 * Checks a page or a picture: every element is closed in its order, every id is there once, every
 * "#id" link leads to one, and nothing runs or is loaded from elsewhere. Knows as much of HTML as
 * the report writes.
 */
#include <stddef.h>

struct markup_report {
    char problem[256]; /* the first one, with the words around it; "" = none */
    size_t elements;
    size_t ids;
    size_t headings_1; /* <h1> */
};

void markup_check(const char *text, struct markup_report *report);
