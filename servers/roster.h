#pragma once
/*
 * The clients that blocking threads serve at this moment, so that a server that stops can wake the
 * idle ones, wait for the busy ones, and cut off what is left at its deadline.
 *
 *     roster_join(&roster, &client->entry)      before the client's thread starts
 *     roster_leave(&roster, &client->entry)     at the thread's end
 *     roster_drain(&roster, …)                  once no one joins any more
 *
 * Thread-safe. The roster never reads or writes a client's bytes.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

struct roster_entry {
    struct roster_entry *previous; /* these two are guarded by the roster's lock */
    struct roster_entry *next;
    int fd;           /* owned by the roster from join to leave, which closes it */
    atomic_bool idle; /* its thread waits for a request to begin: see blocking.h */
};

struct roster {
    pthread_mutex_t lock;
    pthread_cond_t someone_left;
    struct roster_entry *first; /* guarded by lock */
    atomic_uint count;          /* written under the lock, read by who accepts */
};

MUST_CHECK bool roster_init(struct roster *roster, struct error *error);

/* Everyone has left. */
void roster_release(struct roster *roster);

/* Takes ownership of entry->fd; the entry is borrowed until it leaves. */
void roster_join(struct roster *roster, struct roster_entry *entry);

/* Closes the descriptor. Afterwards the caller must not touch the roster: it may be gone. */
void roster_leave(struct roster *roster, struct roster_entry *entry);

/*
 * Wakes the threads of idle clients (they see an end of file), waits for the others for at most
 * drain_ns, then shuts down the connections of who is left. Returns when everyone has left; the
 * step that a thread is in at that moment is not interrupted.
 */
void roster_drain(struct roster *roster, uint64_t drain_ns);
