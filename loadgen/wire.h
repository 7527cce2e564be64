#pragma once
/*
 * A worker's sockets: connecting, sending, receiving, closing. In the steady state a request is one
 * send and one recv: it is sent straight from where it became due, reading is never switched off,
 * and writing is watched only after the kernel took less than all.
 *
 * A request that timed out, broke or was given up takes its connection with it: a late answer can
 * never meet another request. An idle connection that the server closes is dropped silently; when
 * it closes just as a request was sent, that request fails: nothing is repeated behind the back of
 * the books.
 */
#include "loadgen/worker.h"

/* Connections that are opened at the same time before a phase starts: a server's accept queue must
 * not overflow because of it. */
#define WIRE_PREFILL_AT_ONCE 64

/* What one recv takes at most. */
#define WIRE_INPUT_BYTES (64 * 1024)

/* Begins to open a closed connection; there must be one. When even that fails, the oldest waiting
 * request fails for it. */
void wire_open(struct worker *worker);

/* Sends a request on an idle connection, or on one that took connect_ns to open for it (else 0). */
void wire_send(struct worker *worker, struct connection *connection, const struct ticket *ticket,
               uint64_t connect_ns);

/* Opens worker->prefill connections in advance, or gives up at the first that fails, and says so
 * to the stage once none is connecting any more. */
void wire_prefill(struct worker *worker);

/* A connection's alarm: its connect or its response may have taken too long. */
void wire_on_alarm(struct worker *worker, struct connection *connection);

/* Ends the requests on all busy connections as aborted, and everything that is connecting. Idle
 * connections stay. */
void wire_abort(struct worker *worker);

/* Closes all connections; none may be busy. */
void wire_close(struct worker *worker);
