/* Workers: together they send exactly the schedule, each arrival once, none early. */
#include "loadgen/worker.h"

#include "tests/support/load_rig.h"

static void shares_add_up(void)
{
    for (unsigned total = 0; total < 50; total++) {
        for (unsigned workers = 1; workers < 9; workers++) {
            unsigned sum = 0;
            for (unsigned i = 0; i < workers; i++) {
                unsigned share = worker_share(total, workers, i);
                CU_ASSERT(share == total / workers || share == total / workers + 1);
                sum += share;
            }
            CU_ASSERT_EQUAL(sum, total);
        }
    }
}

#define POISSON                                                                                    \
    "{\"version\": 1, \"name\": \"poisson\", \"connections\": {\"max\": 8},"                       \
    " \"requests\": {\"a\": {\"path\": \"/a\"}, \"b\": {\"path\": \"/b\"}},"                       \
    " \"mix\": [{\"request\": \"a\", \"weight\": 1}, {\"request\": \"b\", \"weight\": 3}],"        \
    " \"phases\": [{\"name\": \"load\", \"executor\": \"staircase-arrival-rate\","                 \
    " \"rates\": [\"200/s\", \"500/s\"], \"stepDuration\": \"150ms\"}]}"

/* What the schedule holds, per step and request. */
static void count_schedule(const struct scenario *scenario, uint64_t counts[2][2])
{
    struct traffic traffic;
    struct arrivals arrivals;
    struct arrival arrival;
    struct error error;
    CU_ASSERT_TRUE_FATAL(traffic_init(&traffic, scenario, "x", 1, &error));
    arrivals_init(&arrivals, &scenario->phases[0], 0, 1, 0);
    while (arrivals_next(&arrivals, &arrival))
        counts[arrival.step][traffic_pick(&traffic, 0, arrival.number)]++;
    traffic_release(&traffic);
}

static void any_number_of_threads_sends_the_schedule(void)
{
    for (unsigned threads = 1; threads <= 5; threads += 2) {
        struct load_rig rig;
        uint64_t counts[2][2] = {{0}};
        load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
        rig.config.threads = threads;
        load_rig_run(&rig, POISSON);
        count_schedule(&rig.scenario, counts);
        for (unsigned step = 0; step < 2; step++) {
            for (unsigned request = 0; request < 2; request++) {
                const struct cell *cell = load_rig_cell(&rig, step, request);
                CU_ASSERT_EQUAL(cell->begun, counts[step][request]);
                CU_ASSERT_EQUAL(cell->outcomes[OUTCOME_OK], counts[step][request]);
            }
        }
        CU_ASSERT_TRUE(load_rig_balances(&rig));
        load_rig_close(&rig);
    }
}

/* Requests reach the server no earlier than their instants, seen from the run's zero. */
static void no_request_is_early(void)
{
    static const uint64_t spins_ns[] = {0, 80000, 5000000};
    for (size_t i = 0; i < sizeof spins_ns / sizeof *spins_ns; i++) {
        struct load_rig rig;
        load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
        rig.config.spin_ns = spins_ns[i];
        load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "200ms", ""));
        CU_ASSERT_EQUAL(rig.server.seen_count, 20);
        for (size_t k = 0; k < rig.server.seen_count; k++)
            CU_ASSERT(rig.server.seen[k].at_ns >= rig.run.plan.zero_ns + k * 10 * ONE_MS_NS);
        load_rig_close(&rig);
    }
}

static void a_burst_of_due_arrivals_is_sent_at_once(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, LOAD_RIG_SCENARIO("200k/s", "5ms", ""));
    CU_ASSERT_EQUAL(load_rig_begun(&rig), 1000);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 1000);
    load_rig_close(&rig);
}

static CU_TestInfo tests[] = {
    {"shares add up", shares_add_up},
    {"any number of threads sends the schedule", any_number_of_threads_sends_the_schedule},
    {"no request is early", no_request_is_early},
    {"a burst of due arrivals is sent at once", a_burst_of_due_arrivals_is_sent_at_once},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("worker", tests)
