#include "servers/conn.h"

#include "core/deadline.h"
#include "tests/support/conn_driver.h"

/* How a connection behaves over time; what it answers to what is in the tables of
 * test_conn_reading.c and test_conn_answer.c. */

#define GET(target) "GET " target " HTTP/1.1\r\nHost: a\r\n\r\n"

/* Hands in bytes without working or sending anything. */
static void receive(struct driver *driver, const char *text)
{
    size_t space;
    char *into = conn_input_space(&driver->conn, &space);
    CU_ASSERT_FATAL(into != NULL && strlen(text) <= space);
    memcpy(into, text, strlen(text));
    conn_received(&driver->conn, strlen(text), driver->now_ns);
}

static uint64_t in_flight(const struct driver *driver)
{
    return stats_read(&driver->slot.requests_in_flight);
}

static void an_idle_connection_is_small_and_borrows_nothing(void)
{
    struct driver *driver = driver_new();
    CU_ASSERT(sizeof(struct conn) <= 96);
    CU_ASSERT_PTR_NULL(driver->conn.buffers);

    size_t space;
    CU_ASSERT_PTR_NOT_NULL(conn_input_space(&driver->conn, &space));
    CU_ASSERT_PTR_NOT_NULL(driver->conn.buffers);
    conn_received_nothing(&driver->conn);
    CU_ASSERT_PTR_NULL(driver->conn.buffers);

    driver_feed_text(driver, GET("/hello"));
    CU_ASSERT_PTR_NULL(driver->conn.buffers);
    CU_ASSERT(conn_is_idle(&driver->conn));
    driver_free(driver);
}

static void within_a_request_nothing_received_changes_nothing(void)
{
    struct driver *driver = driver_new();
    size_t space;
    driver_feed_text(driver, "GET /he");
    (void)conn_input_space(&driver->conn, &space);
    conn_received_nothing(&driver->conn);
    CU_ASSERT_FALSE(conn_is_idle(&driver->conn));
    driver_feed_text(driver, "llo HTTP/1.1\r\nHost: a\r\n\r\n");
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "idle");
    CU_ASSERT(driver->output.length > 0);
    driver_free(driver);
}

static void connections_share_a_pool(void)
{
    struct driver *driver = driver_new();
    struct conn other;
    conn_init(&other, &driver->settings, &driver->pool, &driver->slot, 1, 0);
    for (int i = 0; i < 3; i++) {
        driver_feed_text(driver, GET("/hello"));
        size_t space;
        CU_ASSERT_PTR_NOT_NULL(conn_input_space(&other, &space));
        conn_received_nothing(&other);
    }
    CU_ASSERT_EQUAL(driver->pool.made, 1);
    conn_release(&other);
    driver_free(driver);
}

static void steps_are_handed_out_from_left_to_right(void)
{
    struct driver *driver = driver_new();
    struct conn *conn = &driver->conn;
    receive(driver, GET("/work?wait=3ms&cpu=5ms&bytes=9&wait=0ms"));
    const struct step expected[] = {
        {STEP_WAIT, 3 * ONE_MS_NS}, {STEP_CPU, 5 * ONE_MS_NS}, {STEP_WAIT, 0}};
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL_FATAL(conn_wants(conn), CONN_WANTS_WORK);
        CU_ASSERT_EQUAL(conn_step(conn).kind, expected[i].kind);
        CU_ASSERT_EQUAL(conn_step(conn).amount_ns, expected[i].amount_ns);
        CU_ASSERT_EQUAL(in_flight(driver), 1);
        conn_worked(conn, driver->now_ns);
    }
    CU_ASSERT_EQUAL(conn_wants(conn), CONN_WANTS_OUTPUT);
    driver_free(driver);
}

static void a_step_that_nobody_takes_is_answered_503(void)
{
    struct driver *driver = driver_new();
    receive(driver, GET("/work?cpu=5ms"));
    conn_refuse(&driver->conn, driver->now_ns);
    driver_settle(driver);
    CU_ASSERT_PTR_NOT_NULL(strstr(driver->output.text, "HTTP/1.1 503 "));
    CU_ASSERT_PTR_NOT_NULL(strstr(driver->output.text, "\r\nRetry-After: "));
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "idle");
    CU_ASSERT_EQUAL(stats_read(&driver->slot.responses[4]), 1);
    driver_free(driver);
}

