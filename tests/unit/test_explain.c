#include "report/explain.h"

#include <stdlib.h>
#include <string.h>

#include "report/finding_thresholds.h"
#include "report/findings.h"
#include "tests/support/suite.h"

static char *printed(const struct explanation *explanation, unsigned columns)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    if (explanation == NULL)
        explain_print_names(columns, stream);
    else
        explain_print(explanation, columns, stream);
    (void)fclose(stream);
    return text;
}

static size_t longest_line(const char *text)
{
    size_t longest = 0;
    for (; *text != '\0'; text += strcspn(text, "\n") + 1)
        if (strcspn(text, "\n") > longest)
            longest = strcspn(text, "\n");
    return longest;
}

static void names_are_found_in_any_spelling(void)
{
    static const struct {
        const char *asked, *name;
    } cases[] = {{"D1", "D1"},
                 {"d16", "D16"},
                 {"response time", "response time"},
                 {"Response-Time", "response time"},
                 {"connection_wait", "connection wait"},
                 {"P99", "p99"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct explanation *found = explain_find(cases[i].asked);
        CU_ASSERT_PTR_NOT_NULL_FATAL(found);
        CU_ASSERT_STRING_EQUAL(found->name, cases[i].name);
    }
    CU_ASSERT_PTR_NULL(explain_find("D"));
    CU_ASSERT_PTR_NULL(explain_find("D11"));
    CU_ASSERT_PTR_NULL(explain_find("response"));
    CU_ASSERT_PTR_NULL(explain_find(""));
}

static void every_rule_is_explained_with_its_thresholds(void)
{
    for (size_t i = 0; findings_rule(i) != NULL; i++) {
        const struct explanation *found = explain_find(findings_rule(i));
        CU_ASSERT_PTR_NOT_NULL_FATAL(found);
        char *text = printed(found, 80);
        for (int k = 0; k < THRESHOLDS; k++)
            if (strcmp(thresholds[k].rule, found->name) == 0) {
                CU_ASSERT_PTR_NOT_NULL(strstr(text, "thresholds"));
                char begin[12];
                (void)snprintf(begin, sizeof begin, "%s", thresholds[k].text);
                CU_ASSERT_PTR_NOT_NULL(strstr(text, begin));
            }
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "lesson"));
        free(text);
    }
}

static void texts_are_wrapped(void)
{
    for (unsigned columns = 40; columns <= 100; columns += 20) {
        for (const struct explanation *rule = explain_rules; rule->name != NULL; rule++) {
            char *text = printed(rule, columns);
            CU_ASSERT_TRUE(longest_line(text) <= columns);
            free(text);
        }
        char *names = printed(NULL, columns);
        CU_ASSERT_TRUE(longest_line(names) <= columns);
        free(names);
    }
}

static void a_term_has_no_title(void)
{
    char *text = printed(explain_find("lag"), 80);
    CU_ASSERT_EQUAL(strncmp(text, "lag\n\nmeaning     From the intended", 33), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "formula     lag = dispatched - intended\n"));
    free(text);
}

static void the_list_names_all(void)
{
    char *names = printed(NULL, 80);
    CU_ASSERT_PTR_NOT_NULL(strstr(names, "rules  V1 V2 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(names, "terms  response time, service time, "));
    CU_ASSERT_PTR_NOT_NULL(strstr(names, "busy interval"));
    free(names);
}

static CU_TestInfo tests[] = {
    {"names are found in any spelling", names_are_found_in_any_spelling},
    {"every rule is explained with its thresholds", every_rule_is_explained_with_its_thresholds},
    {"texts are wrapped", texts_are_wrapped},
    {"a term has no title", a_term_has_no_title},
    {"the list names all", the_list_names_all},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("explain", tests)
