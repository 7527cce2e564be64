#include "servers/client_slab.h"

#include <assert.h>
#include <stdlib.h>

#include "servers/evented.h"

#define CHUNK_CLIENTS 64

struct client_chunk {
    struct client_chunk *next;
    struct evented_client clients[CHUNK_CLIENTS];
};

void client_slab_init(struct client_slab *slab, size_t limit)
{
    *slab = (struct client_slab){.limit = limit};
}

void client_slab_release(struct client_slab *slab)
{
    assert(slab->used == 0);
    while (slab->chunks != NULL) {
        struct client_chunk *chunk = slab->chunks;
        slab->chunks = chunk->next;
        free(chunk);
    }
    slab->free = NULL;
}

static void put_free(struct client_slab *slab, struct evented_client *client)
{
    *client = (struct evented_client){.next_free = slab->free};
    slab->free = client;
}

static bool grow(struct client_slab *slab)
{
    struct client_chunk *chunk = malloc(sizeof *chunk);
    if (chunk == NULL)
        return false;
    chunk->next = slab->chunks;
    slab->chunks = chunk;
    for (size_t i = CHUNK_CLIENTS; i > 0; i--) /* so that the first is taken first */
        put_free(slab, &chunk->clients[i - 1]);
    return true;
}

struct evented_client *client_slab_take(struct client_slab *slab)
{
    if (slab->used == slab->limit || (slab->free == NULL && !grow(slab)))
        return NULL;
    struct evented_client *client = slab->free;
    slab->free = client->next_free;
    *client = (struct evented_client){.in_use = true};
    slab->used++;
    return client;
}

void client_slab_give(struct client_slab *slab, struct evented_client *client)
{
    assert(client->in_use && slab->used > 0);
    slab->used--;
    put_free(slab, client);
}

void client_slab_each(struct client_slab *slab, void (*on_client)(struct evented_client *client))
{
    for (struct client_chunk *chunk = slab->chunks; chunk != NULL; chunk = chunk->next)
        for (size_t i = 0; i < CHUNK_CLIENTS; i++)
            if (chunk->clients[i].in_use)
                on_client(&chunk->clients[i]);
}
