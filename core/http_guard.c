#include "core/http_guard.h"

#include <string.h>

#include "core/http_characters.h"

#define USUAL_BYTES 8 /* of "HTTP/1.1" */

enum state {
    REQUEST_START,
    EMPTY_LINE_FEED,
    METHOD_START,
    METHOD,
    TARGET_START,
    TARGET,
    REQUEST_VERSION,
    RESPONSE_VERSION,
    REASON_START,
    REASON,
    REASON_LINE_FEED,
    FIELD_START,
    NAME,
    VALUE,
    FIELD_LINE_FEED,
    LAST_LINE_FEED,
    COMPLETE,
    REFUSED
};

enum part {
    PART_EMPTY_LINE,
    PART_METHOD,
    PART_TARGET,
    PART_VERSION,
    PART_FIELDS,
    PART_WHOLE_RESPONSE
};

/* Bytes that a part may have, the one that ends it included, and what happens beyond. */
static const struct {
    uint32_t budget;
    struct http_refusal refusal;
} parts[] = {
    [PART_EMPTY_LINE] = {3, {400, "the request begins with an empty line"}},
    [PART_METHOD] = {HTTP_METHOD_BYTES + 1, {501, "this method is not known here"}},
    [PART_TARGET] = {HTTP_TARGET_BYTES + 1, {414, "the request target is too long"}},
    [PART_VERSION] = {10, {400, "the request line is malformed"}},
    [PART_FIELDS] = {HTTP_HEADER_SECTION_BYTES + 2, {431, "the header section is too long"}},
    [PART_WHOLE_RESPONSE] = {0, {400, "the response head is too long"}},
};

static const char *skip(const char *at, const char *stop, enum http_character_class class)
{
    while (at < stop && http_character_is(*at, class))
        at++;
    return at;
}

static void begin_part(struct http_guard *guard, enum part part)
{
    if (guard->part == PART_WHOLE_RESPONSE)
        return;
    guard->part = (uint8_t)part;
    guard->budget = parts[part].budget;
}

void http_guard_init_request(struct http_guard *guard)
{
    *guard = (struct http_guard){.state = REQUEST_START};
    begin_part(guard, PART_EMPTY_LINE);
}

void http_guard_init_trailers(struct http_guard *guard)
{
    *guard = (struct http_guard){.state = FIELD_START};
    begin_part(guard, PART_FIELDS);
}

void http_guard_init_response(struct http_guard *guard, uint32_t budget)
{
    *guard = (struct http_guard){
        .state = RESPONSE_VERSION, .part = PART_WHOLE_RESPONSE, .budget = budget};
}

static const char *refuse(struct http_guard *guard, const char *at, unsigned status,
                          const char *reason)
{
    guard->state = REFUSED;
    guard->refusal = (struct http_refusal){status, reason};
    return at;
}

/* Goes on to `state` after this byte. */
static const char *go_on(struct http_guard *guard, const char *at, enum state state)
{
    guard->state = (uint8_t)state;
    return at + 1;
}

