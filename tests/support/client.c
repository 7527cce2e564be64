#include "tests/support/client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/net.h"

#define PATIENCE_S 20

bool client_connect(struct client *client, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int on = 1;
    client->start = client->end = 0;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0)
        return false;
    (void)setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    (void)setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(client->fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return true;
    close(client->fd);
    client->fd = -1;
    return false;
}

void client_close(struct client *client)
{
    close(client->fd);
    client->fd = -1;
}

void client_close_reset(struct client *client)
{
    net_close_reset(client->fd);
    client->fd = -1;
}

bool client_send(struct client *client, const char *text)
{
    size_t length = strlen(text);
    for (size_t sent = 0; sent < length;) {
        ssize_t more = send(client->fd, text + sent, length - sent, MSG_NOSIGNAL);
        if (more < 0 && errno != EINTR)
            return false;
        sent += more > 0 ? (size_t)more : 0;
    }
    return true;
}

bool client_get(struct client *client, const char *target)
{
    char request[512];
    (void)snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: test\r\n\r\n", target);
    return client_send(client, request);
}

/* Makes at least one byte be in the buffer; false at the end. */
static bool fill(struct client *client)
{
    if (client->start < client->end)
        return true;
    ssize_t length;
    do
        length = recv(client->fd, client->buffer, sizeof client->buffer, 0);
    while (length < 0 && errno == EINTR);
    client->start = 0;
    client->end = length > 0 ? (size_t)length : 0;
    return length > 0;
}

static bool read_head(struct client *client, struct response *response)
{
    size_t length = 0;
    while (length < 4 || memcmp(response->head + length - 4, "\r\n\r\n", 4) != 0) {
        if (length + 1 == sizeof response->head || !fill(client))
            return false;
        response->head[length++] = client->buffer[client->start++];
        response->head[length] = '\0';
    }
    return sscanf(response->head, "HTTP/1.1 %u", &response->status) == 1;
}

static long long field(const struct response *response, const char *name)
{
    const char *at = strstr(response->head, name);
    return at != NULL ? strtoll(at + strlen(name), NULL, 10) : -1;
}

static bool read_body(struct client *client, struct response *response, size_t length)
{
    while (response->body_length < length) {
        if (!fill(client))
            return false;
        size_t here = client->end - client->start;
        size_t left = length - response->body_length;
        size_t taken = here < left ? here : left;
        for (size_t i = 0; i < taken && response->body_length + i + 1 < sizeof response->body; i++)
            response->body[response->body_length + i] = client->buffer[client->start + i];
        client->start += taken;
        response->body_length += taken;
    }
    return true;
}

bool client_receive_head(struct client *client, struct response *response)
{
    memset(response, 0, sizeof *response);
    response->worker = -1;
    if (!read_head(client, response))
        return false;
    response->worker = (int)field(response, "\r\nX-Worker: ");
    response->closes = strstr(response->head, "\r\nConnection: close\r\n") != NULL;
    return true;
}

bool client_receive(struct client *client, struct response *response)
{
    if (!client_receive_head(client, response))
        return false;
    long long length = field(response, "\r\nContent-Length: ");
    return length >= 0 && read_body(client, response, (size_t)length);
}

bool client_ask(struct client *client, const char *target, struct response *response)
{
    return client_get(client, target) && client_receive(client, response) &&
           response->status == 200;
}

bool client_is_at_end(struct client *client)
{
    if (client->start < client->end)
        return false;
    ssize_t length = recv(client->fd, client->buffer, 1, 0);
    return length == 0 || (length < 0 && errno == ECONNRESET);
}
