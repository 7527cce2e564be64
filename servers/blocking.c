#include "servers/blocking.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "core/clock.h"
#include "core/deadline.h"
#include "core/net.h"
#include "servers/work.h"

struct blocking_client {
    const struct server_config *config;
    int fd;
    atomic_bool *idle;
    struct conn_pool pool;
    struct conn conn;
    uint64_t now_ns;        /* after the last thing that took time */
    uint64_t recv_limit_ns; /* what SO_RCVTIMEO is set to; 0 = no limit */
    uint64_t send_limit_ns; /* the same of SO_SNDTIMEO */
};

/* Lets the next recv or send end at conn's deadline. The kernel counts in its ticks, so that it may
 * end it a little off: who calls looks at the clock. */
static void limit(struct blocking_client *client, int option, uint64_t *set_ns)
{
    uint64_t deadline_ns = conn_deadline_ns(&client->conn);
    uint64_t limit_ns = 0;
    if (deadline_ns != DEADLINE_NEVER)
        limit_ns = deadline_ns > client->now_ns ? deadline_ns - client->now_ns : 1;
    if (limit_ns == *set_ns)
        return;
    *set_ns = limit_ns;
    uint64_t limit_us = (limit_ns + ONE_US_NS - 1) / ONE_US_NS; /* 0 would be no limit */
    struct timeval timeout = {.tv_sec = (time_t)(limit_us / 1000000),
                              .tv_usec = (suseconds_t)(limit_us % 1000000)};
    (void)setsockopt(client->fd, SOL_SOCKET, option, &timeout, sizeof timeout);
}

/* A recv or send gave nothing, and this errno. */
static void on_nothing(struct blocking_client *client, int number)
{
    if (number != EAGAIN && number != EINTR)
        conn_broke(&client->conn);
    else if (client->now_ns >= conn_deadline_ns(&client->conn))
        conn_expired(&client->conn, client->now_ns);
}

/* From the store on a drain wakes this thread; before it, the thread must see the drain itself. */
static void say_idle(struct blocking_client *client)
{
    atomic_store(client->idle, true);
    if (atomic_load(client->config->conn.draining))
        (void)shutdown(client->fd, SHUT_RD);
}

static void receive(struct blocking_client *client)
{
    size_t space;
    bool idle = conn_is_idle(&client->conn);
    char *to = conn_input_space(&client->conn, &space);
    if (to == NULL) {
        conn_broke(&client->conn);
        return;
    }
    limit(client, SO_RCVTIMEO, &client->recv_limit_ns);
    if (idle)
        say_idle(client);
    ssize_t length = recv(client->fd, to, space, 0);
    int number = errno;
    if (idle)
        atomic_store_explicit(client->idle, false, memory_order_relaxed);
    client->now_ns = clock_now_ns();
    if (length >= 0) {
        conn_received(&client->conn, (size_t)length, client->now_ns);
        return;
    }
    conn_received_nothing(&client->conn);
    on_nothing(client, number);
}

static void send_some(struct blocking_client *client)
{
    size_t length;
    const char *from = conn_output(&client->conn, &length);
    limit(client, SO_SNDTIMEO, &client->send_limit_ns);
    ssize_t sent = send(client->fd, from, length, MSG_NOSIGNAL);
    int number = errno;
    client->now_ns = clock_now_ns();
    if (sent >= 0)
        conn_sent(&client->conn, (size_t)sent, client->now_ns);
    else
        on_nothing(client, number);
}

static void work(struct blocking_client *client)
{
    struct step step = conn_step(&client->conn);
    switch (step.kind) {
    case STEP_CPU:
        work_burn(work_iterations(step.amount_ns, client->config->iterations_per_ns));
        break;
    case STEP_WAIT:
        clock_sleep_until_ns(clock_now_ns() + step.amount_ns);
        break;
    }
    client->now_ns = clock_now_ns();
    conn_worked(&client->conn, client->now_ns);
}

