#include "core/deadline.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/random.h"
#include "tests/support/suite.h"

#define MANY 2000

static struct deadline_queue queue;

static void open_queue(size_t capacity)
{
    struct error error;
    CU_ASSERT_FATAL(deadline_queue_open(&queue, capacity, &error));
}

static bool readable(int timeout_ms)
{
    struct pollfd timer = {.fd = queue.fd, .events = POLLIN};
    return poll(&timer, 1, timeout_ms) == 1;
}

static void an_empty_queue_has_nothing_due(void)
{
    open_queue(1);
    CU_ASSERT_EQUAL(deadline_next_ns(&queue), DEADLINE_NEVER);
    CU_ASSERT_PTR_NULL(deadline_take_due(&queue, UINT64_MAX - 1));
    deadline_arm(&queue, DEADLINE_NEVER);
    CU_ASSERT_FALSE(readable(0));
    deadline_queue_close(&queue);
}

static void a_deadline_is_due_at_its_instant_and_not_before(void)
{
    open_queue(1);
    struct deadline deadline = {0};
    deadline_set(&queue, &deadline, 1000);
    CU_ASSERT_PTR_NULL(deadline_take_due(&queue, 999));
    CU_ASSERT(deadline_is_set(&deadline));
    CU_ASSERT_PTR_EQUAL(deadline_take_due(&queue, 1000), &deadline);
    CU_ASSERT_FALSE(deadline_is_set(&deadline));
    deadline_queue_close(&queue);
}

static void the_earliest_comes_first_whatever_was_set_moved_and_cancelled(void)
{
    static struct deadline deadlines[MANY];
    open_queue(MANY);
    struct random_stream random = random_stream_init(1, RANDOM_ORDER);
    for (uint64_t i = 0; i < MANY; i++)
        deadline_set(&queue, &deadlines[i], random_below(random, i, 500));
    for (uint64_t i = 0; i < MANY; i += 3) /* earlier, later and not at all */
        deadline_set(&queue, &deadlines[i], random_below(random, MANY + i, 500));
    size_t left = MANY;
    for (size_t i = 1; i < MANY; i += 5, left--)
        deadline_cancel(&queue, &deadlines[i]);

    uint64_t before_ns = 0;
    struct deadline *due;
    for (; (due = deadline_take_due(&queue, 499)) != NULL; left--) {
        CU_ASSERT(due->at_ns >= before_ns);
        CU_ASSERT((due - deadlines) % 5 != 1);
        before_ns = due->at_ns;
    }
    CU_ASSERT_EQUAL(left, 0);
    for (size_t i = 0; i < MANY; i++)
        CU_ASSERT_FALSE(deadline_is_set(&deadlines[i]));
    deadline_queue_close(&queue);
}

static void cancelling_what_is_not_set_does_nothing(void)
{
    open_queue(2);
    struct deadline set = {0};
    struct deadline unset = {0};
    deadline_set(&queue, &set, 5);
    deadline_cancel(&queue, &unset);
    deadline_cancel(&queue, &set);
    deadline_cancel(&queue, &set);
    CU_ASSERT_EQUAL(queue.count, 0);
    deadline_queue_close(&queue);
}

static void the_descriptor_is_readable_at_the_earliest_instant(void)
{
    open_queue(2);
    struct deadline sooner = {0};
    struct deadline later = {0};
    uint64_t now_ns = clock_now_ns();
    deadline_set(&queue, &later, now_ns + 3600 * ONE_SECOND_NS);
    deadline_set(&queue, &sooner, now_ns + 5 * ONE_MS_NS);
    deadline_arm(&queue, DEADLINE_NEVER);
    CU_ASSERT(readable(10000));
    CU_ASSERT(clock_now_ns() >= sooner.at_ns);
    deadline_acknowledge(&queue);
    CU_ASSERT_PTR_EQUAL(deadline_take_due(&queue, clock_now_ns()), &sooner);
    deadline_arm(&queue, DEADLINE_NEVER);
    CU_ASSERT_FALSE(readable(0));
    deadline_queue_close(&queue);
}

static void arming_after_the_last_deadline_makes_it_quiet(void)
{
    open_queue(1);
    struct deadline only = {0};
    deadline_set(&queue, &only, 0); /* the origin of the clock: long past, and no "disarm" */
    deadline_arm(&queue, DEADLINE_NEVER);
    CU_ASSERT(readable(10000));
    deadline_acknowledge(&queue);
    CU_ASSERT_PTR_EQUAL(deadline_take_due(&queue, clock_now_ns()), &only);
    deadline_arm(&queue, DEADLINE_NEVER);
    CU_ASSERT_FALSE(readable(0));
    deadline_queue_close(&queue);
}

static void the_same_instant_set_again_fires_again(void)
{
    open_queue(1);
    struct deadline only = {0};
    for (int round = 0; round < 3; round++) {
        deadline_set(&queue, &only, 1000);
        deadline_arm(&queue, DEADLINE_NEVER);
        CU_ASSERT(readable(10000));
        deadline_acknowledge(&queue);
        CU_ASSERT_PTR_EQUAL(deadline_take_due(&queue, clock_now_ns()), &only);
    }
    deadline_queue_close(&queue);
}

static void a_callers_own_instant_counts_when_it_is_earlier(void)
{
    open_queue(1);
    struct deadline only = {0};
    deadline_set(&queue, &only, clock_now_ns() + 3600 * ONE_SECOND_NS);
    deadline_arm(&queue, clock_now_ns() + ONE_MS_NS);
    CU_ASSERT(readable(10000));
    CU_ASSERT_PTR_NULL(deadline_take_due(&queue, clock_now_ns()));
    deadline_queue_close(&queue);
}

/* Faults by the linker: the next call fails. */
static bool no_memory;
static bool no_timer;
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
int __real_timerfd_create(int clock, int flags);
int __wrap_timerfd_create(int clock, int flags);

void *__wrap_calloc(size_t count, size_t size)
{
    return no_memory ? NULL : __real_calloc(count, size);
}

int __wrap_timerfd_create(int clock, int flags)
{
    errno = EMFILE;
    return no_timer ? -1 : __real_timerfd_create(clock, flags);
}

static void want_of_memory_or_descriptors_is_an_error_in_words(void)
{
    struct error error = {""};
    no_memory = true;
    CU_ASSERT_FALSE(deadline_queue_open(&queue, 7, &error));
    no_memory = false;
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "memory for 7 deadlines"));
    no_timer = true;
    CU_ASSERT_FALSE(deadline_queue_open(&queue, 7, &error));
    no_timer = false;
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "timer"));
}

static CU_TestInfo tests[] = {
    {"an empty queue has nothing due", an_empty_queue_has_nothing_due},
    {"a deadline is due at its instant and not before",
     a_deadline_is_due_at_its_instant_and_not_before},
    {"the earliest comes first, whatever was set, moved and cancelled",
     the_earliest_comes_first_whatever_was_set_moved_and_cancelled},
    {"cancelling what is not set does nothing", cancelling_what_is_not_set_does_nothing},
    {"the descriptor is readable at the earliest instant",
     the_descriptor_is_readable_at_the_earliest_instant},
    {"arming after the last deadline makes it quiet",
     arming_after_the_last_deadline_makes_it_quiet},
    {"the same instant set again fires again", the_same_instant_set_again_fires_again},
    {"a caller's own instant counts when it is earlier",
     a_callers_own_instant_counts_when_it_is_earlier},
    {"want of memory or descriptors is an error in words",
     want_of_memory_or_descriptors_is_an_error_in_words},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("deadline", tests)
