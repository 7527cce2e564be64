#include "loadgen/verdict.h"

#include <math.h>
#include <string.h>

#include "tests/support/suite.h"

/* 2,000 requests in an open model, nothing wrong. */
static struct verdict_evidence good_evidence(void)
{
    return (struct verdict_evidence){
        .begun = 2000,
        .recorded = 2000,
        .lag_p99_us = 55,
        .response_p99_us = 1000,
        .in_flight_counted = 12.5,
        .in_flight_recorded = 12.5,
        .thread_cpu_share = NO_NUMBER,
        .steal_share = NO_NUMBER,
    };
}

static void judged(const struct verdict_evidence *evidence, enum verdict_status status,
                   const char *reason)
{
    struct verdict verdict = {.status = VERDICT_INVALID, .reason_count = 3};
    verdict_judge(evidence, &verdict);
    CU_ASSERT_EQUAL(verdict.status, status);
    CU_ASSERT_EQUAL(verdict.reason_count, reason == NULL ? 0 : 1);
    if (reason != NULL && strcmp(verdict.reasons[0], reason) != 0) {
        printf("\n    %s ", verdict.reasons[0]);
        CU_FAIL("other words");
    }
}

static void a_good_step_needs_no_words(void)
{
    struct verdict_evidence evidence = good_evidence();
    judged(&evidence, VERDICT_OK, NULL);
    evidence.closed = true;
    judged(&evidence, VERDICT_OK, NULL);
    evidence = (struct verdict_evidence){.thread_cpu_share = NO_NUMBER, .steal_share = NO_NUMBER};
    judged(&evidence, VERDICT_OK, NULL); /* nothing was planned, nothing is wrong */
}

static void lag_is_judged_against_the_response_time(void)
{
    static const struct {
        double lag_us, response_us;
        enum verdict_status status;
        const char *reason;
    } cases[] = {
        {200, 0, VERDICT_OK, NULL},
        {201, 4000, VERDICT_DEGRADED,
         "The generator was late: lag p99 is 201 us, more than 200 us at a response p99 of 4 ms."},
        {410, 8200, VERDICT_OK, NULL},
        {411, 8200, VERDICT_DEGRADED,
         "The generator was late: lag p99 is 411 us, more than 410 us at a response p99 of 8.2 "
         "ms."},
        {1000, 0, VERDICT_DEGRADED,
         "The generator was late: lag p99 is 1 ms, more than 200 us at a response p99 of 0 ns."},
        {1010, 500, VERDICT_INVALID,
         "The generator was late: lag p99 is 1.01 ms, more than 1 ms at a response p99 of 500 "
         "us."},
        {90000, 900000, VERDICT_DEGRADED,
         "The generator was late: lag p99 is 90 ms, more than 45 ms at a response p99 of 900 ms."},
        {91000, 900000, VERDICT_INVALID,
         "The generator was late: lag p99 is 91 ms, more than 90 ms at a response p99 of 900 ms."},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct verdict_evidence evidence = good_evidence();
        evidence.lag_p99_us = cases[i].lag_us;
        evidence.response_p99_us = cases[i].response_us;
        judged(&evidence, cases[i].status, cases[i].reason);
        evidence.closed = true;
        judged(&evidence, VERDICT_OK, NULL);
    }
}

static void what_could_not_be_tried_counts(void)
{
    static const struct {
        uint64_t untried;
        enum verdict_status status;
        const char *reason;
    } cases[] = {
        {2, VERDICT_OK, NULL},
        {3, VERDICT_DEGRADED,
         "The generator could not try 3 of 2000 planned requests, more than 0.1 %."},
        {20, VERDICT_DEGRADED,
         "The generator could not try 20 of 2000 planned requests, more than 0.1 %."},
        {21, VERDICT_INVALID,
         "The generator could not try 21 of 2000 planned requests, more than 1 %."},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct verdict_evidence evidence = good_evidence();
        evidence.untried = cases[i].untried;
        judged(&evidence, cases[i].status, cases[i].reason);
    }
}

