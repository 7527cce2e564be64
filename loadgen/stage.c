#include "loadgen/stage.h"

#include <assert.h>
#include <limits.h>

#include "core/clock.h"
#include "loadgen/dispatch.h"
#include "loadgen/wire.h"

void stage_next_arrival(struct worker *worker)
{
    const struct worker_config *config = worker->config;
    bool found =
        arrivals_next_of(&worker->arrivals, worker->index, config->worker_count, &worker->next);
    worker->next_ns = found ? worker->start_ns + worker->next.instant_ns : DEADLINE_NEVER;
}

/* The arrivals that are due and were not sent: they were planned, so they end in the books. */
static void give_up_due_arrivals(struct worker *worker)
{
    while (worker->next_ns <= worker->now_ns) {
        struct ticket ticket = worker_next_ticket(worker);
        ticket.dispatched_ns = 0;
        dispatch_give_up(worker, &ticket);
    }
    worker->next_ns = DEADLINE_NEVER;
}

static void give_up(struct worker *worker)
{
    give_up_due_arrivals(worker);
    dispatch_abort(worker);
    wire_abort(worker);
}

static unsigned in_flight_share(const struct worker *worker)
{
    unsigned limit = worker->phase->max_in_flight;
    if (limit == 0)
        return UINT_MAX;
    return worker_share(limit, worker->config->worker_count, worker->index);
}

/* A pool that only queues or drops is there from the start, and so are virtual users' connections:
 * what is measured then is requests, not connecting. */
static unsigned connections_in_advance(const struct worker *worker)
{
    const struct connections *connections = &worker->connections;
    unsigned wanted = connections->capacity;
    if (worker->phase->executor == EXECUTOR_CONSTANT_VUS)
        wanted = users_count(worker);
    else if (worker->phase->on_busy == ON_BUSY_OPEN)
        wanted = 0;
    unsigned there = connections_open(connections) + connections->counts[CONNECTION_CONNECTING];
    return wanted > there ? wanted - there : 0;
}

static void prepare(struct worker *worker)
{
    assert(worker->stage == STAGE_BETWEEN);
    const struct worker_config *config = worker->config;
    worker->phase_index = worker->phases_announced++;
    worker->phase = &config->scenario->phases[worker->phase_index];
    worker->step_index = 0;
    worker->step = recorder_plan_step(config->plan, worker->phase_index, 0);
    worker->in_flight_max = in_flight_share(worker);
    uint64_t first = worker->phase_index > 0 ? arrivals_end_number(&worker->arrivals) : 0;
    arrivals_init(&worker->arrivals, worker->phase, worker->phase_index, config->seed, first);
    worker->stage = STAGE_PREPARING;
    worker->prefill = connections_in_advance(worker);
    wire_prefill(worker);
}

void stage_on_prefilled(struct worker *worker)
{
    if (worker->stage != STAGE_PREPARING)
        return;
    worker->stage = STAGE_READY;
    rendezvous_report_ready(worker->config->rendezvous);
}

static void begin_step(struct worker *worker, uint64_t step_start_ns)
{
    worker->step_cpu_ns = clock_thread_cpu_ns();
    recorder_connections(&worker->recorder, worker->step, connections_open(&worker->connections));
    deadline_set(&worker->deadlines, &worker->step_alarm.deadline,
                 step_start_ns + worker->phase->step_duration_ns);
}

static void end_step(struct worker *worker)
{
    recorder_thread_cpu(&worker->recorder, worker->step,
                        clock_thread_cpu_ns() - worker->step_cpu_ns);
}

static void run(struct worker *worker)
{
    assert(worker->stage == STAGE_READY);
    worker->phases_started++;
    worker->start_ns = atomic_load(&worker->config->rendezvous->start_ns);
    for (unsigned i = 0; i < worker->phase->step_count; i++)
        recorder_step_started(&worker->recorder, worker->step + i,
                              worker->start_ns + i * worker->phase->step_duration_ns);
    worker->stage = STAGE_RUNNING;
    begin_step(worker, worker->start_ns);
    if (worker->phase->executor == EXECUTOR_CONSTANT_VUS)
        users_start(worker, worker->start_ns);
    else
        stage_next_arrival(worker);
}

static void leave_phase(struct worker *worker)
{
    deadline_cancel(&worker->deadlines, &worker->step_alarm.deadline);
    deadline_cancel(&worker->deadlines, &worker->grace_alarm.deadline);
    deadline_cancel(&worker->deadlines, &worker->waiting_alarm.deadline);
    users_stop(worker);
    worker->stage = STAGE_BETWEEN;
    rendezvous_report_drained(worker->config->rendezvous);
}

void stage_on_ended(struct worker *worker)
{
    if (worker->stage == STAGE_DRAINING && worker->in_flight == 0 &&
        worker->next_ns == DEADLINE_NEVER)
        leave_phase(worker);
}

void stage_on_step_alarm(struct worker *worker)
{
    end_step(worker);
    uint64_t step_end_ns =
        worker->start_ns + (worker->step_index + 1) * worker->phase->step_duration_ns;
    if (worker->step_index + 1 < worker->phase->step_count) {
        worker->step_index++;
        worker->step++;
        begin_step(worker, step_end_ns);
        return;
    }
    worker->stage = STAGE_DRAINING;
    deadline_set(&worker->deadlines, &worker->grace_alarm.deadline,
                 step_end_ns + worker->phase->graceful_stop_ns);
    stage_on_ended(worker);
}

void stage_on_grace_alarm(struct worker *worker)
{
    give_up(worker);
    stage_on_ended(worker);
}

/* The stage is left before anything is given up, so that nothing begins anew because of it. */
static void stop(struct worker *worker)
{
    worker->stopped = true;
    enum stage stage = worker->stage;
    if (stage == STAGE_BETWEEN)
        return;
    if (stage == STAGE_RUNNING)
        end_step(worker);
    worker->stage = STAGE_READY;
    (void)worker_now_ns(worker);
    give_up(worker);
    if (stage == STAGE_RUNNING || stage == STAGE_DRAINING)
        recorder_stopped(&worker->recorder, worker->now_ns);
    assert(worker->in_flight == 0);
    leave_phase(worker);
}

void stage_on_orders(struct worker *worker)
{
    struct rendezvous *rendezvous = worker->config->rendezvous;
    rendezvous_acknowledge(rendezvous->worker_fds[worker->index]);
    if (worker->phases_announced < atomic_load(&rendezvous->announced))
        prepare(worker);
    if (worker->phases_started < atomic_load(&rendezvous->started))
        run(worker);
    if (!worker->stopped && atomic_load(&rendezvous->stopped))
        stop(worker);
    if (atomic_load(&rendezvous->finished))
        ev_break(worker->loop, EVBREAK_ALL);
}