static void what_is_counted_and_when(void)
{
    struct driver *driver = driver_new();
    struct stats_slot *slot = &driver->slot;
    driver_feed_text(driver, "G");
    CU_ASSERT_EQUAL(in_flight(driver), 1);
    CU_ASSERT_EQUAL(stats_read(&slot->requests[STATS_ROUTE_WORK]), 0);
    driver->now_ns += 3 * ONE_MS_NS;
    receive(driver, "ET /work HTTP/1.1\r\nHost: a\r\n\r\n" GET("/hello"));
    CU_ASSERT_EQUAL(stats_read(&slot->requests[STATS_ROUTE_WORK]), 1);
    CU_ASSERT_EQUAL(stats_read(&slot->responses[1]), 0);

    size_t length;
    (void)conn_output(&driver->conn, &length);
    conn_sent(&driver->conn, length - 1, driver->now_ns);
    CU_ASSERT_EQUAL(stats_read(&slot->responses[1]), 0);
    driver->now_ns += 4 * ONE_MS_NS;
    conn_sent(&driver->conn, 1, driver->now_ns);
    CU_ASSERT_EQUAL(stats_read(&slot->responses[1]), 1);
    CU_ASSERT_EQUAL(stats_read(&slot->duration_sum_ns), 7 * ONE_MS_NS);
    CU_ASSERT_EQUAL(in_flight(driver), 1); /* the pipelined one */

    driver_settle(driver);
    CU_ASSERT_EQUAL(in_flight(driver), 0);
    CU_ASSERT_EQUAL(stats_read(&slot->requests[STATS_ROUTE_HELLO]), 1);
    CU_ASSERT_EQUAL(stats_read(&slot->responses[1]), 2);
    CU_ASSERT_EQUAL(stats_read(&slot->duration_sum_ns), 7 * ONE_MS_NS);
    driver_free(driver);
}

static void an_interim_answer_is_counted_too(void)
{
    struct driver *driver = driver_new();
    driver_feed_text(driver, "GET /hello HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                             "Content-Length: 3\r\n\r\nabc");
    CU_ASSERT_EQUAL(stats_read(&driver->slot.responses[0]), 1);
    CU_ASSERT_EQUAL(stats_read(&driver->slot.responses[1]), 1);
    driver_free(driver);
}

#define HALF_A_HEAD     "GET /he"
#define HALF_A_BODY     "GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"
#define HALF_THE_CHUNKS "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"

static void check_break(struct driver *driver, const char *before, bool said)
{
    driver_connect(driver);
    if (before[0] != '\0')
        receive(driver, before);
    if (said) {
        conn_broke(&driver->conn);
        CU_ASSERT_STRING_EQUAL(driver_end(driver), "close");
    }
    conn_release(&driver->conn);
    CU_ASSERT_EQUAL(in_flight(driver), 0);
    CU_ASSERT_PTR_NULL(driver->conn.buffers);
}

static void a_connection_that_breaks_is_taken_out_of_flight(void)
{
    static const char *const moments[] = {"", HALF_A_HEAD, HALF_A_BODY, GET("/hello"),
                                          GET("/work?cpu=1ms")};
    struct driver *driver = driver_new();
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        check_break(driver, moments[i], true);
        check_break(driver, moments[i], false);
    }
    CU_ASSERT_EQUAL(driver->pool.made, 1);
    driver_free(driver);
}

static void the_end_of_input_closes_without_an_answer(void)
{
    static const char *const moments[] = {"", HALF_A_HEAD, HALF_A_BODY, HALF_THE_CHUNKS,
                                          GET("/hello")};
    struct driver *driver = driver_new();
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        driver_connect(driver);
        driver_feed_text(driver, moments[i]);
        size_t length = driver->output.length;
        driver_end_input(driver);
        CU_ASSERT_STRING_EQUAL(driver_end(driver), "close");
        CU_ASSERT_EQUAL(driver->output.length, length);
        CU_ASSERT_EQUAL(in_flight(driver), 0);
    }
    driver_free(driver);
}

