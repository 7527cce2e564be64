#include "servers/conn_buffers.h"

#include <assert.h>
#include <stdlib.h>

void conn_pool_init(struct conn_pool *pool)
{
    *pool = (struct conn_pool){.free = NULL};
}

void conn_pool_release(struct conn_pool *pool)
{
    while (pool->free != NULL) {
        struct conn_buffers *buffers = pool->free;
        pool->free = buffers->next;
        free(buffers);
        pool->made--;
    }
    assert(pool->made == 0);
}

/* Sets only what must have a value at first: clearing it all would touch every page. */
struct conn_buffers *conn_buffers_take(struct conn_pool *pool)
{
    struct conn_buffers *buffers = pool->free;
    if (buffers != NULL) {
        pool->free = buffers->next;
    } else {
        buffers = malloc(sizeof *buffers);
        if (buffers == NULL)
            return NULL;
        buffers->filler_ready = false;
        pool->made++;
    }
    buffers->begun = false;
    buffers->start = 0;
    buffers->end = 0;
    return buffers;
}

void conn_buffers_give(struct conn_pool *pool, struct conn_buffers *buffers)
{
    buffers->next = pool->free;
    pool->free = buffers;
}
