#include "core/http.h"

#include "core/limits.h"

static const char worker_name[] = "x-worker";

#define NAME_MATCHES     (sizeof worker_name - 1)
#define NAME_DIFFERS     (sizeof worker_name)
#define WORKER_MAX       99999999 /* one more digit still fits */
#define STATUS_SWITCHING 101

/* llhttp hands out names and values in as many pieces as they came in. */
static int on_header_field(llhttp_t *parser, const char *at, size_t length)
{
    struct http_response *response = parser->data;
    for (size_t i = 0; i < length && response->name_matched != NAME_DIFFERS; i++) {
        bool same = response->name_matched < NAME_MATCHES &&
                    (at[i] | 0x20) == worker_name[response->name_matched];
        response->name_matched = same ? (uint8_t)(response->name_matched + 1) : NAME_DIFFERS;
    }
    return 0;
}

static int on_header_value(llhttp_t *parser, const char *at, size_t length)
{
    struct http_response *response = parser->data;
    if (response->name_matched != NAME_MATCHES)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (at[i] == ' ' || at[i] == '\t')
            continue;
        bool is_first = response->worker == HTTP_NO_WORKER;
        if (at[i] < '0' || at[i] > '9' || (!is_first && response->worker > WORKER_MAX)) {
            response->worker = HTTP_NO_WORKER;
            response->name_matched = NAME_DIFFERS;
            break;
        }
        response->worker = (is_first ? 0 : response->worker * 10) + (uint32_t)(at[i] - '0');
    }
    return 0;
}

static int on_header_value_complete(llhttp_t *parser)
{
    struct http_response *response = parser->data;
    response->name_matched = 0;
    return 0;
}

/* 1: llhttp need not wait for the body, which is framed here. */
static int on_headers_complete(llhttp_t *parser)
{
    struct http_response *response = parser->data;
    response->has_coding = (parser->flags & F_TRANSFER_ENCODING) != 0;
    response->chunked = (parser->flags & F_CHUNKED) != 0;
    response->has_length = (parser->flags & F_CONTENT_LENGTH) != 0;
    response->body_left = parser->content_length;
    return 1;
}

static int on_message_complete(llhttp_t *parser)
{
    struct http_response *response = parser->data;
    response->keep_alive =
        (parser->flags & F_CONNECTION_CLOSE) == 0 && llhttp_should_keep_alive(parser) != 0;
    response->head_complete = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t response_settings = {
    .on_header_field = on_header_field,
    .on_header_value = on_header_value,
    .on_header_value_complete = on_header_value_complete,
    .on_headers_complete = on_headers_complete,
    .on_message_complete = on_message_complete,
};

static void begin_head(struct http_response *response)
{
    uint32_t budget = (uint32_t)(RESPONSE_HEAD_BYTES_MAX - response->head_bytes);
    http_guard_init_response(&response->guard, budget);
    llhttp_init(&response->parser, HTTP_RESPONSE, &response_settings);
    response->parser.data = response;
    response->head_complete = false;
    response->keep_alive = false;
    response->name_matched = 0;
    response->worker = HTTP_NO_WORKER;
}

void http_response_begin(struct http_response *response, bool to_head_request)
{
    response->state = HTTP_RESPONSE_HEAD;
    response->status = 0;
    response->body_bytes = 0;
    response->head_bytes = 0;
    response->problem = NULL;
    response->to_head_request = to_head_request;
    response->until_eof = false;
    begin_head(response);
}

static void break_off(struct http_response *response, const char *problem)
{
    response->state = HTTP_RESPONSE_BROKEN;
    response->keep_alive = false;
    response->problem = problem;
}

/* How long the body is: RFC 9112 6.3. */
static void begin_body(struct http_response *response)
{
    unsigned status = response->status;
    response->state = HTTP_RESPONSE_BODY;
    if (response->to_head_request || status == 204 || status == 304) {
        response->state = HTTP_RESPONSE_COMPLETE;
    } else if (response->chunked) {
        http_chunks_init(&response->chunks, UINT64_MAX);
    } else if (response->has_coding || !response->has_length) {
        response->until_eof = true;
        response->keep_alive = false;
    } else if (response->body_left == 0) {
        response->state = HTTP_RESPONSE_COMPLETE;
    }
}

static void end_head(struct http_response *response)
{
    int status = llhttp_get_status_code(&response->parser);
    bool http_1_0 = llhttp_get_http_minor(&response->parser) == 0;
    if (status < 100) {
        break_off(response, "the status is below 100");
    } else if (status == STATUS_SWITCHING) {
        break_off(response, "the protocol was switched without being asked to");
    } else if (status < 200) {
        begin_head(response);
    } else if (http_1_0 && response->has_coding) {
        break_off(response, "HTTP/1.0 has no Transfer-Encoding");
    } else {
        response->status = (uint16_t)status;
        begin_body(response);
    }
}

/* The guard goes first over each piece; llhttp sees only what passed, so that whichever finds a
 * fault at the earlier byte decides, however the bytes were cut. */
static size_t feed_head(struct http_response *response, const char *bytes, size_t length)
{
    size_t passed = http_guard_feed(&response->guard, bytes, length);
    bool complete = http_guard_is_complete(&response->guard);
    response->head_bytes += passed;

    enum llhttp_errno stopped = llhttp_execute(&response->parser, bytes, passed);
    if (stopped != HPE_OK && stopped != HPE_PAUSED)
        break_off(response, llhttp_get_error_reason(&response->parser));
    else if (response->guard.refusal.status != 0)
        break_off(response, response->guard.refusal.reason);
    else if (complete != response->head_complete)
        break_off(response, "the response head ends where it should not");
    else if (complete)
        end_head(response);
    return passed;
}

static size_t feed_body(struct http_response *response, const char *bytes, size_t length)
{
    if (response->until_eof) {
        response->body_bytes += length;
        return length;
    }
    if (response->chunked) {
        size_t used = http_chunks_feed(&response->chunks, bytes, length);
        response->body_bytes = response->chunks.data_bytes;
        if (http_chunks_are_complete(&response->chunks))
            response->state = HTTP_RESPONSE_COMPLETE;
        else if (response->chunks.refusal.status != 0)
            break_off(response, response->chunks.refusal.reason);
        return used;
    }
    size_t used = length < response->body_left ? length : (size_t)response->body_left;
    response->body_bytes += used;
    response->body_left -= used;
    if (response->body_left == 0)
        response->state = HTTP_RESPONSE_COMPLETE;
    return used;
}

size_t http_response_feed(struct http_response *response, const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && response->state == HTTP_RESPONSE_HEAD)
        at += feed_head(response, bytes + at, length - at);
    while (at < length && response->state == HTTP_RESPONSE_BODY)
        at += feed_body(response, bytes + at, length - at);
    return at;
}

void http_response_end(struct http_response *response)
{
    if (response->state == HTTP_RESPONSE_BODY && response->until_eof) {
        response->state = HTTP_RESPONSE_COMPLETE;
    } else if (response->state == HTTP_RESPONSE_HEAD || response->state == HTTP_RESPONSE_BODY) {
        response->problem = response->state == HTTP_RESPONSE_HEAD
                                ? "the connection ended within the response head"
                                : "the connection ended within the response body";
        response->state = HTTP_RESPONSE_TRUNCATED;
        response->keep_alive = false;
    }
}
