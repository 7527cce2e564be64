#include "bench/interrupt.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/limits.h"

static bool is_ignored(int signal_number)
{
    struct sigaction action;
    return sigaction(signal_number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

bool interrupt_open(struct interrupt *interrupt, struct error *error)
{
    sigset_t signals;
    *interrupt = (struct interrupt){.fd = -1};
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (!is_ignored(SIGHUP)) /* under nohup the run goes on when the terminal closes */
        sigaddset(&signals, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &signals, &interrupt->before) != 0)
        return error_set_errno(error, "cannot block signals");
    interrupt->fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (interrupt->fd >= 0)
        return true;
    (void)error_set_errno(error, "cannot watch for signals");
    (void)sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
    return false;
}

void interrupt_close(struct interrupt *interrupt)
{
    close(interrupt->fd);
    interrupt->fd = -1;
    (void)sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}

static bool take_signals(struct interrupt *interrupt)
{
    unsigned before = interrupt->count;
    struct signalfd_siginfo info;
    while (read(interrupt->fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (interrupt->count++ > 0)
            continue;
        interrupt->signal = (int)info.ssi_signo;
        if (interrupt->on_first != NULL)
            interrupt->on_first();
    }
    return interrupt->count > before;
}

static struct timespec time_left(uint64_t until_ns)
{
    uint64_t now_ns = clock_now_ns();
    uint64_t left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
    return (struct timespec){.tv_sec = (time_t)(left_ns / ONE_SECOND_NS),
                             .tv_nsec = (long)(left_ns % ONE_SECOND_NS)};
}

enum pause_end interrupt_pause(struct interrupt *interrupt, const int *fds, size_t count,
                               uint64_t until_ns)
{
    assert(count <= INTERRUPT_PAUSE_FDS_MAX);
    struct pollfd watched[INTERRUPT_PAUSE_FDS_MAX + 1] = {{interrupt->fd, POLLIN, 0}};
    for (size_t i = 0; i < count; i++)
        watched[i + 1] = (struct pollfd){fds[i], POLLIN, 0};
    for (;;) {
        struct timespec left = time_left(until_ns);
        int ready = ppoll(watched, count + 1, until_ns == PAUSE_FOREVER ? NULL : &left, NULL);
        if (ready < 0) {
            assert(errno == EINTR);
            continue;
        }
        if (watched[0].revents != 0 && take_signals(interrupt))
            return PAUSE_SIGNAL;
        if (ready == 0)
            return PAUSE_TIME;
        if (ready > 1 || watched[0].revents == 0)
            return PAUSE_READY;
    }
}

int interrupt_exit_status(const struct interrupt *interrupt)
{
    assert(interrupt->signal != 0);
    return 128 + interrupt->signal;
}

void interrupt_words(const struct interrupt *interrupt, char words[INTERRUPT_WORDS_BYTES])
{
    assert(interrupt->signal != 0);
    (void)snprintf(words, INTERRUPT_WORDS_BYTES, "interrupted (SIG%s)",
                   sigabbrev_np(interrupt->signal));
}
