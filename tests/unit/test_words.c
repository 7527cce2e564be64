#include "report/words.h"

#include <math.h>
#include <string.h>

#include "tests/support/suite.h"

static void is(const char *got, const char *expected)
{
    if (strcmp(got, expected) != 0)
        (void)fprintf(stderr, "got \"%s\" instead of \"%s\"\n", got, expected);
    CU_ASSERT_STRING_EQUAL(got, expected);
}

static void numbers_have_two_or_three_digits(void)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},        {0.394, "0.39"},        {0.012345, "0.012"}, {1, "1"},
        {1.005, "1"},    {9.99, "9.99"},         {9.996, "10"},       {12.345, "12.3"},
        {99.94, "99.9"}, {99.96, "100"},         {141.4, "141"},      {999.6, "1 000"},
        {4834, "4 830"}, {1234567, "1 230 000"}, {-12.34, "-12.3"},   {-0.0000001, "0"},
    };

    char text[WORDS_BYTES];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        is(words_number(cases[i].value, text), cases[i].text);
}

static void counts_are_exact(void)
{
    char text[WORDS_BYTES];
    is(words_count(0, text), "0");
    is(words_count(999, text), "999");
    is(words_count(12345, text), "12 345");
    is(words_count(UINT64_MAX, text), "18 446 744 073 709 551 615");
}

static void durations_take_the_unit_that_fits(void)
{
    char text[WORDS_BYTES];
    is(words_duration(394.2, text), "394 us");
    is(words_duration(999.4, text), "999 us");
    is(words_duration(999.6, text), "1 ms");
    is(words_duration(48207.151, text), "48.2 ms");
    is(words_duration(999600, text), "1 s");
    is(words_duration(4.2e6, text), "4.2 s");
    is(words_seconds(0.128, text), "128 ms");
}

static void shares_are_whole_unless_small_or_nearly_all(void)
{
    char text[WORDS_BYTES];
    is(words_share(0, text), "0 %");
    is(words_share(0.18, text), "18 %");
    is(words_share(0.1849, text), "18 %");
    is(words_share(0.004, text), "0.4 %");
    is(words_share(0.981, text), "98 %");
    is(words_share(0.9999, text), "99.9 %");
    is(words_share(1, text), "100 %");
    is(words_share(0.00001, text), "less than 0.01 %");
}

static void rates_and_bytes_carry_their_units(void)
{
    char text[WORDS_BYTES];
    is(words_rate(2110, text), "2 110/s");
    is(words_bytes(640, text), "640 bytes");
    is(words_bytes(655360, text), "640 KiB");
    is(words_bytes(1782579.0, text), "1.7 MiB");
    is(words_bytes(8160437862.0, text), "7.6 GiB");
}

static void what_is_not_a_number_is_unknown(void)
{
    char text[WORDS_BYTES];
    is(words_number((double)NAN, text), "unknown");
    is(words_duration((double)INFINITY, text), "unknown");
    is(words_share((double)NAN, text), "unknown");
    is(words_rate(-(double)INFINITY, text), "unknown");
    is(words_bytes(1e300, text), "unknown");
}

static void words_are_runs_of_characters(void)
{
    CU_ASSERT_EQUAL(words_in(""), 0);
    CU_ASSERT_EQUAL(words_in("  "), 0);
    CU_ASSERT_EQUAL(words_in("p99 is 48.2 ms."), 4);
    CU_ASSERT_EQUAL(words_in(" two\n words "), 2);
    CU_ASSERT_STRING_EQUAL(words_plural(1, "step", "steps"), "step");
    CU_ASSERT_STRING_EQUAL(words_plural(0, "step", "steps"), "steps");
}

static CU_TestInfo tests[] = {
    {"numbers have two or three digits", numbers_have_two_or_three_digits},
    {"counts are exact", counts_are_exact},
    {"durations take the unit that fits", durations_take_the_unit_that_fits},
    {"shares are whole unless small or nearly all", shares_are_whole_unless_small_or_nearly_all},
    {"rates and bytes carry their units", rates_and_bytes_carry_their_units},
    {"what is not a number is unknown", what_is_not_a_number_is_unknown},
    {"words are runs of characters", words_are_runs_of_characters},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("words", tests)
