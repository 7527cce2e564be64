#include "servers/respond.h"

#include <assert.h>
#include <string.h>

const char respond_continue[] = "HTTP/1.1 100 Continue\r\n\r\n";

const char respond_filler[] = "ok, and more of this until the length asked for is complete ...\n";
static_assert(sizeof respond_filler == RESPOND_FILLER_PERIOD + 1, "one period and its NUL");

struct piece {
    const char *text;
    size_t length;
};

#define PIECE(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define STATUS(code, phrase, more)                                                                 \
    {                                                                                              \
        code, PIECE("HTTP/1.1 " #code " " phrase "\r\n" more)                                      \
    }
#define SIZED "Content-Type: text/plain\r\nContent-Length: "
#define ALLOW "Allow: GET, HEAD, OPTIONS\r\n"

/* The most frequent first. A status line that does not end in SIZED belongs to no body. */
static const struct {
    unsigned status;
    struct piece start;
} statuses[] = {
    STATUS(200, "OK", SIZED),
    STATUS(204, "No Content", ALLOW),
    STATUS(400, "Bad Request", SIZED),
    STATUS(404, "Not Found", SIZED),
    STATUS(405, "Method Not Allowed", ALLOW SIZED),
    STATUS(408, "Request Timeout", SIZED),
    STATUS(413, "Content Too Large", SIZED),
    STATUS(414, "URI Too Long", SIZED),
    STATUS(417, "Expectation Failed", SIZED),
    STATUS(431, "Request Header Fields Too Large", SIZED),
    STATUS(501, "Not Implemented", SIZED),
    STATUS(503, "Service Unavailable", "Retry-After: 1\r\n" SIZED),
    STATUS(505, "HTTP Version Not Supported", SIZED),
};

static const struct piece connections[] = {
    [RESPOND_KEEPS] = PIECE(""),
    [RESPOND_SAYS_KEEPS] = PIECE("Connection: keep-alive\r\n"),
    [RESPOND_SAYS_CLOSES] = PIECE("Connection: close\r\n"),
};

static const struct piece line_end = PIECE("\r\n");
static const struct piece worker_name = PIECE("X-Worker: ");

static char *put(char *at, struct piece piece)
{
    memcpy(at, piece.text, piece.length);
    return at + piece.length;
}

static char *put_number(char *at, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return put(at, (struct piece){digits + first, sizeof digits - first});
}

static struct piece status_start(unsigned status)
{
    size_t i = 0;
    while (statuses[i].status != status) {
        i++;
        assert(i < sizeof statuses / sizeof statuses[0]);
    }
    return statuses[i].start;
}

size_t respond_head(const struct response_head *response, char head[RESPOND_HEAD_BYTES])
{
    char *at = put(head, status_start(response->status));
    if (response->status != 204) {
        at = put_number(at, response->body_bytes);
        at = put(at, line_end);
    }
    if (response->worker != RESPOND_NO_WORKER) {
        at = put(at, worker_name);
        at = put_number(at, (uint64_t)response->worker);
        at = put(at, line_end);
    }
    at = put(at, connections[response->connection]);
    at = put(at, line_end);
    return (size_t)(at - head);
}

void respond_fill(char *text, size_t length, uint64_t from)
{
    size_t phase = (size_t)(from % RESPOND_FILLER_PERIOD);
    for (size_t done = 0; done < length;) {
        size_t piece = RESPOND_FILLER_PERIOD - phase;
        if (piece > length - done)
            piece = length - done;
        memcpy(text + done, respond_filler + phase, piece);
        done += piece;
        phase = 0;
    }
}
