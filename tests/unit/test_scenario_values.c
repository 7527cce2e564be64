#include "formats/scenario_values.h"

#include <string.h>

#include "tests/support/suite.h"

/* A one-element array and a reader, for one take. */
struct bench {
    struct json_document document;
    struct scenario_reader reader;
};

static const cJSON *set_up(struct bench *bench, const char *value)
{
    char text[300];
    struct error error;
    (void)snprintf(text, sizeof text, "[%s]", value);
    CU_ASSERT_TRUE_FATAL(json_parse("a.json", text, strlen(text), &bench->document, &error));
    bench->reader = (struct scenario_reader){.document = &bench->document};
    return bench->document.root->child;
}

/* Closes; true when there was exactly one complaint, and it has these words. */
static bool complained(struct bench *bench, const char *words)
{
    bool good = bench->reader.complaint_count == 1 &&
                strstr(bench->reader.complaints[0].words, words) != NULL;
    json_close(&bench->document);
    return good;
}

static bool quiet(struct bench *bench)
{
    bool good = bench->reader.complaint_count == 0;
    json_close(&bench->document);
    return good;
}

static void integers_end_at_their_bounds(void)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"1", true},     {"9", true},     {"9.0", true},  {"0.9e1", true},  {"0", false},
        {"10", false},   {"1.5", false},  {"-1", false},  {"1e300", false}, {"\"5\"", false},
        {"true", false}, {"null", false}, {"[5]", false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bench bench;
        uint64_t value = 42;
        const cJSON *item = set_up(&bench, cases[i].text);
        CU_ASSERT_EQUAL(scenario_take_integer(&bench.reader, item, 1, 9, &value), cases[i].good);
        CU_ASSERT_EQUAL(value == 42, !cases[i].good);
        CU_ASSERT_TRUE(cases[i].good
                           ? quiet(&bench)
                           : complained(&bench, "[0]: must be a whole number from 1 to 9"));
    }
}

static void durations_end_at_their_bounds(void)
{
    struct bench bench;
    uint64_t value_ns = 42;
    const cJSON *item = set_up(&bench, "\"1s\"");
    CU_ASSERT_TRUE(scenario_take_duration(&bench.reader, item, false, ONE_SECOND_NS, &value_ns));
    CU_ASSERT_EQUAL(value_ns, ONE_SECOND_NS);
    CU_ASSERT_TRUE(quiet(&bench));
    item = set_up(&bench, "\"1.000000001s\"");
    CU_ASSERT_FALSE(scenario_take_duration(&bench.reader, item, false, ONE_SECOND_NS, &value_ns));
    CU_ASSERT_TRUE(complained(&bench, "is out of range"));
    item = set_up(&bench, "\"0ms\"");
    CU_ASSERT_FALSE(scenario_take_duration(&bench.reader, item, false, ONE_SECOND_NS, &value_ns));
    CU_ASSERT_TRUE(complained(&bench, "must be more than 0"));
    item = set_up(&bench, "\"0ms\"");
    CU_ASSERT_TRUE(scenario_take_duration(&bench.reader, item, true, ONE_SECOND_NS, &value_ns));
    CU_ASSERT_EQUAL(value_ns, 0);
    CU_ASSERT_TRUE(quiet(&bench));
    item = set_up(&bench, "0.5");
    CU_ASSERT_FALSE(scenario_take_duration(&bench.reader, item, true, ONE_SECOND_NS, &value_ns));
    CU_ASSERT_STRING_EQUAL(bench.reader.complaints[0].hint, "write \"0.5s\" or \"0.5ms\"");
    CU_ASSERT_TRUE(complained(&bench, "0.5 has no unit"));
    item = set_up(&bench, "-1");
    CU_ASSERT_FALSE(scenario_take_duration(&bench.reader, item, true, ONE_SECOND_NS, &value_ns));
    CU_ASSERT_TRUE(complained(&bench, "must be a string"));
}

static void rates_end_at_their_bounds(void)
{
    struct bench bench;
    double value = 42;
    CU_ASSERT_TRUE(scenario_take_rate(&bench.reader, set_up(&bench, "\"10M/s\""), &value));
    CU_ASSERT_EQUAL(value, SCENARIO_RATE_MAX_PER_S);
    CU_ASSERT_TRUE(quiet(&bench));
    CU_ASSERT_FALSE(scenario_take_rate(&bench.reader, set_up(&bench, "\"10.1M/s\""), &value));
    CU_ASSERT_TRUE(complained(&bench, "is out of range"));
    CU_ASSERT_FALSE(scenario_take_rate(&bench.reader, set_up(&bench, "\"0.0/s\""), &value));
    CU_ASSERT_STRING_EQUAL(bench.reader.complaints[0].hint, "at least 0.06/m");
    CU_ASSERT_TRUE(complained(&bench, "is out of range"));
    CU_ASSERT_TRUE(scenario_take_rate(&bench.reader, set_up(&bench, "\"0.06/m\""), &value));
    CU_ASSERT_TRUE(quiet(&bench));
}

