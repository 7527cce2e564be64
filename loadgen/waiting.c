#include "loadgen/waiting.h"

#include <assert.h>
#include <stdlib.h>

bool waiting_init(struct waiting *waiting, size_t capacity, struct error *error)
{
    *waiting = (struct waiting){.capacity = capacity};
    waiting->ring = calloc(capacity, sizeof *waiting->ring);
    if (waiting->ring == NULL)
        return error_set(error, "out of memory for a queue of %zu requests", capacity);
    return true;
}

void waiting_release(struct waiting *waiting)
{
    free(waiting->ring);
    *waiting = (struct waiting){0};
}

bool waiting_push(struct waiting *waiting, const struct ticket *ticket)
{
    if (waiting->count == waiting->capacity)
        return false;
    waiting->ring[(waiting->first + waiting->count++) % waiting->capacity] = *ticket;
    return true;
}

const struct ticket *waiting_first(const struct waiting *waiting)
{
    return waiting->count > 0 ? &waiting->ring[waiting->first] : NULL;
}

struct ticket waiting_take(struct waiting *waiting)
{
    assert(waiting->count > 0);
    struct ticket ticket = waiting->ring[waiting->first];
    waiting->first = (waiting->first + 1) % waiting->capacity;
    if (--waiting->count == 0)
        waiting->first = 0;
    return ticket;
}
