#pragma once
/*
 * A client of raw bytes for tests, blocking, with a limit of 20 s on everything. It reads responses
 * with a Content-Length, as Barista's servers send them, and says exactly what came.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client {
    int fd;
    size_t start; /* of what is in the buffer */
    size_t end;
    char buffer[16384];
};

struct response {
    unsigned status;
    int worker;         /* X-Worker, or -1 */
    bool closes;        /* Connection: close */
    size_t body_length; /* bytes that came */
    char body[64];      /* the first of them, NUL-terminated */
    char head[1024];
};

/* A port of 127.0.0.1. False when the connection is refused. */
bool client_connect(struct client *client, uint16_t port);
void client_close(struct client *client);
void client_close_reset(struct client *client);

/* All of it, or false. */
bool client_send(struct client *client, const char *text);

/* "GET target" with a Host. */
bool client_get(struct client *client, const char *target);

/* No byte more than the response is taken. False when it did not come whole: then *response says
 * how far it got (status 0: no byte of it came). */
bool client_receive(struct client *client, struct response *response);

/* The same for an answer to HEAD: no body. */
bool client_receive_head(struct client *client, struct response *response);

/* client_get() and client_receive(); true when the status is 200. */
bool client_ask(struct client *client, const char *target, struct response *response);

/* The server closed and sent nothing more. */
bool client_is_at_end(struct client *client);
