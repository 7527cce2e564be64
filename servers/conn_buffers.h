#pragma once
/*
 * What a connection borrows while a request is under way. Private to conn.c and its parts
 * (conn_reading.c, conn_answer.c). The functions of the pool are declared in conn.h.
 *
 * The fields stand in the order in which a small request touches them, so that it stays within one
 * or two pages; what only large or faulty requests need comes last.
 */
#include "core/http.h"
#include "servers/conn.h"
#include "servers/request.h"
#include "servers/respond.h"

/* The largest head fits when it begins at the front, and the byte after it that is one too many. */
#define CONN_INPUT_BYTES (HTTP_REQUEST_HEAD_BYTES + 1)

/* A head and a small body, sent as one. */
#define CONN_ANSWER_BYTES 1024

#define CONN_MESSAGE_BYTES 256

/* One piece of a large body; the period more lets a piece begin anywhere in it. */
#define CONN_FILLER_BYTES ((size_t)16 * 1024)

enum conn_phase {
    CONN_HEAD,
    CONN_INTERIM, /* sending "100 Continue" */
    CONN_BODY,
    CONN_WORK,
    CONN_ANSWER
};

struct conn_buffers {
    struct conn_buffers *next; /* in the pool's list */
    bool begun;                /* a byte of a request is here: it counts as in flight */
    bool closes;               /* after the answer */
    bool refused;              /* what is left of the request will not be read */
    enum conn_phase phase;
    unsigned step;       /* index of the next one */
    uint64_t started_ns; /* when the request began */

    size_t start;   /* input from here ... */
    size_t end;     /* ... to here is not used up */
    size_t guarded; /* bytes after `start` that the guard has passed */

    const char *output; /* what to send next */
    size_t output_length;
    uint64_t body_sent; /* bytes of the body that are sent or in the output */

    struct http_guard guard;
    struct http_request http;
    struct request request;
    char answer[CONN_ANSWER_BYTES];
    char input[CONN_INPUT_BYTES];

    uint64_t body_left; /* of a request with a Content-Length */
    struct http_chunks chunks;
    size_t message_length;
    char message[CONN_MESSAGE_BYTES]; /* body of an error */
    bool filler_ready;
    char filler[CONN_FILLER_BYTES + RESPOND_FILLER_PERIOD];
};

/* Borrowed until conn_buffers_give(); NULL when there is no memory. */
struct conn_buffers *conn_buffers_take(struct conn_pool *pool);
void conn_buffers_give(struct conn_pool *pool, struct conn_buffers *buffers);
