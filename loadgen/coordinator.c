#include "loadgen/coordinator.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/deadline.h"
#include "loadgen/steal.h"

/* From saying when a phase starts until it does: long enough for every worker to wake up. */
#define START_LEAD_NS (5 * ONE_MS_NS)

static const int interrupts[] = {SIGINT, SIGTERM};

static sigset_t interrupt_set(void)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof interrupts / sizeof *interrupts; i++)
        sigaddset(&set, interrupts[i]);
    return set;
}

bool coordinator_open(struct coordinator *coordinator, struct error *error)
{
    sigset_t set = interrupt_set();
    coordinator->signal = 0;
    coordinator->signal_fd = -1;
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0)
        return error_set(error, "cannot block signals");
    coordinator->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (coordinator->signal_fd < 0)
        return error_set_errno(error, "cannot wait for signals");
    return true;
}

void coordinator_close(struct coordinator *coordinator)
{
    if (coordinator->signal_fd >= 0)
        close(coordinator->signal_fd);
    coordinator->signal_fd = -1;
}

/* The first signal stops the run in good order; the next one acts as it does on any program. */
static void take_signal(struct coordinator *coordinator)
{
    struct signalfd_siginfo info;
    if (read(coordinator->signal_fd, &info, sizeof info) != sizeof info)
        return;
    coordinator->signal = (int)info.ssi_signo;
    rendezvous_stop(coordinator->rendezvous);
    sigset_t set = interrupt_set();
    (void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static int poll_ms(uint64_t until_ns)
{
    if (until_ns == DEADLINE_NEVER)
        return -1;
    uint64_t now_ns = clock_now_ns();
    uint64_t left_ms = now_ns < until_ns ? (until_ns - now_ns) / ONE_MS_NS + 1 : 0;
    return left_ms < 60000 ? (int)left_ms : 60000;
}

typedef bool condition(const struct rendezvous *rendezvous);

/* Waits until the condition holds or the instant has come; after a signal, until all workers have
 * given up. Returns whether the condition held in an undisturbed run. */
static bool await(struct coordinator *coordinator, condition *holds, uint64_t until_ns)
{
    struct rendezvous *rendezvous = coordinator->rendezvous;
    struct pollfd fds[] = {{.fd = coordinator->signal_fd, .events = POLLIN},
                           {.fd = rendezvous->coordinator_fd, .events = POLLIN}};
    for (;;) {
        bool stopped = coordinator->signal != 0;
        if (stopped ? rendezvous_all_drained(rendezvous) : holds(rendezvous))
            return !stopped;
        if (!stopped && clock_now_ns() >= until_ns)
            return false;
        (void)poll(fds, 2, stopped ? -1 : poll_ms(until_ns));
        rendezvous_acknowledge(rendezvous->coordinator_fd);
        if (!stopped)
            take_signal(coordinator);
    }
}

static uint64_t since_zero_ns(const struct coordinator *coordinator, uint64_t instant_ns)
{
    return instant_ns - coordinator->plan->zero_ns;
}

/* Follows the steps of a running phase; whoever reads the events learns of a step as it begins. */
static void follow_steps(struct coordinator *coordinator, unsigned phase_index, uint64_t start_ns)
{
    const struct scenario_phase *phase = &coordinator->scenario->phases[phase_index];
    unsigned first = recorder_plan_step(coordinator->plan, phase_index, 0);
    for (unsigned step = 0; step < phase->step_count; step++) {
        uint64_t step_ns = start_ns + step * phase->step_duration_ns;
        (void)await(coordinator, rendezvous_all_drained, step_ns);
        if (coordinator->signal != 0)
            return;
        events_step(coordinator->events, since_zero_ns(coordinator, step_ns), phase, step);
        struct steal_reading before = steal_read();
        (void)await(coordinator, rendezvous_all_drained, step_ns + phase->step_duration_ns);
        struct steal_reading after = steal_read();
        coordinator->steal_shares[first + step] = steal_share(&before, &after);
    }
}

static bool choose_start(struct coordinator *coordinator, unsigned phase, uint64_t *start_ns,
                         struct error *error)
{
    uint64_t now_ns = clock_now_ns();
    *start_ns = now_ns + START_LEAD_NS;
    if (phase > 0)
        return true;
    if (coordinator->start_at_ns != 0) {
        *start_ns = coordinator->start_at_ns;
        if (now_ns >= *start_ns)
            return error_set(error,
                             "the start given with --start-at had passed %.3f s before loadgen was "
                             "ready: name a later one (ns of CLOCK_MONOTONIC)",
                             (double)(now_ns - *start_ns) / 1e9);
    }
    coordinator->plan->zero_ns = *start_ns;
    return true;
}

static bool run_phase(struct coordinator *coordinator, unsigned phase, struct error *error)
{
    uint64_t start_ns = 0;
    rendezvous_announce(coordinator->rendezvous);
    if (!await(coordinator, rendezvous_all_ready, DEADLINE_NEVER))
        return true;
    if (!choose_start(coordinator, phase, &start_ns, error)) {
        rendezvous_stop(coordinator->rendezvous);
        return false;
    }
    rendezvous_start(coordinator->rendezvous, start_ns);
    follow_steps(coordinator, phase, start_ns);
    if (await(coordinator, rendezvous_all_drained, DEADLINE_NEVER))
        events_drained(coordinator->events, since_zero_ns(coordinator, clock_now_ns()),
                       &coordinator->scenario->phases[phase]);
    return true;
}

bool coordinator_run(struct coordinator *coordinator, struct error *error)
{
    bool good = true;
    for (unsigned i = 0; good && coordinator->signal == 0 && i < coordinator->scenario->phase_count;
         i++)
        good = run_phase(coordinator, i, error);
    if (coordinator->plan->zero_ns != 0)
        events_end(coordinator->events, since_zero_ns(coordinator, clock_now_ns()));
    rendezvous_finish(coordinator->rendezvous);
    return good;
}
