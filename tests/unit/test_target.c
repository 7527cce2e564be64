/* Targets: which URLs are understood, and that load stays where it is allowed. */
#include "loadgen/target.h"

#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Twice this in one label is longer than a name may be: it fails without asking a name server. */
#define LONG_LABEL "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"

static void good_urls_are_taken_apart(void)
{
    static const struct {
        const char *url, *authority, *path, *address;
    } cases[] = {
        {"http://127.0.0.1:8080", "127.0.0.1:8080", "", "127.0.0.1:8080"},
        {"http://127.0.0.1:8080/", "127.0.0.1:8080", "/", "127.0.0.1:8080"},
        {"http://127.0.0.1", "127.0.0.1", "", "127.0.0.1:80"},
        {"HTTP://127.0.0.1:1/hello?a=b&c", "127.0.0.1:1", "/hello?a=b&c", "127.0.0.1:1"},
        {"http://[::1]:65535/x", "[::1]:65535", "/x", "[::1]:65535"},
        {"http://[::1]/", "[::1]", "/", "[::1]:80"},
        {"http://[::ffff:127.0.0.2]:9", "[::ffff:127.0.0.2]:9", "", "[::ffff:127.0.0.2]:9"},
        {"http://127.1:81", "127.1:81", "", "127.0.0.1:81"},
        {"http://0x7f000001:81", "0x7f000001:81", "", "127.0.0.1:81"},
        {"http://2130706433:81", "2130706433:81", "", "127.0.0.1:81"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct target_blocks none = {.count = 0};
        struct target target;
        struct error error = {""};
        bool read = target_read(&target, cases[i].url, &none, &error);
        CU_ASSERT_TRUE(read);
        CU_ASSERT_STRING_EQUAL(error.text, "");
        if (!read)
            continue;
        char address[NET_ADDRESS_TEXT_BYTES];
        net_address_text(&target.address, address);
        CU_ASSERT_STRING_EQUAL(target.authority, cases[i].authority);
        CU_ASSERT_STRING_EQUAL(target.path, cases[i].path);
        CU_ASSERT_STRING_EQUAL(address, cases[i].address);
    }
}

static void bad_urls_are_refused_in_one_sentence(void)
{
    static const struct {
        const char *url, *words;
    } cases[] = {
        {"https://127.0.0.1", "not TLS; use http://"},
        {"127.0.0.1:8080", "starts with http://"},
        {"", "starts with http://"},
        {"ftp://127.0.0.1", "starts with http://"},
        {"http://", "names no host"},
        {"http://:80", "names no host"},
        {"http://[]:80", "names no host"},
        {"http://[::1", "has no \"]\""},
        {"http://[::1]x", "port from 1 to 65535"},
        {"http://127.0.0.1:", "port from 1 to 65535"},
        {"http://127.0.0.1:0", "port from 1 to 65535"},
        {"http://127.0.0.1:65536", "port from 1 to 65535"},
        {"http://127.0.0.1:8o", "port from 1 to 65535"},
        {"http://::1:80", "http://[::1]:8080"},
        {"http://user@127.0.0.1", "passwords in URLs"},
        {"http://127.0.0.1/#top", "never sent to a server"},
        {"http://127.0.0.1?x", "a path is missing"},
        {"http://127.0.0.1/a b", "percent-encoded"},
        {"http://127.0.0.1/a\r\nX: y", "percent-encoded"},
        {"http://" LONG_LABEL LONG_LABEL, "cannot find the address"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct target_blocks none = {.count = 0};
        struct target target;
        struct error error = {""};
        CU_ASSERT_FALSE(target_read(&target, cases[i].url, &none, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
    }
}

static void other_machines_need_permission(void)
{
    static const char *const urls[] = {
        "http://10.77.0.1:80", "http://0.0.0.0:80",           "http://192.168.1.1:80",
        "http://128.0.0.1:80", "http://[::ffff:10.0.0.1]:80", "http://[fe80::1]:80",
        "http://[::]:80",      "http://169.254.169.254",      "http://[2001:db8::1]:80",
    };
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct target_blocks none = {.count = 0};
        struct target target;
        struct error error = {""};
        CU_ASSERT_FALSE(target_read(&target, urls[i], &none, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "--allow-target=CIDR"));
    }
}

static void a_block_allows_exactly_its_addresses(void)
{
    static const struct {
        const char *cidr, *url;
        bool allowed;
    } cases[] = {
        {"10.77.0.0/24", "http://10.77.0.255", true},
        {"10.77.0.0/24", "http://10.77.1.0", false},
        {"10.77.0.0/23", "http://10.77.1.0", true},
        {"10.77.0.128/25", "http://10.77.0.127", false},
        {"10.77.0.9/32", "http://10.77.0.9", true},
        {"10.77.0.9/32", "http://10.77.0.8", false},
        {"0.0.0.0/0", "http://192.0.2.1", true},
        {"0.0.0.0/0", "http://[2001:db8::1]", false},
        {"10.0.0.0/8", "http://[::ffff:10.1.2.3]", true},
        {"2001:db8::/33", "http://[2001:db8:7fff::1]", true},
        {"2001:db8::/33", "http://[2001:db8:8000::1]", false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct target_blocks blocks = {.count = 0};
        struct target target;
        struct error error = {""};
        CU_ASSERT_TRUE(target_allow(&blocks, cases[i].cidr, &error));
        CU_ASSERT_EQUAL(target_read(&target, cases[i].url, &blocks, &error), cases[i].allowed);
    }
}

static void bad_blocks_are_refused(void)
{
    static const char *const blocks[] = {
        "10.0.0.1",    "10.0.0.0/33", "10.0.0/8",    "/8", "10.0.0.0/", "10.0.0.0/-1",
        "10.0.0.0/8x", "::/129",      "localhost/8", "",   "*",
    };
    for (size_t i = 0; i < COUNT(blocks); i++) {
        struct target_blocks none = {.count = 0};
        struct error error = {""};
        CU_ASSERT_FALSE(target_allow(&none, blocks[i], &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "10.77.0.0/24"));
        CU_ASSERT_EQUAL(none.count, 0);
    }
}

static void open_listener(const char *host, uint16_t wanted, int *fd, uint16_t *port)
{
    struct error error;
    CU_ASSERT_TRUE_FATAL(net_listen(host, wanted, fd, port, &error));
}

static void a_listening_server_is_found(void)
{
    int fd = -1;
    uint16_t port = 0;
    open_listener("127.0.0.1", 0, &fd, &port);
    struct target_blocks none = {.count = 0};
    struct target target;
    struct error error = {""};
    char url[64];
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
    CU_ASSERT_TRUE_FATAL(target_read(&target, url, &none, &error));
    CU_ASSERT_TRUE(target_probe(&target, ONE_SECOND_NS, &error));
    close(fd);
    CU_ASSERT_FALSE(target_probe(&target, ONE_SECOND_NS, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "nothing listens on 127.0.0.1:"));
}

static void a_name_with_two_addresses_settles_on_the_one_that_answers(void)
{
    int fd = -1;
    uint16_t port = 0;
    open_listener("127.0.0.1", 0, &fd, &port);
    struct target_blocks none = {.count = 0};
    struct target target;
    struct error error = {""};
    char url[64];
    (void)snprintf(url, sizeof url, "http://[::1]:%u/", port);
    CU_ASSERT_TRUE_FATAL(target_read(&target, url, &none, &error));
    unsigned count = 0;
    CU_ASSERT_TRUE_FATAL(
        net_resolve("127.0.0.1", port, &target.addresses[target.address_count], 1, &count, &error));
    target.address_count++;
    CU_ASSERT_TRUE(target_probe(&target, ONE_SECOND_NS, &error));
    CU_ASSERT_EQUAL(target.address.storage.ss_family, AF_INET);
    close(fd);
}

static CU_TestInfo tests[] = {
    {"good URLs are taken apart", good_urls_are_taken_apart},
    {"bad URLs are refused in one sentence", bad_urls_are_refused_in_one_sentence},
    {"other machines need permission", other_machines_need_permission},
    {"a block allows exactly its addresses", a_block_allows_exactly_its_addresses},
    {"bad blocks are refused", bad_blocks_are_refused},
    {"a listening server is found", a_listening_server_is_found},
    {"a name with two addresses settles on the one that answers",
     a_name_with_two_addresses_settles_on_the_one_that_answers},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("target", tests)
