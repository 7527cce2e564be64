#include "servers/stop_signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/deadline.h"

static void make_readable(int event_fd)
{
    const uint64_t one = 1;
    ssize_t ignored = write(event_fd, &one, sizeof one);
    (void)ignored; /* fails only when it is readable already */
}

static int milliseconds_until(uint64_t instant_ns)
{
    if (instant_ns == DEADLINE_NEVER)
        return -1;
    uint64_t now_ns = clock_now_ns();
    uint64_t left_ms = now_ns < instant_ns ? (instant_ns - now_ns) / ONE_MS_NS + 1 : 0;
    return left_ms < INT32_MAX ? (int)left_ms : INT32_MAX;
}

#define STOPPED (-1)

/* The next signal's number, 0 when the instant passed first, STOPPED when the server has. */
static int next_signal(struct stop_signals *signals, uint64_t until_ns)
{
    for (;;) {
        struct pollfd ready[] = {{.fd = signals->signal_fd, .events = POLLIN},
                                 {.fd = signals->over_fd, .events = POLLIN}};
        int count = poll(ready, 2, milliseconds_until(until_ns));
        if (count == 0)
            return 0;
        if (count < 0)
            continue; /* EINTR */
        if (ready[1].revents != 0)
            return STOPPED;
        struct signalfd_siginfo info;
        if (read(signals->signal_fd, &info, sizeof info) == (ssize_t)sizeof info)
            return (int)info.ssi_signo;
    }
}

static void *watch(void *argument)
{
    struct stop_signals *signals = argument;
    if (next_signal(signals, DEADLINE_NEVER) == STOPPED)
        return NULL;
    uint64_t until_ns = clock_now_ns() + signals->drain_ns + LAST_RESORT_NS;
    atomic_store(&signals->draining, true);
    make_readable(signals->stop_fd);
    int number = next_signal(signals, until_ns);
    if (number != STOPPED)
        signals->on_last_resort(number, signals->context);
    return NULL;
}

static void close_all(struct stop_signals *signals)
{
    const int fds[] = {signals->signal_fd, signals->stop_fd, signals->over_fd};
    for (int i = 0; i < 3; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

static bool set_dispositions(sigset_t *stops)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(stops);
    (void)sigaddset(stops, SIGTERM);
    (void)sigaddset(stops, SIGINT);
    return sigaction(SIGPIPE, &ignore, NULL) == 0 && sigaction(SIGHUP, &ignore, NULL) == 0 &&
           pthread_sigmask(SIG_BLOCK, stops, NULL) == 0;
}

bool stop_signals_start(struct stop_signals *signals, struct error *error)
{
    sigset_t stops;
    atomic_store(&signals->draining, false);
    signals->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    signals->over_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bool set = set_dispositions(&stops);
    signals->signal_fd = signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
    if (!set || signals->stop_fd < 0 || signals->over_fd < 0 || signals->signal_fd < 0) {
        (void)error_set_errno(error, "cannot watch for signals");
        close_all(signals);
        return false;
    }
    errno = pthread_create(&signals->thread, NULL, watch, signals);
    if (errno != 0) {
        (void)error_set_errno(error, "cannot start a thread that watches for signals");
        close_all(signals);
        return false;
    }
    return true;
}

void stop_signals_stop(struct stop_signals *signals)
{
    make_readable(signals->over_fd);
    pthread_join(signals->thread, NULL);
    close_all(signals);
}