static void a_busy_generator_spoils_only_a_closed_model(void)
{
    struct verdict_evidence evidence = good_evidence();
    evidence.thread_cpu_share = 0.95;
    judged(&evidence, VERDICT_OK, NULL);
    evidence.closed = true;
    judged(&evidence, VERDICT_INVALID,
           "The generator set the pace, not the server: one of its threads used 95 % of a core, "
           "more than 90 %.");
    evidence.thread_cpu_share = 0.90;
    judged(&evidence, VERDICT_OK, NULL);
}

static void books_little_and_steal_spoil_both_models(void)
{
    for (unsigned closed = 0; closed < 2; closed++) {
        struct verdict_evidence evidence = good_evidence();
        evidence.closed = closed == 1;
        evidence.recorded = 1999;
        judged(&evidence, VERDICT_INVALID,
               "The books do not balance: 2000 requests were begun, but 1999 have an end.");
        evidence.recorded = 2000;
        evidence.in_flight_recorded = 12.37;
        judged(&evidence, VERDICT_INVALID,
               "Little's identity is off by 1.04 %: 12.5 requests in flight by count, 12.37 by "
               "rate and mean time.");
        evidence.in_flight_recorded = 12.38;
        judged(&evidence, VERDICT_OK, NULL);
        evidence.in_flight_counted = 0;
        judged(&evidence, VERDICT_INVALID,
               "Little's identity is off by 100 %: 0 requests in flight by count, 12.38 by rate "
               "and mean time.");
        evidence.in_flight_counted = 12.38;
        evidence.steal_share = 0.05;
        judged(&evidence, VERDICT_OK, NULL);
        evidence.steal_share = 0.0512;
        judged(&evidence, VERDICT_INVALID,
               "The hypervisor took 5.12 % of the CPU time for others (steal), more than 5 %.");
    }
}

static void every_cause_is_named(void)
{
    struct verdict_evidence evidence = good_evidence();
    evidence.recorded = 1000;
    evidence.untried = 5;
    evidence.lag_p99_us = 300;
    evidence.steal_share = 0.5;
    struct verdict verdict;
    verdict_judge(&evidence, &verdict);
    CU_ASSERT_EQUAL(verdict.status, VERDICT_INVALID);
    CU_ASSERT_EQUAL(verdict.reason_count, 4);
}

static void a_trial_is_as_good_as_its_worst_step(void)
{
    struct verdict trial = {0};
    struct verdict fine = {0};
    struct verdict degraded = {0};
    struct verdict invalid = {0};
    verdict_add(&degraded, VERDICT_DEGRADED, "Late.");
    verdict_add(&invalid, VERDICT_INVALID, "Very late.");
    verdict_worst(&trial, &fine, "load, step 1");
    CU_ASSERT_EQUAL(trial.status, VERDICT_OK);
    CU_ASSERT_EQUAL(trial.reason_count, 0);
    verdict_worst(&trial, &degraded, "load, step 2");
    verdict_worst(&trial, &fine, "load, step 3");
    verdict_worst(&trial, &degraded, "load, step 4");
    CU_ASSERT_EQUAL(trial.status, VERDICT_DEGRADED);
    CU_ASSERT_EQUAL(trial.reason_count, 2);
    CU_ASSERT_STRING_EQUAL(trial.reasons[0], "load, step 2: Late.");
    CU_ASSERT_STRING_EQUAL(trial.reasons[1], "load, step 4: Late.");
    verdict_worst(&trial, &invalid, "load, step 5");
    verdict_worst(&trial, &degraded, "load, step 6");
    CU_ASSERT_EQUAL(trial.status, VERDICT_INVALID);
    CU_ASSERT_EQUAL(trial.reason_count, 1);
    CU_ASSERT_STRING_EQUAL(trial.reasons[0], "load, step 5: Very late.");
}

static CU_TestInfo tests[] = {
    {"a good step needs no words", a_good_step_needs_no_words},
    {"lag is judged against the response time, in the open model only",
     lag_is_judged_against_the_response_time},
    {"requests that could not be tried count", what_could_not_be_tried_counts},
    {"a busy generator spoils only a closed model", a_busy_generator_spoils_only_a_closed_model},
    {"books, Little and steal spoil both models", books_little_and_steal_spoil_both_models},
    {"every cause is named", every_cause_is_named},
    {"a trial is as good as its worst step", a_trial_is_as_good_as_its_worst_step},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("verdict", tests)
