#pragma once
/*
 * A run in memory for tests of charts and page: "cpu-tail" with a second of warm-up and three steps
 * of 4 s, thread-per-request and event-loop, with spectra, seconds, busy intervals and findings
 * that look like a measured run. The same at every call; tests change what they are about.
 *
 *     struct summary *summary = fixture_new();   fixture_add_server(summary, "cluster", …)
 *     …                                          fixture_free(summary)
 */
#include "report/summary.h"

#define FIXTURE_STEPS 3

enum {
    FIXTURE_THREADS,
    FIXTURE_LOOP,
    FIXTURE_SERVERS
};

/* Aborts when memory runs out; the caller frees it with fixture_free(). */
struct summary *fixture_new(void);
void fixture_free(struct summary *summary);

/* Appends a server with its trial; all models but thread-per-request behave like the event loop.
 * There is room for SCENARIO_SERVERS_MAX. */
void fixture_add_server(struct summary *summary, const char *model, const char *label);

/* Removes the last server. */
void fixture_drop_server(struct summary *summary);

/* Every latency of every step, and every second, becomes "not known"; nothing succeeded. */
void fixture_lose_all(struct summary *summary);

/* Puts the same name, whatever it holds, everywhere a name can stand. */
void fixture_rename(struct summary *summary, const char *name);

struct summary_trial *fixture_trial(struct summary *summary, unsigned server);
