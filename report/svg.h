#pragma once
/*
 * Makes gnuplot's SVG fit to stand inside a page, among others: without prolog and script, with
 * ids of its own (all of gnuplot's pictures have the same ones), an accessible name and
 * description, and without the empty groups that make up a third of it.
 */

/*
 * The picture as an <svg> element, or NULL when it is none or memory ran out; the caller frees it
 * with free(). `id` (of [a-z0-9-]) becomes the prefix of every id; title and description are plain
 * text. Colours stay gnuplot's: the page's style sheet turns them by their literal values.
 */
char *svg_embed(const char *svg, const char *id, const char *title, const char *description);
