#include "core/http.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "core/http_characters.h"

/* The fields that a server must look at itself; llhttp sees to Connection and Content-Length. */
enum field {
    FIELD_OTHER,
    FIELD_HOST,
    FIELD_EXPECT,
    FIELD_CONTENT_LENGTH,
    FIELD_TRANSFER_ENCODING,
    FIELDS
};

/* What one pass over a head gathers. */
struct reading {
    struct http_request *request;
    enum field field; /* whose value comes next */
    unsigned seen[FIELDS];
    bool complete;
    struct http_refusal refusal; /* the first that was found */
};

static int refuse(struct reading *reading, unsigned status, const char *reason)
{
    if (reading->refusal.status == 0)
        reading->refusal = (struct http_refusal){status, reason};
    return 0;
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && strncasecmp(text, word, length) == 0;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* uri-host [":" port] of RFC 3986, by its characters; an empty host is invalid (RFC 9110 4.2.1). */
static bool is_host(const char *text, size_t length)
{
    bool bracketed = length > 0 && text[0] == '[';
    size_t at = bracketed ? 1 : 0;
    size_t name = at;
    while (at < length &&
           (http_character_is(text[at], HTTP_HOST) || (bracketed && text[at] == ':')))
        at++;
    if (at == name || (bracketed && (at == length || text[at++] != ']')))
        return false;
    if (at < length && text[at] == ':')
        for (at++; at < length && is_digit(text[at]);)
            at++;
    return at == length;
}

static enum field field_named(const char *name, size_t length)
{
    switch (length) {
    case 4:
        return is_word(name, length, "host") ? FIELD_HOST : FIELD_OTHER;
    case 6:
        return is_word(name, length, "expect") ? FIELD_EXPECT : FIELD_OTHER;
    case 14:
        return is_word(name, length, "content-length") ? FIELD_CONTENT_LENGTH : FIELD_OTHER;
    case 17:
        return is_word(name, length, "transfer-encoding") ? FIELD_TRANSFER_ENCODING : FIELD_OTHER;
    default:
        return FIELD_OTHER;
    }
}

/* llhttp calls these once for each item, since the whole head is given to it in one piece. */
static int on_url(llhttp_t *parser, const char *at, size_t length)
{
    struct reading *reading = parser->data;
    reading->request->target = at;
    reading->request->target_length = length;
    return 0;
}

static int on_header_field(llhttp_t *parser, const char *at, size_t length)
{
    struct reading *reading = parser->data;
    reading->field = field_named(at, length);
    reading->seen[reading->field]++;
    return 0;
}

static int on_header_value(llhttp_t *parser, const char *at, size_t length)
{
    struct reading *reading = parser->data;
    if (reading->field == FIELD_OTHER)
        return 0;
    while (length > 0 && (at[length - 1] == ' ' || at[length - 1] == '\t'))
        length--;
    if (reading->field == FIELD_HOST && !is_host(at, length))
        return refuse(reading, 400, "the Host field is not a host name with an optional port");
    if (reading->field == FIELD_TRANSFER_ENCODING)
        reading->request->chunked = is_word(at, length, "chunked");
    if (reading->field == FIELD_EXPECT)
        reading->request->expects_continue = is_word(at, length, "100-continue");
    return 0;
}

/* 1: llhttp need not wait for a body, which http_chunks.c or a count takes care of. */
static int on_headers_complete(llhttp_t *parser)
{
    struct reading *reading = parser->data;
    reading->request->content_length = parser->content_length;
    return 1;
}

static int on_message_complete(llhttp_t *parser)
{
    struct reading *reading = parser->data;
    bool closes = (parser->flags & F_CONNECTION_CLOSE) != 0;
    reading->request->http_1_0 = llhttp_get_http_minor(parser) == 0;
    reading->request->keep_alive = !closes && llhttp_should_keep_alive(parser) != 0;
    reading->complete = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t request_settings = {
    .on_url = on_url,
    .on_header_field = on_header_field,
    .on_header_value = on_header_value,
    .on_headers_complete = on_headers_complete,
    .on_message_complete = on_message_complete,
};

static bool read_method(struct http_request *request, const char *head)
{
    static const struct {
        const char *name;
        enum http_method method;
    } methods[] = {
        {"GET", HTTP_METHOD_GET},         {"HEAD", HTTP_METHOD_HEAD},
        {"OPTIONS", HTTP_METHOD_OPTIONS}, {"POST", HTTP_METHOD_OTHER},
        {"PUT", HTTP_METHOD_OTHER},       {"PATCH", HTTP_METHOD_OTHER},
        {"DELETE", HTTP_METHOD_OTHER},    {"CONNECT", HTTP_METHOD_CONNECT},
        {"TRACE", HTTP_METHOD_TRACE},
    };

    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        size_t length = strlen(methods[i].name);
        if (strncmp(head, methods[i].name, length) == 0 && head[length] == ' ') {
            request->method = methods[i].method;
            return true;
        }
    }
    return false;
}

/* Reduces the four forms of RFC 9112 3.2 to a path with its query, or "*". */
static void read_target(struct reading *reading)
{
    static const char scheme[] = "http://";
    struct http_request *request = reading->request;
    const char *target = request->target;
    size_t length = request->target_length;

    if (target[0] == '/' || request->method == HTTP_METHOD_CONNECT)
        return;
    if (length == 1 && target[0] == '*' && request->method == HTTP_METHOD_OPTIONS)
        return;
    size_t at = sizeof scheme - 1;
    if (length <= at || strncasecmp(target, scheme, at) != 0) {
        refuse(reading, 400, "the request target is neither a path nor an http:// address");
        return;
    }
    while (at < length && target[at] != '/' && target[at] != '?')
        at++;
    if (!is_host(target + sizeof scheme - 1, at - (sizeof scheme - 1)))
        refuse(reading, 400, "the request target has no valid host");
    request->target = at < length ? target + at : "/";
    request->target_length = at < length ? length - at : 1;
}

/* Framing and Host must leave no doubt, whoever else reads these bytes. llhttp refuses some of this
 * too, but which depends on its version. */
static void check_fields(struct reading *reading)
{
    const struct http_request *request = reading->request;
    const unsigned *seen = reading->seen;

    if (seen[FIELD_HOST] > 1)
        refuse(reading, 400, "there is more than one Host field");
    if (seen[FIELD_HOST] == 0 && !request->http_1_0)
        refuse(reading, 400, "the Host field is missing");
    if (seen[FIELD_TRANSFER_ENCODING] > 0) {
        if (request->http_1_0)
            refuse(reading, 400, "HTTP/1.0 has no Transfer-Encoding");
        if (seen[FIELD_CONTENT_LENGTH] > 0)
            refuse(reading, 400, "there are both Transfer-Encoding and Content-Length");
        if (seen[FIELD_TRANSFER_ENCODING] > 1)
            refuse(reading, 400, "there is more than one Transfer-Encoding field");
        if (!request->chunked)
            refuse(reading, 501, "the only transfer coding known here is chunked");
    }
    if (seen[FIELD_EXPECT] > 0 && !request->http_1_0 && !request->expects_continue)
        refuse(reading, 417, "the only expectation known here is 100-continue");
}

struct http_refusal http_request_read(struct http_request *request, const char *head, size_t length)
{
    *request = (struct http_request){.method = HTTP_METHOD_OTHER};
    struct reading reading = {.request = request};

    size_t empty_line = head[0] == '\r' ? 2 : 0;
    assert(length > empty_line);
    if (!read_method(request, head + empty_line))
        return (struct http_refusal){501, "this method is not known here"};

    llhttp_t parser;
    llhttp_init(&parser, HTTP_REQUEST, &request_settings);
    parser.data = &reading;
    enum llhttp_errno stopped = llhttp_execute(&parser, head, length);
    if (!reading.complete && stopped != HPE_OK) {
        refuse(&reading, 400, llhttp_get_error_reason(&parser));
    } else if (!reading.complete || llhttp_get_error_pos(&parser) != head + length) {
        refuse(&reading, 400, "the request head ends where it should not");
    } else {
        read_target(&reading);
        check_fields(&reading);
    }
    if (request->http_1_0)
        request->expects_continue = false; /* RFC 9110 10.1.1: ignored */
    return reading.refusal;
}
