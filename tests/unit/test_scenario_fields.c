#include "formats/scenario_fields.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

static void read_number(struct scenario_reader *reader, const cJSON *item, void *target)
{
    int *numbers = target;
    (void)reader;
    numbers[0] = 10 * numbers[0] + (int)item->valuedouble;
}

static void read_refused(struct scenario_reader *reader, const cJSON *item, void *target)
{
    (void)target;
    (void)scenario_refuse(reader, item, "a hint", "is refused %d times", 3);
}

static const struct scenario_field fields[] = {
    {"first", read_number, NULL},
    {"second", read_number, "2"},
    {"third", read_number, "3"},
    {"never", read_refused, NULL},
};
static const struct scenario_misplaced misplaced[] = {{"height", "measure it elsewhere"}};
static const struct scenario_object object = {
    .fields = fields,
    .field_count = 2,
    .more_fields = fields + 2,
    .more_field_count = 2,
    .owner = "in a test",
    .misplaced = misplaced,
    .misplaced_count = 1,
};

/* Reads the text as `object`; returns what the fields' functions saw, in their order. */
static int read_text(const char *text, struct error *error)
{
    struct json_document document;
    struct scenario_reader reader = {.document = &document};
    int seen = 0;
    CU_ASSERT_TRUE_FATAL(json_parse("a.json", text, strlen(text), &document, error));
    error->text[0] = '\0';
    scenario_read_object(&reader, document.root, &object, &seen);
    scenario_report(&reader, error);
    json_close(&document);
    return seen;
}

static void check_error(const char *text, const char *wanted)
{
    struct error error;
    (void)read_text(text, &error);
    if (strcmp(error.text, wanted) != 0)
        (void)fprintf(stderr, "--- wanted\n%s\n--- found\n%s\n", wanted, error.text);
    CU_ASSERT_STRING_EQUAL(error.text, wanted);
}

static void fields_are_read_in_the_order_of_the_table(void)
{
    struct error error;
    CU_ASSERT_EQUAL(read_text("{\"third\": 3, \"first\": 1, \"second\": 2}", &error), 123);
    CU_ASSERT_STRING_EQUAL(error.text, "");
}

static void the_others_are_read_although_one_is_wrong(void)
{
    struct error error;
    CU_ASSERT_EQUAL(read_text("{\"x\": 0, \"never\": 0, \"third\": 3, \"second\": 2}", &error), 23);
}

static void complaints_come_in_the_order_of_their_places(void)
{
    check_error("{\"never\": 7, \"second\": 2, \"height\": 0}",
                "a.json:1:1: error: \"third\" is missing\n"
                "    1 | {\"never\": 7, \"second\": 2, \"height\": 0}\n"
                "      | ^ for example \"third\": 3\n\n"
                "a.json:1:11: error: never: is refused 3 times\n"
                "    1 | {\"never\": 7, \"second\": 2, \"height\": 0}\n"
                "      |           ^ a hint\n\n"
                "a.json:1:27: error: \"height\" does not belong in a test\n"
                "    1 | {\"never\": 7, \"second\": 2, \"height\": 0}\n"
                "      |                           ^~~~~~~~ measure it elsewhere");
}

static void a_misspelt_key_is_not_missing_too(void)
{
    check_error("{\"secnod\": 2, \"third\": 3}", "a.json:1:2: error: unknown key \"secnod\"\n"
                                                 "    1 | {\"secnod\": 2, \"third\": 3}\n"
                                                 "      |  ^~~~~~~~ did you mean \"second\"?\n"
                                                 "   keys here: first second third never");
}

static void what_is_no_object_is_said_once(void)
{
    check_error("[]",
                "a.json:1:1: error: a scenario must be an object\n    1 | []\n      | ^~ write "
                "{ ... }");
}

static void many_complaints_are_counted(void)
{
    char text[400] = "{\"second\":2,\"third\":3";
    struct error error;
    for (int i = 0; i < SCENARIO_ERRORS_MAX + 1; i++) {
        size_t length = strlen(text);
        (void)snprintf(text + length, sizeof text - length, ",\"zzz%d\":0", i);
    }
    (void)strncat(text, "}", sizeof text - strlen(text) - 1);
    (void)read_text(text, &error);
    const char *end = strrchr(error.text, '\n');
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    CU_ASSERT_STRING_EQUAL(end, "\n1 more error is not shown");
}

/* Ten complaints of great length: the last line tells how many are left out. */
static void complaints_that_find_no_room_are_counted_too(void)
{
    struct json_document document;
    struct scenario_reader reader = {.document = &document};
    struct error error;
    char words[300];
    memset(words, 'w', sizeof words);
    words[sizeof words - 1] = '\0';
    CU_ASSERT_TRUE_FATAL(json_parse("a.json", "{}", 2, &document, &error));
    for (int i = 0; i < SCENARIO_ERRORS_MAX; i++)
        scenario_complain(&reader, (struct json_place){0, 1}, words, "%s", words);
    scenario_report(&reader, &error);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "more errors are not shown"));
    CU_ASSERT_TRUE(strlen(error.text) < sizeof error.text);
    json_close(&document);
}

static void an_error_of_two_halves_becomes_words_and_hint(void)
{
    struct json_document document;
    struct scenario_reader reader = {.document = &document};
    struct error error;
    CU_ASSERT_TRUE_FATAL(json_parse("a.json", "{\"a\":1}", 7, &document, &error));
    (void)error_set(&error, "\"1; 2\" is wrong; write 3");
    CU_ASSERT_FALSE(scenario_refuse_error(&reader, document.root->child, &error));
    CU_ASSERT_STRING_EQUAL(reader.complaints[0].words, "a: \"1; 2\" is wrong");
    CU_ASSERT_STRING_EQUAL(reader.complaints[0].hint, "write 3");
    json_close(&document);
}

static void a_list_of_words_that_is_too_long_is_cut_between_two(void)
{
    char hint[SCENARIO_HINT_BYTES];
    const char *words[100];
    for (size_t i = 0; i < 100; i++)
        words[i] = "abcdefgh";
    scenario_hint_words(hint, "abcdefgi", "words", words, 100);
    CU_ASSERT_EQUAL(strncmp(hint, "did you mean \"abcdefgh\"?\nwords: abcdefgh abc", 44), 0);
    CU_ASSERT_STRING_EQUAL(hint + strlen(hint) - 13, " abcdefgh ...");
}

static CU_TestInfo tests[] = {
    {"fields are read in the order of the table", fields_are_read_in_the_order_of_the_table},
    {"the others are read although one is wrong", the_others_are_read_although_one_is_wrong},
    {"complaints come in the order of their places", complaints_come_in_the_order_of_their_places},
    {"a misspelt key is not missing too", a_misspelt_key_is_not_missing_too},
    {"what is no object is said once", what_is_no_object_is_said_once},
    {"many complaints are counted", many_complaints_are_counted},
    {"complaints that find no room are counted too", complaints_that_find_no_room_are_counted_too},
    {"an error of two halves becomes words and hint",
     an_error_of_two_halves_becomes_words_and_hint},
    {"a list of words that is too long is cut",
     a_list_of_words_that_is_too_long_is_cut_between_two},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_fields", tests)
