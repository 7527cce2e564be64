#include "loadgen/connections.h"

#include <assert.h>
#include <stdlib.h>

bool connections_init(struct connections *connections, unsigned capacity, struct error *error)
{
    *connections = (struct connections){.capacity = capacity};
    connections->all = calloc(capacity, sizeof *connections->all);
    bool complete = connections->all != NULL;
    for (unsigned state = 0; state < CONNECTION_STATES; state++) {
        connections->lists[state] = calloc(capacity, sizeof *connections->lists[state]);
        complete = complete && connections->lists[state] != NULL;
    }
    if (!complete) {
        connections_release(connections);
        return error_set(error, "out of memory for %u connections", capacity);
    }
    for (unsigned i = 0; i < capacity; i++) {
        connections->all[i].place = i;
        connections->lists[CONNECTION_CLOSED][i] = &connections->all[i];
    }
    connections->counts[CONNECTION_CLOSED] = capacity;
    return true;
}

void connections_release(struct connections *connections)
{
    for (unsigned state = 0; state < CONNECTION_STATES; state++)
        free(connections->lists[state]);
    free(connections->all);
    *connections = (struct connections){0};
}

void connections_move(struct connections *connections, struct connection *connection,
                      enum connection_state state)
{
    struct connection **from = connections->lists[connection->state];
    struct connection *last = from[--connections->counts[connection->state]];
    assert(from[connection->place] == connection);
    from[connection->place] = last;
    last->place = connection->place;

    connection->state = state;
    connection->place = connections->counts[state]++;
    connections->lists[state][connection->place] = connection;
}

struct connection *connections_take_closed(struct connections *connections)
{
    unsigned count = connections->counts[CONNECTION_CLOSED];
    if (count == 0)
        return NULL;
    struct connection *connection = connections->lists[CONNECTION_CLOSED][count - 1];
    connections_move(connections, connection, CONNECTION_CONNECTING);
    return connection;
}

struct connection *connections_pick_idle(const struct connections *connections,
                                         struct random_stream stream, uint64_t k)
{
    unsigned count = connections->counts[CONNECTION_IDLE];
    assert(count > 0);
    uint64_t place = count > 1 ? random_below(stream, k, count) : 0;
    return connections->lists[CONNECTION_IDLE][place];
}

unsigned connections_open(const struct connections *connections)
{
    return connections->counts[CONNECTION_IDLE] + connections->counts[CONNECTION_BUSY];
}
