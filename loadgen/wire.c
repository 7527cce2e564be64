#include "loadgen/wire.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/limits.h"
#include "loadgen/dispatch.h"
#include "loadgen/stage.h"

/* Reset or not: a clean close says goodbye, a reset tells the server at once that nobody listens
 * and leaves no port in TIME_WAIT. */
enum parting {
    PARTING_CLEAN,
    PARTING_RESET
};

static void on_io(struct ev_loop *loop, ev_io *io, int events);

static void watch(struct worker *worker, struct connection *connection, int fd, int events)
{
    ev_io_stop(worker->loop, &connection->io);
    ev_io_set(&connection->io, fd, events);
    ev_io_start(worker->loop, &connection->io);
}

/* Moving an alarm costs more than looking at a time: it is moved only when it would ring too late,
 * and when it rings early it is set anew (wire_on_alarm). */
static void set_timeout(struct worker *worker, struct connection *connection, uint64_t at_ns)
{
    struct deadline *deadline = &connection->alarm.deadline;
    connection->timeout_ns = at_ns;
    if (!deadline_is_set(deadline) || deadline->at_ns > at_ns)
        deadline_set(&worker->deadlines, deadline, at_ns);
}

static void part(struct worker *worker, struct connection *connection, enum parting parting)
{
    ev_io_stop(worker->loop, &connection->io);
    if (parting == PARTING_RESET)
        net_close_reset(connection->io.fd);
    else
        close(connection->io.fd);
    connection->timeout_ns = DEADLINE_NEVER;
    connections_move(&worker->connections, connection, CONNECTION_CLOSED);
}

static enum outcome connect_outcome(int number)
{
    switch (number) {
    case ETIMEDOUT:
        return OUTCOME_CONNECT_TIMEOUT;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
        return OUTCOME_CONNECT_RESET;
    case EADDRNOTAVAIL:
    case EADDRINUSE:
    case ENETUNREACH:
    case EHOSTUNREACH:
        return OUTCOME_ADDRESS_UNAVAILABLE;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return OUTCOME_DESCRIPTOR_LIMIT;
    default: /* ECONNREFUSED, and firewalls that say no in other ways */
        return OUTCOME_CONNECT_REFUSED;
    }
}

static void fail_connect(struct worker *worker, int number)
{
    worker->prefill = 0;
    (void)worker_now_ns(worker);
    dispatch_fail_oldest(worker, connect_outcome(number), strerror(number));
}

void wire_open(struct worker *worker)
{
    int fd = net_connect_start(worker->config->address);
    if (fd < 0) {
        fail_connect(worker, errno);
        return;
    }
    struct connection *connection = connections_take_closed(&worker->connections);
    assert(connection != NULL);
    connection->worker = -1;
    connection->answered = false;
    connection->connecting_ns = worker_now_ns(worker);
    set_timeout(worker, connection, worker->now_ns + CONNECT_TIMEOUT_NS);
    ev_io_init(&connection->io, on_io, fd, EV_WRITE);
    ev_io_start(worker->loop, &connection->io);
}

void wire_prefill(struct worker *worker)
{
    const unsigned *counts = worker->connections.counts;
    while (worker->prefill > 0 && counts[CONNECTION_CONNECTING] < WIRE_PREFILL_AT_ONCE) {
        worker->prefill--;
        wire_open(worker);
    }
    if (worker->prefill == 0 && counts[CONNECTION_CONNECTING] == 0)
        stage_on_prefilled(worker);
}

/* Ends the request on a busy connection. The connection is free, or closed, before anybody hears
 * of it. */
static void end_exchange(struct worker *worker, struct connection *connection, enum outcome outcome,
                         const char *words, bool reusable)
{
    const struct ticket ticket = connection->ticket;
    const struct exchange *exchange = &connection->exchange;
    struct exchange_record record = dispatch_record(worker, &ticket, outcome, words);
    record.worker = connection->worker;
    record.status = exchange->response.status;
    record.bytes = exchange->bytes;
    record.first_byte_ns = connection->first_byte_ns;
    record.connect_ns = connection->connect_ns;
    /* A response can overtake the last bytes of its request. */
    record.sent_ns = connection->sent_ns != 0 ? connection->sent_ns : connection->first_byte_ns;
    bool complete = exchange->response.state == HTTP_RESPONSE_COMPLETE;
    connection->timeout_ns = DEADLINE_NEVER;
    if (reusable)
        connections_move(&worker->connections, connection, CONNECTION_IDLE);
    else
        part(worker, connection, complete ? PARTING_CLEAN : PARTING_RESET);
    dispatch_end(worker, &ticket, &record);
}

static void lose(struct worker *worker, struct connection *connection, enum outcome outcome,
                 const char *words)
{
    end_exchange(worker, connection, outcome, words, false);
}

/* Sends what is left of the request. */
static void push(struct worker *worker, struct connection *connection)
{
    size_t length = 0;
    const char *bytes = exchange_output(&connection->exchange, &length);
    ssize_t sent = send(connection->io.fd, bytes, length, MSG_NOSIGNAL);
    int number = errno;
    (void)worker_now_ns(worker);
    if (sent < 0 && number != EAGAIN && number != EINTR) {
        lose(worker, connection, OUTCOME_WRITE_ERROR, strerror(number));
        return;
    }
    exchange_sent(&connection->exchange, sent > 0 ? (size_t)sent : 0);
    bool all = sent == (ssize_t)length;
    if (all)
        connection->sent_ns = worker->now_ns;
    int events = all ? EV_READ : EV_READ | EV_WRITE;
    if ((connection->io.events & (EV_READ | EV_WRITE)) != events)
        watch(worker, connection, connection->io.fd, events);
    /* From sent; a request that does not go out has the same time from its first try. */
    if (all || connection->timeout_ns == DEADLINE_NEVER)
        set_timeout(worker, connection, worker->now_ns + connection->exchange.request->timeout_ns);
}

