#include "loadgen/summary_table.h"

#include <string.h>

#include "tests/support/suite.h"

static struct measures measured(double p50_us, double p99_us, double max_us)
{
    struct measures measures;
    measures_clear(&measures);
    measures.response_time.samples = 1;
    measures.response_time.p50_us = p50_us;
    measures.response_time.p99_us = p99_us;
    measures.response_time.max_us = max_us;
    return measures;
}

static void shows(const struct measures *measures, const char *row, const char *signs)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    summary_table_times(measures, stream);
    (void)fclose(stream);
    const char *second = strchr(text, '\n') + 1;
    CU_ASSERT_EQUAL(strncmp(second, row, strlen(row)), 0);
    const char *third = strchr(second, '\n') + 1;
    CU_ASSERT_STRING_EQUAL(third, signs);
    free(text);
}

static void only_what_lies_in_the_censored_part_is_at_least(void)
{
    struct measures measures = measured(1000, 4999999, 5000000);
    measures.response_time.p75_us = measures.response_time.p90_us = 2000;
    measures.response_time.p999_us = measures.response_time.p9999_us = 5000000;
    measures.censored_from_us = 5000000;
    shows(&measures,
          "  response time       1 ms     2 ms     2 ms      5 s     >5 s     >5 s     >5 s\n",
          "  > at least: requests were given up at that age\n\n");
}

static void a_table_without_signs_explains_none(void)
{
    struct measures measures = measured(1000, 119e6, 1);
    measures.response_time.p75_us = measures.response_time.p90_us = 0.25;
    measures.response_time.p999_us = measures.response_time.p9999_us = 999499;
    shows(&measures,
          "  response time       1 ms   250 ns   250 ns    119 s   999 ms   999 ms     1 us\n",
          "\n");
}

static void times_that_nobody_took_have_no_row(void)
{
    struct measures measures = measured(1, 1, 1);
    measures.response_time.samples = 0;
    shows(&measures, "\n", "");
}

static CU_TestInfo tests[] = {
    {"only what lies in the censored part is \"at least\"",
     only_what_lies_in_the_censored_part_is_at_least},
    {"a table without signs explains none", a_table_without_signs_explains_none},
    {"times that nobody took have no row", times_that_nobody_took_have_no_row},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("summary_table", tests)
