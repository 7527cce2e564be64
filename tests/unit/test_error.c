#include "core/error.h"

#include <errno.h>
#include <string.h>

#include "tests/support/suite.h"

static void setting_returns_false_and_keeps_the_words(void)
{
    struct error error;
    CU_ASSERT_FALSE(error_set(&error, "cannot %s %d", "count to", 3));
    CU_ASSERT_STRING_EQUAL(error.text, "cannot count to 3");
}

static void errno_is_told_in_words(void)
{
    struct error error;
    errno = ENOENT;
    CU_ASSERT_FALSE(error_set_errno(&error, "cannot open %s", "x.json"));
    CU_ASSERT_STRING_EQUAL(error.text, "cannot open x.json: No such file or directory");
}

static void a_prefix_goes_in_front(void)
{
    struct error error;
    (void)error_set(&error, "no room");
    CU_ASSERT_FALSE(error_prefix(&error, "trial %u: ", 7U));
    CU_ASSERT_STRING_EQUAL(error.text, "trial 7: no room");
}

static void words_that_do_not_fit_are_cut_not_overrun(void)
{
    struct error error;
    char long_words[2 * ERROR_TEXT_BYTES];
    memset(long_words, 'x', sizeof long_words);
    long_words[sizeof long_words - 1] = '\0';
    (void)error_set(&error, "%s", long_words);
    CU_ASSERT_EQUAL(strlen(error.text), ERROR_TEXT_BYTES - 1);
    (void)error_prefix(&error, "a: ");
    CU_ASSERT_EQUAL(strlen(error.text), ERROR_TEXT_BYTES - 1);
    CU_ASSERT_EQUAL(strncmp(error.text, "a: xxx", 6), 0);
    errno = EIO;
    (void)error_set_errno(&error, "%s", long_words);
    CU_ASSERT_EQUAL(strlen(error.text), ERROR_TEXT_BYTES - 1);
}

static CU_TestInfo tests[] = {
    {"setting returns false and keeps the words", setting_returns_false_and_keeps_the_words},
    {"errno is told in words", errno_is_told_in_words},
    {"a prefix goes in front", a_prefix_goes_in_front},
    {"words that do not fit are cut", words_that_do_not_fit_are_cut_not_overrun},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("error", tests)
