#pragma once
/*
 * A small HTTP server for tests of clients: a thread of this process that notes every request with
 * its time, and misbehaves as its script says. Knows nothing of the code under test.
 *
 *     struct script_server server;
 *     script_server_start(&server, &(struct script){.manner = SCRIPT_SILENT});
 *     … send load to server.port …
 *     script_server_stop(&server);      now server.seen may be read
 *     script_server_release(&server);
 */
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

enum script_manner {
    SCRIPT_ANSWER,           /* 200, "hello" */
    SCRIPT_CLOSE,            /* the same with Connection: close, and closes */
    SCRIPT_CLOSE_SILENTLY,   /* the same without saying so beforehand */
    SCRIPT_NOT_FOUND,        /* 404 */
    SCRIPT_SILENT,           /* never answers */
    SCRIPT_CLOSE_UNANSWERED, /* closes instead of an answer */
    SCRIPT_RESET,            /* resets instead of an answer */
    SCRIPT_TRUNCATE,         /* half a body, then closes */
    SCRIPT_GARBAGE,          /* what is no HTTP */
    SCRIPT_SURPLUS,          /* an answer and a bit more */
    SCRIPT_BYTEWISE,         /* an answer in writes of one byte */
};

/* Times count from the first request; 0 = never. */
struct script {
    enum script_manner manner;
    unsigned good_first;     /* so many requests are answered well before the manner begins */
    uint64_t freeze_from_ns; /* does nothing at all from here, */
    uint64_t freeze_for_ns;  /* so long */
    uint64_t die_at_ns;      /* closes all connections and listens no more */
};

struct script_seen {
    uint64_t at_ns; /* CLOCK_MONOTONIC, when it was read */
    char target[56];
};

struct script_server {
    uint16_t port;
    struct script_seen *seen; /* requests in the order in which they came */
    size_t seen_count;
    unsigned accepted; /* connections */

    struct script script; /* the rest is the thread's own */
    pthread_t thread;
    int stop_fd;
    struct script_state *state;
};

/* Aborts the test program when it cannot. */
void script_server_start(struct script_server *server, const struct script *script);

/* Closes everything and waits for the thread. */
void script_server_stop(struct script_server *server);

void script_server_release(struct script_server *server);
