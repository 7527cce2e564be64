/*
 * The program bench against programs that misbehave: whatever they do, it says so in a sentence,
 * keeps what is finished and leaves no process behind.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/json.h"
#include "tests/support/folder.h"
#include "tests/support/process.h"
#include "tests/support/stub_programs.h"
#include "tests/support/suite.h"

#define TEXT_BYTES  16384
#define PATIENCE_NS (30 * ONE_SECOND_NS)
#define FLAGS_MAX   6

static char bench[PATH_BYTES]; /* the program; set once by main() */

static struct folder folder;
static char output[TEXT_BYTES];
static char messages[TEXT_BYTES];

static void begin(const char *stubs)
{
    char path[PATH_BYTES];
    folder_make(&folder);
    stub_programs_make(folder.path);
    stub_programs_write_scenario(folder_join(&folder, "a.json", path), "stub", 1);
    stub_programs_set(stubs);
}

static void end(void)
{
    /* Orphans would be ours (PR_SET_CHILD_SUBREAPER): there are none, not even dead ones. */
    CU_ASSERT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    folder_remove(&folder);
}

/* The command line "bench run a.json --out=results" with further flags. */
struct command {
    char words[4][PATH_BYTES];
    const char *argv[FLAGS_MAX + 8];
};

static void command_make(struct command *command, const char *const *flags)
{
    size_t count = 0;
    (void)snprintf(command->words[0], PATH_BYTES, "--programs=%s", folder.path);
    (void)snprintf(command->words[1], PATH_BYTES, "--out=%s/results", folder.path);
    (void)folder_join(&folder, "a.json", command->words[2]);
    const char *const fixed[] = {bench, "run", command->words[0], command->words[1],
                                 command->words[2]};
    for (; count < sizeof fixed / sizeof fixed[0]; count++)
        command->argv[count] = fixed[count];
    for (; flags != NULL && *flags != NULL; flags++)
        command->argv[count++] = *flags;
    command->argv[count] = NULL;
}

#define FLAGS(...) ((const char *const[]){__VA_ARGS__, NULL})

static int run(const char *const *flags)
{
    struct command command;
    command_make(&command, flags);
    return process_run(command.argv, output, messages, TEXT_BYTES);
}

static void start(struct process *process)
{
    struct command command;
    struct error error;
    command_make(&command, NULL);
    CU_ASSERT_FATAL(process_start(process, command.argv, 0, &error));
}

/* Waits until a file of the newest run is there and not empty. */
static bool comes(const char *pattern)
{
    char script[PATH_BYTES * 2];
    char ignored[64];
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    (void)snprintf(script, sizeof script, "set -- %s/results/2*/%s; [ -s \"$1\" ]", folder.path,
                   pattern);
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    while (process_run(argv, ignored, ignored, sizeof ignored) != 0)
        if (clock_now_ns() > until_ns)
            return false;
    return true;
}

static int stop(struct process *process, int signal_number)
{
    process_signal(process, signal_number);
    int status = process_wait(process, PATIENCE_NS);
    process_read_messages(process, messages, sizeof messages);
    process_release(process);
    return status;
}

/* run.json of the only run, found through the shell, for it has no `latest` when nothing is done.
 */
static char *read_run(struct json_document *document)
{
    char script[PATH_BYTES];
    struct error error;
    (void)snprintf(script, sizeof script, "cat %s/results/2*/run.json", folder.path);
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    char *text = malloc(TEXT_BYTES);
    char ignored[TEXT_BYTES];
    CU_ASSERT_EQUAL_FATAL(process_run(argv, text, ignored, TEXT_BYTES), 0);
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
    CU_ASSERT_EQUAL(strncmp(output, "the table of ", 13), 0);
    expect_run(NULL, FLAGS("done: null", "done: null"));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[256];
        (void)snprintf(name, sizeof name, "results/latest/%s", files[i]);
        char *text = folder_read(&folder, name);
        CU_ASSERT(text[0] != '\0');
        free(text);
    }
    char *samples = folder_read(&folder, "results/latest/trials/stub/event-loop/1/samples.ndjson");
    CU_ASSERT_PTR_NOT_NULL(strstr(samples, "\"kind\":\"sample\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(samples, "\"kind\":\"step\",\"phase\":\"load\",\"step\":0"));
    CU_ASSERT_PTR_NOT_NULL(strstr(samples, "\"kind\":\"end\""));
    free(samples);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "plan: 2 trials"));
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "event-loop  1/1  load 1: 100/s offered"));
    CU_ASSERT_PTR_NULL(strchr(messages, '\r')); /* stderr is no terminal here */
    end();
}

static void quiet_json_prints_one_document_and_nothing_else(void)
{
    struct json_document document;
    struct error error;
    begin("");
    CU_ASSERT_EQUAL(run(FLAGS("--quiet", "--json", "--no-report", "--servers=event-loop")), 0);
    CU_ASSERT_STRING_EQUAL(messages, "");
    CU_ASSERT_FATAL(json_parse("stdout", output, strlen(output), &document, &error));
    CU_ASSERT_STRING_EQUAL(text_of(document.root, "suite"), "stub");
    json_close(&document);
    CU_ASSERT_EQUAL(run(FLAGS("--quiet", "--plain", "--servers=event-loop")), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(output, " --plain\n"));
    end();
}

