#include "servers/roster.h"

#include <assert.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/deadline.h"

bool roster_init(struct roster *roster, struct error *error)
{
    *roster = (struct roster){.first = NULL};
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) != 0)
        return error_set(error, "out of memory for the list of clients");
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    bool made = pthread_cond_init(&roster->someone_left, &monotonic) == 0;
    (void)pthread_condattr_destroy(&monotonic);
    if (!made || pthread_mutex_init(&roster->lock, NULL) != 0)
        return error_set(error, "out of memory for the list of clients");
    return true;
}

void roster_release(struct roster *roster)
{
    assert(roster->first == NULL);
    pthread_mutex_destroy(&roster->lock);
    pthread_cond_destroy(&roster->someone_left);
}

void roster_join(struct roster *roster, struct roster_entry *entry)
{
    pthread_mutex_lock(&roster->lock);
    entry->previous = NULL;
    entry->next = roster->first;
    if (roster->first != NULL)
        roster->first->previous = entry;
    roster->first = entry;
    atomic_fetch_add(&roster->count, 1);
    pthread_mutex_unlock(&roster->lock);
}

void roster_leave(struct roster *roster, struct roster_entry *entry)
{
    pthread_mutex_lock(&roster->lock);
    if (entry->previous != NULL)
        entry->previous->next = entry->next;
    else
        roster->first = entry->next;
    if (entry->next != NULL)
        entry->next->previous = entry->previous;
    close(entry->fd); /* under the lock: a drain must not shut down a number that means another */
    atomic_fetch_sub(&roster->count, 1);
    pthread_cond_signal(&roster->someone_left);
    pthread_mutex_unlock(&roster->lock);
}

static void wake_idle(struct roster *roster)
{
    for (struct roster_entry *entry = roster->first; entry != NULL; entry = entry->next)
        if (atomic_load(&entry->idle))
            (void)shutdown(entry->fd, SHUT_RD);
}

static void cut_off(struct roster *roster)
{
    for (struct roster_entry *entry = roster->first; entry != NULL; entry = entry->next)
        (void)shutdown(entry->fd, SHUT_RDWR);
}

/* With the lock held. False when the instant passed first. */
static bool wait_for_all(struct roster *roster, uint64_t until_ns)
{
    struct timespec until = {
        .tv_sec = (time_t)(until_ns / ONE_SECOND_NS),
        .tv_nsec = (long)(until_ns % ONE_SECOND_NS),
    };
    while (roster->first != NULL) {
        if (until_ns == DEADLINE_NEVER)
            (void)pthread_cond_wait(&roster->someone_left, &roster->lock);
        else if (pthread_cond_timedwait(&roster->someone_left, &roster->lock, &until) != 0)
            return roster->first == NULL;
    }
    return true;
}

void roster_drain(struct roster *roster, uint64_t drain_ns)
{
    uint64_t until_ns = clock_now_ns() + drain_ns;
    pthread_mutex_lock(&roster->lock);
    wake_idle(roster);
    if (!wait_for_all(roster, until_ns)) {
        cut_off(roster);
        (void)wait_for_all(roster, DEADLINE_NEVER);
    }
    pthread_mutex_unlock(&roster->lock);
}