/* Reads on until the client has seen the end of the response and closes too, for a moment. */
static void linger(struct blocking_client *client)
{
    if (shutdown(client->fd, SHUT_WR) != 0)
        return;
    uint64_t until_ns = clock_now_ns() + LINGER_NS;
    struct pollfd more = {.fd = client->fd, .events = POLLIN};
    for (uint64_t now_ns; (now_ns = clock_now_ns()) < until_ns;) {
        int wait_ms = (int)((until_ns - now_ns) / ONE_MS_NS) + 1;
        if (poll(&more, 1, wait_ms) <= 0 || !net_discard(client->fd))
            return;
    }
}

static void serve_to_the_end(struct blocking_client *client)
{
    for (;;) {
        switch (conn_wants(&client->conn)) {
        case CONN_WANTS_INPUT:
            receive(client);
            break;
        case CONN_WANTS_WORK:
            work(client);
            break;
        case CONN_WANTS_OUTPUT:
            send_some(client);
            break;
        case CONN_WANTS_CLOSE:
            if (conn_close_lingers(&client->conn))
                linger(client);
            return;
        }
    }
}

void blocking_serve(const struct server_config *config, int fd, uint64_t number, atomic_bool *idle)
{
    unsigned worker = (unsigned)(number % STATS_SLOTS);
    struct stats_slot *slot = &config->stats->slots[worker];
    struct blocking_client client = {
        .config = config, .fd = fd, .idle = idle, .now_ns = clock_now_ns()};
    stats_add(&slot->connections_accepted, 1);
    stats_add(&slot->connections_open, 1);
    conn_pool_init(&client.pool);
    conn_init(&client.conn, &config->conn, &client.pool, slot, worker, client.now_ns);
    serve_to_the_end(&client);
    conn_release(&client.conn);
    conn_pool_release(&client.pool);
    stats_subtract(&slot->connections_open, 1);
}

void blocking_refuse(const struct server_config *config, int fd, uint64_t number)
{
    static const char answer[] = "HTTP/1.1 503 Service Unavailable\r\n"
                                 "Content-Type: text/plain\r\n"
                                 "Content-Length: 31\r\n"
                                 "Retry-After: 1\r\n"
                                 "Connection: close\r\n"
                                 "\r\n"
                                 "no thread left for this client\n";
    stats_add(&config->stats->slots[number % STATS_SLOTS].connections_refused, 1);
    /* What is not read when the socket is closed resets the connection, and the client might never
     * see its answer: take in the request that is likely on its way. */
    struct pollfd request = {.fd = fd, .events = POLLIN};
    if (poll(&request, 1, (int)(REFUSAL_NS / ONE_MS_NS)) > 0)
        (void)net_discard(fd);
    (void)send(fd, answer, sizeof answer - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)shutdown(fd, SHUT_WR);
}

/* True when the server must stop. */
static bool stopped_within(int stop_fd, uint64_t length_ns)
{
    struct pollfd stop = {.fd = stop_fd, .events = POLLIN};
    return poll(&stop, 1, (int)(length_ns / ONE_MS_NS)) > 0;
}

int blocking_accept(struct blocking_door *door)
{
    for (;;) {
        while (atomic_load(door->open) >= door->limit)
            if (stopped_within(door->stop_fd, ACCEPT_PAUSE_NS))
                return -1;
        struct pollfd ready[] = {{.fd = door->listen_fd, .events = POLLIN},
                                 {.fd = door->stop_fd, .events = POLLIN}};
        (void)poll(ready, 2, -1);
        if (ready[1].revents != 0)
            return -1;
        int fd = net_accept(door->listen_fd, false);
        if (fd >= 0)
            return fd;
        if (accept_must_pause(&door->trouble, errno, clock_now_ns()) &&
            stopped_within(door->stop_fd, ACCEPT_PAUSE_NS))
            return -1;
    }
}
