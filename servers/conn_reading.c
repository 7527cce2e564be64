#include "servers/conn_reading.h"

#include <assert.h>
#include <string.h>

void conn_reading_begin(struct conn_buffers *buffers, uint64_t now_ns)
{
    buffers->begun = true;
    buffers->closes = false;
    buffers->refused = false;
    buffers->phase = CONN_HEAD;
    buffers->step = 0;
    buffers->started_ns = now_ns;
    buffers->guarded = 0;
    buffers->http = (struct http_request){.method = HTTP_METHOD_OTHER};
    http_guard_init_request(&buffers->guard);
}

char *conn_reading_space(struct conn_buffers *buffers, size_t *space)
{
    if (buffers->start > 0) {
        size_t left = buffers->end - buffers->start;
        memmove(buffers->input, buffers->input + buffers->start, left);
        buffers->end = left;
        buffers->start = 0;
    }
    *space = sizeof buffers->input - buffers->end;
    assert(*space > 0);
    return buffers->input + buffers->end;
}

enum conn_progress conn_reading_head(struct conn_buffers *buffers, struct http_refusal *refusal)
{
    struct http_guard *guard = &buffers->guard;
    const char *head = buffers->input + buffers->start;
    size_t length = buffers->end - buffers->start;
    buffers->guarded += http_guard_feed(guard, head + buffers->guarded, length - buffers->guarded);
    if (http_guard_is_complete(guard)) {
        *refusal = http_request_read(&buffers->http, head, buffers->guarded);
        buffers->start += buffers->guarded;
        return refusal->status == 0 ? CONN_READ : CONN_REFUSED;
    }
    *refusal = guard->refusal;
    return refusal->status == 0 ? CONN_MORE : CONN_REFUSED;
}

bool conn_reading_has_body(const struct conn_buffers *buffers)
{
    return buffers->http.chunked || buffers->http.content_length > 0;
}

enum conn_progress conn_reading_begin_body(struct conn_buffers *buffers, uint64_t limit_bytes,
                                           struct http_refusal *refusal)
{
    if (buffers->http.content_length > limit_bytes) {
        *refusal = (struct http_refusal){413, "the request body is too long"};
        return CONN_REFUSED;
    }
    buffers->body_left = buffers->http.content_length;
    if (buffers->http.chunked)
        http_chunks_init(&buffers->chunks, limit_bytes);
    return CONN_MORE;
}

static enum conn_progress read_chunks(struct conn_buffers *buffers, struct http_refusal *refusal)
{
    struct http_chunks *chunks = &buffers->chunks;
    buffers->start +=
        http_chunks_feed(chunks, buffers->input + buffers->start, buffers->end - buffers->start);
    if (http_chunks_are_complete(chunks))
        return CONN_READ;
    *refusal = chunks->refusal;
    return refusal->status == 0 ? CONN_MORE : CONN_REFUSED;
}

enum conn_progress conn_reading_body(struct conn_buffers *buffers, struct http_refusal *refusal)
{
    if (buffers->http.chunked)
        return read_chunks(buffers, refusal);
    size_t here = buffers->end - buffers->start;
    size_t used = here < buffers->body_left ? here : (size_t)buffers->body_left;
    buffers->start += used;
    buffers->body_left -= used;
    return buffers->body_left == 0 ? CONN_READ : CONN_MORE;
}
