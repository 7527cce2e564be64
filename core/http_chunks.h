#pragma once
/*
 * The framing of a chunked body, strictly: 1 to 16 hex digits, extensions of bounded length, CRLF
 * where it belongs and nothing else, trailers that pass the head guard.
 *
 *     http_chunks_init(&chunks, limit_bytes);
 *     used = http_chunks_feed(&chunks, bytes, length) …     until
 *     http_chunks_are_complete(&chunks) or chunks.refusal.status != 0
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/http_guard.h"

/* Private but for `data_bytes` and `refusal`. */
struct http_chunks {
    uint64_t data_bytes; /* of the decoded body, so far */
    struct http_refusal refusal;
    uint8_t state;
    uint8_t digits;            /* of the present chunk's size */
    uint32_t extension_budget; /* bytes that extensions may still have */
    uint64_t left;             /* of the present chunk */
    uint64_t allowance;        /* bytes that may still be announced */
    struct http_guard trailers;
};

/* Chunks that announce more than `limit_bytes` together are refused with 413. */
void http_chunks_init(struct http_chunks *chunks, uint64_t limit_bytes);

/* Returns how many bytes belong to the body and are well-formed: fewer than `length` only when it
 * is complete or the next byte was refused. */
size_t http_chunks_feed(struct http_chunks *chunks, const char *bytes, size_t length);

bool http_chunks_are_complete(const struct http_chunks *chunks);