static void identifiers_are_letters_digits_dashes(void)
{
    CU_ASSERT_TRUE(scenario_is_identifier("a"));
    CU_ASSERT_TRUE(scenario_is_identifier("_"));
    CU_ASSERT_TRUE(scenario_is_identifier("A-b_9"));
    CU_ASSERT_TRUE(
        scenario_is_identifier("a23456789012345678901234567890123456789012345678901234567890abcd"));
    CU_ASSERT_FALSE(scenario_is_identifier(
        "a23456789012345678901234567890123456789012345678901234567890abcde"));
    static const char *const bad[] = {"", "9a", "-a", "a b", "a/b", "..", "a.b", "\xc3\xa4", "a\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CU_ASSERT_FALSE(scenario_is_identifier(bad[i]));
}

static void texts_are_one_line(void)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"\"\"", true},
        {"\"a b\"", true},
        {"\"\xc3\xa4\xe2\x82\xac\"", true},
        {"\"\xc2\xa0\"", true},
        {"\"a\\nb\"", false},
        {"\"\\t\"", false},
        {"\"\\u001b[0m\"", false},
        {"\"\x7f\"", false},
        {"\"\\u0085\"", false},
        {"\"\\u009b\"", false},
        {"7", false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bench bench;
        char *text = NULL;
        const cJSON *item = set_up(&bench, cases[i].text);
        CU_ASSERT_EQUAL(scenario_take_text(&bench.reader, item, &text), cases[i].good);
        CU_ASSERT_EQUAL(text != NULL, cases[i].good);
        free(text);
        CU_ASSERT_EQUAL(quiet(&bench), cases[i].good);
    }
}

static void arrays_are_counted(void)
{
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {
        {"[1,2]", 2}, {"[1,2,[3]]", 3}, {"[1]", 0}, {"[1,2,3,4]", 0}, {"{}", 0}, {"\"ab\"", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bench bench;
        const cJSON *item = set_up(&bench, cases[i].text);
        CU_ASSERT_EQUAL(scenario_take_array(&bench.reader, item, 2, 3), cases[i].count);
        CU_ASSERT_EQUAL(quiet(&bench), cases[i].count > 0);
    }
}

static void a_choice_is_one_of_the_words(void)
{
    static const char *const words[] = {"open", "queue", "drop"};
    struct bench bench;
    size_t index = 42;
    CU_ASSERT_TRUE(
        scenario_take_choice(&bench.reader, set_up(&bench, "\"drop\""), words, 3, &index));
    CU_ASSERT_EQUAL(index, 2);
    CU_ASSERT_TRUE(quiet(&bench));
    CU_ASSERT_FALSE(
        scenario_take_choice(&bench.reader, set_up(&bench, "\"Drop\""), words, 3, &index));
    CU_ASSERT_STRING_EQUAL(bench.reader.complaints[0].hint, "did you mean \"drop\"?");
    CU_ASSERT_TRUE(complained(&bench, "\"Drop\" is not one of: open queue drop"));
}

static void only_booleans_are_booleans(void)
{
    struct bench bench;
    bool value = false;
    CU_ASSERT_TRUE(scenario_take_boolean(&bench.reader, set_up(&bench, "true"), &value));
    CU_ASSERT_TRUE(value);
    CU_ASSERT_TRUE(quiet(&bench));
    CU_ASSERT_FALSE(scenario_take_boolean(&bench.reader, set_up(&bench, "1"), &value));
    CU_ASSERT_TRUE(complained(&bench, "must be true or false"));
}

static CU_TestInfo tests[] = {
    {"integers end at their bounds", integers_end_at_their_bounds},
    {"durations end at their bounds", durations_end_at_their_bounds},
    {"rates end at their bounds", rates_end_at_their_bounds},
    {"identifiers are letters, digits, dashes", identifiers_are_letters_digits_dashes},
    {"texts are one line", texts_are_one_line},
    {"arrays are counted", arrays_are_counted},
    {"a choice is one of the words", a_choice_is_one_of_the_words},
    {"only booleans are booleans", only_booleans_are_booleans},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_values", tests)
