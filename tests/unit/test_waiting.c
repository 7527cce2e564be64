/* The waiting queue: first in, first out, in a ring that begins anew when it runs empty. */
#include "loadgen/waiting.h"

#include "tests/support/suite.h"

static struct ticket numbered(uint64_t number)
{
    return (struct ticket){.number = number, .intended_ns = 1000 * number};
}

static void open_waiting(struct waiting *waiting, size_t capacity)
{
    struct error error;
    CU_ASSERT_TRUE_FATAL(waiting_init(waiting, capacity, &error));
}

static void the_oldest_is_taken_first(void)
{
    struct waiting waiting;
    open_waiting(&waiting, 3);
    CU_ASSERT_PTR_NULL(waiting_first(&waiting));
    for (uint64_t i = 0; i < 3; i++) {
        struct ticket ticket = numbered(i);
        CU_ASSERT_TRUE(waiting_push(&waiting, &ticket));
    }
    for (uint64_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(waiting_first(&waiting)->number, i);
        CU_ASSERT_EQUAL(waiting_take(&waiting).intended_ns, 1000 * i);
    }
    CU_ASSERT_EQUAL(waiting.count, 0);
    waiting_release(&waiting);
}

static void a_full_queue_takes_no_more(void)
{
    struct waiting waiting;
    struct ticket ticket = numbered(7);
    open_waiting(&waiting, 2);
    CU_ASSERT_TRUE(waiting_push(&waiting, &ticket));
    CU_ASSERT_TRUE(waiting_push(&waiting, &ticket));
    CU_ASSERT_FALSE(waiting_push(&waiting, &ticket));
    (void)waiting_take(&waiting);
    CU_ASSERT_TRUE(waiting_push(&waiting, &ticket));
    waiting_release(&waiting);
}

static void order_holds_around_the_end_of_the_ring(void)
{
    struct waiting waiting;
    open_waiting(&waiting, 5);
    uint64_t pushed = 0;
    uint64_t taken = 0;
    for (unsigned round = 0; round < 1000; round++) {
        for (unsigned i = 0; i < 1 + round % 3 && waiting.count < 5; i++) {
            struct ticket ticket = numbered(pushed++);
            CU_ASSERT_TRUE(waiting_push(&waiting, &ticket));
        }
        for (unsigned i = 0; i < 1 + round % 2 && waiting.count > 0; i++)
            CU_ASSERT_EQUAL(waiting_take(&waiting).number, taken++);
    }
    CU_ASSERT_EQUAL(pushed - taken, waiting.count);
    waiting_release(&waiting);
}

static void a_short_queue_stays_at_the_start_of_its_memory(void)
{
    struct waiting waiting;
    open_waiting(&waiting, 1000);
    for (uint64_t i = 0; i < 5000; i++) {
        struct ticket ticket = numbered(i);
        CU_ASSERT_TRUE(waiting_push(&waiting, &ticket));
        CU_ASSERT_PTR_EQUAL(waiting_first(&waiting), waiting.ring);
        (void)waiting_take(&waiting);
    }
    waiting_release(&waiting);
}

static CU_TestInfo tests[] = {
    {"the oldest is taken first", the_oldest_is_taken_first},
    {"a full queue takes no more", a_full_queue_takes_no_more},
    {"order holds around the end of the ring", order_holds_around_the_end_of_the_ring},
    {"a short queue stays at the start of its memory",
     a_short_queue_stays_at_the_start_of_its_memory},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("waiting", tests)
