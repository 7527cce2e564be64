/* Meetings between phases: nobody passes before all have reported, and every wake-up arrives. */
#include "loadgen/rendezvous.h"

#include <poll.h>
#include <pthread.h>

#include "tests/support/suite.h"

#define WORKERS 4
#define PHASES  200

static bool is_readable(int fd)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    return poll(&one, 1, 0) == 1;
}

static void all_must_report(void)
{
    struct rendezvous rendezvous;
    struct error error;
    CU_ASSERT_TRUE_FATAL(rendezvous_open(&rendezvous, 2, &error));
    for (unsigned phase = 0; phase < 3; phase++) {
        rendezvous_announce(&rendezvous);
        CU_ASSERT_FALSE(rendezvous_all_ready(&rendezvous));
        rendezvous_report_ready(&rendezvous);
        CU_ASSERT_FALSE(rendezvous_all_ready(&rendezvous));
        rendezvous_report_ready(&rendezvous);
        CU_ASSERT_TRUE(rendezvous_all_ready(&rendezvous));
        CU_ASSERT_FALSE(rendezvous_all_drained(&rendezvous));
        rendezvous_report_drained(&rendezvous);
        rendezvous_report_drained(&rendezvous);
        CU_ASSERT_TRUE(rendezvous_all_drained(&rendezvous));
    }
    rendezvous_close(&rendezvous);
}

static void every_word_wakes_those_it_is_for(void)
{
    struct rendezvous rendezvous;
    struct error error;
    CU_ASSERT_TRUE_FATAL(rendezvous_open(&rendezvous, 2, &error));
    void (*const words[])(struct rendezvous *) = {rendezvous_announce, rendezvous_stop,
                                                  rendezvous_finish};
    for (unsigned i = 0; i < 3; i++) {
        words[i](&rendezvous);
        for (unsigned worker = 0; worker < 2; worker++) {
            CU_ASSERT_TRUE(is_readable(rendezvous.worker_fds[worker]));
            rendezvous_acknowledge(rendezvous.worker_fds[worker]);
            CU_ASSERT_FALSE(is_readable(rendezvous.worker_fds[worker]));
        }
        CU_ASSERT_FALSE(is_readable(rendezvous.coordinator_fd));
    }
    rendezvous_report_ready(&rendezvous);
    CU_ASSERT_TRUE(is_readable(rendezvous.coordinator_fd));
    rendezvous_close(&rendezvous);
}

struct member {
    struct rendezvous *rendezvous;
    unsigned index;
    unsigned phases; /* walked through */
    uint64_t starts; /* sum of the instants it was told */
};

static void *walk(void *argument)
{
    struct member *member = argument;
    struct rendezvous *rendezvous = member->rendezvous;
    unsigned announced = 0;
    while (!atomic_load(&rendezvous->finished)) {
        struct pollfd one = {.fd = rendezvous->worker_fds[member->index], .events = POLLIN};
        (void)poll(&one, 1, -1);
        rendezvous_acknowledge(one.fd);
        if (announced < atomic_load(&rendezvous->announced)) {
            announced++;
            rendezvous_report_ready(rendezvous);
        }
        if (member->phases < atomic_load(&rendezvous->started)) {
            member->phases++;
            member->starts += atomic_load(&rendezvous->start_ns);
            rendezvous_report_drained(rendezvous);
        }
    }
    return NULL;
}

static void wait_for(struct rendezvous *rendezvous, bool (*holds)(const struct rendezvous *))
{
    while (!holds(rendezvous)) {
        struct pollfd one = {.fd = rendezvous->coordinator_fd, .events = POLLIN};
        (void)poll(&one, 1, -1);
        rendezvous_acknowledge(one.fd);
    }
}

static void threads_walk_through_phases_together(void)
{
    struct rendezvous rendezvous;
    struct error error;
    CU_ASSERT_TRUE_FATAL(rendezvous_open(&rendezvous, WORKERS, &error));
    struct member members[WORKERS] = {0};
    pthread_t threads[WORKERS];
    for (unsigned i = 0; i < WORKERS; i++) {
        members[i] = (struct member){.rendezvous = &rendezvous, .index = i};
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, walk, &members[i]), 0);
    }
    for (unsigned phase = 1; phase <= PHASES; phase++) {
        rendezvous_announce(&rendezvous);
        wait_for(&rendezvous, rendezvous_all_ready);
        rendezvous_start(&rendezvous, phase);
        wait_for(&rendezvous, rendezvous_all_drained);
    }
    rendezvous_finish(&rendezvous);
    for (unsigned i = 0; i < WORKERS; i++) {
        CU_ASSERT_EQUAL(pthread_join(threads[i], NULL), 0);
        CU_ASSERT_EQUAL(members[i].phases, PHASES);
        CU_ASSERT_EQUAL(members[i].starts, PHASES * (PHASES + 1) / 2);
    }
    rendezvous_close(&rendezvous);
}

static CU_TestInfo tests[] = {
    {"all must report", all_must_report},
    {"every word wakes those it is for", every_word_wakes_those_it_is_for},
    {"threads walk through phases together", threads_walk_through_phases_together},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("rendezvous", tests)
