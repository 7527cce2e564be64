#include "core/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/support/suite.h"

static struct error error;

static bool wait_for(int fd, short events)
{
    struct pollfd one = {.fd = fd, .events = events};
    return poll(&one, 1, 10000) == 1;
}

static struct net_address loopback(uint16_t port)
{
    struct net_address address;
    unsigned count = 0;
    CU_ASSERT_FATAL(net_resolve("127.0.0.1", port, &address, 1, &count, &error));
    return address;
}

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    (void)getsockopt(fd, level, name, &value, &length);
    return value;
}

/* A listener, a connecting client and the accepted end of it. */
struct pair {
    int listener;
    int client;
    int server;
};

static struct pair connect_pair(bool nonblocking)
{
    struct pair pair;
    uint16_t port = 0;
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &pair.listener, &port, &error));
    CU_ASSERT_NOT_EQUAL(port, 0);
    struct net_address address = loopback(port);
    pair.client = net_connect_start(&address);
    CU_ASSERT_FATAL(pair.client >= 0);
    CU_ASSERT_FATAL(wait_for(pair.listener, POLLIN));
    pair.server = net_accept(pair.listener, nonblocking);
    CU_ASSERT_FATAL(pair.server >= 0);
    return pair;
}

static void close_pair(struct pair pair)
{
    close(pair.listener);
    close(pair.client);
    close(pair.server);
}

static void every_socket_is_close_on_exec_and_sends_at_once(void)
{
    struct pair pair = connect_pair(true);
    const int fds[] = {pair.client, pair.server};
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(option(fds[i], IPPROTO_TCP, TCP_NODELAY), 1);
        CU_ASSERT(fcntl(fds[i], F_GETFD) & FD_CLOEXEC);
        CU_ASSERT(fcntl(fds[i], F_GETFL) & O_NONBLOCK);
    }
    CU_ASSERT(fcntl(pair.listener, F_GETFD) & FD_CLOEXEC);
    CU_ASSERT(fcntl(pair.listener, F_GETFL) & O_NONBLOCK);
    close_pair(pair);
}

static void accepting_can_give_a_blocking_socket(void)
{
    struct pair pair = connect_pair(false);
    CU_ASSERT_FALSE(fcntl(pair.server, F_GETFL) & O_NONBLOCK);
    close_pair(pair);
}

static void accepting_when_nobody_waits_says_so(void)
{
    struct pair pair = connect_pair(true);
    errno = 0;
    CU_ASSERT_EQUAL(net_accept(pair.listener, true), -1);
    CU_ASSERT_EQUAL(errno, EAGAIN);
    close_pair(pair);
}

static void a_port_in_use_is_named(void)
{
    int first, second;
    uint16_t port = 0, unused = 0;
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &first, &port, &error));
    CU_ASSERT_FALSE(net_listen("127.0.0.1", port, &second, &unused, &error));
    char where[NET_ADDRESS_TEXT_BYTES];
    struct net_address address = loopback(port);
    net_address_text(&address, where);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, where));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "another program"));
    close(first);
}

static void names_are_not_listened_on(void)
{
    const char *const wrong[] = {"example.com", "", "300.1.1.1", "127.0.0.1:80", "localhost"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int fd = -1;
        uint16_t port = 0;
        error.text[0] = '\0';
        CU_ASSERT_FALSE(net_listen(wrong[i], 0, &fd, &port, &error));
        CU_ASSERT_EQUAL(fd, -1);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "127.0.0.1"));
    }
}

static void addresses_are_written_as_people_write_them(void)
{
    struct net_address address;
    unsigned count = 0;
    char text[NET_ADDRESS_TEXT_BYTES];
    CU_ASSERT_FATAL(net_resolve("127.0.0.1", 8080, &address, 1, &count, &error));
    net_address_text(&address, text);
    CU_ASSERT_STRING_EQUAL(text, "127.0.0.1:8080");
    CU_ASSERT_FATAL(net_resolve("::1", 8080, &address, 1, &count, &error));
    net_address_text(&address, text);
    CU_ASSERT_STRING_EQUAL(text, "[::1]:8080");
}