static void a_draining_server_says_so_in_its_last_answer(void)
{
    struct driver *driver = driver_new();
    char summary[DRIVER_SUMMARY_BYTES];
    driver_feed_text(driver, GET("/hello"));
    receive(driver, GET("/work?wait=1ms") GET("/hello"));
    driver->draining = true;
    driver_settle(driver);
    driver_summary(driver, 0, summary);
    CU_ASSERT_STRING_EQUAL(summary, "200:13 200:2! linger");
    driver_free(driver);
}

static void an_idle_connection_expires_in_silence(void)
{
    struct driver *driver = driver_new();
    struct conn *conn = &driver->conn;
    uint64_t idle_ns = driver->settings.idle_deadline_ns;
    CU_ASSERT_EQUAL(conn_deadline_ns(conn), driver->now_ns + idle_ns);
    driver->now_ns += ONE_SECOND_NS;
    driver_feed_text(driver, GET("/hello"));
    CU_ASSERT_EQUAL(conn_deadline_ns(conn), driver->now_ns + idle_ns);

    size_t length = driver->output.length;
    conn_expired(conn, driver->now_ns + idle_ns - 1);
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "idle");
    conn_expired(conn, driver->now_ns + idle_ns);
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "close");
    CU_ASSERT_EQUAL(conn_deadline_ns(conn), DEADLINE_NEVER);
    CU_ASSERT_EQUAL(driver->output.length, length);
    driver_free(driver);
}

/* The request came too slowly: it is answered, and all is counted. */
static void check_expiry(struct driver *driver, uint64_t deadline_ns)
{
    char summary[DRIVER_SUMMARY_BYTES];
    CU_ASSERT_EQUAL(conn_deadline_ns(&driver->conn), deadline_ns);
    conn_expired(&driver->conn, deadline_ns - 1);
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "more");
    driver->now_ns = deadline_ns;
    conn_expired(&driver->conn, deadline_ns);
    driver_settle(driver);
    driver_summary(driver, 0, summary);
    CU_ASSERT_STRING_EQUAL(summary, "408! linger");
    driver_check_books(driver);
}

static void a_head_has_its_time_from_its_first_byte(void)
{
    struct driver *driver = driver_new();
    uint64_t deadline_ns = driver->now_ns + driver->settings.head_deadline_ns;
    const char *text = "GET /hello HTTP/1.1\r\nHost: a\r\n";
    for (; *text != '\0'; text++, driver->now_ns += 100 * ONE_MS_NS)
        driver_feed(driver, text, 1);
    check_expiry(driver, deadline_ns);
    driver_free(driver);
}

static void a_body_has_its_time_from_the_first_byte_of_its_head(void)
{
    struct driver *driver = driver_new();
    uint64_t deadline_ns = driver->now_ns + driver->settings.request_deadline_ns;
    driver_feed_text(driver, "GET /hello HTTP/1.1\r\n");
    driver->now_ns += ONE_SECOND_NS;
    driver_feed_text(driver, "Host: a\r\nContent-Length: 9\r\n\r\n");
    for (int i = 0; i < 8; i++, driver->now_ns += ONE_SECOND_NS)
        driver_feed(driver, "b", 1);
    check_expiry(driver, deadline_ns);
    driver_free(driver);
}

static void work_has_all_the_time_it_needs_a_slow_reader_has_not(void)
{
    struct driver *driver = driver_new();
    struct conn *conn = &driver->conn;
    receive(driver, GET("/work?wait=60s&bytes=1M"));
    CU_ASSERT_EQUAL(conn_deadline_ns(conn), DEADLINE_NEVER);
    driver->now_ns += 60 * ONE_SECOND_NS;
    conn_worked(conn, driver->now_ns);

    uint64_t deadline_ns = driver->now_ns + driver->settings.request_deadline_ns;
    for (int i = 0; i < 20; i++) {
        CU_ASSERT_EQUAL(conn_deadline_ns(conn), deadline_ns);
        size_t length;
        (void)conn_output(conn, &length);
        driver->now_ns += ONE_SECOND_NS;
        conn_sent(conn, length, driver->now_ns);
    }
    conn_expired(conn, deadline_ns);
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "close");
    CU_ASSERT_EQUAL(in_flight(driver), 0);
    CU_ASSERT_EQUAL(stats_read(&driver->slot.responses[1]), 0);
    driver_free(driver);
}

