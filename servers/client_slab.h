#pragma once
/*
 * Memory for the clients of one loop, up to a limit: made in chunks, used again, never given back
 * before the end, so that nothing is allocated once a server has seen its busiest moment. Not
 * thread-safe: one loop owns it.
 */
#include <stddef.h>

struct evented_client;
struct client_chunk;

struct client_slab {
    struct client_chunk *chunks; /* owned */
    struct evented_client *free;
    size_t used;
    size_t limit;
};

void client_slab_init(struct client_slab *slab, size_t limit);

/* All clients are back. */
void client_slab_release(struct client_slab *slab);

/* Zeroed but for its place; NULL at the limit or without memory. Borrowed until given back. */
struct evented_client *client_slab_take(struct client_slab *slab);
void client_slab_give(struct client_slab *slab, struct evented_client *client);

/* Calls on_client for every client in use; it may give that one back. */
void client_slab_each(struct client_slab *slab, void (*on_client)(struct evented_client *client));
