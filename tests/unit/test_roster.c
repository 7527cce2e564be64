#include "servers/roster.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"
#include "tests/support/suite.h"

static struct roster roster;

/* A client's thread that only reads; it leaves at the end of file. */
struct reader {
    struct roster_entry entry;
    int other_end;
    pthread_t thread;
};

static void *read_to_the_end(void *argument)
{
    struct reader *reader = argument;
    char byte;
    while (recv(reader->entry.fd, &byte, 1, 0) > 0)
        continue;
    roster_leave(&roster, &reader->entry);
    return NULL;
}

static void start_reader(struct reader *reader, bool idle)
{
    int ends[2];
    CU_ASSERT_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    *reader = (struct reader){.entry.fd = ends[0], .entry.idle = idle, .other_end = ends[1]};
    roster_join(&roster, &reader->entry);
    CU_ASSERT_FATAL(pthread_create(&reader->thread, NULL, read_to_the_end, reader) == 0);
}

static void stop_reader(struct reader *reader)
{
    pthread_join(reader->thread, NULL);
    close(reader->other_end);
    CU_ASSERT_EQUAL(fcntl(reader->entry.fd, F_GETFD), -1); /* closed by leaving */
}

static void open_roster(void)
{
    struct error error;
    CU_ASSERT_FATAL(roster_init(&roster, &error));
}

static void draining_an_empty_roster_returns_at_once(void)
{
    open_roster();
    roster_drain(&roster, 3600 * ONE_SECOND_NS);
    roster_release(&roster);
}

static void idle_clients_are_woken_at_once(void)
{
    struct reader readers[20];
    open_roster();
    for (int i = 0; i < 20; i++)
        start_reader(&readers[i], true);
    CU_ASSERT_EQUAL(atomic_load(&roster.count), 20);
    roster_drain(&roster, 3600 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(atomic_load(&roster.count), 0);
    for (int i = 0; i < 20; i++)
        stop_reader(&readers[i]);
    roster_release(&roster);
}

static void busy_clients_are_cut_off_at_the_deadline(void)
{
    struct reader idle, busy;
    open_roster();
    start_reader(&idle, true);
    start_reader(&busy, false);
    uint64_t start_ns = clock_now_ns();
    roster_drain(&roster, 50 * ONE_MS_NS);
    CU_ASSERT(clock_now_ns() - start_ns >= 50 * ONE_MS_NS);
    stop_reader(&idle);
    stop_reader(&busy);
    roster_release(&roster);
}

static void a_busy_client_that_ends_in_time_is_waited_for(void)
{
    struct reader busy;
    open_roster();
    start_reader(&busy, false);
    CU_ASSERT_EQUAL(shutdown(busy.other_end, SHUT_WR), 0); /* its client ends by itself */
    roster_drain(&roster, 3600 * ONE_SECOND_NS);
    stop_reader(&busy);
    roster_release(&roster);
}

static void clients_leave_in_any_order(void)
{
    struct roster_entry entries[3];
    const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int i = 0; i < 6; i++) {
        open_roster();
        for (int k = 0; k < 3; k++) {
            entries[k] = (struct roster_entry){.fd = dup(STDERR_FILENO)};
            roster_join(&roster, &entries[k]);
        }
        for (int k = 0; k < 3; k++)
            roster_leave(&roster, &entries[orders[i][k]]);
        CU_ASSERT_PTR_NULL(roster.first);
        roster_release(&roster);
    }
}

static CU_TestInfo tests[] = {
    {"draining an empty roster returns at once", draining_an_empty_roster_returns_at_once},
    {"idle clients are woken at once", idle_clients_are_woken_at_once},
    {"busy clients are cut off at the deadline", busy_clients_are_cut_off_at_the_deadline},
    {"a busy client that ends in time is waited for",
     a_busy_client_that_ends_in_time_is_waited_for},
    {"clients leave in any order", clients_leave_in_any_order},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("roster", tests)
