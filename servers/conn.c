#include "servers/conn.h"

#include <assert.h>

#include "core/deadline.h"
#include "servers/conn_answer.h"
#include "servers/conn_reading.h"

void conn_init(struct conn *conn, const struct conn_settings *settings, struct conn_pool *pool,
               struct stats_slot *slot, unsigned worker, uint64_t now_ns)
{
    *conn = (struct conn){.wants = CONN_WANTS_INPUT,
                          .settings = settings,
                          .pool = pool,
                          .slot = slot,
                          .deadline_ns = now_ns + settings->idle_deadline_ns,
                          .worker = worker};
}

enum conn_wants conn_wants(const struct conn *conn)
{
    return conn->wants;
}

uint64_t conn_deadline_ns(const struct conn *conn)
{
    return conn->deadline_ns;
}

static bool has_begun(const struct conn *conn)
{
    return conn->buffers != NULL && conn->buffers->begun;
}

bool conn_is_idle(const struct conn *conn)
{
    return conn->wants == CONN_WANTS_INPUT && !has_begun(conn);
}

bool conn_close_lingers(const struct conn *conn)
{
    assert(conn->wants == CONN_WANTS_CLOSE);
    return conn->close_lingers;
}

static void give_buffers(struct conn *conn)
{
    if (conn->buffers != NULL)
        conn_buffers_give(conn->pool, conn->buffers);
    conn->buffers = NULL;
}

static void want(struct conn *conn, enum conn_wants wants, uint64_t deadline_ns)
{
    conn->wants = wants;
    conn->deadline_ns = deadline_ns;
}

/* Ends without a word to the client. */
static void abandon(struct conn *conn)
{
    if (has_begun(conn))
        stats_subtract(&conn->slot->requests_in_flight, 1);
    conn->close_lingers = false;
    give_buffers(conn);
    want(conn, CONN_WANTS_CLOSE, DEADLINE_NEVER);
}

void conn_broke(struct conn *conn)
{
    abandon(conn);
}

void conn_release(struct conn *conn)
{
    abandon(conn);
}

char *conn_input_space(struct conn *conn, size_t *space)
{
    assert(conn->wants == CONN_WANTS_INPUT);
    *space = 0;
    if (conn->buffers == NULL)
        conn->buffers = conn_buffers_take(conn->pool);
    return conn->buffers != NULL ? conn_reading_space(conn->buffers, space) : NULL;
}

void conn_received_nothing(struct conn *conn)
{
    assert(conn->wants == CONN_WANTS_INPUT);
    if (!has_begun(conn))
        give_buffers(conn);
}

static void answer(struct conn *conn, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    bool draining = atomic_load_explicit(conn->settings->draining, memory_order_relaxed);
    if (draining || !buffers->http.keep_alive)
        buffers->closes = true;
    conn_answer_begin(buffers, conn->worker_told ? RESPOND_NO_WORKER : (int64_t)conn->worker);
    conn->worker_told = true;
    buffers->phase = CONN_ANSWER;
    want(conn, CONN_WANTS_OUTPUT, now_ns + conn->settings->request_deadline_ns);
}

/* Answers a request whose rest is not read, so that nothing after it can be understood. */
static void answer_early(struct conn *conn, uint64_t now_ns)
{
    conn->buffers->refused = true;
    conn->buffers->closes = true;
    answer(conn, now_ns);
}

static void refuse(struct conn *conn, struct http_refusal refusal, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    if (buffers->phase == CONN_HEAD) {
        buffers->request.route = STATS_ROUTE_OTHER;
        stats_add(&conn->slot->requests[STATS_ROUTE_OTHER], 1);
    }
    buffers->request.status = refusal.status;
    conn_answer_set_message(buffers, refusal.reason);
    answer_early(conn, now_ns);
}

static void go_on_working(struct conn *conn, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    buffers->phase = CONN_WORK;
    if (buffers->step < buffers->request.step_count)
        want(conn, CONN_WANTS_WORK, DEADLINE_NEVER);
    else
        answer(conn, now_ns);
}

static void read_body(struct conn *conn, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    struct http_refusal refusal;
    buffers->phase = CONN_BODY;
    switch (conn_reading_body(buffers, &refusal)) {
    case CONN_MORE:
        want(conn, CONN_WANTS_INPUT, buffers->started_ns + conn->settings->request_deadline_ns);
        break;
    case CONN_READ:
        go_on_working(conn, now_ns);
        break;
    case CONN_REFUSED:
        refuse(conn, refusal, now_ns);
    }
}

