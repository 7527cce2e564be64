#include "report/explain.h"

#include <ctype.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/text.h"

static char folded(char character)
{
    return character == '-' || character == '_' ? ' ' : (char)tolower((unsigned char)character);
}

static bool same_name(const char *a, const char *b)
{
    while (*a != '\0' && folded(*a) == folded(*b)) {
        a++;
        b++;
    }
    return folded(*a) == folded(*b);
}

static const struct explanation *find_in(const struct explanation *list, const char *name)
{
    for (; list->name != NULL; list++)
        if (same_name(list->name, name))
            return list;
    return NULL;
}

const struct explanation *explain_find(const char *name)
{
    const struct explanation *found = find_in(explain_rules, name);
    return found != NULL ? found : find_in(explain_terms, name);
}

/* Wrapped, each line after `indent` blanks; the first line begins with `head` instead. */
static void print_wrapped(const char *head, const char *text, unsigned indent, unsigned columns,
                          FILE *stream)
{
    const char *lead = head;
    while (*text != '\0') {
        size_t length = text_line(text, columns > indent + 20 ? columns - indent : 20);
        fprintf(stream, "%-*s%.*s\n", (int)indent, lead, (int)length, text);
        text += length;
        text += strspn(text, " ");
        lead = "";
    }
}

static void print_thresholds(const char *rule, unsigned columns, FILE *stream)
{
    const char *head = "thresholds";
    for (int i = 0; i < THRESHOLDS; i++) {
        if (strcmp(thresholds[i].rule, rule) != 0)
            continue;
        char line[256];
        (void)snprintf(line, sizeof line, "%s (%s)", thresholds[i].text, thresholds[i].reason);
        print_wrapped(head, line, 12, columns, stream);
        head = "";
    }
}

void explain_print(const struct explanation *explanation, unsigned columns, FILE *stream)
{
    bool rule = explanation->title != NULL;
    fprintf(stream, "%s%s%s\n\n", explanation->name, rule ? ": " : "",
            rule ? explanation->title : "");
    print_wrapped("meaning", explanation->meaning, 12, columns, stream);
    if (explanation->formula != NULL)
        print_wrapped("formula", explanation->formula, 12, columns, stream);
    if (rule)
        print_thresholds(explanation->name, columns, stream);
    print_wrapped("lesson", explanation->lesson, 12, columns, stream);
}

static void print_names(const char *head, const struct explanation *list, const char *between,
                        unsigned columns, FILE *stream)
{
    char names[1024] = "";
    size_t used = 0;
    for (; list->name != NULL && used < sizeof names; list++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used > 0 ? between : "",
                                 list->name);
    print_wrapped(head, names, 7, columns, stream);
}

void explain_print_names(unsigned columns, FILE *stream)
{
    print_names("rules", explain_rules, " ", columns, stream);
    print_names("terms", explain_terms, ", ", columns, stream);
}
