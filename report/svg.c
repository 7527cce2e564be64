#include "report/svg.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/html_text.h"

/* Places inside a tag after which an id of this picture follows. */
static const char *const id_marks[] = {" id='", " id=\"", "xlink:href='#", "xlink:href=\"#",
                                       "url(#"};

static bool starts(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* Copies one tag, from "<" to ">", with its ids prefixed; returns what follows it, or NULL when it
 * does not end. */
static const char *copy_tag(FILE *out, const char *tag, const char *id)
{
    const char *end = strchr(tag, '>');
    if (end == NULL)
        return NULL;
    while (tag <= end) {
        fputc(*tag, out);
        for (size_t i = 0; i < sizeof id_marks / sizeof id_marks[0]; i++)
            if (starts(tag, id_marks[i])) {
                fputs(id_marks[i] + 1, out);
                fprintf(out, "%s-", id);
                tag += strlen(id_marks[i]) - 1;
                break;
            }
        tag++;
    }
    return end + 1;
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

/* What follows "<g …></g>" when that is what stands here and nothing in it, else NULL. */
static const char *after_empty_group(const char *text)
{
    if (!starts(text, "<g "))
        return NULL;
    const char *end = strchr(text, '>');
    if (end == NULL)
        return NULL;
    const char *content = skip_blanks(end + 1);
    return starts(content, "</g>") ? content + strlen("</g>") : NULL;
}

/* What follows "<title>…</title>" of a curve without a name of its own, else NULL. */
static const char *after_idle_title(const char *text)
{
    if (!starts(text, "<title>gnuplot_plot_") && !starts(text, "<title>Gnuplot<"))
        return NULL;
    const char *end = strstr(text, "</title>");
    return end != NULL ? end + strlen("</title>") : NULL;
}

/* The picture's own description says only which program made it. */
static const char *after_description(const char *text)
{
    if (!starts(text, "<desc>"))
        return NULL;
    const char *end = strstr(text, "</desc>");
    return end != NULL ? end + strlen("</desc>") : NULL;
}

static bool copy_body(FILE *out, const char *body, const char *id)
{
    while (*body != '\0') {
        const char *after = after_empty_group(body);
        if (after == NULL)
            after = after_idle_title(body);
        if (after == NULL)
            after = after_description(body);
        if (after != NULL) {
            body = skip_blanks(after);
        } else if (*body == '<') {
            if (starts(body, "<script"))
                return false;
            body = copy_tag(out, body, id);
            if (body == NULL)
                return false;
        } else if (strchr(" \t\r\n", *body) != NULL) {
            fputc(' ', out); /* indentation */
            body = skip_blanks(body);
        } else {
            fputc(*body++, out);
        }
    }
    return true;
}

/* The value of viewBox='…' or "…" of the <svg> tag, copied as it stands when it is four numbers. */
static bool copy_view_box(FILE *out, const char *tag, const char *end)
{
    const char *box = strstr(tag, "viewBox=");
    if (box == NULL || box > end)
        return false;
    box += strlen("viewBox=") + 1;
    size_t length = strspn(box, "0123456789. -");
    fprintf(out, " viewBox=\"%.*s\"", (int)length, box);
    return length > 0;
}

char *svg_embed(const char *svg, const char *id, const char *title, const char *description)
{
    const char *tag = strstr(svg, "<svg");
    const char *end = tag != NULL ? strchr(tag, '>') : NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *out = end != NULL ? open_memstream(&text, &length) : NULL;
    if (out == NULL)
        return NULL;
    html_put(out, "<svg class=\"chart\" role=\"img\" aria-labelledby=\"%s-t %s-d\"", id, id);
    bool good = copy_view_box(out, tag, end);
    fputs(" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n",
          out);
    html_put(out, "<title id=\"%s-t\">%s</title><desc id=\"%s-d\">%s</desc>\n", id, title, id,
             description);
    good = good && copy_body(out, skip_blanks(end + 1), id);
    good = ferror(out) == 0 && good;
    good = fclose(out) == 0 && good;
    if (!good) {
        free(text);
        return NULL;
    }
    return text;
}
