#pragma once
/*
 * Follows events.ndjson while the load generator appends to it.
 *
 *     event_tail_open(&tail, "DIR/events.ndjson")       the file need not be there yet
 *     while (event_tail_next(&tail, &event)) …          at every tick; takes whole lines only
 *     event_tail_close(&tail)
 *
 * Lines that are no events of this kind are passed over: following helps sampling, and what counts
 * is read from result.json later.
 */
#include <stdbool.h>
#include <stddef.h>

#include "core/limits.h"

enum tail_event_kind {
    TAIL_EVENT_STEP,    /* a step begins */
    TAIL_EVENT_DRAINED, /* the last request of a phase has ended */
    TAIL_EVENT_END      /* all phases have */
};

struct tail_event {
    enum tail_event_kind kind;
    double t_s;
    char phase[NAME_BYTES]; /* "" at the end */
    unsigned step;          /* within its phase; for steps only, as the next */
    double duration_s;
};

struct event_tail {
    char path[PATH_BYTES];
    int fd; /* -1 until the file is there */
    char line[1024];
    size_t length; /* of the unfinished line */
    bool skipping; /* within a line that is too long to be an event */
};

void event_tail_open(struct event_tail *tail, const char *path);
void event_tail_close(struct event_tail *tail);

/* The next event, or false when no further whole line is there yet. */
bool event_tail_next(struct event_tail *tail, struct tail_event *event);
