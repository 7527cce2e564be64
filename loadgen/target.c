#include "loadgen/target.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/clock.h"

#define DEFAULT_PORT        80
#define URL_EXAMPLE         "http://127.0.0.1:8080"
#define HOST_BYTES          256
#define MAPPED_PREFIX_BYTES 12

static bool read_number(const char *text, size_t length, unsigned highest, unsigned *number)
{
    unsigned value = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
        if (value > highest)
            return false;
    }
    *number = value;
    return length > 0;
}

bool target_allow(struct target_blocks *allowed, const char *cidr, struct error *error)
{
    static const char wanted[] = "write a block like 10.77.0.0/24 or fd00::/8";
    if (allowed->count == TARGET_BLOCKS_MAX)
        return error_set(error, "--allow-target: more than %d blocks", TARGET_BLOCKS_MAX);
    struct target_block *block = &allowed->blocks[allowed->count];
    const char *slash = strchr(cidr, '/');
    char host[INET6_ADDRSTRLEN];
    if (slash == NULL || (size_t)(slash - cidr) >= sizeof host)
        return error_set(error, "--allow-target: \"%s\" is no block of addresses; %s", cidr,
                         wanted);
    (void)snprintf(host, sizeof host, "%.*s", (int)(slash - cidr), cidr);
    block->family = strchr(host, ':') != NULL ? AF_INET6 : AF_INET;
    unsigned bits = block->family == AF_INET6 ? 128 : 32;
    if (inet_pton(block->family, host, block->address) != 1 ||
        !read_number(slash + 1, strlen(slash + 1), bits, &block->prefix_bits))
        return error_set(error, "--allow-target: \"%s\" is no block of addresses; %s", cidr,
                         wanted);
    allowed->count++;
    return true;
}

static bool same_prefix(const uint8_t *left, const uint8_t *right, unsigned bits)
{
    if (memcmp(left, right, bits / 8) != 0)
        return false;
    unsigned rest = bits % 8;
    return rest == 0 || (left[bits / 8] ^ right[bits / 8]) >> (8 - rest) == 0;
}

/* The bytes of an address; an IPv4 address in IPv6 clothes (::ffff:10.0.0.1) is taken as IPv4. */
static const uint8_t *address_bytes(const struct net_address *address, int *family)
{
    *family = address->storage.ss_family;
    if (*family == AF_INET)
        return (const uint8_t *)&((const struct sockaddr_in *)&address->storage)->sin_addr;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)&address->storage)->sin6_addr;
    if (!IN6_IS_ADDR_V4MAPPED(six))
        return six->s6_addr;
    *family = AF_INET;
    return six->s6_addr + MAPPED_PREFIX_BYTES;
}

bool target_is_allowed(const struct target_blocks *allowed, const struct net_address *address)
{
    if (net_address_is_loopback(address))
        return true;
    int family = 0;
    const uint8_t *bytes = address_bytes(address, &family);
    for (unsigned i = 0; i < allowed->count; i++) {
        const struct target_block *block = &allowed->blocks[i];
        if (block->family == family && same_prefix(block->address, bytes, block->prefix_bits))
            return true;
    }
    return false;
}

/* "127.0.0.1", "127.0.0.1:8080", "[::1]:8080" into host and port. */
static bool split_authority(const char *url, const char *authority, size_t length, char *host,
                            uint16_t *port, struct error *error)
{
    const char *end = authority + length;
    const char *host_end = memchr(authority, ':', length);
    bool bracketed = length > 0 && authority[0] == '[';
    if (bracketed) {
        host_end = memchr(authority, ']', length);
        if (host_end == NULL)
            return error_set(error, "--url=%s: the \"[\" has no \"]\"", url);
    }
    const char *host_start = authority + (bracketed ? 1 : 0);
    host_end = host_end != NULL ? host_end : end;
    if (!bracketed && host_end != end && memchr(host_end + 1, ':', (size_t)(end - host_end) - 1))
        return error_set(error, "--url=%s: an IPv6 address stands in brackets: http://[::1]:8080",
                         url);
    const char *colon = host_end + (bracketed ? 1 : 0);
    if (host_end == host_start || host_end - host_start >= HOST_BYTES)
        return error_set(error, "--url=%s names no host; write it like " URL_EXAMPLE, url);
    unsigned number = DEFAULT_PORT;
    if (colon != end &&
        (*colon != ':' || !read_number(colon + 1, (size_t)(end - colon) - 1, UINT16_MAX, &number) ||
         number == 0))
        return error_set(error, "--url=%s: after the host comes \":\" and a port from 1 to 65535",
                         url);
    (void)snprintf(host, HOST_BYTES, "%.*s", (int)(host_end - host_start), host_start);
    *port = (uint16_t)number;
    return true;
}

