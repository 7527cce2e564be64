#include "report/html_text.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

static char *put(const char *text)
{
    char *made = NULL;
    size_t length = 0;
    FILE *page = open_memstream(&made, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    html_put(page, "<a b=\"%s\">100%%</a>", text);
    CU_ASSERT_EQUAL_FATAL(fclose(page), 0);
    return made;
}

static void check(const char *text, const char *escaped)
{
    char expected[256];
    (void)snprintf(expected, sizeof expected, "<a b=\"%s\">100%%</a>", escaped);
    char *made = put(text);
    CU_ASSERT_STRING_EQUAL(made, expected);
    free(made);
}

static void escaping(void)
{
    check("plain", "plain");
    check("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    check("\"onload=\"x", "&quot;onload=&quot;x");
    check("a & b &amp;", "a &amp; b &amp;amp;");
    check("%s%n`touch X`", "%s%n`touch X`");
    check("--> ]]>", "--&gt; ]]&gt;");
}

static void cleaning(void)
{
    check("a\x01z", "a\xEF\xBF\xBDz");
    check("a\xFFz", "a\xEF\xBF\xBDz");
    check("a\xE2\x80\xAEz", "a\xEF\xBF\xBDz");
    check("ü☕", "ü☕");
}

/* Whatever a name holds, no byte of it ends the attribute or begins an element. */
static void any_byte(void)
{
    for (unsigned byte = 1; byte < 256; byte++) {
        char text[] = {(char)byte, '\0'};
        char *made = put(text);
        const char *value = made + strlen("<a b=\"");
        size_t length = strlen(made) - strlen("<a b=\"\">100%</a>");
        CU_ASSERT_PTR_NULL(memchr(value, '"', length));
        CU_ASSERT_PTR_NULL(memchr(value, '<', length));
        CU_ASSERT_PTR_NULL(memchr(value, '>', length));
        free(made);
    }
}

static CU_TestInfo tests[] = {
    {"markup in a text is shown, not obeyed", escaping},
    {"what would not be seen as itself is replaced", cleaning},
    {"no byte ends an attribute", any_byte},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("html_text", tests)
