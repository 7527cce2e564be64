#pragma once
/*
 * HTTP/1.1 messages for servers and for the load generator: heads of requests, whole responses.
 * The one user of llhttp, which parses the heads. llhttp 8.1 alone is too lenient, so every byte
 * passes a strict guard first (http_guard.h), and bodies are framed by http_chunks.h. Strict on
 * purpose: a server must not be tricked, and a measurement must not call a broken answer good.
 * How the bytes are cut into pieces never changes a result. Never allocates, never copies bodies.
 *
 * A server gathers a head in one place until the guard says that it is complete, then
 *
 *     struct http_refusal refusal = http_request_read(&request, head, length);
 *
 * A client reads responses as they come:
 *
 *     struct http_response response;
 *     http_response_begin(&response, false);
 *     used = http_response_feed(&response, bytes, length) …    after each recv
 *     http_response_end(&response);                            at end of file
 */
#include <llhttp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/http_chunks.h"
#include "core/http_guard.h"

enum http_method {
    HTTP_METHOD_GET,
    HTTP_METHOD_HEAD,
    HTTP_METHOD_OPTIONS,
    HTTP_METHOD_CONNECT,
    HTTP_METHOD_TRACE,
    HTTP_METHOD_OTHER /* POST, PUT, PATCH, DELETE */
};

struct http_request {
    enum http_method method;
    bool keep_alive;
    bool http_1_0;
    bool chunked;
    bool expects_continue;   /* waits for "100 Continue" before it sends its body */
    uint64_t content_length; /* 0 when absent or chunked */
    const char *target;      /* path and query, or "*"; borrowed from the head */
    size_t target_length;
};

/*
 * Reads a head of `length` bytes that the guard found complete. Checks what the fields say: Host
 * (RFC 9112 3.2), versions, framing, expectations. A refusal with a status other than 0 means that
 * the request must be answered with it and the connection closed. An absolute target
 * ("http://host/path") is reduced to its path.
 */
struct http_refusal http_request_read(struct http_request *request, const char *head,
                                      size_t length);

enum http_response_state {
    HTTP_RESPONSE_HEAD,     /* nothing yet, or within a head */
    HTTP_RESPONSE_BODY,     /* the head is complete: status, keep_alive and worker are valid */
    HTTP_RESPONSE_COMPLETE, /* every byte of it was fed */
    HTTP_RESPONSE_BROKEN,   /* not HTTP, or over a limit: `problem` says why */
    HTTP_RESPONSE_TRUNCATED /* the end of file came too early: `problem` says where */
};

#define HTTP_NO_WORKER UINT32_MAX

/* Read the first group; the second is private to http_response.c. */
struct http_response {
    enum http_response_state state;
    uint16_t status;     /* of the final response; 0 until its head is complete */
    bool keep_alive;     /* the connection may carry another request afterwards */
    uint32_t worker;     /* value of X-Worker, or HTTP_NO_WORKER */
    uint64_t body_bytes; /* of the decoded body, so far */
    uint64_t head_bytes; /* of all heads (1xx ones too) so far; 0 = not one byte came */
    const char *problem; /* static text, NULL while all is well */

    bool to_head_request;
    bool head_complete;
    bool has_coding; /* a Transfer-Encoding */
    bool chunked;
    bool has_length;
    bool until_eof;
    uint8_t name_matched; /* characters of "x-worker" that the present field name has matched */
    uint64_t body_left;   /* of a Content-Length */
    struct http_guard guard;
    struct http_chunks chunks;
    llhttp_t parser;
};

/* Before the first byte of each response. to_head_request: it answers HEAD, so has no body. */
void http_response_begin(struct http_response *response, bool to_head_request);

/*
 * Takes bytes from the connection and returns how many of them belong to this response: fewer than
 * `length` only when it is complete (what follows is the caller's to judge) or broken (then the
 * number means nothing). Interim 1xx responses are read and skipped. All heads together are at most
 * RESPONSE_HEAD_BYTES_MAX; bodies are only counted, the caller sets their limit.
 */
size_t http_response_feed(struct http_response *response, const char *bytes, size_t length);

/* The peer closed. A body that runs until the end of the connection is now complete, anything else
 * unfinished is truncated. */
void http_response_end(struct http_response *response);
