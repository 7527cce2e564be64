#include "report/table.h"

#include "tests/support/suite.h"

static void rows(void)
{
    struct chart_table table;
    table_init(&table, 3);
    for (unsigned i = 0; i < 3 * 200; i++)
        table_cell(&table, "%u", i);
    CU_ASSERT_EQUAL(table.rows, 199);
    CU_ASSERT_FALSE(table.lost);
    CU_ASSERT_STRING_EQUAL(table_at(&table, 0, 2), "2");
    CU_ASSERT_STRING_EQUAL(table_at(&table, 199, 1), "598");
    table_release(&table);
    CU_ASSERT_EQUAL(table.rows, 0);
}

static void header_only(void)
{
    struct chart_table table;
    table_init(&table, 2);
    table_cell(&table, "a");
    table_cell(&table, "b");
    CU_ASSERT_EQUAL(table.rows, 0);
    CU_ASSERT_STRING_EQUAL(table_at(&table, 0, 1), "b");
    table_release(&table);
    table_release(&table);
}

static CU_TestInfo tests[] = {
    {"cells fill row after row, the header first", rows},
    {"a table may have a header only, and be released twice", header_only},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("table", tests)
