#include "loadgen/punctual.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SLICE_NS 100000 /* the shortest that the kernel takes */

/* As in <linux/sched/types.h>, which cannot be included beside <sched.h>. */
struct kernel_sched_attr {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime_ns; /* SCHED_OTHER: the slice */
    uint64_t deadline_ns;
    uint64_t period_ns;
};

void punctual_begin(void)
{
    (void)prctl(PR_SET_TIMERSLACK, 1UL);
    errno = 0;
    int nice = getpriority(PRIO_PROCESS, 0);
    if (errno != 0)
        return;
    struct kernel_sched_attr attributes = {
        .size = sizeof attributes, .policy = SCHED_OTHER, .nice = nice, .runtime_ns = SLICE_NS};
    (void)syscall(SYS_sched_setattr, 0, &attributes, 0U);
}
