#pragma once
/*
 * How long a libev loop is away from its poll, exactly: ev_prepare at the lowest priority runs last
 * before the poll, ev_check at the highest runs first after it. What lies between two polls is a
 * busy interval; whoever becomes ready meanwhile waits for its end. Goes into the stats page.
 *
 * Two clock reads per iteration. Not for loops whose callbacks run a loop of their own.
 */
#include <ev.h>

#include "formats/stats_page.h"

struct loop_meter {
    ev_prepare before_poll;
    ev_check after_poll;
    struct stats_slot *slot;
    uint64_t left_poll_ns; /* when the present busy interval began: a clock for the callbacks */
};

/* The loop counts as busy from now on; slot is borrowed until loop_meter_stop(). */
void loop_meter_start(struct loop_meter *meter, struct ev_loop *loop, struct stats_slot *slot);

/* Ends the last busy interval. */
void loop_meter_stop(struct loop_meter *meter, struct ev_loop *loop);
