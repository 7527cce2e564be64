#include "loadgen/dispatch.h"

#include <assert.h>

#include "loadgen/stage.h"
#include "loadgen/wire.h"

struct exchange_record dispatch_record(const struct worker *worker, const struct ticket *ticket,
                                       enum outcome outcome, const char *words)
{
    return (struct exchange_record){
        .step = ticket->step,
        .request = ticket->request,
        .worker = -1,
        .outcome = outcome,
        .intended_ns = ticket->intended_ns,
        .dispatched_ns = ticket->dispatched_ns,
        .done_ns = worker->now_ns,
        .words = words,
    };
}

void dispatch_end(struct worker *worker, const struct ticket *ticket,
                  const struct exchange_record *record)
{
    recorder_add(&worker->recorder, record);
    assert(worker->in_flight > 0);
    worker->in_flight--;
    users_on_ended(worker, ticket, record->outcome);
    stage_on_ended(worker);
}

static void begin(struct worker *worker, const struct ticket *ticket)
{
    recorder_begin(&worker->recorder, ticket->step, ticket->request, ticket->intended_ns);
    worker->in_flight++;
}

static void end_unsent(struct worker *worker, const struct ticket *ticket, enum outcome outcome,
                       const char *words)
{
    struct exchange_record record = dispatch_record(worker, ticket, outcome, words);
    dispatch_end(worker, ticket, &record);
}

void dispatch_give_up(struct worker *worker, const struct ticket *ticket)
{
    begin(worker, ticket);
    end_unsent(worker, ticket, OUTCOME_ABORTED, NULL);
}

/* With onBusy: drop a request waits only for a connection that is being opened for it. */
static bool may_wait(const struct worker *worker)
{
    const unsigned *counts = worker->connections.counts;
    return worker->phase->on_busy != ON_BUSY_DROP || counts[CONNECTION_CLOSED] > 0 ||
           counts[CONNECTION_CONNECTING] > worker->waiting.count;
}

static void watch_waiting(struct worker *worker)
{
    const struct ticket *oldest = waiting_first(&worker->waiting);
    uint64_t deadline_ns = worker->phase->deadline_ns;
    if (oldest != NULL && deadline_ns != 0 && !deadline_is_set(&worker->waiting_alarm.deadline))
        deadline_set(&worker->deadlines, &worker->waiting_alarm.deadline,
                     oldest->intended_ns + deadline_ns);
}

static void queue_up(struct worker *worker, const struct ticket *ticket)
{
    if (!may_wait(worker)) {
        end_unsent(worker, ticket, OUTCOME_DROPPED, "all connections were busy");
        return;
    }
    if (!waiting_push(&worker->waiting, ticket)) {
        end_unsent(worker, ticket, OUTCOME_DROPPED, "too many requests wait already");
        return;
    }
    watch_waiting(worker);
    dispatch_settle(worker);
}

static void send_on_idle(struct worker *worker, const struct ticket *ticket)
{
    struct connection *connection =
        connections_pick_idle(&worker->connections, worker->picks, ticket->number);
    wire_send(worker, connection, ticket, 0);
}

void dispatch_submit(struct worker *worker, const struct ticket *ticket)
{
    begin(worker, ticket);
    if (worker->in_flight > worker->in_flight_max)
        end_unsent(worker, ticket, OUTCOME_DROPPED, "maxInFlight was reached");
    else if (worker->waiting.count == 0 && worker->connections.counts[CONNECTION_IDLE] > 0)
        send_on_idle(worker, ticket);
    else
        queue_up(worker, ticket);
}

void dispatch_settle(struct worker *worker)
{
    const unsigned *counts = worker->connections.counts;
    while (worker->waiting.count > 0) {
        if (counts[CONNECTION_IDLE] > 0) {
            struct ticket ticket = waiting_take(&worker->waiting);
            send_on_idle(worker, &ticket);
        } else if (counts[CONNECTION_CLOSED] > 0 &&
                   counts[CONNECTION_CONNECTING] < worker->waiting.count) {
            wire_open(worker);
        } else {
            return;
        }
    }
}

void dispatch_fail_oldest(struct worker *worker, enum outcome outcome, const char *words)
{
    if (worker->waiting.count == 0)
        return;
    struct ticket ticket = waiting_take(&worker->waiting);
    end_unsent(worker, &ticket, outcome, words);
}

void dispatch_on_waiting_alarm(struct worker *worker)
{
    uint64_t deadline_ns = worker->phase->deadline_ns;
    const struct ticket *oldest = waiting_first(&worker->waiting);
    while (oldest != NULL && oldest->intended_ns + deadline_ns <= worker->now_ns) {
        dispatch_fail_oldest(worker, OUTCOME_DROPPED, "waited longer than its deadline");
        oldest = waiting_first(&worker->waiting);
    }
    watch_waiting(worker);
}

void dispatch_abort(struct worker *worker)
{
    while (worker->waiting.count > 0)
        dispatch_fail_oldest(worker, OUTCOME_ABORTED, NULL);
}
