#include <string.h>

#include "report/explain.h"
#include "report/findings.h"
#include "tests/support/suite.h"

static void check_text(const char *text)
{
    size_t length = strlen(text);
    CU_ASSERT_TRUE_FATAL(length > 20);
    CU_ASSERT_EQUAL(text[length - 1], '.');
    CU_ASSERT_PTR_NULL(strstr(text, "  "));
    for (size_t i = 0; i < length; i++) /* shown on any terminal */
        CU_ASSERT_TRUE(text[i] >= ' ' && text[i] <= '~');
}

static unsigned check_list(const struct explanation *list, bool rules)
{
    unsigned count = 0;
    for (; list->name != NULL; list++, count++) {
        check_text(list->meaning);
        check_text(list->lesson);
        CU_ASSERT_EQUAL(list->title != NULL, rules);
        CU_ASSERT_PTR_EQUAL(explain_find(list->name), list); /* no name twice */
    }
    return count;
}

static void there_are_twelve_terms_and_all_rules(void)
{
    unsigned rules = 0;
    while (findings_rule(rules) != NULL)
        rules++;
    CU_ASSERT_EQUAL(check_list(explain_terms, false), 12);
    CU_ASSERT_EQUAL(check_list(explain_rules, true), rules);
}

static CU_TestInfo tests[] = {
    {"there are twelve terms and all rules", there_are_twelve_terms_and_all_rules},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("explain_texts", tests)
