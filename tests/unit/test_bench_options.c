#include "bench/bench_options.h"

#include <string.h>

#include "tests/support/suite.h"

/* Reads "bench" and the words given; getopt reorders them, so they are copied. */
static bool read_words(const char *const *words, struct bench_options *options, struct error *error)
{
    static char *argv[16];
    int argc = 0;
    argv[argc++] = (char *)(uintptr_t) "bench";
    for (; *words != NULL; words++)
        argv[argc++] = (char *)(uintptr_t)*words;
    argv[argc] = NULL;
    return bench_options_read(argc, argv, options, error);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void a_bare_run_has_defaults(void)
{
    struct bench_options options;
    struct error error;
    CU_ASSERT_FATAL(read_words(WORDS("run"), &options, &error));
    CU_ASSERT(options.report && !options.json && !options.quiet && !options.dry_run);
    CU_ASSERT_EQUAL(options.scenario_count, 0);
    CU_ASSERT_EQUAL(options.repetitions, 0);
    CU_ASSERT_STRING_EQUAL(options.out, "results");
    CU_ASSERT_PTR_NULL(options.servers);
    CU_ASSERT_PTR_NULL(options.programs);
}

static void everything_can_be_said_in_any_order(void)
{
    struct bench_options options;
    struct error error;
    CU_ASSERT_FATAL(read_words(WORDS("--quiet", "run", "a.json", "--servers=x,y", "--repetitions=8",
                                     "b.json", "--out=there", "--programs=bin", "--no-report",
                                     "--json", "--plain", "--dry-run", "--allow-unoptimised"),
                               &options, &error));
    CU_ASSERT(options.quiet && options.json && options.plain && options.dry_run);
    CU_ASSERT(options.allow_unoptimised && !options.report);
    CU_ASSERT_EQUAL(options.repetitions, 8);
    CU_ASSERT_STRING_EQUAL(options.servers, "x,y");
    CU_ASSERT_STRING_EQUAL(options.out, "there");
    CU_ASSERT_STRING_EQUAL(options.programs, "bin");
    CU_ASSERT_EQUAL_FATAL(options.scenario_count, 2);
    CU_ASSERT_STRING_EQUAL(options.scenarios[0], "a.json");
    CU_ASSERT_STRING_EQUAL(options.scenarios[1], "b.json");
}

static void help_and_version_need_no_command(void)
{
    struct bench_options options;
    struct error error;
    CU_ASSERT(read_words(WORDS("--help"), &options, &error) && options.show_help);
    CU_ASSERT(read_words(WORDS("--version", "--json"), &options, &error));
    CU_ASSERT(options.show_version && options.json);
}

static void what_is_wrong_is_named(void)
{
    static const struct {
        const char *words[3];
        const char *reason;
    } cases[] = {
        {{NULL}, "say what to do: bench run"},
        {{"--quiet"}, "say what to do: bench run"},
        {{"walk"}, "unknown command \"walk\""},
        {{"run", "--bogus"}, "cannot read \"--bogus\""},
        {{"run", "--out"}, "cannot read \"--out\""},
        {{"run", "--repetitions=0"}, "--repetitions: \"0\" is not a number from 1 to 100"},
        {{"run", "--repetitions=101"}, "--repetitions: \"101\""},
        {{"run", "--repetitions=2x"}, "--repetitions: \"2x\""},
        {{"run", "--repetitions=-1"}, "--repetitions: \"-1\""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench_options options;
        struct error error;
        CU_ASSERT_FALSE(read_words(WORDS(cases[i].words[0], cases[i].words[1], cases[i].words[2]),
                                   &options, &error));
        CU_ASSERT_EQUAL(strncmp(error.text, cases[i].reason, strlen(cases[i].reason)), 0);
    }
}

static CU_TestInfo tests[] = {
    {"a bare run has defaults", a_bare_run_has_defaults},
    {"everything can be said in any order", everything_can_be_said_in_any_order},
    {"help and version need no command", help_and_version_need_no_command},
    {"what is wrong is named", what_is_wrong_is_named},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("bench_options", tests)
