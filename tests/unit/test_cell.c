#include "loadgen/cell.h"

#include <string.h>

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

static void an_answer_is_in_every_histogram(void)
{
    struct cell *cell = make();
    struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 300, 5000);
    record.connect_ns = 250000;
    add(cell, record);
    CU_ASSERT_EQUAL(cell->response.max_ns, 5310000);
    CU_ASSERT_EQUAL(cell->lag.max_ns, 10000);
    CU_ASSERT_EQUAL(cell->connection_wait.max_ns, 300000);
    CU_ASSERT_EQUAL(cell->service.max_ns, 5000000);
    CU_ASSERT_EQUAL(cell->first_byte.max_ns, 2500000);
    CU_ASSERT_EQUAL(cell->connect.max_ns, 250000);
    CU_ASSERT_EQUAL(cell->response.total, 1);
    CU_ASSERT_EQUAL(cell->outcomes[OUTCOME_OK], 1);
    CU_ASSERT_EQUAL(cell->bytes, 100);
    CU_ASSERT_EQUAL(cell->censored_from_ns, UINT64_MAX);
    CU_ASSERT_EQUAL(cell->error_count, 0);
    add(cell, recorded_ok(FIRST, LIGHT, 2001, 0, 1000)); /* on an open connection */
    CU_ASSERT_EQUAL(cell->connect.total, 1);
    cell_free(cell);
}

static void each_class_counts_where_it_should(void)
{
    for (unsigned i = 0; i < OUTCOMES; i++) {
        struct cell *cell = make();
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 300, 5000);
        record.outcome = (enum outcome)i;
        add(cell, record);
        bool timed = i == OUTCOME_OK || i == OUTCOME_RESPONSE_TIMEOUT || i == OUTCOME_ABORTED;
        bool untried = i == OUTCOME_ADDRESS_UNAVAILABLE || i == OUTCOME_DESCRIPTOR_LIMIT;
        CU_ASSERT_EQUAL(cell->outcomes[i], 1);
        CU_ASSERT_EQUAL(cell->response.total, timed ? 1 : 0);
        CU_ASSERT_EQUAL(cell->service.total, timed ? 1 : 0);
        CU_ASSERT_EQUAL(cell->first_byte.total, timed ? 1 : 0);
        CU_ASSERT_EQUAL(cell->lag.total, 1);
        CU_ASSERT_EQUAL(cell->connection_wait.total, 1);
        CU_ASSERT_EQUAL(cell->untried, untried ? 1 : 0);
        CU_ASSERT_EQUAL(cell->error_count, i == OUTCOME_OK ? 0 : 1);
        CU_ASSERT_EQUAL(cell->censored_from_ns,
                        timed && i != OUTCOME_OK ? UINT64_C(5310000) : UINT64_MAX);
        cell_free(cell);
    }
}

static void what_never_happened_is_in_no_histogram(void)
{
    struct cell *cell = make();
    struct exchange_record record = recorded_failure(FIRST, OUTCOME_ABORTED, 2000, 700, NULL);
    add(cell, record);
    CU_ASSERT_EQUAL(cell->response.max_ns, 700000);
    CU_ASSERT_EQUAL(cell->lag.total, 1);
    CU_ASSERT_EQUAL(cell->connection_wait.total, 0);
    CU_ASSERT_EQUAL(cell->service.total, 0);
    CU_ASSERT_EQUAL(cell->untried, 0);
    record.dispatched_ns = 0;
    add(cell, record);
    CU_ASSERT_EQUAL(cell->lag.total, 1);
    CU_ASSERT_EQUAL(cell->untried, 1);
    CU_ASSERT_EQUAL(cell->response.total, 2);
    CU_ASSERT_EQUAL(cell->status_count, 0);
    cell_free(cell);
}

/* Beginnings and ends in any order: the integral is the sum of lives. */
static void the_count_of_its_own_requests_meets_their_lives(void)
{
    struct cell *cell = make();
    struct exchange_record records[3] = {
        recorded_ok(FIRST, LIGHT, 2000, 0, 9000),
        recorded_ok(FIRST, LIGHT, 2001, 0, 1000),
        recorded_ok(FIRST, LIGHT, 2001, 500, 70000),
    };
    cell_begin(cell, records[0].intended_ns);
    cell_begin(cell, records[1].intended_ns);
    cell_add(cell, &records[1]);
    cell_begin(cell, records[2].intended_ns); /* taken late: before an end that was counted */
    CU_ASSERT_EQUAL(cell->own_in_flight, 2);
    cell_add(cell, &records[2]);
    cell_add(cell, &records[0]);
    CU_ASSERT_EQUAL(cell->begun, 3);
    CU_ASSERT_EQUAL(cell->own_in_flight, 0);
    CU_ASSERT_EQUAL(cell->own_area_ns, UINT64_C(9010000 + 1010000 + 70510000));
    CU_ASSERT_EQUAL(cell->time_in_system_ns, cell->own_area_ns);
    cell_free(cell);
}

