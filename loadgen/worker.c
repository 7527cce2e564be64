#include "loadgen/worker.h"

#include <assert.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/limits.h"
#include "core/version.h"
#include "loadgen/dispatch.h"
#include "loadgen/punctual.h"
#include "loadgen/stage.h"
#include "loadgen/wire.h"

/* Due arrivals sent in one go before responses are looked at again; what is left over keeps the
 * loop from sleeping. */
#define ARRIVALS_AT_ONCE 64

uint64_t worker_now_ns(struct worker *worker)
{
    worker->now_ns = clock_now_ns();
    return worker->now_ns;
}

unsigned worker_share(unsigned total, unsigned worker_count, unsigned index)
{
    return total / worker_count + (index < total % worker_count ? 1 : 0);
}

struct ticket worker_next_ticket(struct worker *worker)
{
    const struct arrival *next = &worker->next;
    struct ticket ticket = {
        .number = next->number,
        .intended_ns = worker->next_ns,
        .dispatched_ns = worker->now_ns,
        .step = worker->step - worker->step_index + next->step,
        .request = traffic_pick(worker->config->traffic, worker->phase_index, next->number),
    };
    stage_next_arrival(worker);
    return ticket;
}

static void ring(struct worker *worker, struct alarm *alarm)
{
    char *place = (char *)alarm;
    switch (alarm->kind) {
    case ALARM_CONNECTION:
        wire_on_alarm(worker, (void *)(place - offsetof(struct connection, alarm)));
        break;
    case ALARM_USER:
        users_on_alarm(worker, (void *)(place - offsetof(struct user, alarm)));
        break;
    case ALARM_WAITING:
        dispatch_on_waiting_alarm(worker);
        break;
    case ALARM_STEP:
        stage_on_step_alarm(worker);
        break;
    case ALARM_GRACE:
        stage_on_grace_alarm(worker);
        break;
    }
}

void worker_pump(struct worker *worker)
{
    (void)worker_now_ns(worker);
    for (unsigned i = 0; i < ARRIVALS_AT_ONCE && worker->next_ns <= worker->now_ns; i++) {
        struct ticket ticket = worker_next_ticket(worker);
        dispatch_submit(worker, &ticket);
    }
    struct deadline *due = NULL;
    while ((due = deadline_take_due(&worker->deadlines, worker->now_ns)) != NULL)
        ring(worker, (struct alarm *)(void *)due);
}

/* The last thing before the loop sleeps. Within `spin` of the next arrival it must not: an active
 * idle watcher makes it poll. */
static void on_prepare(struct ev_loop *loop, ev_prepare *prepare, int events)
{
    (void)prepare;
    (void)events;
    struct worker *worker = ev_userdata(loop);
    if (worker->next_ns != DEADLINE_NEVER)
        worker_pump(worker);
    uint64_t spin_ns = worker->config->spin_ns;
    uint64_t wake_ns = worker->next_ns; /* it may be NEVER, which is far enough from overflow */
    if (wake_ns != DEADLINE_NEVER)
        wake_ns = wake_ns > spin_ns ? wake_ns - spin_ns : 0;
    if (wake_ns <= worker->now_ns) {
        ev_idle_start(loop, &worker->idle);
        return;
    }
    ev_idle_stop(loop, &worker->idle);
    deadline_arm(&worker->deadlines, wake_ns);
}

static void on_check(struct ev_loop *loop, ev_check *check, int events)
{
    (void)check;
    (void)events;
    struct worker *worker = ev_userdata(loop);
    if (worker->next_ns != DEADLINE_NEVER)
        worker_pump(worker);
}

static void on_idle(struct ev_loop *loop, ev_idle *idle, int events)
{
    (void)loop;
    (void)idle;
    (void)events;
}

static void on_timer(struct ev_loop *loop, ev_io *io, int events)
{
    (void)io;
    (void)events;
    struct worker *worker = ev_userdata(loop);
    deadline_acknowledge(&worker->deadlines);
    worker_pump(worker);
}

static void on_orders(struct ev_loop *loop, ev_io *io, int events)
{
    (void)io;
    (void)events;
    struct worker *worker = ev_userdata(loop);
    stage_on_orders(worker);
    worker_pump(worker);
}

