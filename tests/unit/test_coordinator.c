/* The coordinator: starts at the instant it was given, notes what happens, and stops on a signal.
 */
#include "loadgen/coordinator.h"

#include <math.h>
#include <signal.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "tests/support/load_rig.h"

static void the_first_phase_starts_at_the_given_instant(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    uint64_t start_ns = clock_now_ns() + 300 * ONE_MS_NS;
    rig.config.start_at_ns = start_ns;
    rig.config.threads = 2;
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    CU_ASSERT_EQUAL(rig.run.plan.zero_ns, start_ns);
    CU_ASSERT_EQUAL(rig.run.recorder.steps[0].window.start_ns, start_ns);
    CU_ASSERT(rig.server.seen[0].at_ns >= start_ns);
    load_rig_close(&rig);
}

static void a_start_that_has_passed_is_refused_and_nothing_is_sent(void)
{
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    load_rig_read(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    rig.config.connections_total = 8;
    rig.config.start_at_ns = clock_now_ns();
    CU_ASSERT_FALSE(run_load(&rig.config, &rig.run, &rig.error));
    CU_ASSERT_PTR_NOT_NULL(strstr(rig.error.text, "--start-at"));
    script_server_stop(&rig.server);
    CU_ASSERT_EQUAL(rig.server.seen_count, 0);
    scenario_release(&rig.scenario);
    script_server_release(&rig.server);
}

static void events_follow_the_run(void)
{
    char path[] = "/tmp/coordinator_test_XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    struct load_rig rig;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    CU_ASSERT_TRUE_FATAL(events_open(&rig.events, path, &rig.error));
    load_rig_run(&rig, "{\"version\": 1, \"name\": \"events\","
                       " \"requests\": {\"hello\": {\"path\": \"/\"}},"
                       " \"phases\": [{\"name\": \"stairs\", \"executor\": "
                       " \"staircase-arrival-rate\", \"rates\": [\"50/s\", \"100/s\"],"
                       " \"stepDuration\": \"100ms\"}]}");
    CU_ASSERT_TRUE(events_close(&rig.events, &rig.error));
    char *text = NULL;
    size_t length = 0;
    CU_ASSERT_TRUE_FATAL(file_read(path, 4096, &text, &length, &rig.error));
    static const char steps[] =
        "{\"t\":0.000000,\"event\":\"step\",\"phase\":\"stairs\",\"step\":0,\"seconds\":0.1}\n"
        "{\"t\":0.100000,\"event\":\"step\",\"phase\":\"stairs\",\"step\":1,\"seconds\":0.1}\n"
        "{\"t\":0.";
    CU_ASSERT_EQUAL(strncmp(text, steps, sizeof steps - 1), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ",\"event\":\"drained\",\"phase\":\"stairs\"}\n{\"t\":"));
    CU_ASSERT_STRING_EQUAL(text + length - sizeof "\"event\":\"end\"}\n" + 1,
                           "\"event\":\"end\"}\n");
    for (unsigned step = 0; step < 2; step++)
        CU_ASSERT(isnan(rig.run.steal_shares[step]) ||
                  (rig.run.steal_shares[step] >= 0 && rig.run.steal_shares[step] <= 1));
    free(text);
    close(fd);
    unlink(path);
    load_rig_close(&rig);
}

static sigset_t block_interrupts(void)
{
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    CU_ASSERT_EQUAL(pthread_sigmask(SIG_BLOCK, &set, &before), 0);
    return before;
}

static void *interrupt_soon(void *number)
{
    clock_sleep_until_ns(clock_now_ns() + 200 * ONE_MS_NS);
    CU_ASSERT_EQUAL(kill(getpid(), *(int *)number), 0);
    return NULL;
}

/* A run of a minute and more that is stopped after 0.2 s, with all it had in flight. */
static void interrupted_by(int number, const struct script *script, struct load_rig *rig)
{
    pthread_t thread;
    sigset_t before = block_interrupts();
    load_rig_open(rig, script);
    rig->config.threads = 2;
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, interrupt_soon, &number), 0);
    load_rig_run(rig, LOAD_RIG_SCENARIO("200/s", "60s", ""));
    CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
    CU_ASSERT_EQUAL(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
    CU_ASSERT_EQUAL(rig->run.signal, number);
    CU_ASSERT_TRUE(load_rig_balances(rig));
    CU_ASSERT(load_rig_begun(rig) > 0);
    CU_ASSERT(load_rig_begun(rig) < 12000); /* the rest was never planned */
}

static void a_signal_ends_the_run_in_good_order(void)
{
    struct load_rig rig;
    interrupted_by(SIGINT, &(struct script){.manner = SCRIPT_ANSWER}, &rig);
    CU_ASSERT(load_rig_count(&rig, OUTCOME_OK) > 0);
    CU_ASSERT(rig.run.recorder.steps[0].window.end_ns - rig.run.plan.zero_ns < 60 * ONE_SECOND_NS);
    load_rig_close(&rig);
}

static void what_is_in_flight_at_a_signal_is_aborted(void)
{
    struct load_rig rig;
    interrupted_by(SIGTERM, &(struct script){.manner = SCRIPT_SILENT, .good_first = 3}, &rig);
    CU_ASSERT(load_rig_count(&rig, OUTCOME_ABORTED) > 0);
    CU_ASSERT_EQUAL(load_rig_count(&rig, OUTCOME_OK), 3);
    load_rig_close(&rig);
}

static CU_TestInfo tests[] = {
    {"the first phase starts at the given instant", the_first_phase_starts_at_the_given_instant},
    {"a start that has passed is refused and nothing is sent",
     a_start_that_has_passed_is_refused_and_nothing_is_sent},
    {"events follow the run", events_follow_the_run},
    {"a signal ends the run in good order", a_signal_ends_the_run_in_good_order},
    {"what is in flight at a signal is aborted", what_is_in_flight_at_a_signal_is_aborted},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("coordinator", tests)
