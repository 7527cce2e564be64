#include "loadgen/exchange.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "core/limits.h"

void exchange_begin(struct exchange *exchange, const struct traffic_request *request)
{
    exchange->request = request;
    exchange->sent = 0;
    exchange->bytes = 0;
    exchange->ended = false;
    exchange->reusable = false;
    exchange->outcome = OUTCOME_OK;
    exchange->words[0] = '\0';
    http_response_begin(&exchange->response, request->head_only);
}

const char *exchange_output(const struct exchange *exchange, size_t *length)
{
    *length = exchange->request->length - exchange->sent;
    return exchange->request->bytes + exchange->sent;
}

void exchange_sent(struct exchange *exchange, size_t length)
{
    assert(length <= exchange->request->length - exchange->sent);
    exchange->sent += length;
}

static void fail(struct exchange *exchange, enum outcome outcome, const char *words)
{
    exchange->ended = true;
    exchange->outcome = outcome;
    (void)snprintf(exchange->words, sizeof exchange->words, "%s", words);
}

static bool status_is_expected(const struct scenario_expect *expect, unsigned status)
{
    if (expect->status != 0)
        return status == expect->status;
    return status / 100 == expect->status_class;
}

static void miss_status(struct exchange *exchange)
{
    const struct scenario_expect *expect = &exchange->request->expect;
    exchange->outcome = OUTCOME_STATUS_MISMATCH;
    if (expect->status != 0)
        (void)snprintf(exchange->words, sizeof exchange->words, "status %u instead of %u",
                       exchange->response.status, expect->status);
    else
        (void)snprintf(exchange->words, sizeof exchange->words, "status %u instead of %uxx",
                       exchange->response.status, expect->status_class);
}

static void miss_length(struct exchange *exchange)
{
    exchange->outcome = OUTCOME_CHECK_FAILED;
    (void)snprintf(exchange->words, sizeof exchange->words,
                   "a body of %" PRIu64 " bytes instead of %" PRIi64, exchange->response.body_bytes,
                   exchange->request->expect.body_length);
}

/* A response that comes before the request was sent whole is judged like any other, but what would
 * follow on that connection is anyone's guess. */
static void complete(struct exchange *exchange)
{
    const struct scenario_expect *expect = &exchange->request->expect;
    exchange->ended = true;
    exchange->reusable =
        exchange->response.keep_alive && exchange->sent == exchange->request->length;
    if (!status_is_expected(expect, exchange->response.status))
        miss_status(exchange);
    else if (expect->body_length >= 0 &&
             exchange->response.body_bytes != (uint64_t)expect->body_length)
        miss_length(exchange);
}

_Static_assert(RESPONSE_BODY_BYTES_MAX == 64 * 1024 * 1024, "the words in exchange_received");

static void judge(struct exchange *exchange)
{
    if (exchange->response.state == HTTP_RESPONSE_COMPLETE)
        complete(exchange);
    else if (exchange->response.state == HTTP_RESPONSE_BROKEN)
        fail(exchange, OUTCOME_PARSE_ERROR, exchange->response.problem);
}

bool exchange_received(struct exchange *exchange, const char *bytes, size_t length)
{
    assert(!exchange->ended);
    size_t used = http_response_feed(&exchange->response, bytes, length);
    exchange->bytes += used;
    if (exchange->response.body_bytes > RESPONSE_BODY_BYTES_MAX)
        fail(exchange, OUTCOME_BODY_TOO_LARGE, "more than the limit of 64 MiB");
    else
        judge(exchange);
    if (used < length)
        exchange->reusable = false;
    return exchange->ended;
}

void exchange_closed(struct exchange *exchange, int number)
{
    assert(!exchange->ended);
    bool in_body = exchange->response.state == HTTP_RESPONSE_BODY;
    bool began = exchange->response.head_bytes > 0;
    if (number == 0)
        http_response_end(&exchange->response);
    if (exchange->response.state == HTTP_RESPONSE_COMPLETE)
        complete(exchange);
    else if (in_body)
        fail(exchange, OUTCOME_TRUNCATED_BODY, number == 0 ? "by a close" : "by a reset");
    else if (number == 0)
        fail(exchange, OUTCOME_CLOSED_BEFORE_RESPONSE, began ? exchange->response.problem : "");
    else
        fail(exchange, OUTCOME_RESET_BEFORE_RESPONSE, began ? "within the response head" : "");
}
