/* events.ndjson: its lines to the byte, and lost lines that do not stay secret. */
#include "loadgen/events.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/limits.h"
#include "tests/support/suite.h"

static const struct scenario_phase phase = {.name = "load", .step_duration_ns = 4 * ONE_SECOND_NS};

static void lines_are_as_documented(void)
{
    char path[] = "/tmp/events_test_XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    struct events events;
    struct error error;
    CU_ASSERT_TRUE_FATAL(events_open(&events, path, &error));
    events_step(&events, 1500000, &phase, 2);
    events_drained(&events, 4 * ONE_SECOND_NS, &phase);
    events_end(&events, 4 * ONE_SECOND_NS + 1000);
    CU_ASSERT_TRUE(events_close(&events, &error));
    char *text = NULL;
    size_t length = 0;
    CU_ASSERT_TRUE_FATAL(file_read(path, 4096, &text, &length, &error));
    CU_ASSERT_STRING_EQUAL(
        text, "{\"t\":0.001500,\"event\":\"step\",\"phase\":\"load\",\"step\":2,\"seconds\":4}\n"
              "{\"t\":4.000000,\"event\":\"drained\",\"phase\":\"load\"}\n"
              "{\"t\":4.000001,\"event\":\"end\"}\n");
    free(text);
    close(fd);
    unlink(path);
}

static void a_lost_line_is_an_error_at_the_end(void)
{
    struct events events;
    struct error error;
    CU_ASSERT_TRUE_FATAL(events_open(&events, "/dev/full", &error));
    events_end(&events, 0);
    CU_ASSERT_FALSE(events_close(&events, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "cannot write /dev/full: No space left on device");
}

static void a_file_that_cannot_be_made_is_named(void)
{
    struct events events;
    struct error error;
    CU_ASSERT_FALSE(events_open(&events, "/nowhere/events.ndjson", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/nowhere/events.ndjson"));
}

static void without_a_path_nothing_is_written(void)
{
    struct events events;
    struct error error;
    CU_ASSERT_TRUE(events_open(&events, NULL, &error));
    events_step(&events, 0, &phase, 0);
    CU_ASSERT_TRUE(events_close(&events, &error));
}

static CU_TestInfo tests[] = {
    {"lines are as documented", lines_are_as_documented},
    {"a lost line is an error at the end", a_lost_line_is_an_error_at_the_end},
    {"a file that cannot be made is named", a_file_that_cannot_be_made_is_named},
    {"without a path nothing is written", without_a_path_nothing_is_written},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("events", tests)
