#pragma once
/* The program `server` under test: started for one model with flags, asked, stopped. */
#include "formats/stats_page.h"
#include "tests/support/client.h"
#include "tests/support/process.h"

struct server {
    struct process process;
    uint16_t port;
    const struct stats_page *stats;
    char stats_path[64];
};

/* What to start, the same for all tests of a program: set these first. */
struct server_under_test {
    const char *program;
    const char *model;
    char iterations_per_ms[32];
};

extern struct server_under_test under_test;

/*
 * Starts the model and waits for its ready line; aborts the test program when it does not come.
 * `flags` ends with NULL, or is NULL. The cpu step is set to half again what was calibrated, so
 * that it takes at least the time it says, also on a machine that speeds up.
 */
void server_start(struct server *server, const char *const flags[]);
void server_start_limited(struct server *server, const char *const flags[],
                          unsigned descriptor_limit);

/* SIGTERM, then its exit status; what it said on stderr is printed when that is not 0. */
int server_stop(struct server *server);

/* After process_wait(): closes and removes what is left, prints what it said when status is not 0.
 */
void server_release(struct server *server, int status);

/* True once open connections are `count`; false after 20 s. */
bool server_wait_for_open(const struct server *server, uint64_t count);

/* A counter summed over all slots, named by its place in struct stats_slot. */
uint64_t server_count(const struct server *server, size_t offset);
#define SERVER_COUNT(server, member) server_count(server, offsetof(struct stats_slot, member))

/* Calls `run` for every model that `program --list` names; returns what main() should. */
int server_for_each_model(const char *program, int (*run)(const char *model));
