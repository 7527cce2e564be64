#include "loadgen/cell.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_HISTOGRAMS 6

/* The same six in the same order for whatever is done to all of them. */
static void list_histograms(struct cell *cell, struct histogram *list[CELL_HISTOGRAMS])
{
    struct histogram *all[CELL_HISTOGRAMS] = {&cell->response,   &cell->service,
                                              &cell->first_byte, &cell->connection_wait,
                                              &cell->lag,        &cell->connect};
    memcpy(list, all, sizeof all);
}

bool cell_new(struct cell **cell, struct error *error)
{
    struct cell *made = calloc(1, sizeof *made);
    if (made == NULL)
        return error_set(error, "out of memory");
    made->censored_from_ns = UINT64_MAX;
    struct histogram *list[CELL_HISTOGRAMS];
    list_histograms(made, list);
    for (size_t i = 0; i < CELL_HISTOGRAMS; i++) {
        if (!histogram_init(list[i], 3, error)) {
            cell_free(made);
            return false;
        }
    }
    *cell = made;
    return true;
}

void cell_free(struct cell *cell)
{
    if (cell == NULL)
        return;
    struct histogram *list[CELL_HISTOGRAMS];
    list_histograms(cell, list);
    for (size_t i = 0; i < CELL_HISTOGRAMS; i++)
        histogram_release(list[i]);
    free(cell);
}

bool cell_has_response_time(enum outcome outcome)
{
    return outcome == OUTCOME_OK || outcome == OUTCOME_RESPONSE_TIMEOUT ||
           outcome == OUTCOME_ABORTED;
}

/*
 * The integral grows by N * (t - t_before) at every change of N. The instants need not come in
 * order: with N = 0 at the start and at the end the sum is always (sum of ends) - (sum of
 * beginnings), and unsigned arithmetic wraps back to it when a step in between went backwards.
 */
static void integrate_own(struct cell *cell, uint64_t instant_ns)
{
    cell->own_area_ns += cell->own_in_flight * (instant_ns - cell->own_last_ns);
    cell->own_last_ns = instant_ns;
}

void cell_begin(struct cell *cell, uint64_t intended_ns)
{
    cell->begun++;
    integrate_own(cell, intended_ns);
    cell->own_in_flight++;
}

static void end_own(struct cell *cell, const struct exchange_record *record)
{
    assert(cell->own_in_flight > 0); /* else added without or twice */
    integrate_own(cell, record->done_ns);
    cell->own_in_flight--;
    cell->time_in_system_ns += record->done_ns - record->intended_ns;
}

static void check_instants(const struct exchange_record *record)
{
    const uint64_t instants_ns[] = {record->intended_ns, record->dispatched_ns, record->sent_ns,
                                    record->first_byte_ns, record->done_ns};
    assert(record->intended_ns != 0 && record->done_ns != 0);
    uint64_t before_ns = 0;
    for (size_t i = 0; i < sizeof instants_ns / sizeof instants_ns[0]; i++) {
        assert(instants_ns[i] != 0 || record->outcome != OUTCOME_OK);
        assert(instants_ns[i] == 0 || instants_ns[i] >= before_ns);
        if (instants_ns[i] != 0)
            before_ns = instants_ns[i];
    }
}

static void add_lag_and_wait(struct cell *cell, const struct exchange_record *record)
{
    if (record->dispatched_ns != 0)
        histogram_add(&cell->lag, record->dispatched_ns - record->intended_ns);
    if (record->sent_ns != 0)
        histogram_add(&cell->connection_wait, record->sent_ns - record->dispatched_ns);
    if (record->connect_ns != 0)
        histogram_add(&cell->connect, record->connect_ns);
}

static void add_response(struct cell *cell, const struct exchange_record *record)
{
    uint64_t response_ns = record->done_ns - record->intended_ns;
    histogram_add(&cell->response, response_ns);
    if (record->sent_ns != 0)
        histogram_add(&cell->service, record->done_ns - record->sent_ns);
    if (record->first_byte_ns != 0)
        histogram_add(&cell->first_byte, record->first_byte_ns - record->sent_ns);
    if (record->outcome == OUTCOME_OK)
        assert(response_ns == (record->dispatched_ns - record->intended_ns) +
                                  (record->sent_ns - record->dispatched_ns) +
                                  (record->done_ns - record->sent_ns));
    else if (response_ns < cell->censored_from_ns)
        cell->censored_from_ns = response_ns;
}

