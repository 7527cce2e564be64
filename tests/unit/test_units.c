#include "core/units.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static void durations_become_whole_nanoseconds(void)
{
    static const struct {
        const char *text;
        uint64_t duration_ns;
    } cases[] = {
        {"0s", 0},
        {"1ns", 1},
        {"0.4ns", 0},
        {"0.5ns", 1},
        {"250us", 250000},
        {"1.5ms", 1500000},
        {"0.1s", 100000000},
        {"10s", 10000000000},
        {"007s", 7000000000},
        {"1.000000001s", 1000000001},
        {"0.3333333333333333333s", 333333333},
        {"2m", 120000000000},
        {"1.5h", 5400000000000},
        {"18446744073709551615ns", UINT64_MAX},
        {"18446744073.709551615s", UINT64_C(18446744073709551615)},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t duration_ns = 42;
        struct error error = {""};
        CU_ASSERT_TRUE(units_duration(cases[i].text, strlen(cases[i].text), &duration_ns, &error));
        CU_ASSERT_EQUAL(duration_ns, cases[i].duration_ns);
        if (duration_ns != cases[i].duration_ns)
            (void)fprintf(stderr, "%s: %s\n", cases[i].text, error.text);
    }
}

static void wrong_durations_say_what_to_write(void)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {"", "\"\" does not start with a digit; write \"10s\" or \"250ms\" (ns us ms s m h)"},
        {"10", "\"10\" has no unit; write \"10s\" or \"10ms\""},
        {"1.5", "\"1.5\" has no unit; write \"1.5s\" or \"1.5ms\""},
        {"10 s", "\"10 s\" has the unknown unit \" s\"; write "},
        {" 10s", "does not start with a digit; write "},
        {"10s ", "has the unknown unit \"s \"; write "},
        {"+10s", "does not start with a digit"},
        {"-10s", "does not start with a digit"},
        {"10S", "has the unknown unit \"S\""},
        {"1.s", "has the unknown unit \".s\""},
        {".5s", "does not start with a digit"},
        {"1,5s", "has the unknown unit \",5s\""},
        {"1e3s", "has the unknown unit \"e3s\""},
        {"0x10s", "has the unknown unit \"x10s\""},
        {"infs", "does not start with a digit"},
        {"10min", "has the unknown unit \"min\""},
        {"18446744073709551616ns", "is too large; write "},
        {"18446744074s", "is too large; write "},
        {"99999999999999999999h", "is too large; write "},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t duration_ns = 42;
        struct error error = {""};
        CU_ASSERT_FALSE(units_duration(cases[i].text, strlen(cases[i].text), &duration_ns, &error));
        CU_ASSERT_EQUAL(duration_ns, 42);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        if (strstr(error.text, cases[i].words) == NULL)
            (void)fprintf(stderr, "%s: %s\n", cases[i].text, error.text);
    }
}

static void no_character_beyond_the_length_is_read(void)
{
    uint64_t value = 0;
    struct error error;
    CU_ASSERT_TRUE(units_duration("10ms", 3, &value, &error)); /* 10m: minutes */
    CU_ASSERT_EQUAL(value, UINT64_C(600000000000));
    CU_ASSERT_TRUE(units_duration("10ms&x", 4, &value, &error));
    CU_ASSERT_EQUAL(value, 10000000);
    CU_ASSERT_TRUE(units_size("64kM", 3, &value, &error));
    CU_ASSERT_EQUAL(value, 65536);
}

