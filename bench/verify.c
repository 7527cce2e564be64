#include "bench/verify.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/http.h"
#include "core/limits.h"
#include "core/net.h"

/* For getting the request out; a server that does not even read it is broken. */
#define SEND_DEADLINE_MS 5000

/* The first bytes of an answer are kept, to quote what a refusal says. */
#define KEPT_BYTES 1024

struct answer {
    struct http_response response;
    char kept[KEPT_BYTES + 1];
    size_t kept_length;
};

static bool has_header(const struct scenario_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return true;
    return false;
}

/* The request as it goes over the wire, on a connection that is used once. */
static void print_request(const struct scenario_request *request, uint16_t port, FILE *stream)
{
    fprintf(stream, "%s %s HTTP/1.1\r\n", request->method, request->path);
    if (!has_header(request, "Host"))
        fprintf(stream, "Host: 127.0.0.1:%u\r\n", port);
    for (size_t i = 0; i < request->header_count; i++)
        fprintf(stream, "%s: %s\r\n", request->headers[i].name, request->headers[i].value);
    if (request->body != NULL && !has_header(request, "Content-Length"))
        fprintf(stream, "Content-Length: %zu\r\n", request->body_length);
    if (!has_header(request, "Connection"))
        fputs("Connection: close\r\n", stream);
    fputs("\r\n", stream);
    if (request->body != NULL)
        (void)fwrite(request->body, 1, request->body_length, stream);
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        struct pollfd writable = {.fd = fd, .events = POLLOUT};
        if (poll(&writable, 1, SEND_DEADLINE_MS) <= 0) {
            errno = ETIMEDOUT;
            return false;
        }
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
    return true;
}

static bool send_request(int fd, const struct scenario_request *request, uint16_t port,
                         struct error *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL)
        return error_set(error, "out of memory");
    print_request(request, port, stream);
    bool sent = fclose(stream) == 0 && send_all(fd, text, length);
    if (!sent)
        (void)error_set_errno(error, "could not be sent");
    free(text);
    return sent;
}

static void take_bytes(struct answer *answer, const char *bytes, size_t length)
{
    size_t room = KEPT_BYTES - answer->kept_length;
    size_t kept = length < room ? length : room;
    memcpy(answer->kept + answer->kept_length, bytes, kept);
    answer->kept_length += kept;
    answer->kept[answer->kept_length] = '\0';
    (void)http_response_feed(&answer->response, bytes, length);
}

static bool is_open(const struct http_response *response)
{
    return response->state == HTTP_RESPONSE_HEAD || response->state == HTTP_RESPONSE_BODY;
}

static bool receive(int fd, struct answer *answer, uint64_t deadline_ns,
                    struct interrupt *interrupt, struct error *error)
{
    char bytes[16384];
    while (is_open(&answer->response)) {
        enum pause_end end = interrupt_pause(interrupt, &fd, 1, deadline_ns);
        if (end != PAUSE_READY)
            return error_set(error, "%s",
                             end == PAUSE_TIME ? "was not answered within its timeout"
                                               : "was interrupted");
        ssize_t got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
        if (got > 0)
            take_bytes(answer, bytes, (size_t)got);
        else if (got == 0)
            http_response_end(&answer->response);
        else if (errno != EAGAIN && errno != EINTR)
            return error_set_errno(error, "was not answered");
    }
    if (answer->response.state == HTTP_RESPONSE_COMPLETE)
        return true;
    return error_set(error, "was answered with broken HTTP (%s)", answer->response.problem);
}

/* `: "unknown step \"cpuu\""`, the first line of a short body, or nothing. */
static void quote_body(const struct answer *answer, char quote[200])
{
    const char *body = strstr(answer->kept, "\r\n\r\n");
    quote[0] = '\0';
    if (body == NULL)
        return;
    body += 4;
    size_t length = strcspn(body, "\r\n");
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)body[i] < ' ' || (unsigned char)body[i] > '~')
            return;
    if (length > 0)
        (void)snprintf(quote, 200, ": \"%.*s\"", (int)(length < 160 ? length : 160), body);
}

static bool check(const struct scenario_expect *expect, const struct answer *answer,
                  struct error *error)
{
    char quote[200];
    unsigned status = answer->response.status;
    quote_body(answer, quote);
    if (expect->status != 0 && status != expect->status)
        return error_set(error, "was answered with status %u instead of %u%s", status,
                         expect->status, quote);
    if (expect->status == 0 && expect->status_class != 0 && status / 100 != expect->status_class)
        return error_set(error, "was answered with status %u instead of %uxx%s", status,
                         expect->status_class, quote);
    if (expect->body_length >= 0 && answer->response.body_bytes != (uint64_t)expect->body_length)
        return error_set(error, "was answered with %llu bytes instead of %lld",
                         (unsigned long long)answer->response.body_bytes,
                         (long long)expect->body_length);
    return true;
}

static bool exchange(int fd, const struct scenario_request *request, uint16_t port,
                     struct interrupt *interrupt, struct error *error)
{
    struct answer answer = {.kept_length = 0};
    uint64_t deadline_ns = clock_now_ns() + request->timeout_ns;
    http_response_begin(&answer.response, strcmp(request->method, "HEAD") == 0);
    return send_request(fd, request, port, error) &&
           receive(fd, &answer, deadline_ns, interrupt, error) &&
           check(&request->expect, &answer, error);
}

static bool verify_one(const struct scenario_request *request, uint16_t port,
                       struct interrupt *interrupt, struct error *error)
{
    struct net_address address;
    unsigned count;
    bool verified = false;
    if (!net_resolve("127.0.0.1", port, &address, 1, &count, error))
        return false;
    int fd = net_connect_start(&address);
    if (fd < 0)
        return error_set_errno(error, "cannot connect to 127.0.0.1:%u", port);
    verified = exchange(fd, request, port, interrupt, error);
    net_close_reset(fd); /* no TIME_WAIT: the load wants the ports */
    return verified || error_prefix(error, "request \"%s\" (%s %.200s) ", request->name,
                                    request->method, request->path);
}

bool verify_requests(const struct scenario *scenario, uint16_t port, struct interrupt *interrupt,
                     struct error *error)
{
    for (size_t i = 0; i < scenario->request_count; i++)
        if (!verify_one(&scenario->requests[i], port, interrupt, error))
            return false;
    return true;
}
