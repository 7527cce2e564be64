#include "bench/verify.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "core/limits.h"
#include "core/net.h"
#include "tests/support/suite.h"

/* A server that answers one connection with fixed bytes. */
struct scripted {
    int listener;
    uint16_t port;
    const char *answer; /* NULL: none, and the connection stays open */
    char asked[1024];   /* what it was sent */
    pthread_t thread;
};

static void *serve_once(void *argument)
{
    struct scripted *scripted = argument;
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    size_t used = 0;
    ssize_t got = 1;
    int fd = accept(scripted->listener, (struct sockaddr *)&peer, &length);
    while (got > 0 && strstr(scripted->asked, "\r\n\r\n") == NULL) {
        got = read(fd, scripted->asked + used, sizeof scripted->asked - 1 - used);
        used += got > 0 ? (size_t)got : 0;
        scripted->asked[used] = '\0';
    }
    if (scripted->answer != NULL)
        (void)!write(fd, scripted->answer, strlen(scripted->answer));
    else
        (void)!read(fd, scripted->asked, 1); /* until the client gives up */
    close(fd);
    return NULL;
}

static void start(struct scripted *scripted, const char *answer)
{
    struct error error;
    *scripted = (struct scripted){.answer = answer};
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &scripted->listener, &scripted->port, &error));
    int flags = fcntl(scripted->listener, F_GETFL);
    CU_ASSERT_EQUAL(fcntl(scripted->listener, F_SETFL, flags & ~O_NONBLOCK), 0);
    CU_ASSERT_EQUAL_FATAL(pthread_create(&scripted->thread, NULL, serve_once, scripted), 0);
}

static void stop(struct scripted *scripted)
{
    CU_ASSERT_EQUAL(pthread_join(scripted->thread, NULL), 0);
    close(scripted->listener);
}

/* One request, named "light", verified against an answer. */
static bool verify(struct scenario_request *request, const char *answer, struct error *error)
{
    struct scripted scripted;
    struct interrupt interrupt;
    struct scenario scenario = {.requests = request, .request_count = 1};
    CU_ASSERT_FATAL(interrupt_open(&interrupt, error));
    start(&scripted, answer);
    bool verified = verify_requests(&scenario, scripted.port, &interrupt, error);
    stop(&scripted);
    interrupt_close(&interrupt);
    return verified;
}

static char get[] = "GET";
static char head[] = "HEAD";
static char path[] = "/work?cpu=1ms";

static struct scenario_request request_of(char *method)
{
    return (struct scenario_request){.name = "light",
                                     .method = method,
                                     .path = path,
                                     .timeout_ns = 20 * ONE_SECOND_NS,
                                     .expect = {.status_class = 2, .body_length = -1}};
}

static void an_answer_as_expected_passes(void)
{
    struct error error;
    struct scenario_request request = request_of(get);
    CU_ASSERT(verify(&request, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", &error));
    request.expect.body_length = 2;
    CU_ASSERT(verify(&request, "HTTP/1.1 204 No\r\n\r\n", &error) == false);
    CU_ASSERT(verify(&request, "HTTP/1.1 200 OK\r\n\r\nok", &error)); /* until the end of file */
    request = request_of(head);
    CU_ASSERT(verify(&request, "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n", &error));
}

static void what_is_not_as_expected_is_told_with_the_request(void)
{
    static const struct {
        const char *answer;
        const char *reason;
    } cases[] = {
        {"HTTP/1.1 400 Bad\r\nContent-Length: 18\r\n\r\nunknown step cpuu\n",
         "was answered with status 400 instead of 2xx: \"unknown step cpuu\""},
        {"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
         "was answered with status 503 instead of 2xx"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noh!",
         "was answered with 3 bytes instead of 2"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\noh!", "was answered with broken HTTP ("},
        {"", "was answered with broken HTTP ("},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error;
        char expected[512];
        struct scenario_request request = request_of(get);
        request.expect.body_length = 2;
        CU_ASSERT_FALSE(verify(&request, cases[i].answer, &error));
        (void)snprintf(expected, sizeof expected, "request \"light\" (GET /work?cpu=1ms) %s",
                       cases[i].reason);
        CU_ASSERT_EQUAL(strncmp(error.text, expected, strlen(expected)), 0);
    }
}

static void silence_ends_at_the_requests_timeout(void)
{
    struct error error;
    struct scenario_request request = request_of(get);
    request.timeout_ns = 10 * ONE_MS_NS;
    CU_ASSERT_FALSE(verify(&request, NULL, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "was not answered within its timeout"));
}

static void nobody_there_is_told(void)
{
    struct error error;
    struct interrupt interrupt;
    struct scripted scripted;
    struct scenario_request request = request_of(get);
    struct scenario scenario = {.requests = &request, .request_count = 1};
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    CU_ASSERT_FATAL(net_listen("127.0.0.1", 0, &scripted.listener, &scripted.port, &error));
    close(scripted.listener);
    CU_ASSERT_FALSE(verify_requests(&scenario, scripted.port, &interrupt, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "Connection refused"));
    interrupt_close(&interrupt);
}

static void the_request_goes_out_as_the_scenario_says(void)
{
    static char post[] = "POST";
    static char body[] = "1234";
    static char name[] = "X-Key";
    static char value[] = "v";
    static char host_name[] = "host";
    static char host[] = "example";
    struct error error;
    struct interrupt interrupt;
    struct scripted scripted;
    struct scenario_header headers[] = {{name, value}, {host_name, host}};
    struct scenario_request request = request_of(post);
    request.body = body;
    request.body_length = 4;
    request.headers = headers;
    request.header_count = 2;
    struct scenario scenario = {.requests = &request, .request_count = 1};
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    start(&scripted, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    CU_ASSERT(verify_requests(&scenario, scripted.port, &interrupt, &error));
    stop(&scripted);
    CU_ASSERT_STRING_EQUAL(scripted.asked, "POST /work?cpu=1ms HTTP/1.1\r\nX-Key: v\r\n"
                                           "host: example\r\nContent-Length: 4\r\n"
                                           "Connection: close\r\n\r\n1234");
    interrupt_close(&interrupt);
}

static CU_TestInfo tests[] = {
    {"an answer as expected passes", an_answer_as_expected_passes},
    {"what is not as expected is told with the request",
     what_is_not_as_expected_is_told_with_the_request},
    {"silence ends at the request's timeout", silence_ends_at_the_requests_timeout},
    {"nobody there is told", nobody_there_is_told},
    {"the request goes out as the scenario says", the_request_goes_out_as_the_scenario_says},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("verify", tests)
