#include "core/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

void net_address_text(const struct net_address *address, char text[NET_ADDRESS_TEXT_BYTES])
{
    char host[INET6_ADDRSTRLEN] = "?";
    if (address->storage.ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address->storage;
        (void)inet_ntop(AF_INET6, &six->sin6_addr, host, sizeof host);
        (void)snprintf(text, NET_ADDRESS_TEXT_BYTES, "[%s]:%u", host, ntohs(six->sin6_port));
        return;
    }
    const struct sockaddr_in *four = (const struct sockaddr_in *)&address->storage;
    (void)inet_ntop(AF_INET, &four->sin_addr, host, sizeof host);
    (void)snprintf(text, NET_ADDRESS_TEXT_BYTES, "%s:%u", host, ntohs(four->sin_port));
}

bool net_address_is_loopback(const struct net_address *address)
{
    if (address->storage.ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)&address->storage;
        return ntohl(four->sin_addr.s_addr) >> 24 == 127;
    }
    if (address->storage.ss_family != AF_INET6)
        return false;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)&address->storage)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(six) || (IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr[12] == 127);
}

static void set_nodelay(int fd)
{
    int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static bool port_of(int fd, uint16_t *port, struct error *error)
{
    struct net_address bound = {.length = sizeof bound.storage};
    if (getsockname(fd, (struct sockaddr *)&bound.storage, &bound.length) != 0)
        return error_set_errno(error, "cannot read the port of the listening socket");
    *port = bound.storage.ss_family == AF_INET6
                ? ntohs(((const struct sockaddr_in6 *)&bound.storage)->sin6_port)
                : ntohs(((const struct sockaddr_in *)&bound.storage)->sin_port);
    return true;
}

static bool bind_and_listen(int fd, const struct net_address *address, struct error *error)
{
    int on = 1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    set_nodelay(fd); /* Linux hands it on to every accepted socket, for no system call each */
    if (bind(fd, (const struct sockaddr *)&address->storage, address->length) == 0 &&
        listen(fd, LISTEN_BACKLOG) == 0)
        return true;
    int number = errno;
    char text[NET_ADDRESS_TEXT_BYTES];
    net_address_text(address, text);
    if (number == EADDRINUSE)
        return error_set(error,
                         "cannot listen on %s: another program does; choose another port, or 0 "
                         "for a free one",
                         text);
    errno = number;
    return error_set_errno(error, "cannot listen on %s", text);
}

/* The caller frees *found with freeaddrinfo(). */
static bool look_up(const char *host, uint16_t port, int flags, struct addrinfo **found,
                    struct error *error)
{
    char service[8];
    (void)snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | flags};
    int failed = getaddrinfo(host, service, &hints, found);
    if (failed == EAI_SYSTEM)
        return error_set_errno(error, "cannot find the address of \"%s\"", host);
    if (failed != 0)
        return error_set(error, "cannot find the address of \"%s\": %s", host,
                         gai_strerror(failed));
    return true;
}

static struct net_address copy_address(const struct addrinfo *found)
{
    struct net_address address;
    memset(&address, 0, sizeof address);
    memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
    address.length = found->ai_addrlen;
    return address;
}

bool net_listen(const char *host, uint16_t port, int *fd, uint16_t *port_used, struct error *error)
{
    struct addrinfo *found = NULL;
    if (!look_up(host, port, AI_NUMERICHOST, &found, error))
        return error_set(error, "cannot listen on \"%s\": give an address such as 127.0.0.1 or ::1",
                         host);
    struct net_address address = copy_address(found);
    freeaddrinfo(found);
    int listener = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0)
        return error_set_errno(error, "cannot make a socket");
    if (!bind_and_listen(listener, &address, error) || !port_of(listener, port_used, error)) {
        close(listener);
        return false;
    }
    *fd = listener;
    return true;
}

int net_accept(int listen_fd, bool nonblocking)
{
    return accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | (nonblocking ? SOCK_NONBLOCK : 0));
}

bool net_resolve(const char *host, uint16_t port, struct net_address *addresses, unsigned capacity,
                 unsigned *count, struct error *error)
{
    struct addrinfo *found = NULL;
    if (!look_up(host, port, 0, &found, error))
        return false;
    *count = 0;
    for (const struct addrinfo *each = found; each != NULL && *count < capacity;
         each = each->ai_next)
        addresses[(*count)++] = copy_address(each);
    freeaddrinfo(found);
    return true;
}

int net_connect_start(const struct net_address *address)
{
    int fd = socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    set_nodelay(fd);
    if (connect(fd, (const struct sockaddr *)&address->storage, address->length) != 0 &&
        errno != EINPROGRESS) {
        int number = errno;
        close(fd);
        errno = number;
        return -1;
    }
    return fd;
}

bool net_discard(int fd)
{
    char bytes[8192];
    ssize_t length = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
    return length > 0 || (length < 0 && (errno == EAGAIN || errno == EINTR));
}

void net_close_reset(int fd)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

uint64_t net_raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
            (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur;
}
