/*
 * One thread, one loop: every client in turn, when its socket is ready.
 *
 * What to watch: thousands of idle or waiting clients cost next to nothing, and a small request
 * costs less than under any other model. But a request that burns CPU stops the loop: everyone
 * else's request waits for its end, however small it is. In the chart of the loop's lag such
 * moments stand above the 20 ms line.
 */
#include "servers/evented.h"

static const struct evented_steps steps = {
    .start =
        {
            [STEP_CPU] = evented_burn, /* on the loop: it blocks, that is the lesson */
            [STEP_WAIT] = evented_wait,
        },
};

static bool serve(const struct server_config *config, struct error *error)
{
    struct evented evented;
    if (!evented_open(&evented, config, 0, &steps, error))
        return false;
    evented_run(&evented);
    evented_close(&evented);
    return true;
}

const struct server_model event_loop_model = {
    .name = "event-loop",
    .summary = "one thread, one loop: every client in turn, when its socket is ready",
    .serve = serve,
};
