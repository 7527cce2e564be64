#include "formats/stats_page.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/suite.h"

static struct error error;
static const char path[] = "test_stats_page.tmp"; /* in the build folder, where ctest runs */

static struct stats_page *create(const char *file)
{
    struct stats_page *page = NULL;
    CU_ASSERT_FATAL(stats_page_create(file, "event-loop", &page, &error));
    return page;
}

static void a_reader_sees_what_the_server_counts(void)
{
    struct stats_page *page = create(path);
    const struct stats_page *read = NULL;
    CU_ASSERT_FATAL(stats_page_open(path, &read, &error));
    CU_ASSERT_STRING_EQUAL(read->model, "event-loop");
    CU_ASSERT_EQUAL(read->pid, (uint32_t)getpid());
    CU_ASSERT_EQUAL(read->slot_count, STATS_SLOTS);
    CU_ASSERT_EQUAL(stats_read(&read->ready), 0);
    stats_add(&page->ready, 1);
    stats_add(&page->slots[63].requests[STATS_ROUTE_WORK], 5);
    stats_subtract(&page->slots[63].requests[STATS_ROUTE_WORK], 2);
    CU_ASSERT_EQUAL(stats_read(&read->ready), 1);
    CU_ASSERT_EQUAL(stats_read(&read->slots[63].requests[STATS_ROUTE_WORK]), 3);
    stats_page_close(read);
    stats_page_close(page);
    unlink(path);
}

static void a_new_server_does_not_disturb_the_readers_of_the_old_page(void)
{
    struct stats_page *old = create(path);
    stats_add(&old->slots[0].connections_open, 7);
    struct stats_page *new = create(path);
    CU_ASSERT_EQUAL(stats_read(&old->slots[0].connections_open), 7);
    CU_ASSERT_EQUAL(stats_read(&new->slots[0].connections_open), 0);
    struct stat status;
    CU_ASSERT_EQUAL(stat(path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    stats_page_close(old);
    stats_page_close(new);
    unlink(path);
}

static void without_a_file_the_page_is_memory(void)
{
    struct stats_page *page = create(NULL);
    stats_add(&page->slots[1].responses[1], 1);
    CU_ASSERT_EQUAL(stats_read(&page->slots[1].responses[1]), 1);
    stats_page_close(page);
}

static void a_folder_that_is_not_there_is_named(void)
{
    struct stats_page *page = NULL;
    CU_ASSERT_FALSE(stats_page_create("/no/such/folder/page", "m", &page, &error));
    CU_ASSERT_PTR_NULL(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/no/such/folder/page"));
}

static void expect_refused(void)
{
    const struct stats_page *read = NULL;
    error.text[0] = '\0';
    CU_ASSERT_FALSE(stats_page_open(path, &read, &error));
    CU_ASSERT_PTR_NULL(read);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, path));
}

static void other_files_are_refused(void)
{
    unlink(path);
    expect_refused(); /* missing */
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    CU_ASSERT_FATAL(fd >= 0);
    expect_refused(); /* empty */
    CU_ASSERT_EQUAL(ftruncate(fd, sizeof(struct stats_page)), 0);
    expect_refused(); /* the right size, no magic */
    close(fd);

    struct stats_page *page = create(path);
    page->version = STATS_PAGE_VERSION + 1;
    expect_refused();
    stats_page_close(page);
    unlink(path);
}

static void a_duration_falls_into_the_first_bucket_that_holds_it(void)
{
    struct stats_page *page = create(NULL);
    struct stats_slot *slot = &page->slots[0];
    stats_add_duration(slot, 0);
    CU_ASSERT_EQUAL(stats_read(&slot->durations[0]), 1);
    for (unsigned i = 0; i < STATS_DURATION_BUCKETS; i++) {
        uint64_t here = stats_read(&slot->durations[i]);
        stats_add_duration(slot, stats_duration_bound_ns[i]);
        CU_ASSERT_EQUAL(stats_read(&slot->durations[i]), here + 1);
        stats_add_duration(slot, stats_duration_bound_ns[i] + 1);
        CU_ASSERT_EQUAL(stats_read(&slot->durations[i + 1]), 1);
        if (i > 0)
            CU_ASSERT(stats_duration_bound_ns[i] > stats_duration_bound_ns[i - 1]);
    }
    stats_page_close(page);
}

static void a_loop_is_blocked_when_busy_for_over_20_ms(void)
{
    struct stats_page *page = create(NULL);
    struct stats_slot *slot = &page->slots[0];
    stats_add_busy(slot, 100, 200);
    stats_add_busy(slot, ONE_SECOND_NS, ONE_SECOND_NS + LOOP_BLOCKED_NS);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_blocked_ns), 0);
    stats_add_busy(slot, ONE_SECOND_NS, ONE_SECOND_NS + LOOP_BLOCKED_NS + 1);
    stats_add_busy(slot, ONE_SECOND_NS, ONE_SECOND_NS + 1);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_iterations), 4);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_busy_ns), 100 + 2 * LOOP_BLOCKED_NS + 2);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_blocked_ns), LOOP_BLOCKED_NS + 1);
    CU_ASSERT_EQUAL(stats_read(&slot->loop_longest_ns), LOOP_BLOCKED_NS + 1);
    stats_page_close(page);
}

