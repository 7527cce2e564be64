#include "core/http_chunks.h"

#include "core/http_characters.h"

#define SIZE_DIGITS_MAX 16 /* 64 bits */

enum state {
    SIZE,
    EXTENSION,
    SIZE_LINE_FEED,
    DATA,
    DATA_RETURN,
    DATA_LINE_FEED,
    TRAILERS,
    COMPLETE,
    REFUSED
};

void http_chunks_init(struct http_chunks *chunks, uint64_t limit_bytes)
{
    *chunks = (struct http_chunks){
        .state = SIZE, .extension_budget = HTTP_CHUNK_EXTENSION_BYTES, .allowance = limit_bytes};
}

static void refuse(struct http_chunks *chunks, unsigned status, const char *reason)
{
    chunks->state = REFUSED;
    chunks->refusal = (struct http_refusal){status, reason};
}

static void take_size(struct http_chunks *chunks, char character)
{
    int digit = http_hex_digit(character);
    if (digit >= 0 && chunks->digits < SIZE_DIGITS_MAX) {
        chunks->left = chunks->left << 4 | (unsigned)digit;
        chunks->digits++;
    } else if (chunks->digits > 0 && character == ';') {
        chunks->state = EXTENSION;
    } else if (chunks->digits > 0 && character == '\r') {
        chunks->state = SIZE_LINE_FEED;
    } else {
        refuse(chunks, 400, "a chunk size is not 1 to 16 hexadecimal digits");
    }
}

/* The ';' before it is not counted, neither is the end of the line. */
static void take_extension(struct http_chunks *chunks, char character)
{
    if (character == '\r')
        chunks->state = SIZE_LINE_FEED;
    else if (!http_character_is(character, HTTP_TEXT))
        refuse(chunks, 400, "a chunk extension has a character that is not allowed");
    else if (chunks->extension_budget == 0)
        refuse(chunks, 400, "the chunk extensions are too long");
    else
        chunks->extension_budget--;
}

static void begin_data(struct http_chunks *chunks)
{
    if (chunks->left > chunks->allowance) {
        refuse(chunks, 413, "the request body is too long");
        return;
    }
    chunks->allowance -= chunks->left;
    chunks->digits = 0;
    chunks->state = chunks->left > 0 ? DATA : TRAILERS;
    if (chunks->state == TRAILERS)
        http_guard_init_trailers(&chunks->trailers);
}

/* One byte of a line of the framing. */
static void take(struct http_chunks *chunks, char character)
{
    switch (chunks->state) {
    case SIZE:
        take_size(chunks, character);
        break;
    case EXTENSION:
        take_extension(chunks, character);
        break;
    case SIZE_LINE_FEED:
        if (character == '\n')
            begin_data(chunks);
        else
            refuse(chunks, 400, "a chunk size line does not end in CR LF");
        break;
    case DATA_RETURN:
        if (character == '\r')
            chunks->state = DATA_LINE_FEED;
        else
            refuse(chunks, 400, "the data of a chunk is longer than its size");
        break;
    default:
        if (character == '\n')
            chunks->state = SIZE;
        else
            refuse(chunks, 400, "the data of a chunk does not end in CR LF");
    }
}

static size_t take_data(struct http_chunks *chunks, size_t length)
{
    size_t taken = length < chunks->left ? length : (size_t)chunks->left;
    chunks->left -= taken;
    chunks->data_bytes += taken;
    if (chunks->left == 0)
        chunks->state = DATA_RETURN;
    return taken;
}

static size_t take_trailers(struct http_chunks *chunks, const char *bytes, size_t length)
{
    size_t taken = http_guard_feed(&chunks->trailers, bytes, length);
    if (http_guard_is_complete(&chunks->trailers))
        chunks->state = COMPLETE;
    else if (chunks->trailers.refusal.status != 0)
        refuse(chunks, chunks->trailers.refusal.status, chunks->trailers.refusal.reason);
    return taken;
}

size_t http_chunks_feed(struct http_chunks *chunks, const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && chunks->state < COMPLETE) {
        if (chunks->state == DATA) {
            at += take_data(chunks, length - at);
        } else if (chunks->state == TRAILERS) {
            at += take_trailers(chunks, bytes + at, length - at);
        } else {
            take(chunks, bytes[at]);
            at += chunks->state == REFUSED ? 0 : 1;
        }
    }
    return at;
}

bool http_chunks_are_complete(const struct http_chunks *chunks)
{
    return chunks->state == COMPLETE;
}
