#include "servers/client_slab.h"

#include "servers/evented.h"
#include "tests/support/suite.h"

#define MANY 1000

static struct client_slab slab;
static struct evented_client *taken[MANY];

static unsigned allocations;
static bool no_memory;
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return no_memory ? NULL : __real_malloc(size);
}

static void take(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        taken[i] = client_slab_take(&slab);
        CU_ASSERT_PTR_NOT_NULL_FATAL(taken[i]);
    }
}

static void give(size_t count)
{
    for (size_t i = 0; i < count; i++)
        client_slab_give(&slab, taken[i]);
}

static void there_are_as_many_as_the_limit_says(void)
{
    client_slab_init(&slab, 130);
    take(130);
    CU_ASSERT_PTR_NULL(client_slab_take(&slab));
    client_slab_give(&slab, taken[7]);
    CU_ASSERT_PTR_EQUAL(client_slab_take(&slab), taken[7]);
    CU_ASSERT_PTR_NULL(client_slab_take(&slab));
    give(130);
    client_slab_release(&slab);
}

static void clients_are_apart_and_begin_empty(void)
{
    client_slab_init(&slab, MANY);
    for (int round = 0; round < 2; round++) {
        take(MANY);
        for (size_t i = 0; i < MANY; i++) {
            CU_ASSERT_FALSE(taken[i]->waits);
            CU_ASSERT_PTR_NULL(taken[i]->evented);
            taken[i]->waits = true; /* would show in another, were they not apart */
            taken[i]->evented = (struct evented *)(void *)&slab;
        }
        give(MANY);
    }
    client_slab_release(&slab);
}

static void once_the_busiest_moment_is_over_nothing_is_allocated(void)
{
    client_slab_init(&slab, MANY);
    take(MANY);
    give(MANY);
    allocations = 0;
    take(MANY);
    give(MANY);
    CU_ASSERT_EQUAL(allocations, 0);
    client_slab_release(&slab);
}

static void without_memory_there_is_no_client_and_later_there_is(void)
{
    client_slab_init(&slab, MANY);
    no_memory = true;
    CU_ASSERT_PTR_NULL(client_slab_take(&slab));
    no_memory = false;
    take(1);
    give(1);
    client_slab_release(&slab);
}

static size_t visited;

static void give_back_every_second(struct evented_client *client)
{
    CU_ASSERT(client->in_use);
    if (visited++ % 2 == 0)
        client_slab_give(&slab, client);
}

static void clients_may_leave_while_they_are_visited(void)
{
    client_slab_init(&slab, MANY);
    take(MANY);
    visited = 0;
    client_slab_each(&slab, give_back_every_second);
    CU_ASSERT_EQUAL(visited, MANY);
    CU_ASSERT_EQUAL(slab.used, MANY / 2);
    while (slab.used > 0)
        client_slab_each(&slab, give_back_every_second);
    client_slab_release(&slab);
}

static CU_TestInfo tests[] = {
    {"there are as many as the limit says", there_are_as_many_as_the_limit_says},
    {"clients are apart and begin empty", clients_are_apart_and_begin_empty},
    {"once the busiest moment is over nothing is allocated",
     once_the_busiest_moment_is_over_nothing_is_allocated},
    {"without memory there is no client, and later there is",
     without_memory_there_is_no_client_and_later_there_is},
    {"clients may leave while they are visited", clients_may_leave_while_they_are_visited},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("client_slab", tests)
