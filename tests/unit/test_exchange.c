/* Exchanges: canned replies, each fed whole, byte by byte and cut at every byte, end the same. */
#include "loadgen/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char get_bytes[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
static char head_bytes[] = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";

static struct traffic_request get = {.bytes = get_bytes,
                                     .length = sizeof get_bytes - 1,
                                     .expect = {.status_class = 2, .body_length = -1}};
static struct traffic_request head = {.bytes = head_bytes,
                                      .length = sizeof head_bytes - 1,
                                      .head_only = true,
                                      .expect = {.status_class = 2, .body_length = -1}};
static struct traffic_request get_404 = {.bytes = get_bytes,
                                         .length = sizeof get_bytes - 1,
                                         .expect = {.status = 404, .body_length = -1}};
static struct traffic_request get_5_bytes = {.bytes = get_bytes,
                                             .length = sizeof get_bytes - 1,
                                             .expect = {.status_class = 2, .body_length = 5}};

/* How the connection ends after the reply. */
enum ending {
    STAYS,
    CLOSES,
    RESETS
};

struct reply {
    const struct traffic_request *request;
    const char *bytes;
    enum ending ending;
    enum outcome outcome;
    bool reusable;
    uint64_t used; /* bytes that belong to the response; 0: all */
    const char *words;
};

#define OK_5 "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

