#include "bench/event_tail.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

static char path[64];

static void begin(struct event_tail *tail)
{
    (void)snprintf(path, sizeof path, "/tmp/barista-events-%d.ndjson", getpid());
    (void)unlink(path);
    event_tail_open(tail, path);
}

static void end(struct event_tail *tail)
{
    event_tail_close(tail);
    (void)unlink(path);
}

static void append(const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void events_come_as_they_are_appended(void)
{
    struct event_tail tail;
    struct tail_event event;
    begin(&tail);
    CU_ASSERT_FALSE(event_tail_next(&tail, &event)); /* no file yet */
    append("{\"t\":0.0,\"event\":\"step\",\"phase\":\"warm-up\",\"step\":0,\"seconds\":1}\n");
    CU_ASSERT_FATAL(event_tail_next(&tail, &event));
    CU_ASSERT_EQUAL(event.kind, TAIL_EVENT_STEP);
    CU_ASSERT_STRING_EQUAL(event.phase, "warm-up");
    CU_ASSERT_DOUBLE_EQUAL(event.duration_s, 1.0, 1e-9);
    CU_ASSERT_FALSE(event_tail_next(&tail, &event));
    append("{\"t\":1.25,\"event\":\"drained\",\"phase\":\"warm-up\"}\n"
           "{\"t\":1.5,\"event\":\"step\",\"phase\":\"load\",\"step\":2,\"seconds\":0.5}\n"
           "{\"t\":9,\"event\":\"end\"}\n");
    CU_ASSERT_FATAL(event_tail_next(&tail, &event));
    CU_ASSERT_EQUAL(event.kind, TAIL_EVENT_DRAINED);
    CU_ASSERT_DOUBLE_EQUAL(event.t_s, 1.25, 1e-9);
    CU_ASSERT_FATAL(event_tail_next(&tail, &event));
    CU_ASSERT_EQUAL(event.step, 2);
    CU_ASSERT_FATAL(event_tail_next(&tail, &event));
    CU_ASSERT_EQUAL(event.kind, TAIL_EVENT_END);
    CU_ASSERT_FALSE(event_tail_next(&tail, &event));
    end(&tail);
}

static void a_line_may_come_in_any_pieces(void)
{
    static const char line[] = "{\"t\":3,\"event\":\"end\"}\n";
    for (size_t cut = 0; cut < sizeof line; cut++) {
        struct event_tail tail;
        struct tail_event event;
        char first[sizeof line];
        begin(&tail);
        (void)snprintf(first, sizeof first, "%.*s", (int)cut, line);
        append(first);
        bool early = event_tail_next(&tail, &event);
        append(line + cut);
        CU_ASSERT_EQUAL(early, cut == sizeof line - 1);
        CU_ASSERT_EQUAL(event_tail_next(&tail, &event), !early);
        CU_ASSERT_EQUAL(event.kind, TAIL_EVENT_END);
        end(&tail);
    }
}

static void lines_that_are_no_events_are_passed_over(void)
{
    struct event_tail tail;
    struct tail_event event;
    char endless[5000];
    memset(endless, 'x', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    begin(&tail);
    append("\nnonsense\n[]\n{\"event\":7}\n{\"event\":\"later\"}\n");
    append(endless);
    append("\n{\"t\":2,\"event\":\"end\"}\n");
    CU_ASSERT_FATAL(event_tail_next(&tail, &event));
    CU_ASSERT_EQUAL(event.kind, TAIL_EVENT_END);
    CU_ASSERT_FALSE(event_tail_next(&tail, &event));
    end(&tail);
}

static CU_TestInfo tests[] = {
    {"events come as they are appended", events_come_as_they_are_appended},
    {"a line may come in any pieces", a_line_may_come_in_any_pieces},
    {"lines that are no events are passed over", lines_that_are_no_events_are_passed_over},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("event_tail", tests)
