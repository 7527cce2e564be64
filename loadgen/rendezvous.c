#include "loadgen/rendezvous.h"

#include <assert.h>
#include <sys/eventfd.h>
#include <unistd.h>

bool rendezvous_open(struct rendezvous *rendezvous, unsigned worker_count, struct error *error)
{
    assert(worker_count <= LOADGEN_THREADS_MAX);
    *rendezvous = (struct rendezvous){.coordinator_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    bool opened = rendezvous->coordinator_fd >= 0;
    while (opened && rendezvous->worker_count < worker_count) {
        int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        opened = fd >= 0;
        if (opened)
            rendezvous->worker_fds[rendezvous->worker_count++] = fd;
    }
    if (opened)
        return true;
    (void)error_set_errno(error, "cannot make the event descriptors of %u threads", worker_count);
    rendezvous_close(rendezvous);
    return false;
}

void rendezvous_close(struct rendezvous *rendezvous)
{
    for (unsigned i = 0; i < rendezvous->worker_count; i++)
        close(rendezvous->worker_fds[i]);
    if (rendezvous->coordinator_fd >= 0)
        close(rendezvous->coordinator_fd);
    rendezvous->worker_count = 0;
    rendezvous->coordinator_fd = -1;
}

/* Can fail only by EAGAIN, when the counter is near 2^64: then the reader is awake anyway. */
static void wake(int fd)
{
    uint64_t one = 1;
    ssize_t written = write(fd, &one, sizeof one);
    (void)written;
}

static void wake_workers(const struct rendezvous *rendezvous)
{
    for (unsigned i = 0; i < rendezvous->worker_count; i++)
        wake(rendezvous->worker_fds[i]);
}

void rendezvous_announce(struct rendezvous *rendezvous)
{
    atomic_fetch_add(&rendezvous->announced, 1);
    wake_workers(rendezvous);
}

void rendezvous_start(struct rendezvous *rendezvous, uint64_t start_ns)
{
    atomic_store(&rendezvous->start_ns, start_ns);
    atomic_fetch_add(&rendezvous->started, 1);
    wake_workers(rendezvous);
}

void rendezvous_stop(struct rendezvous *rendezvous)
{
    atomic_store(&rendezvous->stopped, true);
    wake_workers(rendezvous);
}

void rendezvous_finish(struct rendezvous *rendezvous)
{
    atomic_store(&rendezvous->finished, true);
    wake_workers(rendezvous);
}

bool rendezvous_all_ready(const struct rendezvous *rendezvous)
{
    return atomic_load(&rendezvous->ready) ==
           rendezvous->worker_count * atomic_load(&rendezvous->announced);
}

bool rendezvous_all_drained(const struct rendezvous *rendezvous)
{
    return atomic_load(&rendezvous->drained) ==
           rendezvous->worker_count * atomic_load(&rendezvous->announced);
}

void rendezvous_report_ready(struct rendezvous *rendezvous)
{
    atomic_fetch_add(&rendezvous->ready, 1);
    wake(rendezvous->coordinator_fd);
}

void rendezvous_report_drained(struct rendezvous *rendezvous)
{
    atomic_fetch_add(&rendezvous->drained, 1);
    wake(rendezvous->coordinator_fd);
}

void rendezvous_acknowledge(int fd)
{
    uint64_t count;
    ssize_t length = read(fd, &count, sizeof count);
    (void)length; /* EAGAIN: somebody was faster */
}
