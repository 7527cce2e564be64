/*
 * The floor of any closed-model client: epoll, recv, send, nothing else. It parses nothing:
 * whatever arrives is taken for one whole response, which holds for small ones. The yardstick
 * divides by it.
 *
 * usage: bare_client PORT CONNECTIONS SECONDS     prints "requests=N cpu_ns=N"
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/net.h"

static const char request[] = "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

static bool send_request(int fd)
{
    return send(fd, request, sizeof request - 1, MSG_NOSIGNAL) == (ssize_t)sizeof request - 1;
}

static bool open_connection(int epoll, uint16_t port)
{
    struct error error;
    struct net_address address;
    unsigned count = 0;
    if (!net_resolve("127.0.0.1", port, &address, 1, &count, &error))
        return false;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address.storage, address.length) != 0) {
        perror("connect");
        return false;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0 && send_request(fd);
}

/* Requests answered until the given instant. */
static unsigned long long run(int epoll, uint64_t until_ns)
{
    unsigned long long requests = 0;
    char response[16384];
    while (clock_now_ns() < until_ns) {
        struct epoll_event ready[64];
        int count = epoll_wait(epoll, ready, 64, 100);
        for (int i = 0; i < count; i++) {
            int fd = ready[i].data.fd;
            if (recv(fd, response, sizeof response, 0) <= 0 || !send_request(fd))
                close(fd);
            else
                requests++;
        }
    }
    return requests;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    uint16_t port = (uint16_t)strtoul(argv[1], NULL, 10);
    unsigned long connections = strtoul(argv[2], NULL, 10);
    uint64_t seconds = strtoul(argv[3], NULL, 10);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0)
        return EXIT_FAILURE;
    for (unsigned long i = 0; i < connections; i++)
        if (!open_connection(epoll, port))
            return EXIT_FAILURE;
    uint64_t cpu_ns = clock_process_cpu_ns();
    unsigned long long requests = run(epoll, clock_now_ns() + seconds * ONE_SECOND_NS);
    printf("requests=%llu cpu_ns=%llu\n", requests,
           (unsigned long long)(clock_process_cpu_ns() - cpu_ns));
    return EXIT_SUCCESS;
}
