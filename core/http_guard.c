#include "core/http_guard.h"

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

/* Bytes that a part may have with its terminator, and what happens beyond. */
static const struct {
    uint32_t budget;
    struct http_refusal refusal;
} parts[] = {
    [PART_EMPTY_LINE] = {2,                             {400, "the request begins with an empty line"}},
    [PART_METHOD] = {HTTP_METHOD_BYTES + 1,         {501, "this method is not known here"}        },
    [PART_TARGET] = {HTTP_TARGET_BYTES + 1,         {414, "the request target is too long"}       },
    [PART_VERSION] = {10,                            {400, "the request line is malformed"}        },
    [PART_FIELDS] = {HTTP_HEADER_SECTION_BYTES + 2, {431, "the header section is too long"}       },
    [PART_WHOLE_RESPONSE] = {0,                             {400, "the response head is too long"}        },
};

enum character_class {
    TOKEN = 1,       /* tchar of RFC 9110 5.6.2 */
    TARGET_TEXT = 2, /* printable ASCII without '#' */
    TEXT = 4,        /* field-content and reason-phrase: HTAB, SP, VCHAR, obs-text */
};

/* One byte of class bits per character. Rows of 16; columns: 0 1 2 … F. */
static const uint8_t classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, /* controls; HTAB */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* controls */
    4, 7, 6, 5, 7, 7, 7, 7, 6, 6, 7, 7, 6, 7, 7, 6, /* SP ! " # $ % & ' ( ) * + , - . / */
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6, 6, 6, 6, 6, /* 0 to 9 : ; < = > ? */
    6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, /* @ A to O */
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6, 6, 7, 7, /* P to Z [ \ ] ^ _ */
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, /* ` a to o */
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 7, 6, 7, 0, /* p to z { | } ~ DEL */
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, /* obs-text */
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
    4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
};

static bool is_of(unsigned char character, enum character_class class)
{
    return (classes[character] & class) != 0;
}

