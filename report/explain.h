#pragma once
/*
 * What a rule or a term means: the textbook in the terminal (`report explain D1`), and the same
 * texts as the glossary of the page. Thresholds come from the rules' own table.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct explanation {
    const char *name;    /* "D1", "response time" */
    const char *title;   /* of a rule: what it says in a few words; NULL for a term */
    const char *meaning; /* one to three sentences */
    const char *formula; /* NULL: there is none */
    const char *lesson;  /* what to learn from it, with the coffee shop */
};

/* All terms, and all rules; a NULL name ends each. */
extern const struct explanation explain_terms[];
extern const struct explanation explain_rules[];

/* By name, whatever its case, with "-" or "_" for a blank. NULL when there is none. */
const struct explanation *explain_find(const char *name);

/* The whole text, wrapped to so many columns. */
void explain_print(const struct explanation *explanation, unsigned columns, FILE *stream);

/* "rules: V16 V9 …" and "terms: …", wrapped. */
void explain_print_names(unsigned columns, FILE *stream);
