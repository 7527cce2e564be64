#pragma once
/*
 * The answer of a connection: renders it into the connection's buffers, and goes on through bodies
 * that do not fit. Private to conn.c.
 */
#include <stdbool.h>
#include <stdint.h>

#include "servers/conn_buffers.h"

/* The one line of text that an answer with an error carries; cut when it is too long. */
void conn_answer_set_message(struct conn_buffers *buffers, const char *text);

/* Makes the interim "100 Continue" the output. */
void conn_answer_continue(struct conn_buffers *buffers);

/* Puts head and body, or its beginning, into the output. worker: for X-Worker, or
 * RESPOND_NO_WORKER. */
void conn_answer_begin(struct conn_buffers *buffers, int64_t worker);

/* When the output was sent: the next piece of the body is the output now; false = that was all. */
bool conn_answer_go_on(struct conn_buffers *buffers);