void wire_send(struct worker *worker, struct connection *connection, const struct ticket *ticket,
               uint64_t connect_ns)
{
    connections_move(&worker->connections, connection, CONNECTION_BUSY);
    connection->ticket = *ticket;
    connection->connect_ns = connect_ns;
    connection->sent_ns = 0;
    connection->first_byte_ns = 0;
    exchange_begin(&connection->exchange, &worker->config->traffic->requests[ticket->request]);
    push(worker, connection);
}

static void on_connected(struct worker *worker, struct connection *connection)
{
    int number = 0;
    socklen_t length = sizeof number;
    if (getsockopt(connection->io.fd, SOL_SOCKET, SO_ERROR, &number, &length) != 0)
        number = errno;
    uint64_t connect_ns = worker_now_ns(worker) - connection->connecting_ns;
    connection->timeout_ns = DEADLINE_NEVER;
    if (number != 0) {
        part(worker, connection, PARTING_RESET);
        fail_connect(worker, number);
    } else {
        watch(worker, connection, connection->io.fd, EV_READ);
        connections_move(&worker->connections, connection, CONNECTION_IDLE);
        recorder_connections(&worker->recorder, worker->step,
                             connections_open(&worker->connections));
        if (worker->waiting.count > 0) {
            struct ticket oldest = waiting_take(&worker->waiting);
            wire_send(worker, connection, &oldest, connect_ns);
        }
    }
    wire_prefill(worker);
}

static void take_answer(struct worker *worker, struct connection *connection)
{
    const struct exchange *exchange = &connection->exchange;
    uint32_t told = exchange->response.worker;
    if (!connection->answered && told <= INT_MAX) /* HTTP_NO_WORKER lies above */
        connection->worker = (int)told;
    connection->answered = true;
    end_exchange(worker, connection, exchange->outcome,
                 exchange->words[0] != '\0' ? exchange->words : NULL, exchange->reusable);
}

/* One recv: what does not fit into the input makes the loop come back. */
static void on_readable(struct worker *worker, struct connection *connection)
{
    ssize_t length = recv(connection->io.fd, worker->input, WIRE_INPUT_BYTES, 0);
    int number = length < 0 ? errno : 0;
    if (number == EAGAIN || number == EINTR)
        return;
    (void)worker_now_ns(worker);
    if (connection->state == CONNECTION_IDLE) { /* it ended, or it talks without being asked */
        part(worker, connection, length == 0 ? PARTING_CLEAN : PARTING_RESET);
        return;
    }
    if (length > 0) {
        if (connection->first_byte_ns == 0)
            connection->first_byte_ns = worker->now_ns;
        if (!exchange_received(&connection->exchange, worker->input, (size_t)length))
            return;
    } else {
        exchange_closed(&connection->exchange, number);
    }
    take_answer(worker, connection);
}

static void on_io(struct ev_loop *loop, ev_io *io, int events)
{
    struct worker *worker = ev_userdata(loop);
    struct connection *connection = (void *)((char *)io - offsetof(struct connection, io));
    if (connection->state == CONNECTION_CONNECTING) {
        on_connected(worker, connection);
    } else {
        if ((events & EV_WRITE) != 0 && connection->state == CONNECTION_BUSY)
            push(worker, connection);
        /* What push() did may have closed it, and even begun to open it anew. */
        bool open = connection->state == CONNECTION_IDLE || connection->state == CONNECTION_BUSY;
        if ((events & EV_READ) != 0 && open)
            on_readable(worker, connection);
    }
    dispatch_settle(worker);
    worker_pump_if_due(worker);
}

void wire_on_alarm(struct worker *worker, struct connection *connection)
{
    if (connection->timeout_ns > worker->now_ns) {
        if (connection->timeout_ns != DEADLINE_NEVER)
            deadline_set(&worker->deadlines, &connection->alarm.deadline, connection->timeout_ns);
        return;
    }
    if (connection->state == CONNECTION_CONNECTING) {
        part(worker, connection, PARTING_RESET);
        fail_connect(worker, ETIMEDOUT);
        wire_prefill(worker);
    } else {
        lose(worker, connection, OUTCOME_RESPONSE_TIMEOUT, NULL);
    }
    dispatch_settle(worker);
}

void wire_abort(struct worker *worker)
{
    struct connections *connections = &worker->connections;
    worker->prefill = 0;
    while (connections->counts[CONNECTION_CONNECTING] > 0)
        part(worker, connections->lists[CONNECTION_CONNECTING][0], PARTING_RESET);
    while (connections->counts[CONNECTION_BUSY] > 0)
        lose(worker, connections->lists[CONNECTION_BUSY][0], OUTCOME_ABORTED, NULL);
}

void wire_close(struct worker *worker)
{
    struct connections *connections = &worker->connections;
    assert(connections->counts[CONNECTION_BUSY] == 0);
    while (connections->counts[CONNECTION_CONNECTING] > 0)
        part(worker, connections->lists[CONNECTION_CONNECTING][0], PARTING_RESET);
    while (connections->counts[CONNECTION_IDLE] > 0)
        part(worker, connections->lists[CONNECTION_IDLE][0], PARTING_CLEAN);
}
