#pragma once
/*
 * One HTTP/1.1 connection without a socket: bytes go in, work comes out, bytes come out.
 *
 * Ask conn_wants() what to do next, do it in the way of your server model (block, poll, hand it to
 * a thread), then report it with conn_received(), conn_worked() or conn_sent(). Requests of one
 * connection are answered in order, one at a time; a pipelined one waits in the buffer.
 *
 * Never calls the kernel and never blocks: the caller hands in the time. Memory: an idle connection
 * is this struct alone. While bytes are pending it borrows one struct conn_buffers from a pool
 * that the model gives it, and returns it when the last byte of the response is sent and nothing
 * is pending.
 *
 * What it counts in its stats slot: a request is in flight from its first byte (a pipelined one:
 * from its turn) to the last byte of its answer; it counts by route when its head is complete or
 * refused; its answer counts by class, and its duration, when the last byte was sent. Connections
 * are the model's to count.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "formats/stats_page.h"

enum conn_wants {
    CONN_WANTS_INPUT,  /* read into conn_input_space(), then conn_received() */
    CONN_WANTS_WORK,   /* carry out conn_step(), then conn_worked() */
    CONN_WANTS_OUTPUT, /* send conn_output(), then conn_sent() */
    CONN_WANTS_CLOSE,  /* see conn_close_lingers() */
};

/* One piece of work of a request. The model decides where it runs: that is the lesson. */
enum step_kind {
    STEP_CPU,
    STEP_WAIT
};

struct step {
    enum step_kind kind;
    uint64_t amount_ns; /* cpu: CPU time's worth of calibrated iterations; wait: exactly so long */
};

/* Limits and deadlines, fixed before the first connection; durations in ns. */
struct conn_settings {
    uint64_t head_deadline_ns;    /* first byte of a request to the end of its head */
    uint64_t request_deadline_ns; /* first byte of a request to the end of its body; also answers */
    uint64_t idle_deadline_ns;    /* no request begun */
    size_t body_limit_bytes;
    const atomic_bool *draining; /* borrowed: true = every response says Connection: close */
};

/* Buffers of a connection with bytes pending, on a list of free ones. One thread owns a pool. */
struct conn_buffers;

struct conn_pool {
    struct conn_buffers *free; /* owned */
    size_t made;               /* made so far, free or lent */
};

void conn_pool_init(struct conn_pool *pool);

/* All lent buffers must be back. */
void conn_pool_release(struct conn_pool *pool);

struct conn {
    enum conn_wants wants;
    const struct conn_settings *settings;
    struct conn_pool *pool;
    struct stats_slot *slot;
    struct conn_buffers *buffers; /* borrowed from the pool while bytes are pending, else NULL */
    uint64_t deadline_ns;         /* absolute; DEADLINE_NEVER while working or closing */
    unsigned worker;              /* for X-Worker */
    bool worker_told;             /* the first response carries X-Worker */
    bool close_lingers;
};

/* `slot` counts this connection's requests; settings, pool and slot are borrowed for its life. */
void conn_init(struct conn *conn, const struct conn_settings *settings, struct conn_pool *pool,
               struct stats_slot *slot, unsigned worker, uint64_t now_ns);

/* Gives back what is borrowed and takes a request in flight out of the counters. */
void conn_release(struct conn *conn);

enum conn_wants conn_wants(const struct conn *conn);

/* While CONN_WANTS_INPUT: where to read to; NULL when no memory could be had (then close).
 * Then say how many bytes came (0 = end of file), or that nothing was there after all. */
char *conn_input_space(struct conn *conn, size_t *space);
void conn_received(struct conn *conn, size_t length, uint64_t now_ns);
void conn_received_nothing(struct conn *conn);

/* While CONN_WANTS_WORK: the next step. Then say that it is done. */
struct step conn_step(const struct conn *conn);
void conn_worked(struct conn *conn, uint64_t now_ns);

/* While CONN_WANTS_WORK: the model cannot take it (a queue is full): answer 503 instead. */
void conn_refuse(struct conn *conn, uint64_t now_ns);

/* While CONN_WANTS_OUTPUT: what to send. Then say how much of it went. */
const char *conn_output(const struct conn *conn, size_t *length);
void conn_sent(struct conn *conn, size_t length, uint64_t now_ns);

/* The socket failed: nothing more can be said to this client. */
void conn_broke(struct conn *conn);

/* When the client must have got on with it, or DEADLINE_NEVER. At that instant call conn_expired():
 * an idle connection closes, a slow request is answered 408, a slow reader (request_deadline_ns
 * from the beginning of the answer) is cut off. */
uint64_t conn_deadline_ns(const struct conn *conn);
void conn_expired(struct conn *conn, uint64_t now_ns);

/* No request has begun: a draining server may close it. */
bool conn_is_idle(const struct conn *conn);

/* While CONN_WANTS_CLOSE. True: a response told the client to go, but it may still be sending (an
 * early 4xx): shut down writing and read to the end for a moment, lest a reset destroys the answer.
 */
bool conn_close_lingers(const struct conn *conn);
