#include "bench/sampler.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "tests/support/folder.h"
#include "tests/support/suite.h"

/* This process plays the server and the generator; the page is its own. */
struct fixture {
    struct folder folder;
    struct stats_page *page;
    struct sampler sampler;
};

static void put(const char *directory, const char *name, const char *text)
{
    char path[PATH_BYTES];
    struct error error;
    CU_ASSERT_FATAL(file_join(path, directory, name, &error));
    FILE *file = fopen(path, "ae");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fputs(text, file);
    (void)fclose(file);
}

static void make_folder(struct fixture *fixture)
{
    struct error error;
    folder_make(&fixture->folder);
    CU_ASSERT_FATAL(stats_page_create(NULL, "test", &fixture->page, &error));
}

static void begin(struct fixture *fixture, uint64_t zero_ns)
{
    struct error error;
    struct sampler_target target = {.directory = fixture->folder.path,
                                    .server = getpid(),
                                    .generator = getpid(),
                                    .page = fixture->page,
                                    .before = kernel_usage_now(),
                                    .zero_ns = zero_ns};
    CU_ASSERT_FATAL(sampler_open(&fixture->sampler, &target, &error));
}

static void end(struct fixture *fixture)
{
    sampler_close(&fixture->sampler);
    stats_page_close(fixture->page);
    folder_remove(&fixture->folder);
}

static void take(struct fixture *fixture)
{
    struct error error;
    CU_ASSERT(sampler_take(&fixture->sampler, &error));
}

/* What was written so far; the caller frees it. */
static char *written(const struct fixture *fixture)
{
    return folder_read(&fixture->folder, "samples.ndjson");
}

static unsigned count(const char *text, const char *what)
{
    unsigned found = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
        found++;
    return found;
}

static void samples_lie_on_a_grid_that_starts_at_zero(void)
{
    struct fixture fixture;
    uint64_t zero_ns = clock_now_ns() - 250 * ONE_MS_NS;
    make_folder(&fixture);
    begin(&fixture, zero_ns);
    CU_ASSERT_EQUAL(fixture.sampler.next_ns, zero_ns);
    take(&fixture);
    CU_ASSERT(fixture.sampler.next_ns > clock_now_ns());
    CU_ASSERT_EQUAL((fixture.sampler.next_ns - zero_ns) % SAMPLER_PERIOD_NS, 0);
    end(&fixture);
}

static void counters_of_all_slots_are_added_up_and_loops_are_listed(void)
{
    struct fixture fixture;
    make_folder(&fixture);
    uint64_t zero_ns = clock_now_ns();
    begin(&fixture, zero_ns);
    for (unsigned slot = 0; slot < STATS_SLOTS; slot++) {
        stats_add(&fixture.page->slots[slot].connections_accepted, 2);
        stats_add(&fixture.page->slots[slot].requests[slot % STATS_ROUTES], 3);
    }
    stats_add(&fixture.page->slots[9].connections_open, 1);
    stats_add(&fixture.page->slots[9].requests_in_flight, 5);
    stats_add_busy(&fixture.page->slots[9], zero_ns, zero_ns + 30 * ONE_MS_NS);
    stats_add_busy(&fixture.page->slots[9], zero_ns + 40 * ONE_MS_NS, zero_ns + 41 * ONE_MS_NS);
    take(&fixture);
    char *text = written(&fixture);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "\"accepted\":128,\"open\":1,\"inFlight\":5,\"requests\":192,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(
        text, "\"loops\":[{\"slot\":9,\"iterations\":2,\"busySeconds\":0.031000,"
              "\"blockedSeconds\":0.030000,\"longestSeconds\":0.030000,\"enteredSeconds\":null}]"));
    CU_ASSERT_EQUAL(count(text, "\"kind\":\"busy\""), 1); /* 1 ms is too short to be listed */
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "\"slot\":9,\"startSeconds\":0.000000,\"endSeconds\":0.030000"));
    free(text);
    end(&fixture);
}

static void busy_intervals_are_listed_once_and_none_from_before_the_trial(void)
{
    struct fixture fixture;
    make_folder(&fixture);
    uint64_t zero_ns = clock_now_ns();
    struct stats_slot *slot = &fixture.page->slots[0];
    stats_add_busy(slot, zero_ns - 60 * ONE_MS_NS, zero_ns - 10 * ONE_MS_NS);
    begin(&fixture, zero_ns);
    for (unsigned i = 0; i < 150; i++) /* more than one batch */
        stats_add_busy(slot, zero_ns + i * 10 * ONE_MS_NS, zero_ns + (i * 10 + 6) * ONE_MS_NS);
    take(&fixture);
    take(&fixture);
    char *text = written(&fixture);
    CU_ASSERT_EQUAL(count(text, "\"kind\":\"busy\""), 150);
    CU_ASSERT_PTR_NULL(strstr(text, "\"startSeconds\":-"));
    free(text);
    end(&fixture);
}

