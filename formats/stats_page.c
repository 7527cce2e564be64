#include "formats/stats_page.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const uint64_t stats_duration_bound_ns[STATS_DURATION_BUCKETS] = {
    100 * ONE_US_NS,    200 * ONE_US_NS,   500 * ONE_US_NS,   1 * ONE_MS_NS,     2 * ONE_MS_NS,
    5 * ONE_MS_NS,      10 * ONE_MS_NS,    20 * ONE_MS_NS,    50 * ONE_MS_NS,    100 * ONE_MS_NS,
    200 * ONE_MS_NS,    500 * ONE_MS_NS,   1 * ONE_SECOND_NS, 2 * ONE_SECOND_NS, 5 * ONE_SECOND_NS,
    10 * ONE_SECOND_NS, 30 * ONE_SECOND_NS};

static struct stats_page *map_page(int fd, int protection, int flags)
{
    void *memory = mmap(NULL, sizeof(struct stats_page), protection, flags, fd, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static struct stats_page *create_file(const char *path, struct error *error)
{
    (void)unlink(path); /* a page of an earlier server may still be mapped by a reader */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        (void)error_set_errno(error, "cannot make the stats page %s", path);
        return NULL;
    }
    /* Allocated, not sparse: on a full disk this fails here instead of killing with SIGBUS later.
     */
    int failed = posix_fallocate(fd, 0, sizeof(struct stats_page));
    struct stats_page *page = NULL;
    if (failed != 0)
        (void)error_set(error, "no room for the stats page %s (%zu bytes)", path,
                        sizeof(struct stats_page));
    else if ((page = map_page(fd, PROT_READ | PROT_WRITE, MAP_SHARED)) == NULL)
        (void)error_set_errno(error, "cannot map the stats page %s", path);
    close(fd);
    if (page == NULL)
        (void)unlink(path);
    return page;
}

bool stats_page_create(const char *path, const char *model, struct stats_page **page,
                       struct error *error)
{
    struct stats_page *made =
        path != NULL ? create_file(path, error)
                     : map_page(-1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
    if (made == NULL)
        return path != NULL ? false : error_set_errno(error, "no memory for the stats page");
    made->version = STATS_PAGE_VERSION;
    made->slot_count = STATS_SLOTS;
    made->pid = (uint32_t)getpid();
    (void)snprintf(made->model, sizeof made->model, "%s", model);
    made->magic = STATS_PAGE_MAGIC;
    *page = made;
    return true;
}

bool stats_page_open(const char *path, const struct stats_page **page, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(error, "cannot open the stats page %s", path);
    struct stat status;
    const struct stats_page *mapped = NULL;
    if (fstat(fd, &status) == 0 && (size_t)status.st_size == sizeof(struct stats_page))
        mapped = map_page(fd, PROT_READ, MAP_SHARED);
    close(fd);
    if (mapped == NULL)
        return error_set(error, "%s is not a stats page of this version", path);
    if (mapped->magic != STATS_PAGE_MAGIC || mapped->version != STATS_PAGE_VERSION) {
        stats_page_close(mapped);
        return error_set(error, "%s is not a stats page of this version", path);
    }
    *page = mapped;
    return true;
}

void stats_page_close(const struct stats_page *page)
{
    if (page != NULL)
        (void)munmap((void *)(uintptr_t)page, sizeof *page);
}

void stats_add_duration(struct stats_slot *slot, uint64_t duration_ns)
{
    unsigned bucket = 0;
    while (bucket < STATS_DURATION_BUCKETS && duration_ns > stats_duration_bound_ns[bucket])
        bucket++;
    stats_add(&slot->durations[bucket], 1);
    stats_add(&slot->duration_sum_ns, duration_ns);
}

void stats_add_busy(struct stats_slot *slot, uint64_t start_ns, uint64_t end_ns)
{
    uint64_t length_ns = end_ns - start_ns;
    stats_add(&slot->loop_iterations, 1);
    stats_add(&slot->loop_busy_ns, length_ns);
    if (length_ns > LOOP_BLOCKED_NS)
        stats_add(&slot->loop_blocked_ns, length_ns);
    if (length_ns > stats_read(&slot->loop_longest_ns))
        atomic_store_explicit(&slot->loop_longest_ns, length_ns, memory_order_relaxed);
    if (length_ns < STATS_BUSY_INTERVAL_NS)
        return;
    uint64_t number = stats_read(&slot->busy_written);
    struct stats_busy_interval *entry = &slot->busy[number % STATS_BUSY_RING];
    /* Release: who sees a part of this entry also sees that the one before it is published. */
    atomic_store_explicit(&entry->start_ns, start_ns, memory_order_release);
    atomic_store_explicit(&entry->end_ns, end_ns, memory_order_release);
    atomic_store_explicit(&slot->busy_written, number + 1, memory_order_release);
}

/* The oldest number whose entry the writer cannot be touching when it has published `written`. */
static uint64_t oldest_safe(uint64_t written)
{
    return written + 1 > STATS_BUSY_RING ? written + 1 - STATS_BUSY_RING : 0;
}

size_t stats_busy_since(const struct stats_slot *slot, uint64_t from,
                        struct busy_interval *intervals, size_t capacity, uint64_t *next)
{
    uint64_t written = atomic_load_explicit(&slot->busy_written, memory_order_acquire);
    if (from < oldest_safe(written))
        from = oldest_safe(written);
    uint64_t number = from;
    for (; number < written && number - from < capacity; number++) {
        const struct stats_busy_interval *entry = &slot->busy[number % STATS_BUSY_RING];
        intervals[number - from] = (struct busy_interval){
            .start_ns = atomic_load_explicit(&entry->start_ns, memory_order_acquire),
            .end_ns = atomic_load_explicit(&entry->end_ns, memory_order_acquire),
        };
    }
    *next = number;
    /* What the writer may have touched while we copied is dropped. */
    uint64_t safe = oldest_safe(atomic_load_explicit(&slot->busy_written, memory_order_relaxed));
    size_t count = (size_t)(number - from);
    size_t lost = safe <= from ? 0 : safe - from < count ? (size_t)(safe - from) : count;
    memmove(intervals, intervals + lost, (count - lost) * sizeof *intervals);
    return count - lost;
}
