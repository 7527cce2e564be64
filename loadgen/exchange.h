#pragma once
/*
 * One request and its response without a socket: what is still to be sent, what the bytes that came
 * mean, and how it ended. The mirror of the servers' conn.
 *
 *     exchange_begin(&exchange, request);
 *     send exchange_output() …                     exchange_sent(&exchange, length)
 *     recv …                                       exchange_received(&exchange, bytes, length)
 *     end of file or an error of recv …            exchange_closed(&exchange, errno or 0)
 *     until exchange.ended: then read outcome, words and reusable
 *
 * Never calls the kernel, never allocates, never copies a body: memory is this struct. It knows no
 * time: timeouts are the caller's.
 *
 *     the response is complete and as expected               ok
 *     … its status is not                                    status_mismatch
 *     … its length is not                                    check_failed
 *     it is not HTTP, or its head too large                  parse_error
 *     its body passes RESPONSE_BODY_BYTES_MAX                body_too_large
 *     the connection ends within the body                    truncated_body
 *     … before that, cleanly or by a reset                   closed_, reset_before_response
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/http.h"
#include "formats/result.h"
#include "loadgen/traffic.h"

struct exchange {
    const struct traffic_request *request; /* borrowed until the end */
    size_t sent;                           /* bytes of it that the kernel took */
    uint64_t bytes;                        /* received for it, heads included */
    bool ended;
    bool reusable; /* once ended: the connection may carry another request */
    enum outcome outcome;
    char words[128]; /* why it failed; "" for ok */
    struct http_response response;
};

void exchange_begin(struct exchange *exchange, const struct traffic_request *request);

/* What is still to be sent; *length 0 when all is. Borrowed from the request. */
const char *exchange_output(const struct exchange *exchange, size_t *length);
void exchange_sent(struct exchange *exchange, size_t length);

/* Takes all bytes. Bytes beyond a complete response leave its outcome as it is but spoil the
 * connection. Returns whether the exchange has ended. */
bool exchange_received(struct exchange *exchange, const char *bytes, size_t length);

/* The connection ended: number is 0 at a clean end of file, else the errno of recv. */
void exchange_closed(struct exchange *exchange, int number);
