#include "servers/conn_answer.h"

#include <string.h>

#include "servers/respond.h"

void conn_answer_set_message(struct conn_buffers *buffers, const char *text)
{
    size_t length = strnlen(text, CONN_MESSAGE_BYTES - 1);
    memcpy(buffers->message, text, length);
    buffers->message[length] = '\n';
    buffers->message_length = length + 1;
}

void conn_answer_continue(struct conn_buffers *buffers)
{
    buffers->output = respond_continue;
    buffers->output_length = strlen(respond_continue);
}

/* The beginning of the body, as far as it fits. */
static size_t put_body(struct conn_buffers *buffers, char *at, size_t space)
{
    static const char hello[] = "Hello, world!";
    const struct request *request = &buffers->request;
    size_t length = request->body_bytes < space ? (size_t)request->body_bytes : space;

    if (request->status != 200)
        memcpy(at, buffers->message, length);
    else if (request->route == STATS_ROUTE_HELLO)
        memcpy(at, hello, length);
    else
        respond_fill(at, length, 0);
    return length;
}

static enum respond_connection connection_field(const struct conn_buffers *buffers)
{
    if (buffers->closes)
        return RESPOND_SAYS_CLOSES;
    return buffers->http.http_1_0 ? RESPOND_SAYS_KEEPS : RESPOND_KEEPS;
}

void conn_answer_begin(struct conn_buffers *buffers, int64_t worker)
{
    struct request *request = &buffers->request;
    if (request->status >= 400)
        request->body_bytes = buffers->message_length;

    struct response_head head = {.status = request->status,
                                 .body_bytes = request->body_bytes,
                                 .connection = connection_field(buffers),
                                 .worker = worker};
    size_t length = respond_head(&head, buffers->answer);
    buffers->body_sent = request->body_bytes;
    if (buffers->http.method != HTTP_METHOD_HEAD) {
        buffers->body_sent =
            put_body(buffers, buffers->answer + length, CONN_ANSWER_BYTES - length);
        length += (size_t)buffers->body_sent;
    }
    buffers->output = buffers->answer;
    buffers->output_length = length;
}

bool conn_answer_go_on(struct conn_buffers *buffers)
{
    uint64_t left = buffers->request.body_bytes - buffers->body_sent;
    if (left == 0)
        return false;
    if (!buffers->filler_ready) {
        respond_fill(buffers->filler, sizeof buffers->filler, 0);
        buffers->filler_ready = true;
    }
    buffers->output = buffers->filler + buffers->body_sent % RESPOND_FILLER_PERIOD;
    buffers->output_length = left < CONN_FILLER_BYTES ? (size_t)left : CONN_FILLER_BYTES;
    buffers->body_sent += buffers->output_length;
    return true;
}
