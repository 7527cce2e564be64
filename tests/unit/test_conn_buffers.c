#include "servers/conn_buffers.h"

#include <stddef.h>

#include "tests/support/suite.h"

static void what_was_given_back_last_is_lent_first(void)
{
    struct conn_pool pool;
    conn_pool_init(&pool);
    struct conn_buffers *first = conn_buffers_take(&pool);
    struct conn_buffers *second = conn_buffers_take(&pool);
    CU_ASSERT_PTR_NOT_EQUAL(first, second);
    CU_ASSERT_EQUAL(pool.made, 2);

    conn_buffers_give(&pool, first);
    conn_buffers_give(&pool, second);
    CU_ASSERT_PTR_EQUAL(conn_buffers_take(&pool), second);
    CU_ASSERT_PTR_EQUAL(conn_buffers_take(&pool), first);
    CU_ASSERT_EQUAL(pool.made, 2);

    conn_buffers_give(&pool, second);
    conn_buffers_give(&pool, first);
    conn_pool_release(&pool);
    CU_ASSERT_EQUAL(pool.made, 0);
}

static void lent_buffers_hold_nothing_of_the_last_borrower(void)
{
    struct conn_pool pool;
    conn_pool_init(&pool);
    struct conn_buffers *buffers = conn_buffers_take(&pool);
    buffers->begun = true;
    buffers->start = 1;
    buffers->end = 2;
    conn_buffers_give(&pool, buffers);
    buffers = conn_buffers_take(&pool);
    CU_ASSERT_FALSE(buffers->begun);
    CU_ASSERT_EQUAL(buffers->start, 0);
    CU_ASSERT_EQUAL(buffers->end, 0);
    conn_buffers_give(&pool, buffers);
    conn_pool_release(&pool);
}

static void a_small_request_stays_within_a_page_or_two(void)
{
    size_t first_kilobyte_of_input = offsetof(struct conn_buffers, input) + 1024;
    CU_ASSERT(first_kilobyte_of_input <= 4096);
}

static CU_TestInfo tests[] = {
    {"what was given back last is lent first", what_was_given_back_last_is_lent_first},
    {"lent buffers hold nothing of the last borrower",
     lent_buffers_hold_nothing_of_the_last_borrower},
    {"a small request stays within a page or two", a_small_request_stays_within_a_page_or_two},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("conn_buffers", tests)
