/*
 * The floor of any evented server: epoll, recv, send, nothing else. It parses nothing: whatever
 * arrives is taken for one request and answered with the same bytes. The yardstick divides by it.
 *
 * usage: bare_server      prints "ready port=N" and runs until it is terminated
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/net.h"

static const char response[] = "HTTP/1.1 200 OK\r\n"
                               "Content-Type: text/plain\r\n"
                               "Content-Length: 13\r\n"
                               "\r\n"
                               "Hello, world!";

static void on_listener(int epoll, int listener)
{
    int fd = net_accept(listener, true);
    if (fd < 0)
        return;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        close(fd);
}

static void on_client(int fd)
{
    char request[16384];
    ssize_t length = recv(fd, request, sizeof request, 0);
    if (length > 0)
        length = send(fd, response, sizeof response - 1, MSG_NOSIGNAL);
    if (length == 0 || (length < 0 && errno != EAGAIN))
        close(fd);
}

int main(void)
{
    struct error error;
    int listener = -1;
    uint16_t port = 0;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0 || !net_listen("127.0.0.1", 0, &listener, &port, &error))
        return EXIT_FAILURE;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) != 0)
        return EXIT_FAILURE;
    printf("ready port=%u\n", port);
    (void)fflush(stdout);
    for (;;) {
        struct epoll_event ready[64];
        int count = epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < count; i++) {
            if (ready[i].data.fd == listener)
                on_listener(epoll, listener);
            else
                on_client(ready[i].data.fd);
        }
    }
}
