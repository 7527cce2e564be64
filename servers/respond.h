#pragma once
/*
 * The heads of responses and the text that fills bodies, rendered by copying ready-made pieces.
 * Knows nothing about connections.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No head is longer. */
#define RESPOND_HEAD_BYTES 256

/* Bodies without meaning repeat this many bytes; they begin with "ok". */
#define RESPOND_FILLER_PERIOD 64
extern const char respond_filler[RESPOND_FILLER_PERIOD + 1];

enum respond_connection {
    RESPOND_KEEPS,      /* as HTTP/1.1 does when nothing is said */
    RESPOND_SAYS_KEEPS, /* to HTTP/1.0 clients that asked for it */
    RESPOND_SAYS_CLOSES
};

#define RESPOND_NO_WORKER (-1)

struct response_head {
    unsigned status; /* one of respond.c's table */
    uint64_t body_bytes;
    enum respond_connection connection;
    int64_t worker; /* for X-Worker, or RESPOND_NO_WORKER */
};

extern const char respond_continue[]; /* the interim "100 Continue", whole */

/* Returns its length. */
size_t respond_head(const struct response_head *response, char head[RESPOND_HEAD_BYTES]);

/* Fills with what a filler body has from byte `from` on. */
void respond_fill(char *text, size_t length, uint64_t from);
