#pragma once
/*
 * Drives a conn as a server model would, but from memory: input cut as asked, steps counted and
 * never carried out, answers gathered. A summary of what happened is compared with what a table
 * expects:
 *
 *     "200:13 400! linger"     statuses in order, of a 200 the length of its body, '!' = the answer
 *                              says close; then how the connection was left: idle (open), more
 *                              (within a request), close, linger (close, but drain first)
 */
#include <stdio.h>

#include "core/http.h"
#include "servers/conn.h"
#include "tests/support/bytes.h"
#include "tests/support/suite.h"

#define DRIVER_WORKER 7
#define DRIVER_BODY   1000 /* limit of request bodies */

/* A request that must never be carried out where it follows one that is refused. */
#define CANARY         "GET /work?wait=666ms HTTP/1.1\r\nHost: a\r\n\r\n"
#define CANARY_WAIT_NS (666 * ONE_MS_NS)

struct driver {
    atomic_bool draining;
    struct conn_settings settings;
    struct conn_pool pool;
    struct conn conn;
    uint64_t now_ns;
    size_t send_most;    /* bytes per conn_sent(); 0 = all */
    struct bytes output; /* owned */
    unsigned steps;      /* carried out */
    bool canary_executed;
    struct stats_slot slot; /* last, since its ring is neither cleared nor used */
};

/* A new connection of the same server, counting from zero. */
static inline void driver_connect(struct driver *driver)
{
    driver->draining = false;
    driver->settings = (struct conn_settings){.head_deadline_ns = 10 * ONE_SECOND_NS,
                                              .request_deadline_ns = 30 * ONE_SECOND_NS,
                                              .idle_deadline_ns = 5 * ONE_SECOND_NS,
                                              .body_limit_bytes = DRIVER_BODY,
                                              .draining = &driver->draining};
    driver->now_ns = ONE_SECOND_NS;
    driver->send_most = 0;
    driver->output.length = 0;
    bytes_append(&driver->output, "", 0);
    driver->steps = 0;
    driver->canary_executed = false;
    memset(&driver->slot, 0, offsetof(struct stats_slot, busy));
    conn_init(&driver->conn, &driver->settings, &driver->pool, &driver->slot, DRIVER_WORKER,
              driver->now_ns);
}

static inline struct driver *driver_new(void)
{
    struct driver *driver = aligned_alloc(64, sizeof *driver);
    assert(driver != NULL);
    driver->output = (struct bytes){NULL, 0, 0};
    conn_pool_init(&driver->pool);
    driver_connect(driver);
    return driver;
}

static inline void driver_free(struct driver *driver)
{
    conn_release(&driver->conn);
    conn_pool_release(&driver->pool);
    free(driver->output.text);
    free(driver);
}

/* Works and sends until the conn wants input or to close. */
static inline void driver_settle(struct driver *driver)
{
    struct conn *conn = &driver->conn;
    for (;;) {
        if (conn_wants(conn) == CONN_WANTS_WORK) {
            struct step step = conn_step(conn);
            driver->canary_executed |= step.amount_ns == CANARY_WAIT_NS;
            driver->steps++;
            conn_worked(conn, driver->now_ns);
        } else if (conn_wants(conn) == CONN_WANTS_OUTPUT) {
            size_t length;
            const char *output = conn_output(conn, &length);
            CU_ASSERT_FATAL(length > 0);
            if (driver->send_most > 0 && length > driver->send_most)
                length = driver->send_most;
            bytes_append(&driver->output, output, length);
            conn_sent(conn, length, driver->now_ns);
        } else {
            return;
        }
    }
}

/* Hands in one piece, in as many parts as there is room for, as far as the conn wants it. */
static inline void driver_feed(struct driver *driver, const char *input, size_t length)
{
    while (length > 0 && conn_wants(&driver->conn) == CONN_WANTS_INPUT) {
        size_t space;
        char *into = conn_input_space(&driver->conn, &space);
        CU_ASSERT_FATAL(into != NULL && space > 0);
        size_t part = length < space ? length : space;
        memcpy(into, input, part);
        conn_received(&driver->conn, part, driver->now_ns);
        driver_settle(driver);
        input += part;
        length -= part;
    }
}

static inline void driver_feed_text(struct driver *driver, const char *text)
{
    driver_feed(driver, text, strlen(text));
}

static inline void driver_end_input(struct driver *driver)
{
    size_t space;
    CU_ASSERT_PTR_NOT_NULL(conn_input_space(&driver->conn, &space));
    conn_received(&driver->conn, 0, driver->now_ns);
}

static inline const char *driver_end(const struct driver *driver)
{
    if (conn_wants(&driver->conn) == CONN_WANTS_CLOSE)
        return conn_close_lingers(&driver->conn) ? "linger" : "close";
    return conn_is_idle(&driver->conn) ? "idle" : "more";
}

#define DRIVER_SUMMARY_BYTES 512

