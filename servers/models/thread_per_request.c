/*
 * A new thread for every connection; it serves that connection's requests, blocking. On connections
 * that are used once it is a thread per request to the letter.
 *
 * What to watch: a long request holds up nobody. The kernel shares the cores among the threads, so
 * that light requests stay quick beside heavy ones. The price: a thread made per connection, a
 * switch between threads per request, and some 50 KiB of memory per connection, idle or not, half
 * of it the kernel's. When the system refuses one more thread, that client is told 503.
 */
#include <stdlib.h>
#include <unistd.h>

#include "servers/blocking.h"
#include "servers/model.h"
#include "servers/roster.h"

struct client_thread {
    struct roster_entry entry;
    struct roster *roster;
    const struct server_config *config;
    uint64_t number;
};

static void *serve_client(void *argument)
{
    struct client_thread *client = argument;
    blocking_serve(client->config, client->entry.fd, client->number, &client->entry.idle);
    roster_leave(client->roster, &client->entry);
    free(client);
    return NULL;
}

/* Hands the client over to a thread of its own, or refuses it. */
static void start_client(struct client_thread *client, const pthread_attr_t *attributes)
{
    pthread_t thread;
    roster_join(client->roster, &client->entry);
    if (pthread_create(&thread, attributes, serve_client, client) == 0)
        return;
    blocking_refuse(client->config, client->entry.fd, client->number);
    roster_leave(client->roster, &client->entry);
    free(client);
}

static void serve_all(const struct server_config *config, struct roster *roster,
                      const pthread_attr_t *attributes)
{
    struct blocking_door door = {.listen_fd = config->listen_fd,
                                 .stop_fd = config->stop_fd,
                                 .limit = config->connection_limit,
                                 .open = &roster->count};
    int fd;
    for (uint64_t number = 0; (fd = blocking_accept(&door)) >= 0; number++) {
        struct client_thread *client = malloc(sizeof *client);
        if (client == NULL) {
            blocking_refuse(config, fd, number);
            close(fd);
            continue;
        }
        *client = (struct client_thread){
            .entry.fd = fd, .roster = roster, .config = config, .number = number};
        start_client(client, attributes);
    }
    close(config->listen_fd);
    roster_drain(roster, config->drain_deadline_ns);
}

static bool serve(const struct server_config *config, struct error *error)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return error_set(error, "out of memory for threads");
    (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    (void)pthread_attr_setstacksize(&attributes, BLOCKING_STACK_BYTES);
    struct roster roster;
    bool made = roster_init(&roster, error);
    if (made) {
        serve_all(config, &roster, &attributes);
        roster_release(&roster);
    }
    (void)pthread_attr_destroy(&attributes);
    return made;
}

const struct server_model thread_per_request_model = {
    .name = "thread-per-request",
    .summary = "a new thread for every connection; it serves that connection's requests, blocking",
    .serve = serve,
};