#define PIPELINED 10000

/* Request number i asks for i bytes, so that the order of the answers shows. */
static struct bytes many_requests(void)
{
    struct bytes input = {NULL, 0, 0};
    for (unsigned i = 0; i < PIPELINED; i++) {
        char request[128];
        int length = snprintf(request, sizeof request,
                              "GET /work?bytes=%u HTTP/1.1\r\nHost: a\r\n\r\n", i % 100);
        bytes_append(&input, request, (size_t)length);
    }
    return input;
}

static void check_order(const struct bytes *output)
{
    size_t at = 0;
    for (unsigned i = 0; i < PIPELINED; i++) {
        struct http_response response;
        http_response_begin(&response, false);
        at += http_response_feed(&response, output->text + at, output->length - at);
        CU_ASSERT_EQUAL_FATAL(response.state, HTTP_RESPONSE_COMPLETE);
        CU_ASSERT_EQUAL_FATAL(response.body_bytes, i % 100);
    }
    CU_ASSERT_EQUAL(at, output->length);
}

static void ten_thousand_pipelined_requests_wait_for_a_reader_that_stops(void)
{
    struct driver *driver = driver_new();
    struct conn *conn = &driver->conn;
    struct bytes input = many_requests();

    size_t space;
    char *into = conn_input_space(conn, &space);
    CU_ASSERT_FATAL(into != NULL && space < input.length);
    memcpy(into, input.text, space);
    conn_received(conn, space, driver->now_ns);
    CU_ASSERT_EQUAL(conn_wants(conn), CONN_WANTS_OUTPUT); /* and no input until that is sent */
    CU_ASSERT_EQUAL(in_flight(driver), 1);

    driver_settle(driver);
    driver_feed(driver, input.text + space, input.length - space);
    check_order(&driver->output);
    CU_ASSERT_EQUAL(driver->pool.made, 1);
    CU_ASSERT_EQUAL(stats_read(&driver->slot.responses[1]), PIPELINED);
    CU_ASSERT_STRING_EQUAL(driver_end(driver), "idle");
    free(input.text);
    driver_free(driver);
}

static CU_TestInfo tests[] = {
    {"an idle connection is small and borrows nothing",
     an_idle_connection_is_small_and_borrows_nothing},
    {"within a request nothing received changes nothing",
     within_a_request_nothing_received_changes_nothing},
    {"connections share a pool", connections_share_a_pool},
    {"steps are handed out from left to right", steps_are_handed_out_from_left_to_right},
    {"a step that nobody takes is answered 503", a_step_that_nobody_takes_is_answered_503},
    {"what is counted, and when", what_is_counted_and_when},
    {"an interim answer is counted too", an_interim_answer_is_counted_too},
    {"a connection that breaks is taken out of flight",
     a_connection_that_breaks_is_taken_out_of_flight},
    {"the end of input closes without an answer", the_end_of_input_closes_without_an_answer},
    {"a draining server says so in its last answer", a_draining_server_says_so_in_its_last_answer},
    {"an idle connection expires in silence", an_idle_connection_expires_in_silence},
    {"a head has its time from its first byte", a_head_has_its_time_from_its_first_byte},
    {"a body has its time from the first byte of its head",
     a_body_has_its_time_from_the_first_byte_of_its_head},
    {"work has all the time it needs, a slow reader has not",
     work_has_all_the_time_it_needs_a_slow_reader_has_not},
    {"10,000 pipelined requests wait for a reader that stops",
     ten_thousand_pipelined_requests_wait_for_a_reader_that_stops},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("conn", tests)