static void loopback_is_told_from_everything_else(void)
{
    static const struct {
        const char *host;
        bool loopback;
    } cases[] = {
        {"127.0.0.1", true},        {"127.8.9.1", true},        {"::1", true},
        {"::ffff:127.0.0.1", true}, {"0.0.0.0", false},         {"::", false},
        {"128.0.0.1", false},       {"::ffff:10.0.0.1", false}, {"10.0.0.127", false},
        {"fe80::1", false},         {"255.255.255.255", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct net_address address;
        unsigned count = 0;
        CU_ASSERT_FATAL(net_resolve(cases[i].host, 1, &address, 1, &count, &error));
        CU_ASSERT_EQUAL(net_address_is_loopback(&address), cases[i].loopback);
    }
}

static void an_unknown_name_is_an_error_in_words(void)
{
    struct net_address address;
    unsigned count = 0;
    CU_ASSERT_FALSE(net_resolve("a..b", 1, &address, 1, &count, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "\"a..b\""));
}

static void closing_with_a_reset_reaches_the_other_end(void)
{
    struct pair pair = connect_pair(true);
    net_close_reset(pair.client);
    CU_ASSERT(wait_for(pair.server, POLLIN));
    char byte;
    CU_ASSERT_EQUAL(recv(pair.server, &byte, 1, 0), -1);
    CU_ASSERT_EQUAL(errno, ECONNRESET);
    close(pair.server);
    close(pair.listener);
}

static void discarding_tells_a_pause_from_the_end(void)
{
    struct pair pair = connect_pair(false);
    CU_ASSERT(net_discard(pair.server)); /* nothing is there, and it does not wait for it */
    CU_ASSERT_EQUAL(send(pair.client, "abc", 3, 0), 3);
    CU_ASSERT(wait_for(pair.server, POLLIN));
    CU_ASSERT(net_discard(pair.server));
    CU_ASSERT_EQUAL(shutdown(pair.client, SHUT_WR), 0);
    CU_ASSERT(wait_for(pair.server, POLLIN));
    CU_ASSERT_FALSE(net_discard(pair.server));
    close_pair(pair);

    pair = connect_pair(false);
    net_close_reset(pair.client);
    CU_ASSERT(wait_for(pair.server, POLLIN));
    CU_ASSERT_FALSE(net_discard(pair.server));
    close(pair.server);
    close(pair.listener);
}

static void the_descriptor_limit_is_raised_to_the_hard_one(void)
{
    struct rlimit limit;
    CU_ASSERT_FATAL(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    struct rlimit lower = {.rlim_cur = 64, .rlim_max = limit.rlim_max};
    CU_ASSERT_FATAL(setrlimit(RLIMIT_NOFILE, &lower) == 0);
    CU_ASSERT_EQUAL(net_raise_descriptor_limit(), limit.rlim_max);
    CU_ASSERT_EQUAL(net_raise_descriptor_limit(), limit.rlim_max);
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static CU_TestInfo tests[] = {
    {"every socket is close-on-exec and sends at once",
     every_socket_is_close_on_exec_and_sends_at_once},
    {"accepting can give a blocking socket", accepting_can_give_a_blocking_socket},
    {"accepting when nobody waits says so", accepting_when_nobody_waits_says_so},
    {"a port in use is named", a_port_in_use_is_named},
    {"names are not listened on", names_are_not_listened_on},
    {"addresses are written as people write them", addresses_are_written_as_people_write_them},
    {"loopback is told from everything else", loopback_is_told_from_everything_else},
    {"an unknown name is an error in words", an_unknown_name_is_an_error_in_words},
    {"closing with a reset reaches the other end", closing_with_a_reset_reaches_the_other_end},
    {"discarding tells a pause from the end", discarding_tells_a_pause_from_the_end},
    {"the descriptor limit is raised to the hard one",
     the_descriptor_limit_is_raised_to_the_hard_one},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("net", tests)