/* What a request line or a Host field cannot carry. */
static bool is_plain(const char *url)
{
    for (const char *c = url; *c != '\0'; c++) {
        if (*c <= ' ' || *c == 0x7f)
            return false;
    }
    return true;
}

static bool split_url(struct target *target, char *host, uint16_t *port, struct error *error)
{
    const char *url = target->url;
    if (strncasecmp(url, "https://", 8) == 0)
        return error_set(error,
                         "--url=%s: loadgen speaks plain HTTP/1.1 only, not TLS; use http://", url);
    if (strncasecmp(url, "http://", 7) != 0)
        return error_set(error, "--url=%s: a URL starts with http://, as in " URL_EXAMPLE, url);
    if (!is_plain(url))
        return error_set(error,
                         "--url: blanks, control characters and characters beyond ASCII must "
                         "be percent-encoded");
    const char *authority = url + 7;
    size_t length = strcspn(authority, "/?#");
    if (memchr(authority, '@', length) != NULL)
        return error_set(error, "--url=%s: user names and passwords in URLs are not supported",
                         url);
    if (strchr(authority, '#') != NULL)
        return error_set(error, "--url=%s: a \"#…\" part is never sent to a server; leave it out",
                         url);
    if (authority[length] == '?')
        return error_set(error, "--url=%s: a path is missing before the \"?\"; write \"/?\"", url);
    (void)snprintf(target->authority, sizeof target->authority, "%.*s", (int)length, authority);
    target->path = authority + length;
    return split_authority(url, authority, length, host, port, error);
}

bool target_read(struct target *target, const char *url, const struct target_blocks *allowed,
                 struct error *error)
{
    *target = (struct target){0};
    if (strlen(url) >= sizeof target->url)
        return error_set(error, "--url: longer than %zu characters", sizeof target->url - 1);
    (void)snprintf(target->url, sizeof target->url, "%s", url);
    char host[HOST_BYTES];
    uint16_t port = 0;
    if (!split_url(target, host, &port, error))
        return false;
    if (!net_resolve(host, port, target->addresses, TARGET_ADDRESSES_MAX, &target->address_count,
                     error))
        return error_prefix(error, "--url=%s: ", url);
    for (unsigned i = 0; i < target->address_count; i++) {
        if (target_is_allowed(allowed, &target->addresses[i]))
            continue;
        char text[NET_ADDRESS_TEXT_BYTES];
        net_address_text(&target->addresses[i], text);
        return error_set(error,
                         "--url=%s leads to %s, which is not this machine's loopback; load may be "
                         "sent there only with --allow-target=CIDR and its owner's consent",
                         url, text);
    }
    target->address = target->addresses[0];
    return true;
}

static bool wait_connected(int fd, uint64_t until_ns, int *number)
{
    struct pollfd writable = {.fd = fd, .events = POLLOUT};
    for (;;) {
        uint64_t now_ns = clock_now_ns();
        uint64_t left_ms = now_ns < until_ns ? (until_ns - now_ns) / ONE_MS_NS + 1 : 0;
        int ready = poll(&writable, 1, (int)left_ms);
        if (ready < 0 && errno == EINTR)
            continue;
        *number = ready == 0 ? ETIMEDOUT : errno;
        if (ready <= 0)
            return false;
        socklen_t length = sizeof *number;
        return getsockopt(fd, SOL_SOCKET, SO_ERROR, number, &length) == 0 && *number == 0;
    }
}

static bool answers(const struct net_address *address, uint64_t wait_ns, int *number)
{
    int fd = net_connect_start(address);
    if (fd < 0) {
        *number = errno;
        return false;
    }
    bool connected = wait_connected(fd, clock_now_ns() + wait_ns, number);
    net_close_reset(fd);
    return connected;
}

bool target_probe(struct target *target, uint64_t wait_ns, struct error *error)
{
    int number = 0;
    for (unsigned i = 0; i < target->address_count; i++) {
        if (answers(&target->addresses[i], wait_ns, &number)) {
            target->address = target->addresses[i];
            return true;
        }
    }
    char text[NET_ADDRESS_TEXT_BYTES];
    net_address_text(&target->addresses[0], text);
    if (number == ECONNREFUSED)
        return error_set(error, "nothing listens on %s: start the server first, or correct --url",
                         text);
    errno = number;
    return error_set_errno(error, "cannot connect to %s", text);
}
