#include "bench/plan.h"

#include <assert.h>
#include <stdlib.h>

#include "core/limits.h"
#include "core/random.h"

/* Fisher and Yates; the order is that of the pair of blocks (2k, 2k + 1). */
static void shuffle(size_t *order, size_t count, uint64_t seed, unsigned pair)
{
    struct random_stream stream = random_stream_part(random_stream_init(seed, RANDOM_ORDER), pair);
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t left = count; left > 1; left--) {
        size_t chosen = (size_t)random_below(stream, left, left);
        size_t last = order[left - 1];
        order[left - 1] = order[chosen];
        order[chosen] = last;
    }
}

static void add_servers(struct plan *plan, size_t index, unsigned block)
{
    const struct plan_scenario *entry = &plan->scenarios[index];
    size_t order[SCENARIO_SERVERS_MAX];
    shuffle(order, entry->server_count, entry->scenario->seed, block / 2);
    for (size_t i = 0; i < entry->server_count; i++) {
        size_t place = block % 2 == 0 ? i : entry->server_count - 1 - i;
        plan->trials[plan->trial_count++] = (struct plan_trial){
            .scenario = index,
            .server = order[place],
            .block = block,
            .seed = entry->scenario->seed + block,
        };
    }
}

bool plan_build(struct plan *plan, const struct plan_scenario *scenarios, size_t count,
                struct error *error)
{
    size_t capacity = 0;
    unsigned blocks = 0;
    *plan = (struct plan){.scenarios = scenarios, .scenario_count = count};
    for (size_t i = 0; i < count; i++) {
        assert(scenarios[i].server_count <= SCENARIO_SERVERS_MAX);
        capacity += scenarios[i].server_count * scenarios[i].repetitions;
        blocks = scenarios[i].repetitions > blocks ? scenarios[i].repetitions : blocks;
    }
    plan->trials = calloc(capacity > 0 ? capacity : 1, sizeof plan->trials[0]);
    if (plan->trials == NULL)
        return error_set(error, "out of memory for a plan of %zu trials", capacity);
    for (unsigned block = 0; block < blocks; block++)
        for (size_t i = 0; i < count; i++)
            if (block < scenarios[i].repetitions)
                add_servers(plan, i, block);
    assert(plan->trial_count == capacity);
    for (size_t i = 0; i < plan->trial_count; i++)
        plan->load_ns += scenario_load_ns(scenarios[plan->trials[i].scenario].scenario);
    plan->total_ns = plan->load_ns + plan->trial_count * PLAN_TRIAL_OVERHEAD_NS;
    return true;
}

void plan_release(struct plan *plan)
{
    free(plan->trials);
    plan->trials = NULL;
}

uint64_t plan_left_ns(const struct plan *plan, size_t first)
{
    uint64_t left_ns = 0;
    for (size_t i = first; i < plan->trial_count; i++)
        left_ns += PLAN_TRIAL_OVERHEAD_NS +
                   scenario_load_ns(plan->scenarios[plan->trials[i].scenario].scenario);
    return left_ns;
}