static const struct reply replies[] = {
    {&get, OK_5, STAYS, OUTCOME_OK, true, 0, ""},
    {&get, "HTTP/1.1 204 No Content\r\n\r\n", STAYS, OUTCOME_OK, true, 0, ""},
    {&get, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", STAYS, OUTCOME_OK, true, 0, ""},
    {&get, "HTTP/1.1 100 Continue\r\n\r\n" OK_5, STAYS, OUTCOME_OK, true, 0, ""},
    {&get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", STAYS,
     OUTCOME_OK, true, 0, ""},
    {&get, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", STAYS, OUTCOME_OK,
     false, 0, ""},
    {&get, "HTTP/1.0 200 OK\r\n\r\nuntil the end", CLOSES, OUTCOME_OK, false, 0, ""},
    {&get, "HTTP/1.1 200 OK\r\n\r\n", CLOSES, OUTCOME_OK, false, 0, ""},
    {&head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", STAYS, OUTCOME_OK, true, 0, ""},
    {&get_404, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", STAYS, OUTCOME_OK, true, 0,
     ""},
    {&get_5_bytes, OK_5, STAYS, OUTCOME_OK, true, 0, ""},

    {&get, OK_5 "x", STAYS, OUTCOME_OK, false, sizeof OK_5 - 1, ""},
    {&get, OK_5 OK_5, STAYS, OUTCOME_OK, false, sizeof OK_5 - 1, ""},
    {&head, OK_5, STAYS, OUTCOME_OK, false, sizeof OK_5 - 6, ""},

    {&get, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", STAYS, OUTCOME_STATUS_MISMATCH, true,
     0, "status 503 instead of 2xx"},
    {&get_404, OK_5, STAYS, OUTCOME_STATUS_MISMATCH, true, 0, "status 200 instead of 404"},
    {&get_5_bytes, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!", STAYS,
     OUTCOME_CHECK_FAILED, true, 0, "a body of 6 bytes instead of 5"},

    {&get, "", CLOSES, OUTCOME_CLOSED_BEFORE_RESPONSE, false, 0, ""},
    {&get, "", RESETS, OUTCOME_RESET_BEFORE_RESPONSE, false, 0, ""},
    {&get, "HTTP/1.1 200 OK\r\nCont", CLOSES, OUTCOME_CLOSED_BEFORE_RESPONSE, false, 0,
     "the connection ended within the response head"},
    {&get, "HTTP/1.1 200 OK\r\nCont", RESETS, OUTCOME_RESET_BEFORE_RESPONSE, false, 0,
     "within the response head"},
    {&get, "HTTP/1.1 100 Continue\r\n\r\n", CLOSES, OUTCOME_CLOSED_BEFORE_RESPONSE, false, 0,
     "the connection ended within the response head"},
    {&get, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", CLOSES, OUTCOME_TRUNCATED_BODY,
     false, 0, "by a close"},
    {&get, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", RESETS, OUTCOME_TRUNCATED_BODY, false, 0,
     "by a reset"},
    {&get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", CLOSES,
     OUTCOME_TRUNCATED_BODY, false, 0, "by a close"},
    {&get, "HTTP/1.1 200 OK\r\n\r\nuntil the", RESETS, OUTCOME_TRUNCATED_BODY, false, 0,
     "by a reset"},
};

static const char *const garbage[] = {
    "SSH-2.0-OpenSSH_9.2\r\n",
    "\r\n\r\n\r\n",
    "HTTP/2 200 OK\r\n\r\n",
    "HTTP/1.1 2x0 OK\r\n\r\n",
    "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n",
};

static void begin_sent(struct exchange *exchange, const struct traffic_request *request)
{
    exchange_begin(exchange, request);
    exchange_sent(exchange, request->length);
}

/* Feeds the reply in two pieces, the first of `cut` bytes, as a socket would: nothing more once the
 * exchange has ended. */
static void play(struct exchange *exchange, const struct reply *reply, size_t cut)
{
    size_t length = strlen(reply->bytes);
    begin_sent(exchange, reply->request);
    if (cut > 0 && exchange_received(exchange, reply->bytes, cut))
        return;
    if (cut < length && exchange_received(exchange, reply->bytes + cut, length - cut))
        return;
    if (reply->ending != STAYS)
        exchange_closed(exchange, reply->ending == RESETS ? ECONNRESET : 0);
}

static void play_bytewise(struct exchange *exchange, const struct reply *reply)
{
    begin_sent(exchange, reply->request);
    for (const char *byte = reply->bytes; *byte != '\0'; byte++) {
        if (exchange_received(exchange, byte, 1))
            return;
    }
    if (reply->ending != STAYS)
        exchange_closed(exchange, reply->ending == RESETS ? ECONNRESET : 0);
}

/* When the cut hides surplus bytes from the exchange, the connection is still good: whoever reads
 * them finds an idle connection that talks, and closes it. */
static void check(const struct exchange *exchange, const struct reply *reply, bool surplus_seen)
{
    uint64_t used = reply->used != 0 ? reply->used : strlen(reply->bytes);
    CU_ASSERT_TRUE(exchange->ended);
    CU_ASSERT_EQUAL(exchange->outcome, reply->outcome);
    CU_ASSERT_EQUAL(exchange->bytes, used);
    CU_ASSERT_STRING_EQUAL(exchange->words, reply->words);
    CU_ASSERT_EQUAL(exchange->reusable, reply->reusable || !surplus_seen);
}

static void a_reply_ends_the_same_however_it_is_cut(void)
{
    static struct exchange exchange;
    for (size_t i = 0; i < COUNT(replies); i++) {
        const struct reply *reply = &replies[i];
        size_t length = strlen(reply->bytes);
        for (size_t cut = 0; cut <= length; cut++) {
            play(&exchange, reply, cut);
            check(&exchange, reply, reply->used == 0 || cut != reply->used);
        }
        play_bytewise(&exchange, reply);
        check(&exchange, reply, reply->used == 0);
    }
}

static void garbage_is_a_parse_error_however_it_is_cut(void)
{
    static struct exchange exchange;
    for (size_t i = 0; i < COUNT(garbage); i++) {
        size_t length = strlen(garbage[i]);
        char words[sizeof exchange.words] = "";
        for (size_t cut = 0; cut < length; cut++) {
            struct reply reply = {.request = &get, .bytes = garbage[i], .ending = CLOSES};
            play(&exchange, &reply, cut);
            CU_ASSERT_EQUAL(exchange.outcome, OUTCOME_PARSE_ERROR);
            CU_ASSERT_FALSE(exchange.reusable);
            CU_ASSERT_NOT_EQUAL(exchange.words[0], '\0');
            if (cut > 0)
                CU_ASSERT_STRING_EQUAL(exchange.words, words);
            memcpy(words, exchange.words, sizeof words);
        }
    }
}

static void an_endless_body_is_cut_off(void)
{
    static struct exchange exchange;
    static char block[1024 * 1024];
    static const char head_of_it[] = "HTTP/1.1 200 OK\r\n\r\n";
    begin_sent(&exchange, &get);
    CU_ASSERT_FALSE(exchange_received(&exchange, head_of_it, sizeof head_of_it - 1));
    for (size_t i = 0; i < RESPONSE_BODY_BYTES_MAX / sizeof block; i++)
        CU_ASSERT_FALSE(exchange_received(&exchange, block, sizeof block));
    CU_ASSERT_TRUE(exchange_received(&exchange, block, 1));
    CU_ASSERT_EQUAL(exchange.outcome, OUTCOME_BODY_TOO_LARGE);
    CU_ASSERT_FALSE(exchange.reusable);
}

static void an_endless_head_is_cut_off(void)
{
    static struct exchange exchange;
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    begin_sent(&exchange, &get);
    uint64_t fed = 0;
    while (!exchange_received(&exchange, interim, sizeof interim - 1) && fed < 1024 * 1024)
        fed += sizeof interim - 1;
    CU_ASSERT(fed <= RESPONSE_HEAD_BYTES_MAX);
    CU_ASSERT_EQUAL(exchange.outcome, OUTCOME_PARSE_ERROR);
}

static void output_is_what_was_not_sent_yet(void)
{
    static struct exchange exchange;
    size_t length = 0;
    exchange_begin(&exchange, &get);
    for (size_t sent = 0; sent < get.length; sent++) {
        CU_ASSERT_PTR_EQUAL(exchange_output(&exchange, &length), get_bytes + sent);
        CU_ASSERT_EQUAL(length, get.length - sent);
        exchange_sent(&exchange, 1);
    }
    (void)exchange_output(&exchange, &length);
    CU_ASSERT_EQUAL(length, 0);
}

static void an_answer_that_overtakes_its_request_spoils_the_connection(void)
{
    static struct exchange exchange;
    exchange_begin(&exchange, &get);
    exchange_sent(&exchange, get.length - 1);
    CU_ASSERT_TRUE(exchange_received(&exchange, OK_5, sizeof OK_5 - 1));
    CU_ASSERT_EQUAL(exchange.outcome, OUTCOME_OK);
    CU_ASSERT_FALSE(exchange.reusable);
}

static void an_exchange_can_be_begun_again(void)
{
    static struct exchange exchange;
    for (unsigned i = 0; i < 3; i++) {
        play(&exchange, &replies[0], 7);
        check(&exchange, &replies[0], true);
    }
}

static CU_TestInfo tests[] = {
    {"a reply ends the same however it is cut", a_reply_ends_the_same_however_it_is_cut},
    {"garbage is a parse error however it is cut", garbage_is_a_parse_error_however_it_is_cut},
    {"an endless body is cut off", an_endless_body_is_cut_off},
    {"an endless head is cut off", an_endless_head_is_cut_off},
    {"output is what was not sent yet", output_is_what_was_not_sent_yet},
    {"an answer that overtakes its request spoils the connection",
     an_answer_that_overtakes_its_request_spoils_the_connection},
    {"an exchange can be begun again", an_exchange_can_be_begun_again},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("exchange", tests)
