/*
 * The program bench against programs that misbehave: whatever they do, it says so in a sentence,
 * keeps what is finished and leaves no process behind.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/json.h"
#include "tests/support/bench_command.h"
#include "tests/support/stub_programs.h"
#include "tests/support/suite.h"

static struct bench_command bench;

static void begin(const char *stubs)
{
    bench_command_begin(&bench, stubs);
}

static void end(void)
{
    CU_ASSERT(bench_command_end(&bench)); /* no process is left */
}

static int run(const char *const *flags)
{
    return bench_command_run(&bench, flags);
}

static bool said(const char *part)
{
    return strstr(bench.messages, part) != NULL;
}

static char *read_run(struct json_document *document)
{
    struct error error;
    char *text = bench_command_read(&bench, "run.json");
    CU_ASSERT_FATAL(json_parse("run.json", text, strlen(text), document, &error));
    return text;
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL ? text : "null";
}

/* Checks run.json: complete or why not, and how each trial's "status: reason" begins. */
static void expect_run(const char *reason, const char *const *trials)
{
    struct json_document document;
    char *text = read_run(&document);
    const cJSON *complete = cJSON_GetObjectItemCaseSensitive(document.root, "complete");
    const cJSON *listed = cJSON_GetObjectItemCaseSensitive(document.root, "trials");
    int count = 0;
    CU_ASSERT_EQUAL(cJSON_IsTrue(complete), reason == NULL);
    CU_ASSERT_STRING_EQUAL(text_of(document.root, "reason"), reason != NULL ? reason : "null");
    for (; trials[count] != NULL; count++) {
        char trial[2048];
        const cJSON *item = cJSON_GetArrayItem(listed, count);
        (void)snprintf(trial, sizeof trial, "%s: %s", text_of(item, "status"),
                       text_of(item, "reason"));
        CU_ASSERT_EQUAL(strncmp(trial, trials[count], strlen(trials[count])), 0);
    }
    CU_ASSERT_EQUAL(cJSON_GetArraySize(listed), count);
    json_close(&document);
    free(text);
}

static void a_good_run_leaves_all_files_and_prints_the_reports_table(void)
{
    static const char *const files[] = {"run.json",
                                        "trials/stub/event-loop/1/result.json",
                                        "trials/stub/event-loop/1/samples.ndjson",
                                        "trials/stub/event-loop/1/events.ndjson",
                                        "trials/stub/event-loop/1/scenario.json",
                                        "trials/stub/event-loop/1/commands.txt",
                                        "trials/stub/thread-per-request/1/result.json"};
    begin("");
    CU_ASSERT_EQUAL(run(NULL), 0);
    CU_ASSERT_EQUAL(strncmp(bench.output, "the table of ", 13), 0);
    expect_run(NULL, FLAGS("done: null", "done: null"));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[256];
        (void)snprintf(name, sizeof name, "results/latest/%s", files[i]);
        char *text = folder_read(&bench.folder, name);
        CU_ASSERT(text[0] != '\0');
        free(text);
    }
    char *samples =
        folder_read(&bench.folder, "results/latest/trials/stub/event-loop/1/samples.ndjson");
    CU_ASSERT_PTR_NOT_NULL(strstr(samples, "\"kind\":\"sample\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(samples, "\"kind\":\"step\",\"phase\":\"load\",\"step\":0"));
    CU_ASSERT_PTR_NOT_NULL(strstr(samples, "\"kind\":\"end\""));
    free(samples);
    CU_ASSERT(said("plan: 2 trials"));
    CU_ASSERT(said("event-loop  1/1  load 1: 100/s offered"));
    CU_ASSERT_PTR_NULL(strchr(bench.messages, '\r')); /* stderr is no terminal here */
    end();
}

static void quiet_json_prints_one_document_and_nothing_else(void)
{
    struct json_document document;
    struct error error;
    begin("");
    CU_ASSERT_EQUAL(run(FLAGS("--quiet", "--json", "--no-report", "--servers=event-loop")), 0);
    CU_ASSERT_STRING_EQUAL(bench.messages, "");
    CU_ASSERT_FATAL(json_parse("stdout", bench.output, strlen(bench.output), &document, &error));
    CU_ASSERT_STRING_EQUAL(text_of(document.root, "suite"), "stub");
    json_close(&document);
    CU_ASSERT_EQUAL(run(FLAGS("--quiet", "--plain", "--servers=event-loop")), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.output, " --plain\n"));
    end();
}

static void a_server_that_dies_before_it_is_ready_fails_its_trial_alone(void)
{
    static const char died[] = "failed: server event-loop ended with status 1 before it was ready; "
                               "its log ends: \"stub: port 80 is in use\"";
    begin("event-loop-dies");
    CU_ASSERT_EQUAL(run(NULL), 1);
    CU_ASSERT(said(died));
    struct json_document document;
    char *text = read_run(&document);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"1 of 2 trials failed\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"done\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.output, "the table of ")); /* of the other one */
    json_close(&document);
    free(text);
    end();
}

