#include "report/report_options.h"

#include <string.h>

#include "tests/support/suite.h"

static struct report_options options;
static struct error error;

static bool parse(const char *one, const char *two, const char *three)
{
    static char words[4][160];
    char *arguments[5] = {0};
    const char *given[] = {"report", one, two, three};
    int count = 0;
    for (; count < 4 && given[count] != NULL; count++) {
        (void)snprintf(words[count], sizeof words[count], "%s", given[count]);
        arguments[count] = words[count];
    }
    return report_options_parse(count, arguments, &options, &error);
}

static void a_folder_is_reported(void)
{
    CU_ASSERT_TRUE(parse("results/latest", NULL, NULL));
    CU_ASSERT_EQUAL(options.command, REPORT_RUN);
    CU_ASSERT_STRING_EQUAL(options.directory, "results/latest");
    CU_ASSERT_EQUAL(options.output, OUTPUT_TABLE);
    CU_ASSERT_TRUE(options.charts);
    CU_ASSERT_TRUE(parse("--json", "results/latest", "--no-charts"));
    CU_ASSERT_EQUAL(options.output, OUTPUT_JSON);
    CU_ASSERT_FALSE(options.charts);
    CU_ASSERT_TRUE(parse("x", "--plain", NULL));
    CU_ASSERT_EQUAL(options.output, OUTPUT_PLAIN);
    CU_ASSERT_TRUE(parse("-q", "x", NULL));
    CU_ASSERT_EQUAL(options.output, OUTPUT_QUIET);
}

static void words_after_explain_are_one_term(void)
{
    CU_ASSERT_TRUE(parse("explain", "response", "time"));
    CU_ASSERT_EQUAL(options.command, REPORT_EXPLAIN);
    CU_ASSERT_STRING_EQUAL(options.word, "response time");
    CU_ASSERT_TRUE(parse("explain", NULL, NULL));
    CU_ASSERT_STRING_EQUAL(options.word, "");
}

static void the_version_may_be_json(void)
{
    CU_ASSERT_TRUE(parse("--version", "--json", NULL));
    CU_ASSERT_EQUAL(options.command, REPORT_VERSION);
    CU_ASSERT_EQUAL(options.output, OUTPUT_JSON);
}

static void what_makes_no_sense_is_said_in_a_sentence(void)
{
    char endless[150];
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    CU_ASSERT_FALSE(parse(NULL, NULL, NULL));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "the folder of a run is missing"));
    CU_ASSERT_FALSE(parse("--json", NULL, NULL));
    CU_ASSERT_FALSE(parse("a", "b", NULL));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "what is \"b\""));
    CU_ASSERT_FALSE(parse("--json", "--plain", "a"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "exclude each other"));
    CU_ASSERT_FALSE(parse("explain", endless, NULL));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "no term as long as"));
}

static CU_TestInfo tests[] = {
    {"a folder is reported", a_folder_is_reported},
    {"words after explain are one term", words_after_explain_are_one_term},
    {"the version may be JSON", the_version_may_be_json},
    {"what makes no sense is said in a sentence", what_makes_no_sense_is_said_in_a_sentence},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("report_options", tests)