static unsigned most_users(const struct worker_config *config, unsigned index)
{
    unsigned most = 0;
    for (size_t i = 0; i < config->scenario->phase_count; i++) {
        unsigned vus = config->scenario->phases[i].vus;
        most = vus > most ? vus : most;
    }
    return worker_share(most, config->worker_count, index);
}

static bool make_memory(struct worker *worker, struct error *error)
{
    const struct worker_config *config = worker->config;
    unsigned users = most_users(config, worker->index);
    unsigned connections =
        worker_share(config->connections_total, config->worker_count, worker->index);
    size_t alarms = (size_t)connections + users + 3; /* step, grace, waiting */
    worker->input = malloc(WIRE_INPUT_BYTES);
    if (worker->input == NULL)
        return error_set(error, "out of memory");
    if (!recorder_init(&worker->recorder, config->plan, error) ||
        !connections_init(&worker->connections, connections, error) ||
        !waiting_init(&worker->waiting, LOADGEN_WAITING_MAX / config->worker_count, error) ||
        !users_init(&worker->users, users, error) ||
        !deadline_queue_open(&worker->deadlines, alarms, error))
        return false;
    for (unsigned i = 0; i < connections; i++)
        worker->connections.all[i].alarm.kind = ALARM_CONNECTION;
    return true;
}

static bool make_loop(struct worker *worker, struct error *error)
{
    worker->loop = ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV | EVFLAG_NOTIMERFD);
    if (worker->loop == NULL)
        return error_set(error, "cannot make an event loop on epoll");
    ev_set_userdata(worker->loop, worker);
    ev_prepare_init(&worker->prepare, on_prepare);
    ev_prepare_start(worker->loop, &worker->prepare);
    ev_check_init(&worker->check, on_check);
    ev_set_priority(&worker->check, EV_MAXPRI);
    ev_check_start(worker->loop, &worker->check);
    ev_idle_init(&worker->idle, on_idle);
    ev_io_init(&worker->timer, on_timer, worker->deadlines.fd, EV_READ);
    ev_set_priority(&worker->timer, EV_MAXPRI);
    ev_io_start(worker->loop, &worker->timer);
    ev_io_init(&worker->orders, on_orders, worker->config->rendezvous->worker_fds[worker->index],
               EV_READ);
    ev_io_start(worker->loop, &worker->orders);
    return true;
}

bool worker_open(struct worker *worker, const struct worker_config *config, unsigned index,
                 struct error *error)
{
    *worker = (struct worker){
        .config = config,
        .index = index,
        .recorder = {.plan = config->plan},
        .deadlines = {.fd = -1},
        .next_ns = DEADLINE_NEVER,
        .step_alarm = {.kind = ALARM_STEP},
        .grace_alarm = {.kind = ALARM_GRACE},
        .waiting_alarm = {.kind = ALARM_WAITING},
        .picks = random_stream_part(random_stream_init(config->seed, RANDOM_PICK), index),
    };
    if (make_memory(worker, error) && make_loop(worker, error))
        return true;
    worker_close(worker);
    return false;
}

/* With a table of its own for descriptors, a thread spares the kernel counting a reference to the
 * socket in every send and recv. What the process had open stays open in it until the thread ends;
 * where it is not allowed, all is only a little slower. ThreadSanitizer cannot tell two descriptors
 * of the same number apart. */
static void separate_descriptors(void)
{
    if (strstr(version_get()->sanitizers, "thread") == NULL)
        (void)unshare(CLONE_FILES);
}

void worker_run(struct worker *worker)
{
    punctual_begin();
    separate_descriptors();
    (void)ev_run(worker->loop, 0);
    wire_close(worker);
}

void worker_close(struct worker *worker)
{
    assert(worker->in_flight == 0);
    if (worker->loop != NULL)
        ev_loop_destroy(worker->loop);
    deadline_queue_close(&worker->deadlines);
    users_release(&worker->users);
    waiting_release(&worker->waiting);
    connections_release(&worker->connections);
    recorder_release(&worker->recorder);
    free(worker->input);
    worker->input = NULL;
    worker->loop = NULL;
}
