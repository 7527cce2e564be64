#include "loadgen/users.h"

#include <assert.h>
#include <stdlib.h>

#include "core/limits.h"
#include "loadgen/dispatch.h"
#include "loadgen/worker.h"

bool users_init(struct users *users, unsigned capacity, struct error *error)
{
    *users = (struct users){.capacity = capacity};
    users->all = calloc(capacity > 0 ? capacity : 1, sizeof *users->all);
    if (users->all == NULL)
        return error_set(error, "out of memory for %u virtual users", capacity);
    for (unsigned i = 0; i < capacity; i++)
        users->all[i].alarm.kind = ALARM_USER;
    return true;
}

void users_release(struct users *users)
{
    free(users->all);
    *users = (struct users){0};
}

unsigned users_count(const struct worker *worker)
{
    return worker_share(worker->phase->vus, worker->config->worker_count, worker->index);
}

void users_start(struct worker *worker, uint64_t start_ns)
{
    unsigned count = users_count(worker);
    assert(count <= worker->users.capacity);
    for (unsigned i = 0; i < count; i++)
        deadline_set(&worker->deadlines, &worker->users.all[i].alarm.deadline, start_ns);
}

void users_stop(struct worker *worker)
{
    for (unsigned i = 0; i < worker->users.capacity; i++)
        deadline_cancel(&worker->deadlines, &worker->users.all[i].alarm.deadline);
}

static void send_next(struct worker *worker, struct user *user)
{
    unsigned workers = worker->config->worker_count;
    unsigned number = (unsigned)(user - worker->users.all) * workers + worker->index;
    uint64_t iteration = user->iteration++;
    struct ticket ticket = {
        .number = iteration * worker->phase->vus + number,
        .intended_ns = worker->now_ns,
        .dispatched_ns = worker->now_ns,
        .step = worker->step,
        .request =
            traffic_pick_user(worker->config->traffic, worker->phase_index, number, iteration),
        .user = (unsigned)(user - worker->users.all),
    };
    dispatch_submit(worker, &ticket);
}

void users_on_alarm(struct worker *worker, struct user *user)
{
    if (worker->stage == STAGE_RUNNING)
        send_next(worker, user);
}

static bool was_answered(enum outcome outcome)
{
    return outcome == OUTCOME_OK || outcome == OUTCOME_STATUS_MISMATCH ||
           outcome == OUTCOME_CHECK_FAILED;
}

void users_on_ended(struct worker *worker, const struct ticket *ticket, enum outcome outcome)
{
    if (worker->phase->vus == 0 || worker->stage != STAGE_RUNNING)
        return;
    struct user *user = &worker->users.all[ticket->user];
    if (was_answered(outcome))
        send_next(worker, user);
    else
        deadline_set(&worker->deadlines, &user->alarm.deadline, worker->now_ns + USER_PAUSE_NS);
}
