#include "servers/loop_meter.h"

#include "core/clock.h"

static void begin_interval(struct loop_meter *meter)
{
    meter->left_poll_ns = clock_now_ns();
    atomic_store_explicit(&meter->slot->loop_entered_ns, meter->left_poll_ns, memory_order_relaxed);
}

static void end_interval(struct loop_meter *meter)
{
    stats_add_busy(meter->slot, meter->left_poll_ns, clock_now_ns());
    atomic_store_explicit(&meter->slot->loop_entered_ns, 0, memory_order_relaxed);
}

static void on_before_poll(struct ev_loop *loop, ev_prepare *watcher, int events)
{
    (void)loop, (void)events;
    end_interval(watcher->data);
}

static void on_after_poll(struct ev_loop *loop, ev_check *watcher, int events)
{
    (void)loop, (void)events;
    begin_interval(watcher->data);
}

void loop_meter_start(struct loop_meter *meter, struct ev_loop *loop, struct stats_slot *slot)
{
    meter->slot = slot;
    ev_prepare_init(&meter->before_poll, on_before_poll);
    ev_set_priority(&meter->before_poll, EV_MINPRI);
    meter->before_poll.data = meter;
    ev_prepare_start(loop, &meter->before_poll);
    ev_check_init(&meter->after_poll, on_after_poll);
    ev_set_priority(&meter->after_poll, EV_MAXPRI);
    meter->after_poll.data = meter;
    ev_check_start(loop, &meter->after_poll);
    begin_interval(meter);
}

void loop_meter_stop(struct loop_meter *meter, struct ev_loop *loop)
{
    if (stats_read(&meter->slot->loop_entered_ns) != 0) /* else it was stopped on its way to poll */
        end_interval(meter);
    ev_prepare_stop(loop, &meter->before_poll);
    ev_check_stop(loop, &meter->after_poll);
}
