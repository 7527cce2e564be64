#include "servers/conn_answer.h"

#include "tests/support/conn_driver.h"

/* What a server answers to requests that it understands. */

#define REQUEST(line, fields) line " HTTP/1.1\r\nHost: a\r\n" fields "\r\n"
#define GET(target)           REQUEST("GET " target, "")

static const struct driver_case routes[] = {
    {"hello", GET("/hello"), "200:13 idle", 0},
    {"hello with a query", GET("/hello?a=b"), "200:13 idle", 0},
    {"healthz", GET("/healthz"), "200:2 idle", 0},
    {"work without steps", GET("/work"), "200:2 idle", 0},
    {"work with an empty query", GET("/work?"), "200:2 idle", 0},
    {"work", GET("/work?cpu=1ms&wait=2ms&bytes=100"), "200:100 idle", 0},
    {"no body at all", GET("/work?bytes=0"), "200:0 idle", 0},
    {"a body that just fits", GET("/work?bytes=900"), "200:900 idle", 0},
    {"a body in two pieces", GET("/work?bytes=1k"), "200:1024 idle", 0},
    {"a body in many pieces", GET("/work?bytes=100k"), "200:102400 idle", 0},
    {"the largest body", GET("/work?bytes=16M"), "200:16777216 idle", 0},
    {"the root", GET("/"), "404 idle", 0},
    {"another path", GET("/hello/"), "404 idle", 0},
    {"a path in capitals", GET("/HELLO"), "404 idle", 0},
    {"a path that climbs", GET("/../etc/passwd"), "404 idle", 0},
    {"an unknown step", GET("/work?wait=666ms&brew=1ms"), "400 idle", 0},
    {"a bare number", GET("/work?cpu=5"), "400 idle", 0},
    {"too much", GET("/work?cpu=61s"), "400 idle", 0},
    {"a request after a wrong one", GET("/work?cpu=5") GET("/hello"), "400 200:13 idle", 0},
    {"16 steps", GET("/work?{cpu=1us&*15}cpu=1us"), "200:2 idle", 0},
    {"17 steps", GET("/work?{wait=666ms&*16}cpu=1us"), "400 idle", 0},
};

static const struct driver_case methods[] = {
    {"HEAD hello", REQUEST("HEAD /hello", ""), "200:0 idle", 1},
    {"HEAD healthz", REQUEST("HEAD /healthz", ""), "200:0 idle", 1},
    {"HEAD of a large body", REQUEST("HEAD /work?bytes=16M", ""), "200:0 idle", 1},
    {"HEAD of nothing", REQUEST("HEAD /nothing", ""), "404 idle", 1},
    {"HEAD with a wrong step", REQUEST("HEAD /work?a=b", ""), "400 idle", 1},
    {"HEAD without Host", "HEAD /hello HTTP/1.1\r\n\r\n", "400! linger", 1},
    {"HEAD, then GET", REQUEST("HEAD /work?bytes=5", "") GET("/hello"), "200:0 200:13 idle", 1},
    {"HEAD, then nonsense", REQUEST("HEAD /hello", "") "?", "200:0 400! linger", 1},
    {"OPTIONS hello", REQUEST("OPTIONS /hello", ""), "204 idle", 0},
    {"OPTIONS of everything", REQUEST("OPTIONS *", ""), "204 idle", 0},
    {"OPTIONS of nothing", REQUEST("OPTIONS /nothing", ""), "204 idle", 0},
    {"OPTIONS of an address", REQUEST("OPTIONS http://b", ""), "204 idle", 0},
    {"OPTIONS with a body", REQUEST("OPTIONS *", "Content-Length: 3\r\n") "abc", "204 idle", 0},
    {"OPTIONS, then GET", REQUEST("OPTIONS *", "") GET("/hello"), "204 200:13 idle", 0},
    {"POST", REQUEST("POST /hello", "Content-Length: 3\r\n") "abc", "405 idle", 0},
    {"POST without length", REQUEST("POST /work", ""), "405 idle", 0},
    {"POST, then GET", REQUEST("POST /hello", "Content-Length: 3\r\n") "abc" GET("/hello"),
     "405 200:13 idle", 0},
    {"POST in chunks", REQUEST("POST /hello", "Transfer-Encoding: chunked\r\n") "0\r\n\r\n" CANARY,
     "405! linger", 0},
    {"PUT", REQUEST("PUT /healthz", "Content-Length: 0\r\n"), "405 idle", 0},
    {"PATCH", REQUEST("PATCH /work?wait=666ms", ""), "405 idle", 0},
    {"DELETE", REQUEST("DELETE /hello", ""), "405 idle", 0},
    {"TRACE", REQUEST("TRACE /hello", ""), "405 idle", 0},
    {"CONNECT", REQUEST("CONNECT a:80", "") CANARY, "405! linger", 0},
    {"PROPFIND", REQUEST("PROPFIND /hello", "") CANARY, "501! linger", 0},
};

