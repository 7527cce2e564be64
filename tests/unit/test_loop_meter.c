#include "servers/loop_meter.h"

#include <unistd.h>

#include "core/clock.h"
#include "tests/support/suite.h"

static uint64_t now_ns; /* a clock that this test moves */
uint64_t __wrap_clock_now_ns(void);

uint64_t __wrap_clock_now_ns(void)
{
    return now_ns;
}

static struct ev_loop *loop;
static struct stats_page *page;
static struct stats_slot *slot;
static struct loop_meter meter;
static int pipe_ends[2]; /* the reading end is always ready */

static void open_loop(void)
{
    struct error error;
    loop = ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV);
    CU_ASSERT_FATAL(loop != NULL && stats_page_create(NULL, "m", &page, &error));
    CU_ASSERT_FATAL(pipe(pipe_ends) == 0 && write(pipe_ends[1], "x", 1) == 1);
    slot = &page->slots[0];
    now_ns = 1000;
    loop_meter_start(&meter, loop, slot);
}

static void close_loop(void)
{
    ev_loop_destroy(loop);
    stats_page_close(page);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

static uint64_t entered_ns;

/* A callback that takes as long as watcher->data says. */
static void on_ready(struct ev_loop *its_loop, ev_io *watcher, int events)
{
    (void)its_loop, (void)events;
    entered_ns = stats_read(&slot->loop_entered_ns);
    now_ns += *(const uint64_t *)watcher->data;
}

/* One turn of the loop with a callback of that priority; returns how long the loop was busy. */
static uint64_t turn(int priority, uint64_t takes_ns)
{
    uint64_t before_ns = stats_read(&slot->loop_busy_ns);
    ev_io watcher;
    ev_io_init(&watcher, on_ready, pipe_ends[0], EV_READ);
    ev_set_priority(&watcher, priority);
    watcher.data = &takes_ns;
    ev_io_start(loop, &watcher);
    ev_run(loop, EVRUN_ONCE);
    ev_io_stop(loop, &watcher);
    ev_run(loop, EVRUN_NOWAIT); /* the next poll ends the interval */
    return stats_read(&slot->loop_busy_ns) - before_ns;
}

static void callbacks_of_every_priority_count_as_busy(void)
{
    open_loop();
    for (int priority = EV_MINPRI; priority <= EV_MAXPRI; priority++) {
        uint64_t left_ns = now_ns;
        CU_ASSERT_EQUAL(turn(priority, 30 * ONE_MS_NS), 30 * ONE_MS_NS);
        CU_ASSERT_EQUAL(entered_ns, left_ns);
    }
    loop_meter_stop(&meter, loop);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_blocked_ns), 5 * 30 * ONE_MS_NS);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_longest_ns), 30 * ONE_MS_NS);
    CU_ASSERT_EQUAL(stats_read(&slot->busy_written), 5);
    close_loop();
}

static uint64_t while_polling_ns;

static void on_last_before_poll(struct ev_loop *its_loop, ev_prepare *watcher, int events)
{
    (void)its_loop, (void)watcher, (void)events;
    while_polling_ns = stats_read(&slot->loop_entered_ns);
    now_ns += 7 * ONE_SECOND_NS; /* the poll takes long */
}

static void polling_is_not_busy(void)
{
    open_loop();
    now_ns += 100; /* from the start to the first poll */
    loop_meter_stop(&meter, loop);
    ev_prepare last; /* libev calls equals in reverse order: this one after the meter's */
    ev_prepare_init(&last, on_last_before_poll);
    ev_set_priority(&last, EV_MINPRI);
    ev_prepare_start(loop, &last);
    loop_meter_start(&meter, loop, slot);
    ev_run(loop, EVRUN_NOWAIT);
    CU_ASSERT_EQUAL(while_polling_ns, 0);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_busy_ns), 100);
    ev_prepare_stop(loop, &last);
    loop_meter_stop(&meter, loop);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_entered_ns), 0);
    close_loop();
}

static void a_loop_that_stops_ends_its_interval(void)
{
    open_loop();
    now_ns += 25 * ONE_MS_NS;
    loop_meter_stop(&meter, loop);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_iterations), 1);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_blocked_ns), 25 * ONE_MS_NS);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_entered_ns), 0);
    close_loop();
}

static void on_break(struct ev_loop *its_loop, ev_prepare *watcher, int events)
{
    (void)watcher, (void)events;
    ev_break(its_loop, EVBREAK_ALL);
}

static void a_loop_that_ends_before_its_poll_is_counted_once(void)
{
    open_loop();
    ev_prepare end;
    ev_prepare_init(&end, on_break);
    ev_prepare_start(loop, &end);
    now_ns += 25 * ONE_MS_NS;
    ev_run(loop, 0);
    loop_meter_stop(&meter, loop);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_iterations), 1);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_busy_ns), 25 * ONE_MS_NS);
    ev_prepare_stop(loop, &end);
    close_loop();
}

static CU_TestInfo tests[] = {
    {"callbacks of every priority count as busy", callbacks_of_every_priority_count_as_busy},
    {"polling is not busy", polling_is_not_busy},
    {"a loop that stops ends its interval", a_loop_that_stops_ends_its_interval},
    {"a loop that ends before its poll is counted once",
     a_loop_that_ends_before_its_poll_is_counted_once},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("loop_meter", tests)
