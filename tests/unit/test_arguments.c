#include "bench/arguments.h"

#include <string.h>

#include "tests/support/suite.h"

static void words_are_kept_in_order_and_end_with_null(void)
{
    struct arguments arguments;
    arguments_init(&arguments);
    CU_ASSERT_PTR_NULL(arguments.values[0]);
    arguments_add(&arguments, "%s/server", "/bin");
    arguments_add(&arguments, "--port=%u", 80U);
    arguments_add(&arguments, "%s", "");
    CU_ASSERT_EQUAL_FATAL(arguments.count, 3);
    CU_ASSERT_STRING_EQUAL(arguments.values[0], "/bin/server");
    CU_ASSERT_STRING_EQUAL(arguments.values[1], "--port=80");
    CU_ASSERT_STRING_EQUAL(arguments.values[2], "");
    CU_ASSERT_PTR_NULL(arguments.values[3]);
    CU_ASSERT_FALSE(arguments.overflow);
}

static void a_shell_reads_the_same_words(void)
{
    struct arguments arguments;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    arguments_init(&arguments);
    arguments_add(&arguments, "/bin/a");
    arguments_add(&arguments, "--x=1,2");
    arguments_add(&arguments, "a b");
    arguments_add(&arguments, "%s", "");
    arguments_add(&arguments, "it's");
    arguments_add(&arguments, "$(rm)");
    arguments_print(&arguments, stream);
    (void)fclose(stream);
    CU_ASSERT_STRING_EQUAL(text, "/bin/a --x=1,2 'a b' '' 'it'\\''s' '$(rm)'");
    free(text);
}

static void what_does_not_fit_is_noticed(void)
{
    struct arguments arguments;
    arguments_init(&arguments);
    for (unsigned i = 0; i < ARGUMENTS_MAX; i++)
        arguments_add(&arguments, "%u", i);
    CU_ASSERT_FALSE(arguments.overflow);
    arguments_add(&arguments, "one more");
    CU_ASSERT(arguments.overflow);
    CU_ASSERT_EQUAL(arguments.count, ARGUMENTS_MAX);
    arguments_init(&arguments);
    arguments_add(&arguments, "%*s", ARGUMENTS_TEXT_BYTES, "");
    CU_ASSERT(arguments.overflow);
}

static CU_TestInfo tests[] = {
    {"words are kept in order and end with NULL", words_are_kept_in_order_and_end_with_null},
    {"a shell reads the same words", a_shell_reads_the_same_words},
    {"what does not fit is noticed", what_does_not_fit_is_noticed},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("arguments", tests)
