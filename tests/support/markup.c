#include "tests/support/markup.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DEPTH_MAX 256
#define IDS_MAX   4096
#define TAG_BYTES 32

struct checker {
    struct markup_report *report;
    char open[DEPTH_MAX][TAG_BYTES];
    size_t depth;
    char ids[IDS_MAX][96];
    char links[IDS_MAX][96];
    size_t id_count, link_count;
    unsigned heading; /* level of the last one */
};

static void complain(struct checker *checker, const char *what, const char *where)
{
    if (checker->report->problem[0] == '\0')
        (void)snprintf(checker->report->problem, sizeof checker->report->problem, "%s: %.80s", what,
                       where);
}

/* Copies the value of an attribute of this tag; false when it has none. */
static bool attribute(const char *tag, size_t length, const char *name, char *value, size_t size)
{
    char pattern[40];
    (void)snprintf(pattern, sizeof pattern, " %s=", name);
    const char *at = memmem(tag, length, pattern, strlen(pattern));
    if (at == NULL)
        return false;
    at += strlen(pattern);
    const char *end = strchr(at + 1, *at);
    if (end == NULL || (*at != '"' && *at != '\''))
        return false;
    (void)snprintf(value, size, "%.*s", (int)(end - at - 1), at + 1);
    return true;
}

static void check_attributes(struct checker *checker, const char *tag, size_t length)
{
    static const char *const loads[] = {"src", "href", "xlink:href", "action", "data"};
    char value[512];
    if (attribute(tag, length, "id", value, sizeof value) && checker->id_count < IDS_MAX)
        (void)snprintf(checker->ids[checker->id_count++], 96, "%s", value);
    for (size_t i = 0; i < sizeof loads / sizeof loads[0]; i++) {
        if (!attribute(tag, length, loads[i], value, sizeof value))
            continue;
        if (value[0] == '#' && checker->link_count < IDS_MAX)
            (void)snprintf(checker->links[checker->link_count++], 96, "%s", value + 1);
        else if (strchr(value, ':') != NULL || strncmp(value, "//", 2) == 0)
            complain(checker, "leads elsewhere", tag);
    }
    if (memmem(tag, length, " on", 3) != NULL && memmem(tag, length, "=\"", 2) != NULL)
        for (const char *at = tag; (at = memmem(at, length - (size_t)(at - tag), " on", 3)) != NULL;
             at++)
            if (strspn(at + 1, "abcdefghijklmnopqrstuvwxyz") == strcspn(at + 1, "= >\"'"))
                if (at[1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz")] == '=')
                    complain(checker, "handles events", tag);
}

static bool is_void(const char *name)
{
    return strcmp(name, "meta") == 0 || strcmp(name, "br") == 0 || strcmp(name, "img") == 0;
}

static void check_heading(struct checker *checker, const char *name, const char *tag)
{
    if (name[0] != 'h' || name[1] < '1' || name[1] > '6' || name[2] != '\0')
        return;
    unsigned level = (unsigned)(name[1] - '0');
    checker->report->headings_1 += level == 1 ? 1 : 0;
    if (level > checker->heading + 1)
        complain(checker, "a level of headings is left out", tag);
    checker->heading = level;
}

static void check_start(struct checker *checker, const char *tag, size_t length, const char *name)
{
    static const char *const banned[] = {"script", "iframe", "object", "embed",
                                         "link",   "base",   "form",   "foreignObject"};
    for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++)
        if (strcasecmp(name, banned[i]) == 0)
            complain(checker, "is not allowed", tag);
    checker->report->elements++;
    check_heading(checker, name, tag);
    check_attributes(checker, tag, length);
    if (tag[length - 2] == '/' || is_void(name))
        return;
    if (checker->depth == DEPTH_MAX) {
        complain(checker, "too deep", tag);
        return;
    }
    (void)snprintf(checker->open[checker->depth++], TAG_BYTES, "%s", name);
}

static void check_end(struct checker *checker, const char *tag, const char *name)
{
    if (checker->depth == 0 || strcmp(checker->open[checker->depth - 1], name) != 0)
        complain(checker, "closes what is not open", tag);
    else
        checker->depth--;
}

/* One tag; returns what follows it, or NULL at an unfinished one. */
static const char *check_tag(struct checker *checker, const char *tag)
{
    const char *end = strchr(tag, '>');
    if (end == NULL) {
        complain(checker, "does not end", tag);
        return NULL;
    }
    if (tag[1] == '!' || tag[1] == '?')
        return end + 1;
    bool closing = tag[1] == '/';
    const char *name_at = tag + (closing ? 2 : 1);
    char name[TAG_BYTES];
    (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(name_at, " \t\r\n/>"), name_at);
    if (name[0] == '\0')
        complain(checker, "a bare <", tag);
    else if (closing)
        check_end(checker, tag, name);
    else
        check_start(checker, tag, (size_t)(end - tag) + 1, name);
    if (strcmp(name, "style") == 0 && !closing)
        return strstr(end, "</style>");
    return end + 1;
}

static bool known(const struct checker *checker, const char *id, size_t until)
{
    for (size_t i = 0; i < until; i++)
        if (strcmp(checker->ids[i], id) == 0)
            return true;
    return false;
}

void markup_check(const char *text, struct markup_report *report)
{
    struct checker *checker = calloc(1, sizeof *checker);
    if (checker == NULL)
        abort();
    *report = (struct markup_report){0};
    checker->report = report;
    while (text != NULL && (text = strchr(text, '<')) != NULL)
        text = check_tag(checker, text);
    if (checker->depth > 0)
        complain(checker, "is never closed", checker->open[checker->depth - 1]);
    for (size_t i = 0; i < checker->id_count; i++)
        if (known(checker, checker->ids[i], i))
            complain(checker, "id is there twice", checker->ids[i]);
    for (size_t i = 0; i < checker->link_count; i++)
        if (!known(checker, checker->links[i], checker->id_count))
            complain(checker, "leads nowhere", checker->links[i]);
    report->ids = checker->id_count;
    free(checker);
}
