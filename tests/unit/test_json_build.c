#include "core/json_build.h"

#include <math.h>
#include <string.h>

#include "tests/support/suite.h"

static char *print(const struct json_build *build, cJSON *root)
{
    char *text = json_build_text(build, root);
    if (text == NULL)
        return strdup("NULL");
    char *to = text;
    for (const char *from = text; *from != '\0'; from++)
        if (*from != '\n' && *from != '\t' && *from != ' ')
            *to++ = *from;
    *to = '\0';
    return text;
}

static void is(cJSON *root, const struct json_build *build, const char *expected)
{
    char *text = print(build, root);
    if (strcmp(text, expected) != 0)
        printf("\n    got %s\n    not %s ", text, expected);
    CU_ASSERT_STRING_EQUAL(text, expected);
    free(text);
}

static void numbers_are_rounded_and_never_minus_zero(void)
{
    static const struct {
        double number;
        unsigned decimals;
        const char *text;
    } cases[] = {
        {1.0 / 3, 3, "[0.333]"}, {2.0 / 3, 3, "[0.667]"},  {1234567.8915, 3, "[1234567.892]"},
        {-0.0001, 3, "[0]"},     {-0.0, 3, "[0]"},         {20000, 3, "[20000]"},
        {0.1 + 0.2, 9, "[0.3]"}, {7.5, 0, "[8]"},          {(double)NAN, 3, "[null]"},
        {HUGE_VAL, 3, "[null]"}, {-HUGE_VAL, 3, "[null]"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_build build = {.complete = true};
        cJSON *root = cJSON_CreateArray();
        json_put_number(&build, root, NULL, cases[i].number, cases[i].decimals);
        is(root, &build, cases[i].text);
    }
}

static void counts_keep_all_their_bits(void)
{
    struct json_build build = {.complete = true};
    cJSON *root = cJSON_CreateObject();
    json_put_count(&build, root, "none", 0);
    json_put_count(&build, root, "odd", UINT64_C(9007199254740993));
    json_put_count(&build, root, "most", UINT64_MAX);
    is(root, &build, "{\"none\":0,\"odd\":9007199254740993,\"most\":18446744073709551615}");
}

static void texts_are_valid_whatever_they_were(void)
{
    static const struct {
        const char *text;
        const char *json;
    } cases[] = {
        {"", "[\"\"]"},
        {"a\"b\\c", "[\"a\\\"b\\\\c\"]"},
        {"\x01\n", "[\"\\u0001\\n\"]"},
        {"caf\xc3\xa9", "[\"caf\xc3\xa9\"]"},
        {"\xf0\x9f\x98\x80", "[\"\xf0\x9f\x98\x80\"]"},
        {"latin\xe9!", "[\"latin?!\"]"},
        {"cut\xe2\x82", "[\"cut??\"]"},
        {"\xed\xa0\x80", "[\"???\"]"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_build build = {.complete = true};
        cJSON *root = cJSON_CreateArray();
        json_put_text(&build, root, NULL, cases[i].text);
        is(root, &build, cases[i].json);
    }
}

static void trees_nest(void)
{
    struct json_build build = {.complete = true};
    cJSON *root = cJSON_CreateObject();
    cJSON *list = json_put_array(&build, root, "list");
    cJSON *object = json_put_object(&build, list, NULL);
    json_put_bool(&build, object, "yes", true);
    json_put_null(&build, object, "nothing");
    json_put_bool(&build, list, NULL, false);
    is(root, &build, "{\"list\":[{\"yes\":true,\"nothing\":null},false]}");
}

static void *no_memory(size_t size)
{
    (void)size;
    return NULL;
}

static void a_tree_that_lacks_a_part_is_not_printed(void)
{
    struct json_build build = {.complete = true};
    cJSON *root = cJSON_CreateObject();
    json_put_count(&build, root, "before", 1);
    cJSON_Hooks hooks = {.malloc_fn = no_memory, .free_fn = free};
    cJSON_InitHooks(&hooks);
    cJSON *part = json_put_object(&build, root, "part");
    json_put_text(&build, part, "text", "lost");
    cJSON_InitHooks(NULL);
    CU_ASSERT_PTR_NULL(part);
    CU_ASSERT_FALSE(build.complete);
    json_put_count(&build, root, "after", 2);
    json_put_number(&build, json_put_array(&build, part, "x"), NULL, 1, 0);
    is(root, &build, "NULL");
}

static CU_TestInfo tests[] = {
    {"numbers are rounded and never minus zero", numbers_are_rounded_and_never_minus_zero},
    {"counts keep all their 64 bits", counts_keep_all_their_bits},
    {"texts are valid JSON whatever they were", texts_are_valid_whatever_they_were},
    {"trees nest", trees_nest},
    {"a tree that lacks a part is not printed", a_tree_that_lacks_a_part_is_not_printed},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("json_build", tests)