static void only_intervals_worth_drawing_are_kept(void)
{
    struct stats_page *page = create(NULL);
    struct stats_slot *slot = &page->slots[0];
    stats_add_busy(slot, 10, 10 + STATS_BUSY_INTERVAL_NS - 1);
    stats_add_busy(slot, 20, 20 + STATS_BUSY_INTERVAL_NS);
    stats_add_busy(slot, 30, 31 + STATS_BUSY_INTERVAL_NS);
    struct busy_interval intervals[4];
    uint64_t next = 99;
    CU_ASSERT_EQUAL(stats_busy_since(slot, 0, intervals, 4, &next), 2);
    CU_ASSERT_EQUAL(next, 2);
    CU_ASSERT_EQUAL(intervals[0].start_ns, 20);
    CU_ASSERT_EQUAL(intervals[1].end_ns, 31 + STATS_BUSY_INTERVAL_NS);
    CU_ASSERT_EQUAL(stats_busy_since(slot, next, intervals, 4, &next), 0);
    CU_ASSERT_EQUAL(next, 2);
    CU_ASSERT_EQUAL(stats_busy_since(slot, 0, intervals, 1, &next), 1); /* in portions */
    CU_ASSERT_EQUAL(next, 1);
    stats_page_close(page);
}

static void a_late_reader_gets_what_is_still_in_the_ring(void)
{
    static struct busy_interval intervals[STATS_BUSY_RING];
    struct stats_page *page = create(NULL);
    struct stats_slot *slot = &page->slots[0];
    const uint64_t written = STATS_BUSY_RING + 100;
    for (uint64_t i = 0; i < written; i++)
        stats_add_busy(slot, i, i + STATS_BUSY_INTERVAL_NS);
    uint64_t next = 0;
    size_t count = stats_busy_since(slot, 0, intervals, STATS_BUSY_RING, &next);
    CU_ASSERT_EQUAL(next, written);
    CU_ASSERT_EQUAL(count, STATS_BUSY_RING - 1); /* less the one that may just be overwritten */
    for (size_t i = 0; i < count; i++)
        CU_ASSERT_EQUAL(intervals[i].start_ns, written - count + i);
    stats_page_close(page);
}

#define FAST_INTERVALS 300000

static void *write_fast(void *argument)
{
    for (uint64_t i = 1; i <= FAST_INTERVALS; i++)
        stats_add_busy(argument, i << 32, (i << 32) + STATS_BUSY_INTERVAL_NS);
    return NULL;
}

static void a_reader_never_sees_half_an_entry(void)
{
    static struct busy_interval intervals[STATS_BUSY_RING];
    struct stats_page *page = create(NULL);
    pthread_t writer;
    CU_ASSERT_FATAL(pthread_create(&writer, NULL, write_fast, &page->slots[0]) == 0);
    uint64_t next = 0;
    uint64_t newest_ns = 0;
    bool whole = true;
    bool rising = true;
    while (next < FAST_INTERVALS) {
        size_t count = stats_busy_since(&page->slots[0], next, intervals, STATS_BUSY_RING, &next);
        for (size_t i = 0; i < count; i++) {
            whole &= intervals[i].end_ns - intervals[i].start_ns == STATS_BUSY_INTERVAL_NS;
            rising &= intervals[i].start_ns > newest_ns;
            newest_ns = intervals[i].start_ns;
        }
    }
    pthread_join(writer, NULL);
    CU_ASSERT(whole);
    CU_ASSERT(rising);
    stats_page_close(page);
}

static CU_TestInfo tests[] = {
    {"a reader sees what the server counts", a_reader_sees_what_the_server_counts},
    {"a new server does not disturb the readers of the old page",
     a_new_server_does_not_disturb_the_readers_of_the_old_page},
    {"without a file the page is memory", without_a_file_the_page_is_memory},
    {"a folder that is not there is named", a_folder_that_is_not_there_is_named},
    {"other files are refused", other_files_are_refused},
    {"a duration falls into the first bucket that holds it",
     a_duration_falls_into_the_first_bucket_that_holds_it},
    {"a loop is blocked when busy for over 20 ms", a_loop_is_blocked_when_busy_for_over_20_ms},
    {"only intervals worth drawing are kept", only_intervals_worth_drawing_are_kept},
    {"a late reader gets what is still in the ring", a_late_reader_gets_what_is_still_in_the_ring},
    {"a reader never sees half an entry", a_reader_never_sees_half_an_entry},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("stats_page", tests)