static const struct driver_case persistence[] = {
    {"two requests", GET("/hello") GET("/healthz"), "200:13 200:2 idle", 0},
    {"close", REQUEST("GET /hello", "Connection: close\r\n") CANARY, "200:13! close", 0},
    {"CLOSE", REQUEST("GET /hello", "connection: CLOSE\r\n"), "200:13! close", 0},
    {"close in a list", REQUEST("GET /hello", "Connection: a, close\r\n"), "200:13! close", 0},
    {"both", REQUEST("GET /hello", "Connection: keep-alive, close\r\n"), "200:13! close", 0},
    {"keep-alive", REQUEST("GET /hello", "Connection: keep-alive\r\n"), "200:13 idle", 0},
    {"HTTP/1.0", "GET /hello HTTP/1.0\r\n\r\n", "200:13! close", 0},
    {"HTTP/1.0 keep-alive", "GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" GET("/healthz"),
     "200:13 200:2 idle", 0},
    {"HTTP/1.0 both", "GET /hello HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n",
     "200:13! close", 0},
    {"an upgrade to HTTP/2",
     REQUEST("GET /hello", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                           "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n") GET("/healthz"),
     "200:13 200:2 idle", 0},
    {"an upgrade to WebSocket",
     REQUEST("GET /hello", "Connection: Upgrade\r\nUpgrade: websocket\r\n") GET("/healthz"),
     "200:13 200:2 idle", 0},
    {"an upgrade with a body",
     REQUEST("GET /hello",
             "Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n") "abc" GET("/healthz"),
     "200:13 200:2 idle", 0},
};

