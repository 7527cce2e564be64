#include "bench/subject.h"

#include <string.h>
#include <unistd.h>

#include "tests/support/bench_stage.h"

static struct folder folder;
static char program[PATH_BYTES];
static struct cpu_placement placement;
static struct scenario_server server;

static struct subject_options options_of(void)
{
    struct cpu_placement_view view;
    struct error error;
    CU_ASSERT_FATAL(cpu_placement_observe(&view, &error));
    cpu_placement_decide(&view, &placement);
    server = (struct scenario_server){.id = "loop", .model = "event-loop", .label = "Loop"};
    return (struct subject_options){.program = folder_join(&folder, "server", program),
                                    .server = &server,
                                    .placement = &placement,
                                    .iterations_per_ms = 1000.5,
                                    .directory = folder.path};
}

static struct interrupt begin(const char *stubs)
{
    struct interrupt interrupt;
    struct error error;
    folder_make(&folder);
    stub_programs_make(folder.path);
    stub_programs_set(stubs);
    CU_ASSERT_FATAL(interrupt_open(&interrupt, &error));
    return interrupt;
}

static void end(struct interrupt *interrupt)
{
    interrupt_close(interrupt);
    folder_remove(&folder);
}

static void the_ready_line_is_read_strictly(void)
{
    static const struct {
        const char *line;
        uint16_t port; /* 0: refused */
    } cases[] = {
        {"ready port=40123 model=event-loop pid=7", 40123},
        {"ready port=1 model=event-loop pid=7", 1},
        {"ready port=65535 model=event-loop pid=7", 65535},
        {"ready port=65536 model=event-loop pid=7", 0},
        {"ready port=0 model=event-loop pid=7", 0},
        {"ready port=-1 model=event-loop pid=7", 0},
        {"ready port= model=event-loop pid=7", 0},
        {"ready port=8080 model=event-loop", 0},
        {"ready port=8080 model=event-loop pid=7 more", 0},
        {"ready port=8080 model=thread-per-request pid=7", 0},
        {"Listening on 8080", 0},
        {"", 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error;
        uint16_t port = 0;
        bool read = subject_parse_ready(cases[i].line, "event-loop", &port, &error);
        CU_ASSERT_EQUAL(read, cases[i].port != 0);
        CU_ASSERT(!read || port == cases[i].port);
    }
}

static void it_is_started_with_the_flags_of_the_design_and_the_scenario(void)
{
    struct arguments arguments;
    static char key[] = "queue";
    static char value[] = "8";
    struct interrupt interrupt = begin("");
    struct subject_options options = options_of();
    struct scenario_option option = {key, value};
    server.options = &option;
    server.option_count = 1;
    subject_list_arguments(&options, 0, "/dev/shm/page", &arguments);
    static const char *const expected[] = {"--model=event-loop",    "--port=0",
                                           "--stats=/dev/shm/page", "--iterations-per-ms=1000.5",
                                           "--idle-timeout=120s",   "--queue=8"};
    CU_ASSERT_EQUAL_FATAL(arguments.count, 7);
    for (size_t i = 0; i < 6; i++)
        CU_ASSERT_STRING_EQUAL(arguments.values[i + 1], expected[i]);
    end(&interrupt);
}

static void it_serves_with_a_page_that_no_folder_shows_and_stops_by_itself(void)
{
    static struct subject subject;
    struct error error;
    char page[PATH_BYTES];
    struct interrupt interrupt = begin("");
    struct subject_options options = options_of();
    CU_ASSERT_FATAL(subject_start(&subject, &options, &interrupt, &error));
    CU_ASSERT(subject.port > 0);
    CU_ASSERT_STRING_EQUAL(subject.page->model, "event-loop");
    (void)snprintf(page, sizeof page, "/dev/shm/barista-%d.stats", getpid());
    CU_ASSERT_EQUAL(access(page, F_OK), -1);
    CU_ASSERT(subject_stop(&subject, &interrupt));
    CU_ASSERT_EQUAL(subject.child.status, 0);
    subject_release(&subject);
    CU_ASSERT_PTR_NULL(subject.page);
    end(&interrupt);
}

static void one_that_cannot_start_leaves_nothing(void)
{
    static const struct {
        const char *stubs;
        const char *reason;
    } cases[] = {
        {"server-dies", "server loop ended with status 1 before it was ready; its log ends: "},
        {"server-malformed", "server loop said \"ready port=http"},
        {"server-without-page", "cannot open the stats page"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static struct subject subject;
        struct error error;
        struct interrupt interrupt = begin(cases[i].stubs);
        struct subject_options options = options_of();
        CU_ASSERT_FALSE(subject_start(&subject, &options, &interrupt, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].reason));
        CU_ASSERT(subject.child.ended);
        end(&interrupt);
    }
}

static void after_a_second_signal_nobody_waits_for_it(void)
{
    static struct subject subject;
    struct error error;
    struct interrupt interrupt = begin("server-stubborn");
    struct subject_options options = options_of();
    CU_ASSERT_FATAL(subject_start(&subject, &options, &interrupt, &error));
    interrupt.count = 2;
    CU_ASSERT_FALSE(subject_stop(&subject, &interrupt));
    subject_release(&subject);
    end(&interrupt);
}

static CU_TestInfo tests[] = {
    {"the ready line is read strictly", the_ready_line_is_read_strictly},
    {"it is started with the flags of the design and the scenario",
     it_is_started_with_the_flags_of_the_design_and_the_scenario},
    {"it serves, with a page that no folder shows, and stops by itself",
     it_serves_with_a_page_that_no_folder_shows_and_stops_by_itself},
    {"one that cannot start leaves nothing", one_that_cannot_start_leaves_nothing},
    {"after a second signal nobody waits for it", after_a_second_signal_nobody_waits_for_it},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("subject", tests)