static void a_server_that_dies_before_it_is_ready_fails_its_trial_alone(void)
{
    static const char died[] = "failed: server event-loop ended with status 1 before it was ready; "
                               "its log ends: \"stub: port 80 is in use\"";
    begin("event-loop-dies");
    CU_ASSERT_EQUAL(run(NULL), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, died));
    struct json_document document;
    char *text = read_run(&document);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"1 of 2 trials failed\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"done\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "the table of ")); /* of the other one */
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
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, reason));
    (void)snprintf(failed, sizeof failed, "failed: %s", reason);
    expect_run("1 of 1 trials failed", FLAGS(failed));
    CU_ASSERT_STRING_EQUAL(output, ""); /* nothing to report on */
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
    struct process process;
    begin("load-lasts");
    start(&process);
    CU_ASSERT(comes("trials/stub/*/1/events.ndjson"));
    CU_ASSERT_EQUAL(stop(&process, SIGINT), 130);
    expect_run("interrupted (SIGINT)", FLAGS("failed: interrupted (SIGINT)", "skipped: null"));
    CU_ASSERT(comes("trials/stub/*/1/result.json"));
    end();
}

static void sigterm_ends_it_with_143(void)
{
    struct process process;
    begin("load-lasts");
    start(&process);
    CU_ASSERT(comes("trials/stub/*/1/events.ndjson"));
    CU_ASSERT_EQUAL(stop(&process, SIGTERM), 143);
    expect_run("interrupted (SIGTERM)", FLAGS("failed: interrupted (SIGTERM)", "skipped: null"));
    end();
}

static void a_second_interrupt_does_not_wait_for_a_server_that_does_not_stop(void)
{
    struct process process;
    begin("load-lasts server-stubborn");
    uint64_t started_ns = clock_now_ns();
    start(&process);
    CU_ASSERT(comes("trials/stub/*/1/events.ndjson"));
    process_signal(&process, SIGINT);
    CU_ASSERT(comes("trials/stub/*/1/result.json")); /* the generator is done, the server lingers */
    CU_ASSERT_EQUAL(stop(&process, SIGINT), 130);
    CU_ASSERT(clock_now_ns() - started_ns < 11 * ONE_SECOND_NS); /* it would be given 12 s */
    end();
}

static void killed_bench_takes_its_children_along(void)
{
    struct process process;
    begin("load-lasts");
    start(&process);
    CU_ASSERT(comes("trials/stub/*/1/events.ndjson"));
    CU_ASSERT_EQUAL(stop(&process, SIGKILL), 128 + SIGKILL);
    while (waitpid(-1, NULL, 0) > 0) /* they are ours now, and end by themselves */
        continue;
    expect_run("still running, or killed", FLAGS("skipped: null", "skipped: null"));
    end();
}

static void a_second_bench_is_refused_and_told_the_pid_of_the_first(void)
{
    struct process process;
    char expected[64];
    begin("load-lasts");
    start(&process);
    CU_ASSERT(comes("run.json"));
    CU_ASSERT_EQUAL(run(NULL), 1);
    (void)snprintf(expected, sizeof expected, "another bench (process %d) is measuring into ",
                   process.pid);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, expected));
    CU_ASSERT_EQUAL(stop(&process, SIGINT), 130);
    end();
}

static void a_results_folder_that_cannot_be_written_is_named(void)
{
    begin("");
    CU_ASSERT_EQUAL(run(FLAGS("--out=/proc/results")), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "bench: error: cannot make the folder /proc/results"));
    end();
}

static void dry_run_prints_the_order_and_runs_nothing(void)
{
    char path[PATH_BYTES];
    begin("server-dies load-fails");
    CU_ASSERT_EQUAL(run(FLAGS("--dry-run", "--repetitions=2")), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "plan: 4 trials"));
    CU_ASSERT_PTR_NOT_NULL(strstr(output, "   4  stub  "));
    CU_ASSERT_STRING_EQUAL(messages, "");
    CU_ASSERT_EQUAL(access(folder_join(&folder, "results", path), F_OK), -1);
    end();
}

static void wrong_input_is_told_whole_and_runs_nothing(void)
{
    char path[PATH_BYTES];
    begin("");
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-lop")), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "unknown server \"event-lop\"; did you mean "
                                            "\"event-loop\"? Known: thread-per-request"));
    CU_ASSERT_EQUAL(run(FLAGS("none.json", "--no-report")), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "cannot open none.json"));
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "bench: nothing was run"));
    CU_ASSERT_EQUAL(run(FLAGS("--repetitions=many")), 2);
    CU_ASSERT_EQUAL(access(folder_join(&folder, "results", path), F_OK), -1);
    end();
}

static void builds_whose_timings_mean_nothing_are_refused_or_marked(void)
{
    static const char *const stubs[] = {"server-debug", "server-sanitized"};
    for (size_t i = 0; i < 2; i++) {
        struct json_document document;
        begin(stubs[i]);
        CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(messages, "whose timings mean nothing; build with"));
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
    CU_ASSERT_PTR_NOT_NULL(
        strstr(messages, "the report ended with status 1; the measurements are kept in "));
    CU_ASSERT_EQUAL(unlink(folder_join(&folder, "report", path)), 0);
    CU_ASSERT_EQUAL(run(FLAGS("--servers=event-loop")), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "there is no report, but the measurements are kept"));
    CU_ASSERT_EQUAL(access(folder_join(&folder, "results/latest/run.json", path), F_OK), 0);
    end();
}

static void missing_programs_are_named_with_the_remedy(void)
{
    char path[PATH_BYTES];
    begin("");
    CU_ASSERT_EQUAL(unlink(folder_join(&folder, "loadgen", path)), 0);
    CU_ASSERT_EQUAL(run(NULL), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "/loadgen; build it with \"make build\""));
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
    (void)snprintf(bench, sizeof bench, "%s/bench", argv[1]);
    return suite_run("bench", tests);
}
