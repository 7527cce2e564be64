#pragma once
/*
 * A way to serve many clients at once: the contract of every file in servers/models.
 *
 * serve() stops accepting when the stop descriptor becomes readable, and closes the listener then,
 * so that new clients are refused instead of kept waiting. It returns when what was in flight is
 * finished; at the drain deadline it cuts off the clients that are left. It leaves no thread,
 * child, descriptor or client behind. A failure to start is reported through `error`, with the
 * listener left open; after the start it copes.
 */
#include "core/error.h"
#include "formats/stats_page.h"
#include "servers/conn.h"

struct server_config {
    int listen_fd;              /* non-blocking; closed by serve() when it stops accepting */
    int stop_fd;                /* readable once the server must stop; borrowed */
    struct stats_page *stats;   /* borrowed */
    struct conn_settings conn;  /* limits and deadlines, the same for every model */
    unsigned connection_limit;  /* RLIMIT_NOFILE - SPARE_DESCRIPTORS */
    double iterations_per_ns;   /* calibration of cpu steps */
    uint64_t drain_deadline_ns; /* duration: from stop to the end, at most */
};

struct server_model {
    const char *name;    /* as in --model=NAME, in results and in charts */
    const char *summary; /* one line for --list and the report */
    bool (*serve)(const struct server_config *config, struct error *error);
};

/* All models, in the order of --list; a NULL name ends it. */
extern const struct server_model *const server_models[];

/* NULL when there is no such model; the error names those that there are. */
const struct server_model *server_model_find(const char *name, struct error *error);