static void begin_body(struct conn *conn, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    const struct conn_settings *settings = conn->settings;
    struct http_refusal refusal;
    buffers->phase = CONN_BODY;
    if (buffers->http.chunked)
        buffers->closes = true; /* too many parsers disagree about where such a request ends */

    if (conn_reading_begin_body(buffers, settings->body_limit_bytes, &refusal) == CONN_REFUSED) {
        refuse(conn, refusal, now_ns);
    } else if (!buffers->http.expects_continue) {
        read_body(conn, now_ns);
    } else if (buffers->request.status >= 400) {
        answer_early(conn, now_ns); /* instead of asking for a body in vain */
    } else {
        buffers->phase = CONN_INTERIM;
        conn_answer_continue(buffers);
        want(conn, CONN_WANTS_OUTPUT, buffers->started_ns + settings->request_deadline_ns);
    }
}

static void read_head(struct conn *conn, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    struct http_refusal refusal;
    enum conn_progress progress = conn_reading_head(buffers, &refusal);
    if (progress == CONN_MORE)
        return;
    if (progress == CONN_REFUSED) {
        refuse(conn, refusal, now_ns);
        return;
    }
    struct error error;
    request_read(&buffers->request, &buffers->http, &error);
    if (buffers->request.status >= 400)
        conn_answer_set_message(buffers, error.text);
    stats_add(&conn->slot->requests[buffers->request.route], 1);
    if (buffers->http.method == HTTP_METHOD_CONNECT)
        buffers->closes = true; /* what follows was meant for a tunnel */
    if (conn_reading_has_body(buffers))
        begin_body(conn, now_ns);
    else
        go_on_working(conn, now_ns);
}

/* The buffers hold the first bytes of a request. */
static void begin_request(struct conn *conn, uint64_t now_ns)
{
    conn_reading_begin(conn->buffers, now_ns);
    stats_add(&conn->slot->requests_in_flight, 1);
    want(conn, CONN_WANTS_INPUT, now_ns + conn->settings->head_deadline_ns);
    read_head(conn, now_ns);
}

void conn_received(struct conn *conn, size_t length, uint64_t now_ns)
{
    assert(conn->wants == CONN_WANTS_INPUT && conn->buffers != NULL);
    assert(length <= CONN_INPUT_BYTES - conn->buffers->end);
    conn->buffers->end += length;
    if (length == 0)
        abandon(conn);
    else if (!has_begun(conn))
        begin_request(conn, now_ns);
    else if (conn->buffers->phase == CONN_HEAD)
        read_head(conn, now_ns);
    else
        read_body(conn, now_ns);
}

struct step conn_step(const struct conn *conn)
{
    assert(conn->wants == CONN_WANTS_WORK);
    return conn->buffers->request.steps[conn->buffers->step];
}

void conn_worked(struct conn *conn, uint64_t now_ns)
{
    assert(conn->wants == CONN_WANTS_WORK);
    conn->buffers->step++;
    go_on_working(conn, now_ns);
}

void conn_refuse(struct conn *conn, uint64_t now_ns)
{
    assert(conn->wants == CONN_WANTS_WORK);
    conn->buffers->request.status = 503;
    conn_answer_set_message(conn->buffers, "the server has too much to do");
    answer(conn, now_ns);
}

const char *conn_output(const struct conn *conn, size_t *length)
{
    assert(conn->wants == CONN_WANTS_OUTPUT);
    *length = conn->buffers->output_length;
    return conn->buffers->output;
}

/* The last byte of an answer is sent. */
static void end_request(struct conn *conn, uint64_t now_ns)
{
    struct conn_buffers *buffers = conn->buffers;
    stats_add(&conn->slot->responses[buffers->request.status / 100 - 1], 1);
    stats_add_duration(conn->slot, now_ns - buffers->started_ns);
    stats_subtract(&conn->slot->requests_in_flight, 1);
    buffers->begun = false;

    if (buffers->closes) {
        /* A client that said itself that this was its last request has nothing more to send. */
        conn->close_lingers = buffers->refused || buffers->http.keep_alive;
        give_buffers(conn);
        want(conn, CONN_WANTS_CLOSE, DEADLINE_NEVER);
    } else if (buffers->start < buffers->end) {
        begin_request(conn, now_ns);
    } else {
        give_buffers(conn);
        want(conn, CONN_WANTS_INPUT, now_ns + conn->settings->idle_deadline_ns);
    }
}

void conn_sent(struct conn *conn, size_t length, uint64_t now_ns)
{
    assert(conn->wants == CONN_WANTS_OUTPUT);
    struct conn_buffers *buffers = conn->buffers;
    assert(length <= buffers->output_length);
    buffers->output += length;
    buffers->output_length -= length;
    if (buffers->output_length > 0)
        return;
    if (buffers->phase == CONN_INTERIM) {
        stats_add(&conn->slot->responses[0], 1);
        read_body(conn, now_ns);
    } else if (!conn_answer_go_on(buffers)) {
        end_request(conn, now_ns);
    }
}

void conn_expired(struct conn *conn, uint64_t now_ns)
{
    if (now_ns < conn->deadline_ns)
        return;
    if (conn->wants == CONN_WANTS_INPUT && has_begun(conn))
        refuse(conn, (struct http_refusal){408, "the request did not arrive in time"}, now_ns);
    else
        abandon(conn);
}
