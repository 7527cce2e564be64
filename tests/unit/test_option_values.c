/* Values of flags: strict, with the flag's name in every complaint. */
#include "loadgen/option_values.h"

#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void whole_numbers_are_digits_in_a_range(void)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"5", true},    {"10", true},
        {"7", true},    {"007", true},
        {"4", false},   {"11", false},
        {"", false},    {" 7", false},
        {"7 ", false},  {"+7", false},
        {"-7", false},  {"7.0", false},
        {"0x7", false}, {"99999999999999999999", false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error;
        uint64_t number = 0;
        CU_ASSERT_EQUAL(option_integer("n", cases[i].text, 5, 10, &number, &error), cases[i].good);
        if (!cases[i].good)
            CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "a whole number from 5 to 10 is wanted"));
    }
    uint64_t number = 0;
    struct error error;
    CU_ASSERT_TRUE(option_integer("n", "18446744073709551615", 0, UINT64_MAX, &number, &error));
    CU_ASSERT_EQUAL(number, UINT64_MAX);
}

static void counts_begin_at_one(void)
{
    struct error error;
    unsigned count = 0;
    CU_ASSERT_TRUE(option_count("threads", "3", 3, &count, &error));
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT_FALSE(option_count("threads", "0", 3, &count, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "--threads=0: a whole number from 1 to 3 is wanted");
}

static void durations_and_rates_have_units(void)
{
    struct error error;
    uint64_t duration_ns = 0;
    double rate_per_s = 0;
    CU_ASSERT_TRUE(option_duration("duration", "1.5s", &duration_ns, &error));
    CU_ASSERT_EQUAL(duration_ns, 1500 * ONE_MS_NS);
    CU_ASSERT_TRUE(option_rate("rate", "2k/s", &rate_per_s, &error));
    CU_ASSERT_EQUAL(rate_per_s, 2000);
    CU_ASSERT_FALSE(option_duration("duration", "5", &duration_ns, &error));
    CU_ASSERT_EQUAL(strncmp(error.text, "--duration=5: ", 14), 0);
    CU_ASSERT_FALSE(option_rate("rate", "5s", &rate_per_s, &error));
    CU_ASSERT_EQUAL(strncmp(error.text, "--rate=5s: ", 11), 0);
    CU_ASSERT_FALSE(option_rate("rate", "0/s", &rate_per_s, &error));
    CU_ASSERT_EQUAL(strncmp(error.text, "--rate=0/s: ", 12), 0);
}

static CU_TestInfo tests[] = {
    {"whole numbers are digits in a range", whole_numbers_are_digits_in_a_range},
    {"counts begin at one", counts_begin_at_one},
    {"durations and rates have units", durations_and_rates_have_units},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("option_values", tests)
