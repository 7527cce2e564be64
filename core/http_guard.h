#pragma once
/*
 * The byte-level guard in front of llhttp: checks the form of a head (or of trailers) as it comes
 * in, however it is cut. It accepts only
 *
 *     METHOD SP target SP HTTP/1.x CRLF          or, of a response, HTTP/1.x SP 3DIGIT [SP reason]
 *     *( 1*tchar ":" text CRLF ) CRLF
 *
 * with single spaces, no bare CR or LF, no control character, no folded line, no '#' and nothing
 * beyond ASCII in the target, within the limits of core/limits.h. One empty line before a request
 * is allowed (RFC 9112 2.2). It looks at form only: what the fields say is for llhttp and http.c.
 *
 *     http_guard_init_request(&guard);
 *     used = http_guard_feed(&guard, bytes, length) …       until
 *     http_guard_is_complete(&guard) or guard.refusal.status != 0
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/limits.h"

/* A longer method is answered 501; the longest that is registered has 17 characters. */
#define HTTP_METHOD_BYTES 32

/* No request head that the guard accepts is longer: an empty line, the request line, the fields. */
#define HTTP_REQUEST_HEAD_BYTES                                                                    \
    (2 + (HTTP_METHOD_BYTES + 1) + (HTTP_TARGET_BYTES + 1) + 10 + (HTTP_HEADER_SECTION_BYTES + 2))

/* Why a message cannot be accepted: the status a server answers with, and a sentence. */
struct http_refusal {
    unsigned status;    /* 0 = not refused */
    const char *reason; /* static text */
};

/* Private but for `refusal`. */
struct http_guard {
    uint8_t state;
    uint8_t part;    /* whose limit `budget` is */
    uint8_t matched; /* characters of the version template */
    uint8_t version; /* 10 * major + minor */
    uint16_t fields; /* begun so far */
    uint32_t budget; /* bytes this part may still have */
    struct http_refusal refusal;
};

void http_guard_init_request(struct http_guard *guard);
void http_guard_init_trailers(struct http_guard *guard);

/* All of the response's head together may have `budget` bytes. */
void http_guard_init_response(struct http_guard *guard, uint32_t budget);

/* Returns how many bytes belong to the head and are well-formed: fewer than `length` only when the
 * head is complete or the next byte was refused. */
size_t http_guard_feed(struct http_guard *guard, const char *bytes, size_t length);

bool http_guard_is_complete(const struct http_guard *guard);