/* heads: bit n is set when response n answers HEAD. */
static inline void driver_summary(const struct driver *driver, uint32_t heads,
                                  char summary[DRIVER_SUMMARY_BYTES])
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    size_t length = 0;
    unsigned number = 0;
    for (size_t at = 0; at < driver->output.length;) {
        const char *text = driver->output.text + at;
        if (strncmp(text, interim, sizeof interim - 1) == 0) {
            length += (size_t)snprintf(summary + length, DRIVER_SUMMARY_BYTES - length, "100 ");
            at += sizeof interim - 1;
            continue;
        }
        struct http_response response;
        http_response_begin(&response, (heads >> number & 1) != 0);
        at += http_response_feed(&response, text, driver->output.length - at);
        CU_ASSERT_EQUAL_FATAL(response.state, HTTP_RESPONSE_COMPLETE);
        CU_ASSERT_EQUAL(response.worker, number == 0 ? DRIVER_WORKER : HTTP_NO_WORKER);
        char body[32] = "";
        if (response.status == 200)
            (void)snprintf(body, sizeof body, ":%llu", (unsigned long long)response.body_bytes);
        length += (size_t)snprintf(summary + length, DRIVER_SUMMARY_BYTES - length, "%u%s%s ",
                                   response.status, body, response.keep_alive ? "" : "!");
        number++;
    }
    (void)snprintf(summary + length, DRIVER_SUMMARY_BYTES - length, "%s", driver_end(driver));
}

/* Open after its last answer, it must have given back what it borrowed and count nothing. */
static inline void driver_check_books(struct driver *driver)
{
    const struct stats_slot *slot = &driver->slot;
    bool in_flight = strcmp(driver_end(driver), "more") == 0;
    uint64_t requests = 0;
    uint64_t answers = 0;
    uint64_t durations = 0;
    for (int i = 0; i < STATS_ROUTES; i++)
        requests += stats_read(&slot->requests[i]);
    for (int i = 1; i < STATS_CLASSES; i++)
        answers += stats_read(&slot->responses[i]);
    for (int i = 0; i <= STATS_DURATION_BUCKETS; i++)
        durations += stats_read(&slot->durations[i]);
    CU_ASSERT_EQUAL(stats_read(&slot->requests_in_flight), in_flight ? 1 : 0);
    CU_ASSERT_EQUAL(answers, durations);
    CU_ASSERT(requests == answers || (in_flight && requests == answers + 1));
    CU_ASSERT(in_flight || driver->conn.buffers == NULL);
}

static inline bool driver_same(struct driver *a, struct driver *b)
{
    return a->output.length == b->output.length &&
           memcmp(a->output.text, b->output.text, a->output.length) == 0 &&
           strcmp(driver_end(a), driver_end(b)) == 0 && a->steps == b->steps &&
           memcmp(&a->slot, &b->slot, offsetof(struct stats_slot, busy)) == 0;
}

/* One line of a table: bytes in, what must come of it. */
struct driver_case {
    const char *name;
    const char *input; /* in the notation of bytes.h */
    const char *expected;
    uint32_t heads;
};

static inline void driver_run(struct driver *driver, const struct bytes *input, size_t first,
                              size_t piece)
{
    driver_feed(driver, input->text, first);
    for (size_t at = first; at < input->length; at += piece)
        driver_feed(driver, input->text + at,
                    input->length - at < piece ? input->length - at : piece);
}

/* Cut in two at every byte, and byte by byte with a slow reader. */
static inline bool driver_cuts_agree(struct driver *driver, const struct bytes *input,
                                     struct driver *whole)
{
    for (size_t cut = 1; cut < input->length; cut = bytes_next_cut(cut, input->length)) {
        conn_release(&driver->conn);
        driver_connect(driver);
        driver_run(driver, input, cut, input->length);
        if (!driver_same(driver, whole))
            return false;
    }
    conn_release(&driver->conn);
    driver_connect(driver);
    driver->send_most = 3;
    driver_run(driver, input, 0, 1);
    return driver_same(driver, whole);
}

static inline void driver_check(const struct driver_case *cases, size_t count)
{
    struct driver *whole = driver_new();
    struct driver *cut = driver_new();
    for (size_t i = 0; i < count; i++) {
        struct bytes input = bytes_of(cases[i].input);
        char summary[DRIVER_SUMMARY_BYTES];
        conn_release(&whole->conn);
        driver_connect(whole);
        driver_run(whole, &input, input.length, 1);
        driver_summary(whole, cases[i].heads, summary);
        driver_check_books(whole);
        bool good = strcmp(summary, cases[i].expected) == 0 && !whole->canary_executed &&
                    driver_cuts_agree(cut, &input, whole);
        if (!good)
            (void)fprintf(stderr, "\n%s: expected \"%s\", got \"%s\"%s\n%s\n", cases[i].name,
                          cases[i].expected, summary,
                          whole->canary_executed ? ", and the canary ran" : "", whole->output.text);
        CU_ASSERT(good);
        free(input.text);
    }
    driver_free(cut);
    driver_free(whole);
}

#define DRIVER_CHECK(cases) driver_check(cases, sizeof(cases) / sizeof(cases)[0])
