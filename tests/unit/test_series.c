#include "loadgen/series.h"

#include <unistd.h>

#include "core/file.h"
#include "tests/support/recorded.h"
#include "tests/support/suite.h"

struct fixture {
    struct recorded recorded;
    struct recorder_plan plan;
    struct recorder recorder;
    char path[32];
};

static void start(struct fixture *fixture)
{
    recorded_init(&fixture->recorded);
    recorded_start(&fixture->recorded, &fixture->plan, &fixture->recorder);
    memcpy(fixture->path, "/tmp/test_series.XXXXXX", sizeof "/tmp/test_series.XXXXXX");
    int fd = mkstemp(fixture->path);
    CU_ASSERT_FATAL(fd >= 0);
    (void)close(fd);
}

static void stop(struct fixture *fixture)
{
    (void)unlink(fixture->path);
    recorder_release(&fixture->recorder);
    recorder_plan_release(&fixture->plan);
}

static void file_is(const struct fixture *fixture, const char *expected)
{
    char *text;
    size_t length;
    struct error error;
    CU_ASSERT_FATAL(file_read(fixture->path, 1 << 24, &text, &length, &error));
    if (strcmp(text, expected) != 0)
        printf("\n%s", text);
    CU_ASSERT_STRING_EQUAL(text, expected);
    free(text);
}

static void every_second_has_its_row(void)
{
    struct fixture fixture;
    struct error error;
    start(&fixture);
    recorded_add(&fixture.recorder, recorded_ok(WARM_UP, LIGHT, 500, 0, 1240));
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2500, 0, 1990));
    recorded_add(&fixture.recorder, recorded_ok(FIRST, LIGHT, 2999, 0, 2499990)); /* to 5.499 */
    recorded_add(&fixture.recorder,
                 recorded_failure(FIRST, OUTCOME_CONNECT_REFUSED, 3000, 10, NULL));
    CU_ASSERT(series_write_seconds(&fixture.recorder, fixture.path, &error));
    file_is(&fixture, "second,offered,done,errors,p50_us,p99_us,max_us,in_flight\n"
                      "0,1,1,0,1250.000,,1250.000,0\n"
                      "1,0,0,0,,,,0\n"
                      "2,2,2,0,2007.039,,2500000.000,1\n"
                      "3,1,0,1,,,,1\n"
                      "4,0,0,0,,,,1\n"
                      "5,0,0,0,,,,0\n");
    stop(&fixture);
}

static void a_p99_needs_a_hundred_answers(void)
{
    struct fixture fixture;
    struct error error;
    start(&fixture);
    for (unsigned i = 0; i < 199; i++) /* 99 in the first second, 100 in the second */
        recorded_add(&fixture.recorder,
                     recorded_ok(FIRST, LIGHT, i < 99 ? 2100 : 3100, 0, i % 50 == 0 ? 991 : 30));
    CU_ASSERT(series_write_seconds(&fixture.recorder, fixture.path, &error));
    file_is(&fixture, "second,offered,done,errors,p50_us,p99_us,max_us,in_flight\n"
                      "0,0,0,0,,,,0\n"
                      "1,0,0,0,,,,0\n"
                      "2,99,99,0,40.191,,1001.000,0\n"
                      "3,100,100,0,40.191,1001.000,1001.000,0\n");
    stop(&fixture);
}

static void slow_requests_end_with_their_total(void)
{
    struct fixture fixture;
    struct error error;
    start(&fixture);
    struct exchange_record slow = recorded_ok(FIRST, HEAVY, 2000, 0, 49990);
    recorded_add(&fixture.recorder, slow);
    slow = recorded_ok(SECOND, LIGHT, 6001, 0, 29990);
    slow.worker = 2;
    recorded_add(&fixture.recorder, slow);
    fixture.recorder.slow_total = 20005;
    CU_ASSERT(
        series_write_slow(&fixture.recorder, &fixture.recorded.scenario, fixture.path, &error));
    file_is(&fixture, "{\"intendedNs\":2000000000,\"doneNs\":2050000000,\"request\":\"heavy\","
                      "\"worker\":-1}\n"
                      "{\"intendedNs\":6001000000,\"doneNs\":6031000000,\"request\":\"light\","
                      "\"worker\":2}\n"
                      "{\"total\":20005}\n");
    stop(&fixture);
}

static void an_empty_run_has_files_too(void)
{
    struct fixture fixture;
    struct error error;
    start(&fixture);
    CU_ASSERT(series_write_seconds(&fixture.recorder, fixture.path, &error));
    file_is(&fixture, "second,offered,done,errors,p50_us,p99_us,max_us,in_flight\n"
                      "0,0,0,0,,,,0\n");
    CU_ASSERT(
        series_write_slow(&fixture.recorder, &fixture.recorded.scenario, fixture.path, &error));
    file_is(&fixture, "{\"total\":0}\n");
    stop(&fixture);
}

static void a_folder_that_is_not_there_is_an_error(void)
{
    struct fixture fixture;
    struct error error;
    start(&fixture);
    CU_ASSERT_FALSE(series_write_seconds(&fixture.recorder, "/nowhere/t.csv", &error));
    CU_ASSERT_STRING_EQUAL(error.text, "cannot write /nowhere/t.csv: No such file or directory");
    CU_ASSERT_FALSE(series_write_slow(&fixture.recorder, &fixture.recorded.scenario,
                                      "/nowhere/s.ndjson", &error));
    CU_ASSERT_STRING_EQUAL(error.text, "cannot write /nowhere/s.ndjson: No such file or directory");
    stop(&fixture);
}

static CU_TestInfo tests[] = {
    {"every second has its row", every_second_has_its_row},
    {"a second's p99 needs a hundred answers", a_p99_needs_a_hundred_answers},
    {"slow requests end with their total", slow_requests_end_with_their_total},
    {"an empty run has files too", an_empty_run_has_files_too},
    {"a folder that is not there is an error", a_folder_that_is_not_there_is_an_error},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("series", tests)
