#pragma once
/*
 * One client, served on the calling thread with a blocking socket: receive, work, send, in turn.
 * For every model that gives a client a thread or a process of its own.
 *
 * In the steady state one recv and one send per request and no other system call: the deadlines of
 * conn become SO_RCVTIMEO and SO_SNDTIMEO, which are set again only when the limit is another one.
 */
#include <stdatomic.h>

#include "servers/accept_trouble.h"
#include "servers/model.h"

/*
 * Stack for a thread that calls blocking_serve(), which needs 9 KiB; a test
 * fails when it needs more than half of this. The default of 8 MiB would cost a page table more per
 * thread and, with thousands of threads, more address space than some limits allow.
 */
#define BLOCKING_STACK_BYTES 65536

/* Where clients come from. The model fills all but the last. */
struct blocking_door {
    int listen_fd;           /* non-blocking, borrowed */
    int stop_fd;             /* borrowed */
    unsigned limit;          /* of clients at once: accepting pauses above it */
    const atomic_uint *open; /* clients at present; borrowed */
    struct accept_trouble trouble;
};

/* The next client's descriptor (blocking; the caller closes it), or -1 once the server must stop.
 * Out of descriptors, or with the limit reached, it waits for better times without spinning. */
int blocking_accept(struct blocking_door *door);

/*
 * Serves a client to its end; does not close fd. Client number `number` counts in slot number mod
 * STATS_SLOTS, which is also its X-Worker. *idle says, for roster.h, that no request has begun:
 * then a shutdown(SHUT_RD) from another thread ends the client without loss. Config and fd are
 * borrowed.
 */
void blocking_serve(const struct server_config *config, int fd, uint64_t number, atomic_bool *idle);

/* Answers 503 to a client for which there is no thread, and counts it; does not close fd. Takes
 * REFUSAL_NS at most. */
void blocking_refuse(const struct server_config *config, int fd, uint64_t number);
