#pragma once
/*
 * The stats page: counters that a server maps into a file and others read without asking the
 * server anything, so that a blocked loop stays visible.
 *
 * Written with relaxed atomic adds by every model alike, so its cost is equal for all. A loop or a
 * cluster worker owns one slot; thread models use slot n mod 64 for connection n. All instants are
 * CLOCK_MONOTONIC nanoseconds. A reader sees each counter whole, not the page as one snapshot.
 *
 * Order: counters are independent, relaxed is enough. The busy ring is published by `busy_written`
 * with release after the entry is stored, and read with acquire. The entry itself is stored with
 * release and read with acquire too: a reader that meets an entry being overwritten then also sees
 * the count that tells it so.
 */
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define STATS_PAGE_MAGIC   UINT32_C(0x41545342) /* "BSTA" in a little-endian dump */
#define STATS_PAGE_VERSION 1

enum stats_route {
    STATS_ROUTE_HELLO,
    STATS_ROUTE_WORK,
    STATS_ROUTE_HEALTHZ,
    STATS_ROUTE_OTHER
};

#define STATS_ROUTES 4

/* Status classes 1xx to 5xx at index status / 100 - 1. */
#define STATS_CLASSES 5

/* Upper bounds of the duration buckets are stats_duration_bound_ns[]; one more counts the rest. */
#define STATS_DURATION_BUCKETS 17
extern const uint64_t stats_duration_bound_ns[STATS_DURATION_BUCKETS];

typedef _Atomic uint64_t stats_counter; /* the one typedef: an atomic has no shorter name */

struct stats_busy_interval {
    stats_counter start_ns;
    stats_counter end_ns;
};

struct stats_slot {
    _Alignas(64) stats_counter connections_accepted;
    stats_counter connections_open;
    stats_counter connections_refused; /* 503 or closed for want of a thread, memory, descriptor */
    stats_counter requests_in_flight;
    stats_counter requests[STATS_ROUTES];
    stats_counter responses[STATS_CLASSES];
    stats_counter durations[STATS_DURATION_BUCKETS + 1];
    stats_counter duration_sum_ns;

    /* Loop: the time between leaving and re-entering the poll is a busy interval. */
    stats_counter loop_iterations;
    stats_counter loop_busy_ns;
    stats_counter loop_blocked_ns; /* sum over intervals longer than LOOP_BLOCKED_NS */
    stats_counter loop_longest_ns;
    stats_counter loop_entered_ns; /* when the present busy interval began; 0 while polling */
    stats_counter busy_written;    /* intervals ever put into the ring */
    struct stats_busy_interval busy[STATS_BUSY_RING]; /* the last ones >= STATS_BUSY_INTERVAL_NS */
};

struct stats_page {
    uint32_t magic;
    uint32_t version;
    uint32_t slot_count;
    uint32_t pid;
    char model[64];
    stats_counter ready; /* 1 once the server accepts */
    struct stats_slot slots[STATS_SLOTS];
};

/* Server: makes the file (mode 0600, replacing one that is there) and maps it shared. With path
 * NULL the page is anonymous memory, so that counting costs the same without readers. */
MUST_CHECK bool stats_page_create(const char *path, const char *model, struct stats_page **page,
                                  struct error *error);

/* Reader: maps an existing file read-only and checks magic, version and size. */
MUST_CHECK bool stats_page_open(const char *path, const struct stats_page **page,
                                struct error *error);

void stats_page_close(const struct stats_page *page);

static inline void stats_add(stats_counter *counter, uint64_t amount)
{
    atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static inline void stats_subtract(stats_counter *counter, uint64_t amount)
{
    atomic_fetch_sub_explicit(counter, amount, memory_order_relaxed);
}

static inline uint64_t stats_read(const stats_counter *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* A request took this long from its first byte to the last byte of its response. */
void stats_add_duration(struct stats_slot *slot, uint64_t duration_ns);

/* The loop was busy from start to end. Only the loop's own thread calls this. */
void stats_add_busy(struct stats_slot *slot, uint64_t start_ns, uint64_t end_ns);

/* Copies the busy intervals number `from` and later that are still in the ring, oldest first, at
 * most `capacity`; returns how many, and in *next the number to continue with. Entries that the
 * writer overtook while they were copied are left out. */
struct busy_interval {
    uint64_t start_ns;
    uint64_t end_ns;
};

size_t stats_busy_since(const struct stats_slot *slot, uint64_t from,
                        struct busy_interval *intervals, size_t capacity, uint64_t *next);
