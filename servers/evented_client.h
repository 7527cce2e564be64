#pragma once
/*
 * One client of a loop: what it wants, done without blocking. Private to evented; models include
 * evented.h alone.
 */
#include "servers/evented.h"

/* Takes ownership of fd. False, with fd closed, when there is no memory for a client. */
bool evented_client_open(struct evented *evented, int fd);

/* Its deadline came up and is no longer set. */
void evented_client_on_deadline(struct evented_client *client, uint64_t now_ns);

/* Takes in a request that has arrived already, then closes the client unless one is under way. */
void evented_client_drain(struct evented_client *client);

/* At once, whatever is under way. */
void evented_client_close(struct evented_client *client);