/* One trial that fails, for one reason, in one sentence. */
static void expect_failure(const char *stubs, const char *reason)
{
    char failed[1024];
    begin(stubs);
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 1);
    CU_ASSERT(said(reason));
    (void)snprintf(failed, sizeof failed, "failed: %s", reason);
    expect_run("1 of 1 trials failed", FLAGS(failed));
    CU_ASSERT_STRING_EQUAL(bench.output, ""); /* nothing to report on */
    end();
}

static void whatever_goes_wrong_in_a_trial_is_told_in_a_sentence(void)
{
    static const struct {
        const char *stubs;
        const char *reason;
    } cases[] = {
        {"server-malformed", "server event-loop said \"ready port=http model=event-loop pid="},
        {"server-other-model",
         "server event-loop is ready as model \"other\" instead of \"event-loop\""},
        {"server-without-page", "cannot open the stats page "},
        {"server-refuses", "request \"hello\" (GET /hello) was answered with status 400 instead of "
                           "2xx: \"unknown step \"x\"\""},
        {"server-dies-under-load", "server event-loop was killed by SIGABRT under load; its log "
                                   "ends: \"stub: the floor gave way\""},
        {"load-fails",
         "loadgen ended with status 1; its log ends: \"stub: there are no ports left\""},
        {"load-without-result", "cannot open "},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_failure(cases[i].stubs, cases[i].reason);
}

static void an_interrupt_keeps_what_is_there_and_leaves_nothing_running(void)
{
    begin("load-lasts");
    bench_command_start(&bench);
    CU_ASSERT(bench_command_wait_for(&bench, "trials/stub/*/1/events.ndjson"));
    CU_ASSERT_EQUAL(bench_command_stop(&bench, SIGINT), 130);
    CU_ASSERT(said("bench: stopping; what is finished is kept"));
    expect_run("interrupted (SIGINT)", FLAGS("failed: interrupted (SIGINT)", "skipped: null"));
    CU_ASSERT(bench_command_wait_for(&bench, "trials/stub/*/1/result.json"));
    end();
}

static void sigterm_ends_it_with_143(void)
{
    begin("load-lasts");
    bench_command_start(&bench);
    CU_ASSERT(bench_command_wait_for(&bench, "trials/stub/*/1/events.ndjson"));
    CU_ASSERT_EQUAL(bench_command_stop(&bench, SIGTERM), 143);
    expect_run("interrupted (SIGTERM)", FLAGS("failed: interrupted (SIGTERM)", "skipped: null"));
    end();
}

static void a_second_interrupt_does_not_wait_for_a_server_that_does_not_stop(void)
{
    begin("load-lasts server-stubborn");
    uint64_t started_ns = clock_now_ns();
    bench_command_start(&bench);
    CU_ASSERT(bench_command_wait_for(&bench, "trials/stub/*/1/events.ndjson"));
    process_signal(&bench.process, SIGINT);
    CU_ASSERT(bench_command_wait_for(
        &bench, "trials/stub/*/1/result.json")); /* the generator is done, the server lingers */
    CU_ASSERT_EQUAL(bench_command_stop(&bench, SIGINT), 130);
    CU_ASSERT(clock_now_ns() - started_ns < 11 * ONE_SECOND_NS); /* it would be given 12 s */
    end();
}

static void killed_bench_takes_its_children_along(void)
{
    begin("load-lasts");
    bench_command_start(&bench);
    CU_ASSERT(bench_command_wait_for(&bench, "trials/stub/*/1/events.ndjson"));
    CU_ASSERT_EQUAL(bench_command_stop(&bench, SIGKILL), 128 + SIGKILL);
    expect_run("still running, or killed", FLAGS("skipped: null", "skipped: null"));
    end();
}

static void a_second_bench_is_refused_and_told_the_pid_of_the_first(void)
{
    char expected[64];
    begin("load-lasts");
    bench_command_start(&bench);
    CU_ASSERT(bench_command_wait_for(&bench, "run.json"));
    CU_ASSERT_EQUAL(run(NULL), 1);
    (void)snprintf(expected, sizeof expected, "another bench (process %d) is measuring into ",
                   bench.process.pid);
    CU_ASSERT(said(expected));
    CU_ASSERT_EQUAL(bench_command_stop(&bench, SIGINT), 130);
    end();
}

static void a_results_folder_that_cannot_be_written_is_named(void)
{
    begin("");
    CU_ASSERT_EQUAL(run(FLAGS("--out=/proc/results")), 1);
    CU_ASSERT(said("bench: error: cannot make the folder /proc/results"));
    end();
}

static void dry_run_prints_the_order_and_runs_nothing(void)
{
    char path[PATH_BYTES];
    begin("server-dies load-fails");
    CU_ASSERT_EQUAL(run(FLAGS("--dry-run", "--repetitions=2")), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.output, "plan: 4 trials"));
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.output, "   4  stub  "));
    CU_ASSERT_STRING_EQUAL(bench.messages, "");
    CU_ASSERT_EQUAL(access(folder_join(&bench.folder, "results", path), F_OK), -1);
    end();
}

