#pragma once
/*
 * The byte-level guard in front of llhttp: checks the form of a head (or of trailers) as it comes
 * in, however it is cut. It accepts only
 *
 *     METHOD SP target SP HTTP/1.x CRLF          or, of a response, HTTP/1.x SP 3DIGIT [SP reason]
 *     *( 1*tchar ":" text CRLF ) CRLF
 *
 * with single spaces, no bare CR or LF, no control character, no folded line, no '#' and nothing
 * beyond ASCII in the target, all within core/limits.h. It looks at form only: what the fields say
 * is for llhttp and http.c.
 */
#include <stddef.h>
#include <stdint.h>

/* Why a message cannot be accepted: the status a server answers with, and a sentence. */
struct http_refusal {
    unsigned status;    /* 0 = not refused */
    const char *reason; /* static text */
};

/* Private but for `refusal`; see http_guard_is_complete(). */
struct http_guard {
    uint8_t state;
    uint8_t part;    /* what `budget` limits */
    uint8_t matched; /* of the version template */
    uint8_t major;   /* HTTP version */
    uint8_t minor;
    uint16_t fields; /* begun so far */
    uint32_t budget; /* bytes this part may still have */
    struct http_refusal refusal;
};