static bool is_untried(const struct exchange_record *record)
{
    return record->dispatched_ns == 0 || record->outcome == OUTCOME_ADDRESS_UNAVAILABLE ||
           record->outcome == OUTCOME_DESCRIPTOR_LIMIT;
}

static void count_status(struct cell *cell, unsigned status, uint64_t count)
{
    unsigned i = 0;
    while (i < cell->status_count && cell->statuses[i].status != status)
        i++;
    if (i == RESULT_STATUSES_MAX - 1) {
        cell->other_statuses += count;
        return;
    }
    if (i == cell->status_count)
        cell->statuses[cell->status_count++] = (struct status_count){status, 0};
    cell->statuses[i].count += count;
}

/* Keeps the list free of repetitions and in the order of first appearance. */
static void keep_error(struct cell *cell, const struct cell_error *error)
{
    unsigned at = 0;
    while (at < cell->error_count && cell->errors[at].done_ns <= error->done_ns)
        at++;
    for (unsigned i = 0; i < cell->error_count; i++) {
        if (cell->errors[i].outcome != error->outcome ||
            strcmp(cell->errors[i].words, error->words) != 0)
            continue;
        if (i < at)
            return; /* known, and from earlier on */
        memmove(&cell->errors[at + 1], &cell->errors[at], (i - at) * sizeof cell->errors[0]);
        cell->errors[at] = *error;
        return;
    }
    if (at == ERROR_SAMPLES_MAX)
        return;
    if (cell->error_count < ERROR_SAMPLES_MAX)
        cell->error_count++;
    memmove(&cell->errors[at + 1], &cell->errors[at],
            (cell->error_count - 1 - at) * sizeof cell->errors[0]);
    cell->errors[at] = *error;
}

static void add_error(struct cell *cell, const struct exchange_record *record)
{
    if (cell->error_count == ERROR_SAMPLES_MAX &&
        cell->errors[ERROR_SAMPLES_MAX - 1].done_ns <= record->done_ns)
        return; /* a flood of failures costs no formatting */
    struct cell_error error = {.done_ns = record->done_ns, .outcome = record->outcome};
    (void)snprintf(error.words, sizeof error.words, "%s",
                   record->words != NULL ? record->words : "");
    keep_error(cell, &error);
}

void cell_add(struct cell *cell, const struct exchange_record *record)
{
    check_instants(record);
    end_own(cell, record);
    cell->outcomes[record->outcome]++;
    cell->untried += is_untried(record);
    cell->bytes += record->bytes;
    add_lag_and_wait(cell, record);
    if (cell_has_response_time(record->outcome))
        add_response(cell, record);
    if (record->status != 0)
        count_status(cell, record->status, 1);
    if (record->outcome != OUTCOME_OK)
        add_error(cell, record);
}

void cell_merge(struct cell *cell, const struct cell *other)
{
    histogram_merge(&cell->response, &other->response);
    histogram_merge(&cell->service, &other->service);
    histogram_merge(&cell->first_byte, &other->first_byte);
    histogram_merge(&cell->connection_wait, &other->connection_wait);
    histogram_merge(&cell->lag, &other->lag);
    histogram_merge(&cell->connect, &other->connect);
    flight_merge(&cell->flight, &other->flight);
    cell->begun += other->begun;
    for (unsigned i = 0; i < OUTCOMES; i++)
        cell->outcomes[i] += other->outcomes[i];
    cell->good += other->good;
    cell->untried += other->untried;
    cell->bytes += other->bytes;
    if (other->censored_from_ns < cell->censored_from_ns)
        cell->censored_from_ns = other->censored_from_ns;
    cell->time_in_system_ns += other->time_in_system_ns;
    cell->own_in_flight += other->own_in_flight;
    cell->own_area_ns += other->own_area_ns;
    for (unsigned i = 0; i < other->status_count; i++)
        count_status(cell, other->statuses[i].status, other->statuses[i].count);
    cell->other_statuses += other->other_statuses;
    for (unsigned i = 0; i < other->error_count; i++)
        keep_error(cell, &other->errors[i]);
}
