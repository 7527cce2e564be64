#include "servers/evented.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"
#include "servers/evented_client.h"

static void on_listener_ready(struct ev_loop *loop, ev_io *watcher, int events)
{
    (void)events;
    struct evented *evented = watcher->data;
    for (int i = 0; i < ACCEPT_BATCH; i++) {
        if (evented->clients.used == evented->clients.limit) {
            ev_io_stop(loop, watcher); /* until a client leaves: see on_before_poll() */
            return;
        }
        int fd = net_accept(watcher->fd, true);
        if (fd < 0) {
            uint64_t now_ns = clock_now_ns();
            if (!accept_must_pause(&evented->trouble, errno, now_ns))
                return;
            ev_io_stop(loop, watcher);
            deadline_set(&evented->deadlines, &evented->accept_again, now_ns + ACCEPT_PAUSE_NS);
            return;
        }
        if (!evented_client_open(evented, fd))
            return;
    }
}

static void begin_to_drain(struct evented *evented)
{
    evented->draining = true;
    ev_io_stop(evented->loop, &evented->stop);
    ev_io_stop(evented->loop, &evented->listener);
    close(evented->config->listen_fd);
    deadline_cancel(&evented->deadlines, &evented->accept_again);
    deadline_set(&evented->deadlines, &evented->drain_over,
                 clock_now_ns() + evented->config->drain_deadline_ns);
    client_slab_each(&evented->clients, evented_client_drain);
}

static void on_stop(struct ev_loop *loop, ev_io *watcher, int events)
{
    (void)loop, (void)events;
    begin_to_drain(watcher->data);
}

static struct evented_client *client_of(struct deadline *deadline)
{
    char *client = (char *)deadline - offsetof(struct evented_client, deadline);
    return (struct evented_client *)(void *)client;
}

static void on_timer(struct ev_loop *loop, ev_io *watcher, int events)
{
    (void)events;
    struct evented *evented = watcher->data;
    deadline_acknowledge(&evented->deadlines);
    uint64_t now_ns = evented->meter.left_poll_ns; /* at or after what made the timer ready */
    struct deadline *due;
    while ((due = deadline_take_due(&evented->deadlines, now_ns)) != NULL) {
        if (due == &evented->accept_again)
            ev_io_start(loop, &evented->listener);
        else if (due == &evented->drain_over)
            client_slab_each(&evented->clients, evented_client_close);
        else
            evented_client_on_deadline(client_of(due), now_ns);
    }
}

static void on_before_poll(struct ev_loop *loop, ev_prepare *watcher, int events)
{
    (void)events;
    struct evented *evented = watcher->data;
    if (evented->draining) {
        if (evented->clients.used == 0)
            ev_break(loop, EVBREAK_ALL);
    } else if (!ev_is_active(&evented->listener) && !deadline_is_set(&evented->accept_again) &&
               evented->clients.used < evented->clients.limit) {
        ev_io_start(loop, &evented->listener);
    }
    deadline_arm(&evented->deadlines, DEADLINE_NEVER);
}

static void start_watcher(struct evented *evented, ev_io *watcher,
                          void (*on_ready)(struct ev_loop *loop, ev_io *watcher, int events),
                          int fd, int priority)
{
    ev_io_init(watcher, on_ready, fd, EV_READ);
    ev_set_priority(watcher, priority);
    watcher->data = evented;
    ev_io_start(evented->loop, watcher);
}

static void start_watchers(struct evented *evented)
{
    loop_meter_start(&evented->meter, evented->loop, evented->slot);
    ev_prepare_init(&evented->before_poll, on_before_poll);
    ev_set_priority(&evented->before_poll, EV_MINPRI + 1); /* before the meter's */
    evented->before_poll.data = evented;
    ev_prepare_start(evented->loop, &evented->before_poll);
    const struct server_config *config = evented->config;
    start_watcher(evented, &evented->stop, on_stop, config->stop_fd, 0);
    start_watcher(evented, &evented->listener, on_listener_ready, config->listen_fd, 0);
    /* Waits that are over come before new requests. */
    start_watcher(evented, &evented->timer, on_timer, evented->deadlines.fd, 1);
}

bool evented_open(struct evented *evented, const struct server_config *config, unsigned worker,
                  const struct evented_steps *steps, struct error *error)
{
    *evented = (struct evented){.config = config,
                                .steps = steps,
                                .slot = &config->stats->slots[worker % STATS_SLOTS],
                                .worker = worker};
    /* Own deadlines besides the clients': accept_again and drain_over. */
    if (!deadline_queue_open(&evented->deadlines, (size_t)config->connection_limit + 2, error))
        return false;
    evented->loop = ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV | EVFLAG_NOTIMERFD);
    if (evented->loop == NULL) {
        (void)error_set_errno(error, "cannot make an event loop");
        deadline_queue_close(&evented->deadlines);
        return false;
    }
    client_slab_init(&evented->clients, config->connection_limit);
    conn_pool_init(&evented->pool);
    start_watchers(evented);
    return true;
}

void evented_run(struct evented *evented)
{
    ev_run(evented->loop, 0);
}

void evented_close(struct evented *evented)
{
    client_slab_each(&evented->clients, evented_client_close);
    client_slab_release(&evented->clients);
    conn_pool_release(&evented->pool);
    loop_meter_stop(&evented->meter, evented->loop);
    ev_loop_destroy(evented->loop);
    deadline_queue_close(&evented->deadlines);
}