static const char *begin_fields(struct http_guard *guard, const char *at)
{
    if (guard->version != 10 && guard->version != 11)
        return refuse(guard, at, 505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    begin_part(guard, PART_FIELDS);
    return go_on(guard, at, FIELD_START);
}

static bool fits(char character, char expected)
{
    return expected == 'd' ? character >= '0' && character <= '9' : character == expected;
}

/* The version and what follows it; 'd' stands for any digit. */
static const char *scan_version(struct http_guard *guard, const char *at, const char *stop)
{
    static const char request_line_end[] = "HTTP/d.d\r\n";
    static const char status_line[] = "HTTP/d.d ddd";
    static const char usual[USUAL_BYTES] = "HTTP/1.1"; /* taken at one go */
    bool of_request = guard->state == REQUEST_VERSION;
    const char *template = of_request ? request_line_end : status_line;

    if (guard->matched == 0 && stop - at > USUAL_BYTES && memcmp(at, usual, USUAL_BYTES) == 0) {
        guard->matched = USUAL_BYTES;
        guard->version = 11;
        at += USUAL_BYTES;
    }
    while (at < stop) {
        char expected = template[guard->matched];
        if (!fits(*at, expected))
            return refuse(guard, at, 400, "the first line has no HTTP/1.1 where it should be");
        if (expected == 'd' && guard->matched < USUAL_BYTES)
            guard->version = (uint8_t)(guard->version * 10 + (*at - '0'));
        guard->matched++;
        if (template[guard->matched] == '\0')
            return of_request ? begin_fields(guard, at) : go_on(guard, at, REASON_START);
        at++;
    }
    return at;
}

static const char *scan_target(struct http_guard *guard, const char *at, const char *stop)
{
    if (guard->state == TARGET_START) {
        if (!http_character_is(*at, HTTP_TARGET))
            return refuse(guard, at, 400, "the request line has no target after one space");
        guard->state = TARGET;
    }
    at = skip(at, stop, HTTP_TARGET);
    if (at == stop)
        return at;
    if (*at == '\r')
        return refuse(guard, at, 505, "HTTP/0.9 is not spoken here");
    if (*at != ' ')
        return refuse(guard, at, 400, "the request target has a character that is not allowed");
    begin_part(guard, PART_VERSION);
    return go_on(guard, at, REQUEST_VERSION);
}

static const char *scan_method(struct http_guard *guard, const char *at, const char *stop)
{
    at = skip(at, stop, HTTP_TOKEN);
    if (at == stop)
        return at;
    if (*at != ' ')
        return refuse(guard, at, 400, "the request line has no method followed by one space");
    begin_part(guard, PART_TARGET);
    return go_on(guard, at, TARGET_START);
}

/* The bytes before the method: at most one empty line. */
static const char *scan_request_start(struct http_guard *guard, const char *at)
{
    if (guard->state == REQUEST_START && *at == '\r')
        return go_on(guard, at, EMPTY_LINE_FEED);
    if (guard->state == EMPTY_LINE_FEED) {
        if (*at != '\n')
            return refuse(guard, at, 400, "a CR is not followed by LF");
        return go_on(guard, at, METHOD_START);
    }
    if (!http_character_is(*at, HTTP_TOKEN))
        return refuse(guard, at, 400, "the request does not begin with a method");
    begin_part(guard, PART_METHOD);
    guard->state = METHOD;
    return at;
}

static const char *scan_reason(struct http_guard *guard, const char *at, const char *stop)
{
    if (guard->state == REASON_START && *at != ' ' && *at != '\r')
        return refuse(guard, at, 400, "the status is not followed by a space");
    guard->state = REASON;
    at = skip(at, stop, HTTP_TEXT);
    if (at == stop)
        return at;
    if (*at != '\r')
        return refuse(guard, at, 400, "the status line has a character that is not allowed");
    return go_on(guard, at, REASON_LINE_FEED);
}

static const char *scan_line_feed(struct http_guard *guard, const char *at)
{
    if (*at != '\n')
        return refuse(guard, at, 400, "a CR is not followed by LF");
    if (guard->state == REASON_LINE_FEED)
        return begin_fields(guard, at);
    return go_on(guard, at, guard->state == LAST_LINE_FEED ? COMPLETE : FIELD_START);
}

static const char *scan_field(struct http_guard *guard, const char *at, const char *stop)
{
    if (guard->state == NAME) {
        at = skip(at, stop, HTTP_TOKEN);
        if (at == stop)
            return at;
        if (*at != ':')
            return refuse(guard, at, 400, "a header name is not followed directly by a colon");
        at = go_on(guard, at, VALUE);
    }
    at = skip(at, stop, HTTP_TEXT);
    if (at == stop)
        return at;
    if (*at != '\r')
        return refuse(guard, at, 400, "a header value has a character that is not allowed");
    at = go_on(guard, at, FIELD_LINE_FEED);
    return at < stop ? scan_line_feed(guard, at) : at;
}

static const char *begin_field(struct http_guard *guard, const char *at, const char *stop)
{
    if (*at == '\r')
        return go_on(guard, at, LAST_LINE_FEED);
    if (!http_character_is(*at, HTTP_TOKEN))
        return refuse(guard, at, 400,
                      *at == ' ' || *at == '\t' ? "a header line begins with a blank"
                                                : "a header line does not begin with a name");
    if (guard->fields == HTTP_HEADER_COUNT && guard->part == PART_FIELDS)
        return refuse(guard, at, 431, "there are too many header fields");
    guard->fields++;
    guard->state = NAME;
    return scan_field(guard, at, stop);
}

/* Goes as far as one state reaches, but not to `stop` or beyond. */
static const char *scan(struct http_guard *guard, const char *at, const char *stop)
{
    switch (guard->state) {
    case NAME:
    case VALUE:
        return scan_field(guard, at, stop);
    case REASON_LINE_FEED:
    case FIELD_LINE_FEED:
    case LAST_LINE_FEED:
        return scan_line_feed(guard, at);
    case FIELD_START:
        return begin_field(guard, at, stop);
    case METHOD:
        return scan_method(guard, at, stop);
    case TARGET_START:
    case TARGET:
        return scan_target(guard, at, stop);
    case REASON_START:
    case REASON:
        return scan_reason(guard, at, stop);
    case REQUEST_VERSION:
    case RESPONSE_VERSION:
        return scan_version(guard, at, stop);
    default:
        return scan_request_start(guard, at);
    }
}

size_t http_guard_feed(struct http_guard *guard, const char *bytes, size_t length)
{
    const char *at = bytes;
    const char *end = bytes + length;

    while (at < end && guard->state < COMPLETE) {
        size_t left = (size_t)(end - at);
        const char *start = at;
        const char *stop = at + (left < guard->budget ? left : guard->budget);
        uint8_t part = guard->part;
        while (at < stop && guard->part == part && guard->state < COMPLETE)
            at = scan(guard, at, stop);
        if (start == stop) {
            guard->state = REFUSED;
            guard->refusal = parts[part].refusal;
        } else if (guard->part == part) {
            guard->budget -= (uint32_t)(at - start);
        }
    }
    return (size_t)(at - bytes);
}

bool http_guard_is_complete(const struct http_guard *guard)
{
    return guard->state == COMPLETE;
}