static void rates_are_per_second(void)
{
    static const struct {
        const char *text;
        double rate_per_s;
    } cases[] = {
        {"500/s", 500},      {"2k/s", 2000}, {"2.7k/s", 2700}, {"0.3/s", 0.3},
        {"1.5M/s", 1500000}, {"30/m", 0.5},  {"6k/m", 100},    {"0/s", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double rate_per_s = 42;
        struct error error;
        CU_ASSERT_TRUE(units_rate(cases[i].text, strlen(cases[i].text), &rate_per_s, &error));
        CU_ASSERT_EQUAL(rate_per_s, cases[i].rate_per_s); /* exactly: they are printed back */
    }
}

static void wrong_rates_say_what_to_write(void)
{
    static const char *const cases[] = {"",       "500",    "2k",    "/s",     "500/h",
                                        "500 /s", "500/s ", "2K/s",  "2kk/s",  "-1/s",
                                        "1e3/s",  "inf/s",  "nan/s", "500/sec"};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double rate_per_s = 42;
        struct error error = {""};
        CU_ASSERT_FALSE(units_rate(cases[i], strlen(cases[i]), &rate_per_s, &error));
        CU_ASSERT_EQUAL(rate_per_s, 42);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "; write "));
    }
}

static void sizes_count_in_binary(void)
{
    static const struct {
        const char *text;
        uint64_t size_bytes;
    } cases[] = {
        {"0", 0},
        {"512", 512},
        {"64k", 65536},
        {"1M", 1048576},
        {"18446744073709551615", UINT64_MAX},
        {"17592186044415M", UINT64_C(17592186044415) << 20},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t size_bytes = 42;
        struct error error;
        CU_ASSERT_TRUE(units_size(cases[i].text, strlen(cases[i].text), &size_bytes, &error));
        CU_ASSERT_EQUAL(size_bytes, cases[i].size_bytes);
    }
}

static void wrong_sizes_are_refused(void)
{
    static const char *const cases[] = {"",
                                        "k",
                                        "1.5k",
                                        "64K",
                                        "64kB",
                                        "64 k",
                                        "-1k",
                                        "1G",
                                        "18446744073709551616",
                                        "17592186044416M"};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t size_bytes = 42;
        struct error error;
        CU_ASSERT_FALSE(units_size(cases[i], strlen(cases[i]), &size_bytes, &error));
        CU_ASSERT_EQUAL(size_bytes, 42);
    }
}

static void durations_are_printed_with_three_digits_at_most(void)
{
    static const struct {
        uint64_t duration_ns;
        const char *text;
    } cases[] = {
        {0, "0 ns"},
        {999, "999 ns"},
        {1000, "1 us"},
        {1500, "1.5 us"},
        {1234, "1.23 us"},
        {250000, "250 us"},
        {999499, "999 us"},
        {999500, "1 ms"},
        {20000000, "20 ms"},
        {99940000, "99.9 ms"},
        {99960000, "100 ms"},
        {999500000, "1 s"},
        {1300000000, "1.3 s"},
        {13000000000, "13 s"},
        {119000000000, "119 s"},
        {120000000000, "2 min"},
        {3600000000000, "60 min"},
        {7200000000000, "2 h"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[UNITS_TEXT_BYTES];
        units_print_duration(cases[i].duration_ns, text);
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
    }
}

static void rates_are_printed_with_three_digits_at_most(void)
{
    static const struct {
        double rate_per_s;
        const char *text;
    } cases[] = {
        {0, "0/s"},         {0.5, "30/m"},      {1, "1/s"},          {2.5, "2.5/s"},
        {300, "300/s"},     {999.4, "999/s"},   {999.6, "1k/s"},     {1500, "1.5k/s"},
        {12345, "12.3k/s"}, {200000, "200k/s"}, {1500000, "1.5M/s"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[UNITS_TEXT_BYTES];
        units_print_rate(cases[i].rate_per_s, text);
        CU_ASSERT_STRING_EQUAL(text, cases[i].text);
    }
}

static CU_TestInfo tests[] = {
    {"durations become whole nanoseconds", durations_become_whole_nanoseconds},
    {"wrong durations say what to write", wrong_durations_say_what_to_write},
    {"no character beyond the length is read", no_character_beyond_the_length_is_read},
    {"rates are per second", rates_are_per_second},
    {"wrong rates say what to write", wrong_rates_say_what_to_write},
    {"sizes count in binary", sizes_count_in_binary},
    {"wrong sizes are refused", wrong_sizes_are_refused},
    {"durations are printed with three digits", durations_are_printed_with_three_digits_at_most},
    {"rates are printed with three digits", rates_are_printed_with_three_digits_at_most},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("units", tests)