static const unsigned char *skip(const unsigned char *at, const unsigned char *stop,
                                 enum character_class class)
{
    while (at < stop && is_of(*at, class))
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

static const unsigned char *refuse(struct http_guard *guard, const unsigned char *at,
                                   unsigned status, const char *reason)
{
    guard->state = REFUSED;
    guard->refusal = (struct http_refusal){status, reason};
    return at;
}

/* Goes on to `state` after this byte. */
static const unsigned char *accept(struct http_guard *guard, const unsigned char *at,
                                   enum state state)
{
    guard->state = (uint8_t)state;
    return at + 1;
}

static const unsigned char *begin_fields(struct http_guard *guard, const unsigned char *at)
{
    if (guard->version != 10 && guard->version != 11)
        return refuse(guard, at, 505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    begin_part(guard, PART_FIELDS);
    return accept(guard, at, FIELD_START);
}

/* The version and what follows it; 'd' stands for any digit. */
static const unsigned char *match_version(struct http_guard *guard, const unsigned char *at)
{
    static const char request_line_end[] = "HTTP/d.d\r\n";
    static const char status_line[] = "HTTP/d.d ddd";
    bool of_request = guard->state == REQUEST_VERSION;
    char expected = of_request ? request_line_end[guard->matched] : status_line[guard->matched];

    bool is_digit = *at >= '0' && *at <= '9';
    if (expected == 'd' ? !is_digit : *at != (unsigned char)expected)
        return refuse(guard, at, 400,
                      of_request ? "the request line does not end in HTTP/1.1 and CR LF"
                                 : "the response does not begin with HTTP/1.1 and a status");
    if (guard->matched == 5 || guard->matched == 7)
        guard->version = (uint8_t)(guard->version * 10 + (*at - '0'));
    guard->matched++;
    if (of_request && guard->matched == sizeof request_line_end - 1)
        return begin_fields(guard, at);
    if (!of_request && guard->matched == sizeof status_line - 1)
        guard->state = REASON_START;
    return at + 1;
}

static const unsigned char *scan_target(struct http_guard *guard, const unsigned char *at,
                                        const unsigned char *stop)
{
    if (guard->state == TARGET_START) {
        if (!is_of(*at, TARGET_TEXT))
            return refuse(guard, at, 400, "the request line has no target after one space");
        guard->state = TARGET;
    }
    at = skip(at, stop, TARGET_TEXT);
    if (at == stop)
        return at;
    if (*at == '\r')
        return refuse(guard, at, 505, "HTTP/0.9 is not spoken here");
    if (*at != ' ')
        return refuse(guard, at, 400, "the request target has a character that is not allowed");
    begin_part(guard, PART_VERSION);
    return accept(guard, at, REQUEST_VERSION);
}

static const unsigned char *scan_method(struct http_guard *guard, const unsigned char *at,
                                        const unsigned char *stop)
{
    at = skip(at, stop, TOKEN);
    if (at == stop)
        return at;
    if (*at != ' ')
        return refuse(guard, at, 400, "the request line has no method followed by one space");
    begin_part(guard, PART_TARGET);
    return accept(guard, at, TARGET_START);
}

/* The bytes before the method: at most one empty line. */
static const unsigned char *scan_request_start(struct http_guard *guard, const unsigned char *at)
{
    if (guard->state == REQUEST_START && *at == '\r')
        return accept(guard, at, EMPTY_LINE_FEED);
    if (guard->state == EMPTY_LINE_FEED) {
        if (*at != '\n')
            return refuse(guard, at, 400, "a CR is not followed by LF");
        return accept(guard, at, METHOD_START);
    }
    if (!is_of(*at, TOKEN))
        return refuse(guard, at, 400, "the request does not begin with a method");
    begin_part(guard, PART_METHOD);
    guard->state = METHOD;
    return at;
}

static const unsigned char *scan_reason(struct http_guard *guard, const unsigned char *at,
                                        const unsigned char *stop)
{
    if (guard->state == REASON_START && *at != ' ' && *at != '\r')
        return refuse(guard, at, 400, "the status is not followed by a space");
    guard->state = REASON;
    at = skip(at, stop, TEXT);
    if (at == stop)
        return at;
    if (*at != '\r')
        return refuse(guard, at, 400, "the status line has a character that is not allowed");
    return accept(guard, at, REASON_LINE_FEED);
}

static const unsigned char *begin_field(struct http_guard *guard, const unsigned char *at)
{
    if (*at == '\r')
        return accept(guard, at, LAST_LINE_FEED);
    if (!is_of(*at, TOKEN))
        return refuse(guard, at, 400,
                      *at == ' ' || *at == '\t' ? "a header line begins with a blank"
                                                : "a header line does not begin with a name");
    if (guard->fields == HTTP_HEADER_COUNT && guard->part == PART_FIELDS)
        return refuse(guard, at, 431, "there are too many header fields");
    guard->fields++;
    return accept(guard, at, NAME);
}

static const unsigned char *scan_field(struct http_guard *guard, const unsigned char *at,
                                       const unsigned char *stop)
{
    if (guard->state == NAME) {
        at = skip(at, stop, TOKEN);
        if (at == stop)
            return at;
        if (*at != ':')
            return refuse(guard, at, 400, "a header name is not followed directly by a colon");
        at = accept(guard, at, VALUE);
    }
    at = skip(at, stop, TEXT);
    if (at == stop)
        return at;
    if (*at != '\r')
        return refuse(guard, at, 400, "a header value has a character that is not allowed");
    return accept(guard, at, FIELD_LINE_FEED);
}

static const unsigned char *scan_line_feed(struct http_guard *guard, const unsigned char *at)
{
    if (*at != '\n')
        return refuse(guard, at, 400, "a CR is not followed by LF");
    if (guard->state == REASON_LINE_FEED)
        return begin_fields(guard, at);
    return accept(guard, at, guard->state == LAST_LINE_FEED ? COMPLETE : FIELD_START);
}

/* Goes as far as one state reaches, but not to `stop` or beyond. */
static const unsigned char *scan(struct http_guard *guard, const unsigned char *at,
                                 const unsigned char *stop)
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
        return begin_field(guard, at);
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
        return match_version(guard, at);
    default:
        return scan_request_start(guard, at);
    }
}

size_t http_guard_feed(struct http_guard *guard, const char *bytes, size_t length)
{
    const unsigned char *start = (const unsigned char *)bytes;
    const unsigned char *at = start;
    const unsigned char *end = start + length;

    while (at < end && guard->state < COMPLETE) {
        if (guard->budget == 0) {
            guard->state = REFUSED;
            guard->refusal = parts[guard->part].refusal;
            break;
        }
        size_t left = (size_t)(end - at);
        uint8_t part = guard->part;
        const unsigned char *next =
            scan(guard, at, at + (left < guard->budget ? left : guard->budget));
        if (guard->part == part)
            guard->budget -= (uint32_t)(next - at);
        at = next;
    }
    return (size_t)(at - start);
}

bool http_guard_is_complete(const struct http_guard *guard)
{
    return guard->state == COMPLETE;
}