static void a_wrong_intended_start_breaks_the_identity(void)
{
    struct cell *cell = make();
    struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 0, 1000);
    cell_begin(cell, record.intended_ns - 1000000); /* the schedule said 1 ms earlier */
    cell_add(cell, &record);
    CU_ASSERT_EQUAL(cell->own_area_ns, cell->time_in_system_ns + 1000000);
    cell_free(cell);
}

static void statuses_beyond_the_table_count_as_other(void)
{
    struct cell *cell = make();
    struct cell *total = make();
    for (unsigned status = 200; status < 200 + RESULT_STATUSES_MAX + 1; status++) {
        struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 0, 1);
        record.status = status;
        add(cell, record);
        add(cell, record);
    }
    CU_ASSERT_EQUAL(cell->status_count, RESULT_STATUSES_MAX - 1);
    CU_ASSERT_EQUAL(cell->statuses[0].count, 2);
    CU_ASSERT_EQUAL(cell->other_statuses, 4);
    struct exchange_record record = recorded_ok(FIRST, LIGHT, 2000, 0, 1);
    record.status = 599;
    add(total, record);
    cell_merge(total, cell); /* one of the cell's finds no room beside 599 */
    CU_ASSERT_EQUAL(total->status_count, RESULT_STATUSES_MAX - 1);
    CU_ASSERT_EQUAL(total->other_statuses, 6);
    cell_free(cell);
    cell_free(total);
}

static void words_are(const struct cell *cell, const char *words)
{
    char all[256] = "";
    for (unsigned i = 0; i < cell->error_count; i++) {
        size_t length = strlen(all);
        (void)snprintf(all + length, sizeof all - length, "%s ", cell->errors[i].words);
    }
    CU_ASSERT_STRING_EQUAL(all, words);
}

static void the_first_different_errors_are_kept(void)
{
    static const char *const words[] = {"a", "b", "a", "c", "b", "d", "e", "f", "a"};
    struct cell *cell = make();
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        add(cell, recorded_failure(FIRST, OUTCOME_WRITE_ERROR, 2000 + i, 1, words[i]));
    words_are(cell, "a b c d e ");
    struct exchange_record early = recorded_failure(FIRST, OUTCOME_WRITE_ERROR, 1999, 1, "c");
    add(cell, early);
    words_are(cell, "c a b d e ");
    early.words = "z";
    add(cell, early);
    words_are(cell, "c z a b d ");
    early.outcome = OUTCOME_PARSE_ERROR; /* the same words of another class are another text */
    add(cell, early);
    words_are(cell, "c z z a b ");
    cell_free(cell);
}

static void a_long_text_is_cut(void)
{
    struct cell *cell = make();
    char words[400];
    memset(words, 'x', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    add(cell, recorded_failure(FIRST, OUTCOME_PARSE_ERROR, 2000, 1, words));
    add(cell, recorded_failure(FIRST, OUTCOME_PARSE_ERROR, 2001, 1, words));
    CU_ASSERT_EQUAL(cell->error_count, 1);
    CU_ASSERT_EQUAL(strlen(cell->errors[0].words), sizeof cell->errors[0].words - 1);
    cell_free(cell);
}

static void merging_errors_keeps_the_earliest_in_any_order(void)
{
    struct cell *one = make();
    struct cell *other = make();
    struct cell *left = make();
    struct cell *right = make();
    for (unsigned i = 0; i < 5; i++) {
        const char *evens[] = {"0", "2", "4", "6", "8"};
        const char *odds[] = {"1", "2", "5", "7", "9"}; /* "2" is later here */
        add(one, recorded_failure(FIRST, OUTCOME_WRITE_ERROR, 2000 + 2 * i, 1, evens[i]));
        add(other, recorded_failure(FIRST, OUTCOME_WRITE_ERROR, 2001 + 2 * i, 1, odds[i]));
    }
    cell_merge(left, one);
    cell_merge(left, other);
    cell_merge(right, other);
    cell_merge(right, one);
    words_are(left, "0 1 2 4 5 ");
    words_are(right, "0 1 2 4 5 ");
    cell_free(one);
    cell_free(other);
    cell_free(left);
    cell_free(right);
}

static CU_TestInfo tests[] = {
    {"an answer is in every histogram", an_answer_is_in_every_histogram},
    {"each class counts where it should", each_class_counts_where_it_should},
    {"what never happened is in no histogram", what_never_happened_is_in_no_histogram},
    {"the count of its own requests meets the sum of their lives",
     the_count_of_its_own_requests_meets_their_lives},
    {"another intended start than the schedule's breaks the identity",
     a_wrong_intended_start_breaks_the_identity},
    {"statuses beyond the table count as other", statuses_beyond_the_table_count_as_other},
    {"the first different errors are kept", the_first_different_errors_are_kept},
    {"a long text is cut", a_long_text_is_cut},
    {"merging errors keeps the earliest, in any order",
     merging_errors_keeps_the_earliest_in_any_order},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("cell", tests)