static const struct driver_case expectations[] = {
    {"100-continue",
     REQUEST("GET /hello", "Expect: 100-continue\r\nContent-Length: 3\r\n") "abc" GET("/healthz"),
     "100 200:13 200:2 idle", 0},
    {"100-Continue, and no body yet",
     REQUEST("GET /hello", "Expect: 100-Continue\r\nContent-Length: 3\r\n"), "100 more", 0},
    {"100-continue in chunks",
     REQUEST("GET /hello", "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n",
     "100 200:13! linger", 0},
    {"100-continue without a body", REQUEST("GET /hello", "Expect: 100-continue\r\n"),
     "200:13 idle", 0},
    {"100-continue of HTTP/1.0",
     "GET /hello HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", "200:13! close",
     0},
    {"100-continue for what is not allowed",
     REQUEST("POST /hello", "Expect: 100-continue\r\nContent-Length: 3\r\n") CANARY, "405! linger",
     0},
    {"100-continue for what is not there",
     REQUEST("GET /nothing", "Expect: 100-continue\r\nContent-Length: 3\r\n") CANARY, "404! linger",
     0},
    {"100-continue for too much",
     REQUEST("GET /hello", "Expect: 100-continue\r\nContent-Length: 1001\r\n") CANARY,
     "413! linger", 0},
    {"another expectation", REQUEST("GET /hello", "Expect: tea\r\n") CANARY, "417! linger", 0},
    {"another expectation of HTTP/1.0", "GET /hello HTTP/1.0\r\nExpect: tea\r\n\r\n",
     "200:13! close", 0},
    {"an empty expectation", REQUEST("GET /hello", "Expect:\r\n") CANARY, "417! linger", 0},
};

static void every_route_answers(void)
{
    DRIVER_CHECK(routes);
}

static void every_method_has_its_answer(void)
{
    DRIVER_CHECK(methods);
}

static void connections_persist_as_the_client_wishes(void)
{
    DRIVER_CHECK(persistence);
}

static void expectations_are_met_or_refused(void)
{
    DRIVER_CHECK(expectations);
}

static void check_bytes(const char *request, const char *expected)
{
    struct driver *driver = driver_new();
    driver_feed_text(driver, request);
    CU_ASSERT_STRING_EQUAL(driver->output.text, expected);
    driver_free(driver);
}

static void answers_are_exactly_these_bytes(void)
{
    check_bytes(GET("/hello"), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                               "Content-Length: 13\r\nX-Worker: 7\r\n\r\nHello, world!");
    check_bytes(REQUEST("HEAD /hello", ""), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                            "Content-Length: 13\r\nX-Worker: 7\r\n\r\n");
    check_bytes("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n"
                "X-Worker: 7\r\nConnection: keep-alive\r\n\r\nok");
    check_bytes(REQUEST("OPTIONS *", "Connection: close\r\n"),
                "HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, OPTIONS\r\nX-Worker: 7\r\n"
                "Connection: close\r\n\r\n");
    check_bytes(REQUEST("POST /hello", ""),
                "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD, OPTIONS\r\n"
                "Content-Type: text/plain\r\nContent-Length: 39\r\nX-Worker: 7\r\n\r\n"
                "only GET, HEAD and OPTIONS are allowed\n");
    check_bytes(GET("/work?brew=1"), "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n"
                                     "Content-Length: 51\r\nX-Worker: 7\r\n\r\n"
                                     "unknown step \"brew\": there are cpu, wait and bytes\n");
}

static void small_answers_are_one_piece_and_large_ones_do_not_come_in_crumbs(void)
{
    struct driver *driver = driver_new();
    size_t space;
    size_t length;
    const char request[] = GET("/hello");
    memcpy(conn_input_space(&driver->conn, &space), request, sizeof request - 1);
    conn_received(&driver->conn, sizeof request - 1, 0);
    (void)conn_output(&driver->conn, &length);
    conn_sent(&driver->conn, length, 0);
    CU_ASSERT(conn_is_idle(&driver->conn));

    const char large[] = GET("/work?bytes=1M");
    memcpy(conn_input_space(&driver->conn, &space), large, sizeof large - 1);
    conn_received(&driver->conn, sizeof large - 1, 0);
    unsigned pieces = 0;
    for (; conn_wants(&driver->conn) == CONN_WANTS_OUTPUT; pieces++) {
        (void)conn_output(&driver->conn, &length);
        conn_sent(&driver->conn, length, 0);
    }
    CU_ASSERT(pieces <= 2 + 1024 * 1024 / CONN_FILLER_BYTES);
    driver_free(driver);
}

static void a_large_body_repeats_its_filler_without_a_seam(void)
{
    struct driver *driver = driver_new();
    driver_feed_text(driver, GET("/work?bytes=40k"));
    const char *body = strstr(driver->output.text, "\r\n\r\n") + 4;
    size_t length = driver->output.length - (size_t)(body - driver->output.text);
    CU_ASSERT_EQUAL_FATAL(length, 40 * 1024);
    for (size_t i = 0; i < length; i++)
        if (body[i] != respond_filler[i % RESPOND_FILLER_PERIOD])
            CU_FAIL_FATAL("a byte of the body is not the filler's");
    driver_free(driver);
}

static void a_message_that_is_too_long_is_cut(void)
{
    struct conn_pool pool;
    conn_pool_init(&pool);
    struct conn_buffers *buffers = conn_buffers_take(&pool);
    struct bytes text = bytes_of("{a*1000}");
    conn_answer_set_message(buffers, text.text);
    CU_ASSERT_EQUAL(buffers->message_length, CONN_MESSAGE_BYTES);
    CU_ASSERT_EQUAL(buffers->message[CONN_MESSAGE_BYTES - 1], '\n');
    free(text.text);
    conn_buffers_give(&pool, buffers);
    conn_pool_release(&pool);
}

static CU_TestInfo tests[] = {
    {"every route answers", every_route_answers},
    {"every method has its answer", every_method_has_its_answer},
    {"connections persist as the client wishes", connections_persist_as_the_client_wishes},
    {"expectations are met or refused", expectations_are_met_or_refused},
    {"answers are exactly these bytes", answers_are_exactly_these_bytes},
    {"small answers are one piece, and large ones do not come in crumbs",
     small_answers_are_one_piece_and_large_ones_do_not_come_in_crumbs},
    {"a large body repeats its filler without a seam",
     a_large_body_repeats_its_filler_without_a_seam},
    {"a message that is too long is cut", a_message_that_is_too_long_is_cut},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("conn_answer", tests)
