#include <string.h>

#include "core/json.h"
#include "tests/support/suite.h"

static const char *const words[] = {"rate",         "rates",  "duration",
                                    "stepDuration", "onBusy", "warmup"};

static const char *nearest(const char *word)
{
    return json_nearest(word, words, sizeof words / sizeof *words);
}

static void check(const char *word, const char *wanted)
{
    const char *found = nearest(word);
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    CU_ASSERT_STRING_EQUAL(found, wanted);
}

static void slips_of_the_pen_are_recognised(void)
{
    check("duratoin", "duration");  /* swapped */
    check("durtion", "duration");   /* left out */
    check("durration", "duration"); /* doubled */
    check("duretion", "duration");  /* wrong */
    check("Duration", "duration");  /* case */
    check("stepduration", "stepDuration");
    check("warm-up", "warmup");
    check("onbusy", "onBusy");
}

static void the_nearest_of_two_wins(void)
{
    check("rate", "rate");
    check("ratess", "rates");
    check("rat", "rate");
}

static void far_words_are_nobodys(void)
{
    CU_ASSERT_PTR_NULL(nearest("colour"));
    CU_ASSERT_PTR_NULL(nearest("ab")); /* one edit at most in a short word */
    CU_ASSERT_PTR_NULL(nearest("ra"));
    CU_ASSERT_PTR_NULL(nearest(""));
    CU_ASSERT_PTR_NULL(json_nearest("rate", words, 0));
}

static void words_of_any_length_are_safe(void)
{
    char longest[200];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    const char *const candidates[] = {longest};
    CU_ASSERT_PTR_NULL(json_nearest(longest, candidates, 1));
    CU_ASSERT_PTR_NULL(json_nearest("aaaa", candidates, 1));
    longest[64] = '\0';
    CU_ASSERT_PTR_EQUAL(json_nearest(longest, candidates, 1), longest);
}

static CU_TestInfo tests[] = {
    {"slips of the pen are recognised", slips_of_the_pen_are_recognised},
    {"the nearest of two wins", the_nearest_of_two_wins},
    {"far words are nobody's", far_words_are_nobodys},
    {"words of any length are safe", words_of_any_length_are_safe},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("json_nearest", tests)
