#include "servers/evented_client.h"

#include <assert.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "servers/work.h"

/* The promise of 512 bytes for an idle connection, with libev's share (16 bytes in a table that
 * doubles: 32) and the place in the heap of deadlines. */
static_assert(sizeof(struct evented_client) + 32 + sizeof(struct deadline *) <= 512,
              "an idle connection is small");

/* Later instants cost nothing: when the deadline comes up it is set to what counts by then. */
static void be_patient_until(struct evented_client *client, uint64_t instant_ns)
{
    client->until_ns = instant_ns;
    bool comes_up_in_time =
        deadline_is_set(&client->deadline) && client->deadline.at_ns <= instant_ns;
    if (!comes_up_in_time && instant_ns != DEADLINE_NEVER)
        deadline_set(&client->evented->deadlines, &client->deadline, instant_ns);
}

static void watch(struct evented_client *client, int events)
{
    struct ev_loop *loop = client->evented->loop;
    if (ev_is_active(&client->socket) && client->socket.events == events)
        return;
    ev_io_stop(loop, &client->socket);
    ev_io_set(&client->socket, client->socket.fd, events);
    ev_io_start(loop, &client->socket);
}

void evented_client_close(struct evented_client *client)
{
    struct evented *evented = client->evented;
    ev_io_stop(evented->loop, &client->socket);
    deadline_cancel(&evented->deadlines, &client->deadline);
    close(client->socket.fd);
    conn_release(&client->conn);
    stats_subtract(&evented->slot->connections_open, 1);
    client_slab_give(&evented->clients, client);
}

/* The client may still be sending: reads on until it has seen the response and closes too. */
static void begin_to_linger(struct evented_client *client)
{
    if (shutdown(client->socket.fd, SHUT_WR) != 0) {
        evented_client_close(client);
        return;
    }
    client->lingers = true;
    watch(client, EV_READ);
    be_patient_until(client, clock_now_ns() + LINGER_NS);
}

static bool must_wait(ssize_t result)
{
    return result < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Once per readiness: what did not fit makes the poll say so again. */
static void receive(struct evented_client *client)
{
    size_t space;
    struct conn *conn = &client->conn;
    char *to = conn_input_space(conn, &space);
    if (to == NULL) {
        conn_broke(conn);
        return;
    }
    ssize_t length = recv(client->socket.fd, to, space, 0);
    if (length >= 0)
        conn_received(conn, (size_t)length, client->evented->meter.left_poll_ns);
    else if (must_wait(length))
        conn_received_nothing(conn);
    else
        conn_broke(conn);
}

/* False when the client does not take more at present. */
static bool send_some(struct evented_client *client)
{
    size_t length;
    struct conn *conn = &client->conn;
    const char *from = conn_output(conn, &length);
    ssize_t sent = send(client->socket.fd, from, length, MSG_NOSIGNAL);
    if (must_wait(sent))
        return false;
    if (sent >= 0)
        conn_sent(conn, (size_t)sent, clock_now_ns()); /* exact: it ends the request's duration */
    else
        conn_broke(conn);
    return true;
}

/* True when the step was done on the spot. */
static bool start_step(struct evented_client *client)
{
    struct step step = conn_step(&client->conn);
    client->until_ns = DEADLINE_NEVER;
    if (!client->evented->steps->start[step.kind](client, step.amount_ns))
        return false;
    conn_worked(&client->conn, clock_now_ns());
    return true;
}

/* Goes on with the client until it must wait: for the socket, for its work, or for ever. */
static void advance(struct evented_client *client)
{
    for (;;) {
        switch (conn_wants(&client->conn)) {
        case CONN_WANTS_INPUT:
            watch(client, EV_READ);
            be_patient_until(client, conn_deadline_ns(&client->conn));
            return;
        case CONN_WANTS_WORK:
            if (!start_step(client))
                return;
            break;
        case CONN_WANTS_OUTPUT:
            if (send_some(client))
                break;
            watch(client, EV_WRITE);
            be_patient_until(client, conn_deadline_ns(&client->conn));
            return;
        case CONN_WANTS_CLOSE:
            if (conn_close_lingers(&client->conn))
                begin_to_linger(client);
            else
                evented_client_close(client);
            return;
        }
    }
}

static void on_ready(struct ev_loop *loop, ev_io *watcher, int events)
{
    (void)events;
    struct evented_client *client = watcher->data;
    if (client->lingers) {
        if (!net_discard(watcher->fd))
            evented_client_close(client);
        return;
    }
    switch (conn_wants(&client->conn)) {
    case CONN_WANTS_INPUT:
        receive(client);
        advance(client);
        break;
    case CONN_WANTS_WORK: /* input or the end of it has to wait: a ready socket left alone would
                             keep the loop from sleeping */
        ev_io_stop(loop, watcher);
        break;
    case CONN_WANTS_OUTPUT:
        advance(client);
        break;
    case CONN_WANTS_CLOSE:
        assert(false); /* such a client was closed, or lingers */
    }
}

bool evented_client_open(struct evented *evented, int fd)
{
    struct evented_client *client = client_slab_take(&evented->clients);
    if (client == NULL) {
        close(fd);
        stats_add(&evented->slot->connections_refused, 1);
        return false;
    }
    stats_add(&evented->slot->connections_accepted, 1);
    stats_add(&evented->slot->connections_open, 1);
    client->evented = evented;
    ev_io_init(&client->socket, on_ready, fd, EV_READ);
    client->socket.data = client;
    /* Not the loop's own clock, which stands still while it is busy: nobody is idle yet. */
    conn_init(&client->conn, &evented->config->conn, &evented->pool, evented->slot, evented->worker,
              clock_now_ns());
    advance(client);
    return true;
}

bool evented_burn(struct evented_client *client, uint64_t amount_ns)
{
    work_burn(work_iterations(amount_ns, client->evented->config->iterations_per_ns));
    return true;
}

bool evented_wait(struct evented_client *client, uint64_t amount_ns)
{
    client->waits = true;
    be_patient_until(client, clock_now_ns() + amount_ns);
    return false;
}

void evented_step_done(struct evented_client *client)
{
    conn_worked(&client->conn, clock_now_ns());
    advance(client);
}

/* What the client did in time counts, also when the loop was too busy to look until now. */
static void expire(struct evented_client *client, uint64_t now_ns)
{
    if (conn_wants(&client->conn) == CONN_WANTS_INPUT)
        receive(client);
    else
        (void)send_some(client);
    if (now_ns >= conn_deadline_ns(&client->conn))
        conn_expired(&client->conn, now_ns);
    advance(client);
}

void evented_client_on_deadline(struct evented_client *client, uint64_t now_ns)
{
    if (now_ns < client->until_ns) {
        be_patient_until(client, client->until_ns);
    } else if (client->waits) {
        client->waits = false;
        evented_step_done(client);
    } else if (client->lingers) {
        evented_client_close(client);
    } else {
        expire(client, now_ns);
    }
}

void evented_client_drain(struct evented_client *client)
{
    if (!conn_is_idle(&client->conn))
        return;
    receive(client);
    if (conn_is_idle(&client->conn))
        evented_client_close(client);
    else
        advance(client);
}