static void wrong_input_is_told_whole_and_runs_nothing(void)
{
    char path[PATH_BYTES];
    begin("");
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-lop")), 2);
    CU_ASSERT(said("unknown server \"event-lop\"; did you mean "
                   "\"event-loop\"? Known: thread-per-request"));
    CU_ASSERT_EQUAL(run(FLAGS("none.json", "--no-report")), 2);
    CU_ASSERT(said("cannot open none.json"));
    CU_ASSERT(said("bench: nothing was run"));
    CU_ASSERT_EQUAL(run(FLAGS("--repetitions=many")), 2);
    CU_ASSERT_EQUAL(access(folder_join(&bench.folder, "results", path), F_OK), -1);
    end();
}

static void builds_whose_timings_mean_nothing_are_refused_or_marked(void)
{
    static const char *const stubs[] = {"server-debug", "server-sanitized"};
    for (size_t i = 0; i < 2; i++) {
        struct json_document document;
        begin(stubs[i]);
        CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 1);
        CU_ASSERT(said("whose timings mean nothing; build with"));
        CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop", "--allow-unoptimised")), 0);
        char *text = read_run(&document);
        CU_ASSERT(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(document.root, "unoptimised")));
        json_close(&document);
        free(text);
        end();
    }
}

static void the_reports_verdict_is_the_exit_status_and_its_failure_costs_no_results(void)
{
    char path[PATH_BYTES];
    begin("report-misses-threshold");
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 3);
    stub_programs_set("report-fails");
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 1);
    CU_ASSERT(said("the report ended with status 1; the measurements are kept in "));
    CU_ASSERT_EQUAL(unlink(folder_join(&bench.folder, "report", path)), 0);
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 1);
    CU_ASSERT(said("there is no report, but the measurements are kept"));
    CU_ASSERT_EQUAL(access(folder_join(&bench.folder, "results/latest/run.json", path), F_OK), 0);
    end();
}

static void missing_programs_are_named_with_the_remedy(void)
{
    char path[PATH_BYTES];
    begin("");
    CU_ASSERT_EQUAL(unlink(folder_join(&bench.folder, "loadgen", path)), 0);
    CU_ASSERT_EQUAL(run(NULL), 1);
    CU_ASSERT(said("/loadgen; build it with \"make build\""));
    end();
}

static CU_TestInfo tests[] = {
    {"a good run leaves all files and prints the report's table",
     a_good_run_leaves_all_files_and_prints_the_reports_table},
    {"quiet JSON prints one document and nothing else",
     quiet_json_prints_one_document_and_nothing_else},
    {"a server that dies before it is ready fails its trial alone",
     a_server_that_dies_before_it_is_ready_fails_its_trial_alone},
    {"whatever goes wrong in a trial is told in a sentence",
     whatever_goes_wrong_in_a_trial_is_told_in_a_sentence},
    {"an interrupt keeps what is there and leaves nothing running",
     an_interrupt_keeps_what_is_there_and_leaves_nothing_running},
    {"SIGTERM ends it with 143", sigterm_ends_it_with_143},
    {"a second interrupt does not wait for a server that does not stop",
     a_second_interrupt_does_not_wait_for_a_server_that_does_not_stop},
    {"a killed bench takes its children along", killed_bench_takes_its_children_along},
    {"a second bench is refused and told the pid of the first",
     a_second_bench_is_refused_and_told_the_pid_of_the_first},
    {"a results folder that cannot be written is named",
     a_results_folder_that_cannot_be_written_is_named},
    {"dry run prints the order and runs nothing", dry_run_prints_the_order_and_runs_nothing},
    {"wrong input is told whole and runs nothing", wrong_input_is_told_whole_and_runs_nothing},
    {"builds whose timings mean nothing are refused or marked",
     builds_whose_timings_mean_nothing_are_refused_or_marked},
    {"the report's verdict is the exit status, and its failure costs no results",
     the_reports_verdict_is_the_exit_status_and_its_failure_costs_no_results},
    {"missing programs are named with the remedy", missing_programs_are_named_with_the_remedy},
    CU_TEST_INFO_NULL,
};

int main(int argc, char **argv)
{
    if (stub_programs_are_meant(argv))
        return stub_programs_run(argc, argv);
    if (argc != 2 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        return EXIT_FAILURE;
    char program[PATH_BYTES];
    (void)snprintf(program, sizeof program, "%s/bench", argv[1]);
    bench.program = program;
    return suite_run("bench", tests);
}
