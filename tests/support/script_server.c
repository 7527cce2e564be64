#include "tests/support/script_server.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/limits.h"
#include "core/net.h"

#define CLIENTS_MAX 1100
#define INPUT_BYTES 2048
#define SEEN_MAX    200000

#define HEAD "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"

struct client {
    char input[INPUT_BYTES];
    size_t length;
};

struct script_state {
    struct pollfd fds[2 + CLIENTS_MAX]; /* stop, listener, clients */
    struct client clients[CLIENTS_MAX];
    unsigned client_count;
    uint64_t first_ns; /* when the first request came; 0: none yet */
    bool frozen;       /* the freeze is over */
    unsigned requests;
};

static void drop(struct script_state *state, unsigned index, bool reset)
{
    if (reset)
        net_close_reset(state->fds[2 + index].fd);
    else
        close(state->fds[2 + index].fd);
    unsigned last = --state->client_count;
    state->fds[2 + index] = state->fds[2 + last];
    state->clients[index] = state->clients[last];
}

static void say(int fd, const char *words)
{
    ssize_t sent = send(fd, words, strlen(words), MSG_NOSIGNAL);
    (void)sent; /* the client may be gone */
}

/* Returns whether the connection stays. */
static bool answer(struct script_state *state, unsigned index, enum script_manner manner)
{
    int fd = state->fds[2 + index].fd;
    const char *bytes = HEAD "\r\nhello";
    switch (manner) {
    case SCRIPT_ANSWER:
        say(fd, bytes);
        return true;
    case SCRIPT_CLOSE:
        say(fd, HEAD "Connection: close\r\n\r\nhello");
        break;
    case SCRIPT_CLOSE_SILENTLY:
        say(fd, bytes);
        break;
    case SCRIPT_NOT_FOUND:
        say(fd, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        return true;
    case SCRIPT_SILENT:
        return true;
    case SCRIPT_CLOSE_UNANSWERED:
        break;
    case SCRIPT_RESET:
        drop(state, index, true);
        return false;
    case SCRIPT_TRUNCATE:
        say(fd, HEAD "\r\nhe");
        break;
    case SCRIPT_GARBAGE:
        say(fd, "\x16\x03\x01 this is no HTTP\r\n\r\n");
        return true;
    case SCRIPT_SURPLUS:
        say(fd, HEAD "\r\nhello!");
        return true;
    case SCRIPT_BYTEWISE:
        for (; *bytes != '\0'; bytes++)
            say(fd, (char[]){*bytes, '\0'});
        return true;
    }
    drop(state, index, false);
    return false;
}

static void note(struct script_server *server, const char *request)
{
    struct script_state *state = server->state;
    uint64_t now_ns = clock_now_ns();
    if (state->first_ns == 0)
        state->first_ns = now_ns;
    assert(server->seen_count < SEEN_MAX);
    struct script_seen *seen = &server->seen[server->seen_count++];
    seen->at_ns = now_ns;
    const char *target = strchr(request, ' ');
    assert(target != NULL);
    size_t length = strcspn(target + 1, " ");
    assert(length < sizeof seen->target);
    memcpy(seen->target, target + 1, length);
    seen->target[length] = '\0';
}

/* One request at a time: clients under test never pipeline. */
static void serve(struct script_server *server, unsigned index)
{
    struct script_state *state = server->state;
    struct client *client = &state->clients[index];
    ssize_t length = recv(state->fds[2 + index].fd, client->input + client->length,
                          sizeof client->input - 1 - client->length, 0);
    if (length < 0 && errno == EAGAIN)
        return;
    if (length <= 0) {
        drop(state, index, false);
        return;
    }
    client->length += (size_t)length;
    client->input[client->length] = '\0';
    if (strstr(client->input, "\r\n\r\n") == NULL)
        return;
    note(server, client->input);
    client->length = 0;
    bool good = state->requests++ < server->script.good_first;
    (void)answer(state, index, good ? SCRIPT_ANSWER : server->script.manner);
}

static void accept_all(struct script_server *server)
{
    struct script_state *state = server->state;
    while (state->client_count < CLIENTS_MAX) {
        int fd = net_accept(state->fds[1].fd, true);
        if (fd < 0)
            return;
        server->accepted++;
        state->clients[state->client_count].length = 0;
        state->fds[2 + state->client_count] = (struct pollfd){.fd = fd, .events = POLLIN};
        state->client_count++;
    }
}

/* How long poll may wait, so that what the script plans happens on time. */
static struct timespec until(const struct script_state *state, uint64_t from_first_ns)
{
    uint64_t now_ns = clock_now_ns();
    uint64_t at_ns = state->first_ns + from_first_ns;
    uint64_t left_ns = at_ns > now_ns ? at_ns - now_ns : 0;
    return (struct timespec){.tv_sec = (time_t)(left_ns / ONE_SECOND_NS),
                             .tv_nsec = (long)(left_ns % ONE_SECOND_NS)};
}

static uint64_t next_act_ns(const struct script_server *server)
{
    const struct script *script = &server->script;
    if (server->state->first_ns == 0)
        return 0;
    if (script->freeze_for_ns != 0 && !server->state->frozen)
        return script->freeze_from_ns;
    return server->state->fds[1].fd >= 0 ? script->die_at_ns : 0;
}

static void act(struct script_server *server)
{
    struct script_state *state = server->state;
    const struct script *script = &server->script;
    if (script->freeze_for_ns != 0 && !state->frozen) {
        clock_sleep_until_ns(state->first_ns + script->freeze_from_ns + script->freeze_for_ns);
        state->frozen = true;
        return;
    }
    /* Closing alone does not end it while threads with descriptor tables of their own hold it. */
    (void)shutdown(state->fds[1].fd, SHUT_RDWR);
    close(state->fds[1].fd);
    state->fds[1].fd = -1; /* poll leaves it out */
    while (state->client_count > 0)
        drop(state, 0, false);
}

static void *run(void *argument)
{
    struct script_server *server = argument;
    struct script_state *state = server->state;
    while ((state->fds[0].revents & POLLIN) == 0) {
        uint64_t act_ns = next_act_ns(server);
        struct timespec wait = until(state, act_ns);
        int ready = ppoll(state->fds, 2 + state->client_count, act_ns != 0 ? &wait : NULL, NULL);
        assert(ready >= 0);
        if (act_ns != 0 && clock_now_ns() >= state->first_ns + act_ns) {
            act(server);
            continue;
        }
        for (unsigned i = state->client_count; i-- > 0;) { /* downwards: a dropped one's place is
                                                              taken by one that was served */
            if (state->fds[2 + i].revents != 0)
                serve(server, i);
        }
        if (state->fds[1].revents != 0)
            accept_all(server);
    }
    return NULL;
}

void script_server_start(struct script_server *server, const struct script *script)
{
    *server = (struct script_server){
        .script = *script,
        .stop_fd = eventfd(0, EFD_CLOEXEC),
        .seen = calloc(SEEN_MAX, sizeof *server->seen),
        .state = calloc(1, sizeof *server->state),
    };
    struct error error;
    int listener = -1;
    if (server->stop_fd < 0 || server->seen == NULL || server->state == NULL ||
        !net_listen("127.0.0.1", 0, &listener, &server->port, &error))
        abort();
    server->state->fds[0] = (struct pollfd){.fd = server->stop_fd, .events = POLLIN};
    server->state->fds[1] = (struct pollfd){.fd = listener, .events = POLLIN};
    if (pthread_create(&server->thread, NULL, run, server) != 0)
        abort();
}

void script_server_stop(struct script_server *server)
{
    uint64_t one = 1;
    ssize_t written = write(server->stop_fd, &one, sizeof one);
    assert(written == sizeof one);
    int failed = pthread_join(server->thread, NULL);
    assert(written == sizeof one && failed == 0);
    (void)failed;
    struct script_state *state = server->state;
    while (state->client_count > 0)
        drop(state, 0, false);
    if (state->fds[1].fd >= 0)
        close(state->fds[1].fd);
    close(server->stop_fd);
}

void script_server_release(struct script_server *server)
{
    free(server->seen);
    free(server->state);
    server->seen = NULL;
    server->state = NULL;
}
