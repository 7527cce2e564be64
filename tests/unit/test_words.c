#include "report/words.h"

#include <math.h>

#include "tests/support/suite.h"

struct words_case {
    double value;
    const char *words;
};

static void check(struct words (*words)(double), const struct words_case *cases)
{
    for (; cases->words != NULL; cases++)
        CU_ASSERT_STRING_EQUAL(words(cases->value).text, cases->words);
}

static void latencies(void)
{
    check(words_latency, (const struct words_case[]){{0, "0 ms"},
                                                     {0.5, "0.5 µs"},
                                                     {45, "45 µs"},
                                                     {450, "0.45 ms"},
                                                     {18400, "18.4 ms"},
                                                     {123456, "123 ms"},
                                                     {999400, "999 ms"},
                                                     {999500, "1 s"},
                                                     {1840000, "1.84 s"},
                                                     {3600e6, "3,600 s"},
                                                     {0, NULL}});
}

static void others(void)
{
    check(words_count,
          (const struct words_case[]){
              {0, "0"}, {999, "999"}, {60000, "60,000"}, {1234567, "1,234,567"}, {0, NULL}});
    check(words_rate, (const struct words_case[]){
                          {0.5, "0.5/s"}, {300, "300/s"}, {1200, "1,200/s"}, {0, NULL}});
    check(words_share, (const struct words_case[]){
                           {0, "0 %"}, {0.004, "0.4 %"}, {0.18, "18 %"}, {1, "100 %"}, {0, NULL}});
    check(words_seconds, (const struct words_case[]){{4, "4 s"},
                                                     {14.2, "14.2 s"},
                                                     {119, "119 s"},
                                                     {125, "2 min 5 s"},
                                                     {180, "3 min"},
                                                     {0, NULL}});
    check(words_bytes, (const struct words_case[]){{512, "512 B"},
                                                   {10035, "9.8 KiB"},
                                                   {39845888, "38 MiB"},
                                                   {8589934592.0, "8 GiB"},
                                                   {0, NULL}});
    check(words_number,
          (const struct words_case[]){
              {1230, "1,230"}, {12.34, "12.3"}, {0.01234, "0.0123"}, {-1500, "-1,500"}, {0, NULL}});
}

static void unknown(void)
{
    struct words (*const all[])(double) = {words_latency, words_count, words_rate,  words_share,
                                           words_seconds, words_bytes, words_number};
    const double values[] = {(double)NAN, (double)INFINITY, (double)-INFINITY};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (size_t v = 0; v < 3; v++)
            CU_ASSERT_STRING_EQUAL(all[i](values[v]).text, "–");
}

static CU_TestInfo tests[] = {
    {"latencies have a unit that suits them", latencies},
    {"counts, rates, shares, durations, sizes and numbers are short and grouped", others},
    {"what is not known is a dash", unknown},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("words", tests)
