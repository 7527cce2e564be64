/* Phases: one after the other, each drained or given up before the next begins. */
#include "loadgen/stage.h"

#include "tests/support/load_rig.h"

#define TWO_PHASES(first, second)                                                                  \
    "{\"version\": 1, \"name\": \"stages\", \"connections\": {\"max\": 8},"                        \
    " \"requests\": {\"hello\": {\"path\": \"/hello\", \"timeout\": \"2s\"}}, \"phases\": ["       \
    "{\"name\": \"one\", \"executor\": \"constant-arrival-rate\", \"arrivals\": \"constant\","     \
    " \"rate\": \"100/s\", \"duration\": \"100ms\"" first "},"                                     \
    "{\"name\": \"two\", \"executor\": \"staircase-arrival-rate\", \"arrivals\": \"constant\","    \
    " \"rates\": [\"100/s\", \"200/s\"], \"stepDuration\": \"100ms\"" second "}]}"

static const struct flight_window *window(const struct load_rig *rig, unsigned step)
{
    return &rig->run.recorder.steps[step].window;
}

static void a_phase_begins_when_the_one_before_has_drained(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER,
                                         .freeze_from_ns = 50 * ONE_MS_NS,
                                         .freeze_for_ns = 150 * ONE_MS_NS});
    load_rig_run(&rig, TWO_PHASES("", ""));
    /* The first phase ends at 100 ms, its last answers come at 200 ms. */
    CU_ASSERT(window(&rig, 1)->start_ns - window(&rig, 0)->start_ns >= 195 * ONE_MS_NS);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->outcomes[OUTCOME_OK], 10);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 1, 0)->outcomes[OUTCOME_OK], 10);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 2, 0)->outcomes[OUTCOME_OK], 20);
    CU_ASSERT_TRUE(load_rig_balances(&rig));
    load_rig_close(&rig);
}

static void the_steps_of_a_phase_follow_without_a_gap(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, TWO_PHASES("", ""));
    CU_ASSERT_EQUAL(window(&rig, 2)->start_ns, window(&rig, 1)->end_ns);
    CU_ASSERT_EQUAL(window(&rig, 2)->end_ns - window(&rig, 2)->start_ns, 100 * ONE_MS_NS);
    CU_ASSERT(window(&rig, 1)->start_ns >= window(&rig, 0)->end_ns);
    load_rig_close(&rig);
}

static void what_is_unfinished_after_graceful_stop_is_aborted(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_SILENT, .good_first = 4});
    load_rig_run(&rig, TWO_PHASES(", \"gracefulStop\": \"50ms\"", ", \"gracefulStop\": \"0ms\""));
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->outcomes[OUTCOME_OK], 4);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 0, 0)->outcomes[OUTCOME_ABORTED], 6);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 1, 0)->outcomes[OUTCOME_ABORTED], 10);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 2, 0)->outcomes[OUTCOME_ABORTED], 20);
    CU_ASSERT(window(&rig, 1)->start_ns >= window(&rig, 0)->end_ns + 50 * ONE_MS_NS);
    CU_ASSERT(window(&rig, 1)->start_ns < window(&rig, 0)->end_ns + 1500 * ONE_MS_NS);
    CU_ASSERT_TRUE(load_rig_balances(&rig));
    load_rig_close(&rig);
}

static void aborted_requests_count_at_their_age(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_SILENT});
    load_rig_run(&rig, TWO_PHASES(", \"gracefulStop\": \"50ms\"", ", \"gracefulStop\": \"0ms\""));
    const struct cell *cell = load_rig_cell(&rig, 0, 0);
    CU_ASSERT_EQUAL(cell->response.total, 10);
    CU_ASSERT(cell->response.max_ns >= 150 * ONE_MS_NS);
    CU_ASSERT(cell->response.min_ns >= 60 * ONE_MS_NS);
    load_rig_close(&rig);
}

static void connections_live_on_into_the_next_phase(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_run(&rig, TWO_PHASES(", \"onBusy\": \"queue\"", ", \"onBusy\": \"queue\""));
    CU_ASSERT_EQUAL(rig.server.accepted, 8);
    CU_ASSERT_EQUAL(rig.run.recorder.steps[2].connections_peak, 8);
    load_rig_close(&rig);
}

static void a_server_that_is_gone_does_not_hold_up_a_phase(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER, .die_at_ns = 50 * ONE_MS_NS});
    load_rig_run(&rig, TWO_PHASES("", ", \"onBusy\": \"queue\""));
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 1, 0)->outcomes[OUTCOME_CONNECT_REFUSED], 10);
    CU_ASSERT_EQUAL(load_rig_cell(&rig, 2, 0)->outcomes[OUTCOME_CONNECT_REFUSED], 20);
    load_rig_close(&rig);
}

static CU_TestInfo tests[] = {
    {"a phase begins when the one before has drained",
     a_phase_begins_when_the_one_before_has_drained},
    {"the steps of a phase follow without a gap", the_steps_of_a_phase_follow_without_a_gap},
    {"what is unfinished after gracefulStop is aborted",
     what_is_unfinished_after_graceful_stop_is_aborted},
    {"aborted requests count at their age", aborted_requests_count_at_their_age},
    {"connections live on into the next phase", connections_live_on_into_the_next_phase},
    {"a server that is gone does not hold up a phase",
     a_server_that_is_gone_does_not_hold_up_a_phase},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("stage", tests)
