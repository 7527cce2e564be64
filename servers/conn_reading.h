#pragma once
/*
 * Reads requests off the buffers of a connection: heads in place, bodies to be forgotten, since
 * what a request asks for stands in its head. Private to conn.c.
 */
#include "servers/conn_buffers.h"

enum conn_progress {
    CONN_MORE,   /* it needs more input */
    CONN_READ,   /* it is complete */
    CONN_REFUSED /* `refusal` says why; the rest of the input has no meaning */
};

/* The next byte in the buffers, or the first to come, begins a request. */
void conn_reading_begin(struct conn_buffers *buffers, uint64_t now_ns);

/* Where to put more input; there is always room for a byte. */
char *conn_reading_space(struct conn_buffers *buffers, size_t *space);

/* Fills buffers->http once the head is complete. */
enum conn_progress conn_reading_head(struct conn_buffers *buffers, struct http_refusal *refusal);

/* A body over the limit is refused as soon as its length is known. */
bool conn_reading_has_body(const struct conn_buffers *buffers);
enum conn_progress conn_reading_begin_body(struct conn_buffers *buffers, uint64_t limit_bytes,
                                           struct http_refusal *refusal);
enum conn_progress conn_reading_body(struct conn_buffers *buffers, struct http_refusal *refusal);