static void a_step_is_weighed_at_its_planned_end_or_when_the_next_begins(void)
{
    struct fixture fixture;
    make_folder(&fixture);
    begin(&fixture, clock_now_ns());
    put(fixture.folder.path, "events.ndjson",
        "{\"t\":0,\"event\":\"step\",\"phase\":\"warm\",\"step\":0,\"seconds\":3600}\n");
    take(&fixture);
    char *text = written(&fixture);
    CU_ASSERT_EQUAL(count(text, "\"kind\":\"step\""), 0);
    free(text);
    put(fixture.folder.path, "events.ndjson",
        "{\"t\":0,\"event\":\"step\",\"phase\":\"load\",\"step\":1,\"seconds\":0}\n");
    take(&fixture);
    take(&fixture);
    text = written(&fixture);
    CU_ASSERT_EQUAL(count(text, "\"kind\":\"step\""), 2);
    CU_ASSERT_EQUAL(count(text, "\"phase\":\"warm\",\"step\":0,\"pssBytes\":"), 1);
    CU_ASSERT_EQUAL(count(text, "\"phase\":\"load\",\"step\":1,\"pssBytes\":"), 1);
    free(text);
    end(&fixture);
}

static void the_last_step_is_weighed_when_its_phase_has_drained(void)
{
    struct fixture fixture;
    make_folder(&fixture);
    begin(&fixture, clock_now_ns());
    put(fixture.folder.path, "events.ndjson",
        "{\"t\":0,\"event\":\"step\",\"phase\":\"load\",\"step\":0,\"seconds\":3600}\n"
        "{\"t\":1,\"event\":\"drained\",\"phase\":\"load\"}\n{\"t\":1,\"event\":\"end\"}\n");
    take(&fixture);
    char *text = written(&fixture);
    CU_ASSERT_EQUAL(count(text, "\"kind\":\"step\""), 1);
    free(text);
    end(&fixture);
}

static void the_end_closes_the_file_with_the_servers_costs(void)
{
    struct fixture fixture;
    struct error error;
    struct rusage usage = {.ru_nvcsw = 77};
    make_folder(&fixture);
    begin(&fixture, clock_now_ns());
    CU_ASSERT(sampler_finish(&fixture.sampler, &usage, &error));
    char *text = written(&fixture);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"kind\":\"end\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"voluntarySwitches\":77,"));
    free(text);
    end(&fixture);
}

static void a_full_disk_is_an_error(void)
{
    struct fixture fixture;
    struct error error;
    char path[PATH_BYTES];
    make_folder(&fixture);
    CU_ASSERT_FATAL(file_join(path, fixture.folder.path, "samples.ndjson", &error));
    CU_ASSERT_EQUAL_FATAL(symlink("/dev/full", path), 0);
    begin(&fixture, clock_now_ns());
    CU_ASSERT_FALSE(sampler_take(&fixture.sampler, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "samples.ndjson: No space left on device"));
    end(&fixture);
}

static void a_sample_costs_little(void)
{
    struct fixture fixture;
    make_folder(&fixture);
    begin(&fixture, clock_now_ns());
    take(&fixture); /* opens files, touches the page */
    uint64_t before_ns = clock_thread_cpu_ns();
    for (unsigned i = 0; i < 100; i++)
        take(&fixture);
    uint64_t each_ns = (clock_thread_cpu_ns() - before_ns) / 100;
    /* 0.5 % of a core at ten samples a second are 500 us; sanitizers and strangers' caches are
     * allowed for. */
    CU_ASSERT(each_ns < 2 * ONE_MS_NS);
    end(&fixture);
}

static CU_TestInfo tests[] = {
    {"samples lie on a grid that starts at zero", samples_lie_on_a_grid_that_starts_at_zero},
    {"counters of all slots are added up, and loops are listed",
     counters_of_all_slots_are_added_up_and_loops_are_listed},
    {"busy intervals are listed once, and none from before the trial",
     busy_intervals_are_listed_once_and_none_from_before_the_trial},
    {"a step is weighed at its planned end, or when the next begins",
     a_step_is_weighed_at_its_planned_end_or_when_the_next_begins},
    {"the last step is weighed when its phase has drained",
     the_last_step_is_weighed_when_its_phase_has_drained},
    {"the end closes the file with the server's costs",
     the_end_closes_the_file_with_the_servers_costs},
    {"a full disk is an error", a_full_disk_is_an_error},
    {"a sample costs little", a_sample_costs_little},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("sampler", tests)
