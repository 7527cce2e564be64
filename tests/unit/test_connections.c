/* The books of connections: every one in exactly one list, idle ones picked evenly. */
#include "loadgen/connections.h"

#include "tests/support/suite.h"

#define CAPACITY 20

static void open_all(struct connections *connections)
{
    struct error error;
    CU_ASSERT_TRUE_FATAL(connections_init(connections, CAPACITY, &error));
}

/* Every connection stands where it says, and the counts add up. */
static bool is_consistent(const struct connections *connections)
{
    unsigned sum = 0;
    for (unsigned state = 0; state < CONNECTION_STATES; state++)
        sum += connections->counts[state];
    for (unsigned i = 0; i < connections->capacity; i++) {
        const struct connection *connection = &connections->all[i];
        if (connection->place >= connections->counts[connection->state] ||
            connections->lists[connection->state][connection->place] != connection)
            return false;
    }
    return sum == connections->capacity;
}

static void all_are_closed_at_first(void)
{
    struct connections connections;
    open_all(&connections);
    CU_ASSERT_EQUAL(connections.counts[CONNECTION_CLOSED], CAPACITY);
    CU_ASSERT_EQUAL(connections_open(&connections), 0);
    CU_ASSERT_TRUE(is_consistent(&connections));
    connections_release(&connections);
}

static void closed_ones_run_out(void)
{
    struct connections connections;
    open_all(&connections);
    for (unsigned i = 0; i < CAPACITY; i++) {
        struct connection *taken = connections_take_closed(&connections);
        CU_ASSERT_PTR_NOT_NULL_FATAL(taken);
        CU_ASSERT_EQUAL(taken->state, CONNECTION_CONNECTING);
    }
    CU_ASSERT_PTR_NULL(connections_take_closed(&connections));
    CU_ASSERT_EQUAL(connections_open(&connections), 0);
    CU_ASSERT_TRUE(is_consistent(&connections));
    connections_release(&connections);
}

static void any_walk_keeps_the_books(void)
{
    struct connections connections;
    open_all(&connections);
    struct random_stream stream = random_stream_init(1, RANDOM_ORDER);
    for (uint64_t k = 0; k < 20000; k += 2) {
        struct connection *connection = &connections.all[random_below(stream, k, CAPACITY)];
        connections_move(&connections, connection,
                         (enum connection_state)random_below(stream, k + 1, CONNECTION_STATES));
        CU_ASSERT_TRUE(is_consistent(&connections));
    }
    connections_release(&connections);
}

static void only_idle_and_busy_ones_are_open(void)
{
    struct connections connections;
    open_all(&connections);
    for (unsigned i = 0; i < 3; i++)
        (void)connections_take_closed(&connections);
    connections_move(&connections, connections.lists[CONNECTION_CONNECTING][0], CONNECTION_IDLE);
    connections_move(&connections, connections.lists[CONNECTION_CONNECTING][0], CONNECTION_BUSY);
    CU_ASSERT_EQUAL(connections_open(&connections), 2);
    connections_release(&connections);
}

/* 99.9 % of chi-square with 19 degrees of freedom. */
#define CHI_SQUARE_LIMIT 43.8

static void idle_ones_are_picked_evenly(void)
{
    enum {
        PICKS = 20000
    };
    struct connections connections;
    open_all(&connections);
    for (unsigned i = 0; i < CAPACITY; i++)
        connections_move(&connections, connections_take_closed(&connections), CONNECTION_IDLE);
    unsigned counts[CAPACITY] = {0};
    struct random_stream stream = random_stream_init(42, RANDOM_PICK);
    for (uint64_t k = 0; k < PICKS; k++)
        counts[connections_pick_idle(&connections, stream, k) - connections.all]++;
    double sum = 0;
    for (unsigned i = 0; i < CAPACITY; i++) {
        double off = counts[i] - (double)PICKS / CAPACITY;
        sum += off * off / ((double)PICKS / CAPACITY);
    }
    CU_ASSERT(sum < CHI_SQUARE_LIMIT);
    CU_ASSERT_TRUE(is_consistent(&connections));
    connections_release(&connections);
}

static CU_TestInfo tests[] = {
    {"all are closed at first", all_are_closed_at_first},
    {"closed ones run out", closed_ones_run_out},
    {"any walk keeps the books", any_walk_keeps_the_books},
    {"only idle and busy ones are open", only_idle_and_busy_ones_are_open},
    {"idle ones are picked evenly", idle_ones_are_picked_evenly},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("connections", tests)
