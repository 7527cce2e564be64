#pragma once
/*
 * The framing of a chunked body, strictly: 1 to 16 hex digits, extensions of bounded length, CRLF
 * where it belongs and nothing else, trailers that pass the head guard.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/http_guard.h"

struct http_chunks {
    uint8_t state;
    uint8_t digits;
    uint32_t extension_budget;
    uint64_t left;  /* of the present chunk */
    uint64_t limit; /* of the data that may still be announced */
    struct http_refusal refusal;
    struct http_guard trailers;
};
