#include "loadgen/punctual.h"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "tests/support/suite.h"

struct seen {
    int nice_before, nice_after, policy, slack_ns;
};

static void *look(void *argument)
{
    struct seen *seen = argument;
    seen->nice_before = getpriority(PRIO_PROCESS, 0);
    punctual_begin();
    seen->nice_after = getpriority(PRIO_PROCESS, 0);
    seen->policy = sched_getscheduler(0);
    seen->slack_ns = prctl(PR_GET_TIMERSLACK);
    return NULL;
}

static void a_punctual_thread_takes_no_larger_share(void)
{
    struct seen seen = {0};
    pthread_t thread;
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, look, &seen), 0);
    CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
    CU_ASSERT_EQUAL(seen.nice_after, seen.nice_before);
    CU_ASSERT_EQUAL(seen.policy, SCHED_OTHER);
    CU_ASSERT_EQUAL(seen.slack_ns, 1);
}

static CU_TestInfo tests[] = {
    {"a punctual thread takes no larger share", a_punctual_thread_takes_no_larger_share},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("punctual", tests)
