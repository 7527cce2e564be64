#include "loadgen/measure.h"

#include <math.h>

#include "tests/support/recorded.h"
#include "tests/support/suite.h"

static struct cell *make(void)
{
    struct cell *cell;
    struct error error;
    if (!cell_new(&cell, &error))
        abort();
    return cell;
}

static void add(struct cell *cell, struct exchange_record record)
{
    cell_begin(cell, record.intended_ns);
    cell_add(cell, &record);
}

static void counts_become_rates_and_shares(void)
{
    struct cell *cell = make();
    for (unsigned i = 0; i < 6; i++)
        add(cell, recorded_ok(FIRST, LIGHT, 2000, 0, 100));
    cell->good = 5;
    struct exchange_record other = recorded_ok(FIRST, LIGHT, 2000, 0, 100);
    other.outcome = OUTCOME_STATUS_MISMATCH;
    other.status = 503;
    add(cell, other);
    add(cell, recorded_failure(FIRST, OUTCOME_CONNECT_REFUSED, 2001, 1, "nobody listens"));
    struct measures measures;
    struct measure_span span = {.duration_s = 4, .achieved_per_s = 1.5};
    measure_cell(cell, &span, &measures);
    CU_ASSERT_EQUAL(measures.planned, 8);
    CU_ASSERT_EQUAL(measures.error_rate, 0.25);
    CU_ASSERT_EQUAL(measures.offered_per_s, 2);
    CU_ASSERT_EQUAL(measures.achieved_per_s, 1.5);
    CU_ASSERT_EQUAL(measures.goodput_per_s, 1.25);
    CU_ASSERT_EQUAL(measures.bytes_received, 700);
    CU_ASSERT_EQUAL(measures.samples, 6);
    CU_ASSERT_EQUAL(measures.response_time.samples, 6);
    CU_ASSERT_EQUAL(measures.response_time.max_us, 110);
    CU_ASSERT(isnan(measures.censored_from_us));
    CU_ASSERT_EQUAL(measures.status_count, 2);
    CU_ASSERT_EQUAL(measures.error_sample_count, 2);
    CU_ASSERT_STRING_EQUAL(measures.error_samples[0], "status_mismatch");
    CU_ASSERT_STRING_EQUAL(measures.error_samples[1], "connect_refused: nobody listens");
    cell_free(cell);
}

static void a_closed_model_offers_nothing(void)
{
    struct cell *cell = make();
    struct measures measures;
    add(cell, recorded_ok(FIRST, LIGHT, 2000, 0, 100));
    measure_cell(cell, &(struct measure_span){2, true, 0.75}, &measures);
    CU_ASSERT(isnan(measures.offered_per_s));
    CU_ASSERT_EQUAL(measures.achieved_per_s, 0.75);
    cell_free(cell);
}

static void goodput_is_never_above_achieved(void)
{
    struct cell *cell = make();
    struct measures measures;
    cell->good = 8;
    measure_cell(cell, &(struct measure_span){4, false, 1.5}, &measures);
    CU_ASSERT_EQUAL(measures.goodput_per_s, 1.5);
    measure_cell(cell, &(struct measure_span){4, false, 2.5}, &measures);
    CU_ASSERT_EQUAL(measures.goodput_per_s, 2);
    cell_free(cell);
}

static void nothing_in_no_time_is_no_division_by_zero(void)
{
    struct cell *cell = make();
    struct measures measures;
    measure_cell(cell, &(struct measure_span){0, false, 0}, &measures);
    CU_ASSERT_EQUAL(measures.error_rate, 0);
    CU_ASSERT_EQUAL(measures.offered_per_s, 0);
    CU_ASSERT_EQUAL(measures.achieved_per_s, 0);
    CU_ASSERT(isnan(measures.response_time.max_us));
    cell_free(cell);
}

static void censored_values_are_marked(void)
{
    struct cell *cell = make();
    struct measures measures;
    add(cell, recorded_ok(FIRST, LIGHT, 2000, 0, 100));
    add(cell, recorded_failure(FIRST, OUTCOME_RESPONSE_TIMEOUT, 2000, 5000000, NULL));
    add(cell, recorded_failure(FIRST, OUTCOME_ABORTED, 2000, 1500000, NULL));
    measure_cell(cell, &(struct measure_span){4, false, 0}, &measures);
    CU_ASSERT_EQUAL(measures.samples, 3);
    CU_ASSERT_EQUAL(measures.response_time.max_us, 5000000);
    CU_ASSERT_EQUAL(measures.censored_from_us, 1500000);
    cell_free(cell);
}

static void statuses_are_sorted_with_the_others_last(void)
{
    struct cell *cell = make();
    struct measures measures;
    for (unsigned status = 540; status > 500; status--) {
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 0, 1);
        record.status = status;
        add(cell, record);
    }
    measure_cell(cell, &(struct measure_span){4, false, 0}, &measures);
    CU_ASSERT_EQUAL(measures.status_count, RESULT_STATUSES_MAX);
    CU_ASSERT_EQUAL(measures.statuses[0].status, 510);
    CU_ASSERT_EQUAL(measures.statuses[RESULT_STATUSES_MAX - 2].status, 540);
    CU_ASSERT_EQUAL(measures.statuses[RESULT_STATUSES_MAX - 1].status, 0);
    CU_ASSERT_EQUAL(measures.statuses[RESULT_STATUSES_MAX - 1].count, 9);
    cell_free(cell);
}

static CU_TestInfo tests[] = {
    {"counts become rates and shares", counts_become_rates_and_shares},
    {"a closed model offers nothing", a_closed_model_offers_nothing},
    {"goodput is never above achieved", goodput_is_never_above_achieved},
    {"nothing in no time is no division by zero", nothing_in_no_time_is_no_division_by_zero},
    {"censored values are marked", censored_values_are_marked},
    {"statuses are sorted, with the others last", statuses_are_sorted_with_the_others_last},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("measure", tests)
