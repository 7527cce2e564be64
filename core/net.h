#pragma once
/*
 * TCP sockets for servers and loadgen: every socket close-on-exec; TCP_NODELAY on all of them.
 * Never resolves names of the outside world by itself and never sends a byte.
 */
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include "core/error.h"

/* An address that was checked, to connect to exactly this and nothing else. */
struct net_address {
    struct sockaddr_storage storage;
    socklen_t length;
};

#define NET_ADDRESS_TEXT_BYTES 64

/* "127.0.0.1:8080" or "[::1]:8080". */
void net_address_text(const struct net_address *address, char text[NET_ADDRESS_TEXT_BYTES]);

bool net_address_is_loopback(const struct net_address *address);

/*
 * Listens on a numeric address ("127.0.0.1", "::1") and port (0: the kernel chooses) with
 * SO_REUSEADDR; *port_used becomes the real port. The caller closes *fd. Non-blocking.
 */
MUST_CHECK bool net_listen(const char *host, uint16_t port, int *fd, uint16_t *port_used,
                           struct error *error);

/* Accepts with SOCK_CLOEXEC; TCP_NODELAY comes from net_listen()'s socket. Returns the descriptor
 * or -1 with errno. */
int net_accept(int listen_fd, bool nonblocking);

/* All addresses that host (name or number) and port stand for, at most `capacity`. */
MUST_CHECK bool net_resolve(const char *host, uint16_t port, struct net_address *addresses,
                            unsigned capacity, unsigned *count, struct error *error);

/* A non-blocking socket with TCP_NODELAY that starts to connect; -1 with errno when it cannot. */
int net_connect_start(const struct net_address *address);

/* Throws away bytes that have arrived, 8 KiB at most; never blocks. False at the end of file or on
 * a broken connection, true when more may come. */
bool net_discard(int fd);

/* Closes with RST at once, so that no TIME_WAIT keeps the port (SO_LINGER {1, 0}). */
void net_close_reset(int fd);

/* Raises the soft limit of open descriptors to the hard one; returns the limit now in force. */
uint64_t net_raise_descriptor_limit(void);
