#include "loadgen/achieved.h"

#include <assert.h>

static uint64_t shift_ns(const struct recorder *recorder, unsigned step,
                         const struct histogram *response)
{
    uint64_t median_ns = histogram_percentile(response, 50);
    uint64_t given_up_ns = recorder->given_up_ns[recorder->plan->steps[step].phase];
    uint64_t end_ns = recorder->steps[step].window.end_ns;
    uint64_t room_ns = given_up_ns > end_ns ? given_up_ns - end_ns : 0;
    return median_ns < room_ns ? median_ns : room_ns;
}

double achieved_per_s(const struct recorder *recorder, unsigned step, int request,
                      const struct histogram *response)
{
    const struct recorder_plan *plan = recorder->plan;
    const struct flight_window *window = &recorder->steps[step].window;
    unsigned phase = plan->steps[step].phase;
    uint64_t zero_ns = recorder->steps[plan->phases[phase].first_step].window.start_ns;
    assert(zero_ns != 0 && window->start_ns >= zero_ns && window->end_ns > window->start_ns);
    uint64_t from_ns = window->start_ns - zero_ns + shift_ns(recorder, step, response);
    uint64_t duration_ns = window->end_ns - window->start_ns;
    double answers = 0;
    for (unsigned r = 0; r < plan->request_count; r++)
        if (request == ACHIEVED_ALL || (unsigned)request == r)
            answers += departures_between(&recorder->departures[phase * plan->request_count + r],
                                          from_ns, from_ns + duration_ns);
    return answers / ((double)duration_ns / 1e9);
}
