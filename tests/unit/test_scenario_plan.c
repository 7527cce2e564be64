#include "formats/scenario_plan.h"

#include <string.h>

#include "tests/support/golden.h"
#include "tests/support/scenario_text.h"
#include "tests/support/suite.h"

/* The plan of a file without its notes, which depend on the machine; the caller frees it. */
static char *plan_of(const char *path)
{
    struct scenario scenario;
    struct error error;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT_TRUE_FATAL(scenario_read(path, &scenario, &error));
    CU_ASSERT_TRUE(scenario_print_plan(&scenario, stream));
    scenario_release(&scenario);
    (void)fclose(stream);
    char *notes = strstr(text, "note: ");
    CU_ASSERT_PTR_NOT_NULL_FATAL(notes);
    *notes = '\0';
    return text;
}

static void check_plan(const char *path, const char *name, void *context)
{
    char golden_path[PATH_BYTES];
    (void)context;
    char *plan = plan_of(path);
    (void)snprintf(golden_path, sizeof golden_path, "%s/tests/golden/scenario_plan/%.*s.txt",
                   SOURCE_DIR, (int)(strlen(name) - 5), name);
    golden_compare(golden_path, plan);
    for (const char *line = plan; *line != '\0'; line = strchr(line, '\n') + 1)
        CU_ASSERT_TRUE(strcspn(line, "\n") <= 78 + 8); /* bytes: a few are of one character */
    free(plan);
}

static void plans_are_as_they_were_read_and_approved(void)
{
    size_t count = golden_each("scenarios", ".json", check_plan, NULL);
    count += golden_each("tests/golden/scenario/good", ".json", check_plan, NULL);
    CU_ASSERT_TRUE(count >= 10);
}

static void a_full_disk_is_noticed(void)
{
    struct scenario scenario;
    struct error error;
    FILE *full = fopen("/dev/full", "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(full);
    CU_ASSERT_TRUE_FATAL(scenario_text_parse(NULL, NULL, &scenario, &error));
    CU_ASSERT_FALSE(scenario_print_plan(&scenario, full));
    scenario_release(&scenario);
    (void)fclose(full);
}

static void check_wrapped(const char *first, const char *words, const char *wanted)
{
    char text[400] = "";
    FILE *stream = fmemopen(text, sizeof text, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    scenario_print_wrapped(stream, first, words);
    (void)fclose(stream);
    CU_ASSERT_STRING_EQUAL(text, wanted);
}

static void words_are_broken_at_blanks(void)
{
    char words[200];
    char wanted[200];
    check_wrapped("a: ", "", "a: \n");
    check_wrapped("a: ", "b  c", "a: b c\n");
    (void)snprintf(words, sizeof words, "%072d 34 5", 1); /* 2 + 72 + 1 + 2 = 77 columns */
    (void)snprintf(wanted, sizeof wanted, "- %072d 34\n  5\n", 1);
    check_wrapped("- ", words, wanted);
    (void)snprintf(words, sizeof words, "x %0100d y", 1); /* longer than a line */
    (void)snprintf(wanted, sizeof wanted, "- x\n  %0100d\n  y\n", 1);
    check_wrapped("- ", words, wanted);
}

static void counts_have_commas(void)
{
    static const struct {
        double count;
        const char *text;
    } cases[] = {
        {0, "0"},
        {0.009, "<0.01"},
        {0.25, "0.25"},
        {3, "3"},
        {9.4, "9.4"},
        {9.6, "10"},
        {999.4, "999"},
        {999.6, "1,000"},
        {12345, "12,345"},
        {8640000, "8,640,000"},
        {8.64e14, "864,000,000,000,000"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[SCENARIO_COUNT_BYTES];
        scenario_print_count(cases[i].count, text);
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
    }
}

static CU_TestInfo tests[] = {
    {"plans are as they were read and approved", plans_are_as_they_were_read_and_approved},
    {"a full disk is noticed", a_full_disk_is_noticed},
    {"words are broken at blanks", words_are_broken_at_blanks},
    {"counts have commas", counts_have_commas},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("scenario_plan", tests)
