#include "formats/fields.h"

#include <math.h>
#include <string.h>

#include "tests/support/suite.h"

static struct json_document open_text(const char *text)
{
    struct json_document document;
    struct error error = {""};
    if (!json_parse("x.json", text, strlen(text), &document, &error)) {
        printf("%s\n", error.text);
        abort();
    }
    return document;
}

static void reads_every_kind(void)
{
    struct json_document document =
        open_text("{\"count\": 18446744073709551615, \"number\": -2.5,"
                  "\"none\": null, \"yes\": true, \"text\": \"caf\xc3\xa9\","
                  "\"list\": [1, 2], \"part\": {\"a\": 1}}");
    struct error error = {"old"};
    struct fields fields;
    fields_init(&fields, &document, &error);
    const cJSON *root = document.root;
    char text[6];
    fields_text(&fields, root, "text", text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "caf\xc3\xa9");
    CU_ASSERT_EQUAL(fields_count(&fields, root, "count"), UINT64_MAX);
    CU_ASSERT_EQUAL(fields_number(&fields, root, "number"), -2.5);
    CU_ASSERT_EQUAL(fields_number_or_null(&fields, root, "number"), -2.5);
    CU_ASSERT(isnan(fields_number_or_null(&fields, root, "none")));
    CU_ASSERT(fields_bool(&fields, root, "yes"));
    CU_ASSERT_EQUAL(fields_size(fields_array(&fields, root, "list")), 2);
    CU_ASSERT_EQUAL(fields_unsigned(&fields, fields_object(&fields, root, "part"), "a"), 1);
    CU_ASSERT(fields.good);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    json_close(&document);
}

enum kind {
    COUNT,
    UNSIGNED,
    NUMBER,
    OR_NULL,
    BOOL,
    TEXT,
    OBJECT,
    ARRAY
};

static void read(struct fields *fields, const cJSON *parent, enum kind kind)
{
    char text[4];
    switch (kind) {
    case COUNT:
        CU_ASSERT_EQUAL(fields_count(fields, parent, "v"), 0);
        break;
    case UNSIGNED:
        CU_ASSERT_EQUAL(fields_unsigned(fields, parent, "v"), 0);
        break;
    case NUMBER:
        CU_ASSERT(isnan(fields_number(fields, parent, "v")));
        break;
    case OR_NULL:
        CU_ASSERT(isnan(fields_number_or_null(fields, parent, "v")));
        break;
    case BOOL:
        CU_ASSERT_FALSE(fields_bool(fields, parent, "v"));
        break;
    case TEXT:
        fields_text(fields, parent, "v", text, sizeof text);
        CU_ASSERT_STRING_EQUAL(text, "");
        break;
    case OBJECT:
        CU_ASSERT_PTR_NULL(fields_object(fields, parent, "v"));
        break;
    case ARRAY:
        CU_ASSERT_PTR_NULL(fields_array(fields, parent, "v"));
        break;
    }
}

static void refuses_the_wrong_kind_with_place_and_full_name(void)
{
    static const struct {
        enum kind kind;
        const char *value;
        const char *words;
    } cases[] = {
        {COUNT, "-1", "must be a whole number from 0 to 2^64 - 1"},
        {COUNT, "1.0", "must be a whole number from 0 to 2^64 - 1"},
        {COUNT, "1e3", "must be a whole number from 0 to 2^64 - 1"},
        {COUNT, "\"1\"", "must be a whole number from 0 to 2^64 - 1"},
        {COUNT, "18446744073709551616", "must be a whole number from 0 to 2^64 - 1"},
        {UNSIGNED, "4294967296", "is too large"},
        {NUMBER, "null", "must be a number"},
        {NUMBER, "true", "must be a number"},
        {OR_NULL, "\"fast\"", "must be a number or null"},
        {BOOL, "0", "must be true or false"},
        {TEXT, "7", "must be a text"},
        {TEXT, "\"long\"", "is too long"},
        {OBJECT, "[]", "must be an object"},
        {ARRAY, "{}", "must be an array"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[128];
        (void)snprintf(text, sizeof text, "{\"a\":\n {\"v\": %s}}", cases[i].value);
        struct json_document document = open_text(text);
        struct error error;
        struct fields fields;
        fields_init(&fields, &document, &error);
        size_t mark = fields_enter(&fields, "a");
        read(&fields, document.root->child, cases[i].kind);
        fields_leave(&fields, mark);
        CU_ASSERT_FALSE(fields.good);
        char expected[128];
        (void)snprintf(expected, sizeof expected, "x.json:2:8: error: a.v %s\n", cases[i].words);
        if (strncmp(error.text, expected, strlen(expected)) != 0) {
            printf("\n%s\n", error.text);
            CU_FAIL("other words");
        }
        json_close(&document);
    }
}

static void names_what_is_missing(void)
{
    for (enum kind kind = COUNT; kind <= ARRAY; kind++) {
        struct json_document document = open_text("{\"phases\": [{\"steps\": [{\"V\": 1}]}]}");
        struct error error;
        struct fields fields;
        fields_init(&fields, &document, &error);
        (void)fields_enter(&fields, "phases[%u]", 0);
        (void)fields_enter(&fields, "steps[%u]", 0);
        read(&fields, document.root->child->child->child->child, kind);
        CU_ASSERT_FALSE(fields.good);
        CU_ASSERT_PTR_NOT_NULL(
            strstr(error.text, "x.json:1:24: error: phases[0].steps[0].v is missing\n"));
        json_close(&document);
    }
}

static void only_the_first_fault_is_told(void)
{
    struct json_document document = open_text("{\"a\": {}, \"b\": [\"x\", 1]}");
    struct error error;
    struct fields fields;
    fields_init(&fields, &document, &error);
    (void)fields_count(&fields, document.root, "first");
    struct error first = error;
    (void)fields_count(&fields, document.root, "second");
    fields_refuse(&fields, document.root, "third");
    CU_ASSERT_PTR_NULL(fields_object(&fields, document.root, "a"));
    CU_ASSERT_PTR_NULL(fields_array(&fields, document.root, "b"));
    CU_ASSERT_EQUAL(fields_item_count(&fields, NULL, "fourth"), 0);
    char text[4];
    fields_item_text(&fields, NULL, "fifth", text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "");
    CU_ASSERT_STRING_EQUAL(error.text, first.text);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "error: first is missing"));
    json_close(&document);
}

static CU_TestInfo tests[] = {
    {"every kind is read", reads_every_kind},
    {"the wrong kind is refused with its place and full name",
     refuses_the_wrong_kind_with_place_and_full_name},
    {"what is missing is named in full", names_what_is_missing},
    {"only the first fault is told, and nothing is read after it", only_the_first_fault_is_told},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("fields", tests)
