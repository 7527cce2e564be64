/* The program loadgen, end to end, against small servers of this process that note what they see
 * and fail as told. Usage: e2e_loadgen FOLDER-OF-PROGRAMS */
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/limits.h"
#include "formats/result.h"
#include "tests/support/process.h"
#include "tests/support/script_server.h"
#include "tests/support/suite.h"

#define OUTPUT_BYTES (1024 * 1024)
#define COUNT(array) (sizeof(array) / sizeof *(array))

static char program[PATH_BYTES];
static char output[OUTPUT_BYTES]; /* of the last run of the program */
static char messages[OUTPUT_BYTES];

/* A server, a folder and a scenario in it. */
struct trial {
    struct script_server server;
    bool stopped;
    char folder[64];
    char scenario[96];
    char out[96];
    char result[128];
    char url[64];
    char out_flag[112];
    char url_flag[80];
};

static void open_trial(struct trial *trial, const struct script *script, const char *scenario)
{
    struct error error;
    memset(trial, 0, sizeof *trial);
    (void)snprintf(trial->folder, sizeof trial->folder, "/tmp/e2e_loadgen_XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(trial->folder));
    (void)snprintf(trial->scenario, sizeof trial->scenario, "%s/scenario.json", trial->folder);
    (void)snprintf(trial->out, sizeof trial->out, "%s/out", trial->folder);
    (void)snprintf(trial->result, sizeof trial->result, "%s/result.json", trial->out);
    CU_ASSERT_TRUE_FATAL(file_write(trial->scenario, scenario, strlen(scenario), &error));
    script_server_start(&trial->server, script);
    (void)snprintf(trial->url, sizeof trial->url, "http://127.0.0.1:%u", trial->server.port);
    (void)snprintf(trial->url_flag, sizeof trial->url_flag, "--url=%s", trial->url);
    (void)snprintf(trial->out_flag, sizeof trial->out_flag, "--out=%s", trial->out);
}

/* What the server saw can be read afterwards. */
static void stop_server(struct trial *trial)
{
    if (!trial->stopped)
        script_server_stop(&trial->server);
    trial->stopped = true;
}

static void close_trial(struct trial *trial)
{
    static const char *const files[] = {"out/result.json", "out/timeseries.csv", "out/slow.ndjson",
                                        "out/events.ndjson", "scenario.json"};
    char path[PATH_BYTES];
    stop_server(trial);
    script_server_release(&trial->server);
    for (size_t i = 0; i < COUNT(files); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", trial->folder, files[i]);
        unlink(path);
    }
    rmdir(trial->out);
    CU_ASSERT_EQUAL(rmdir(trial->folder), 0); /* no other file was left */
}

static int run_scenario(struct trial *trial, const char *flag)
{
    const char *argv[] = {program, trial->scenario, trial->url_flag, trial->out_flag, flag, NULL};
    return process_run(argv, output, messages, OUTPUT_BYTES);
}

static void read_result(const struct trial *trial, struct result *result)
{
    struct error error;
    if (!result_read(trial->result, result, &error)) {
        (void)fprintf(stderr, "%s\n%s\n", error.text, messages);
        CU_FAIL_FATAL("no result");
    }
}

static bool balances(const struct result *result)
{
    uint64_t ended = 0;
    for (unsigned outcome = 0; outcome < OUTCOMES; outcome++)
        ended += result->measures.outcomes[outcome];
    return ended == result->measures.planned;
}

#define SCENARIO(more)                                                                             \
    "{\"version\": 1, \"name\": \"trial\","                                                        \
    " \"requests\": {\"hello\": {\"path\": \"/hello\", \"timeout\": \"300ms\"}}" more "}"
#define CONSTANT(rate, duration, more)                                                             \
    ", \"phases\": [{\"name\": \"load\", \"executor\": \"constant-arrival-rate\","                 \
    " \"arrivals\": \"constant\", \"rate\": \"" rate "\", \"duration\": \"" duration "\"" more     \
    "}]"

/* One connection, so that the server sees the order in which requests were sent. */
#define TWO_REQUESTS                                                                               \
    "{\"version\": 1, \"name\": \"two\", \"seed\": 42, \"connections\": {\"max\": 1},"             \
    " \"requests\": {\"a\": {\"path\": \"/a\"}, \"b\": {\"path\": \"/b\"}},"                       \
    " \"mix\": [{\"request\": \"a\", \"weight\": 9}, {\"request\": \"b\", \"weight\": 1}],"        \
    " \"phases\": [{\"name\": \"load\", \"executor\": \"staircase-arrival-rate\","                 \
    " \"rates\": [\"100/s\", \"300/s\"], \"stepDuration\": \"1s\", \"onBusy\": \"queue\"}]}"

/* Seen at the server between its instant and as late as the records say, and a poll of a busy
 * machine later. */
static void check_seen(const struct script_seen *seen, const struct result *result,
                       uint64_t instant_ns, const char *request)
{
    uint64_t planned_ns = result->zero_ns + instant_ns;
    double late_us = result->measures.lag.max_us + result->measures.connection_wait.max_us;
    CU_ASSERT_STRING_EQUAL(seen->target + 1, request);
    CU_ASSERT(seen->at_ns >= planned_ns);
    CU_ASSERT((double)(seen->at_ns - planned_ns) <= late_us * 1e3 + 200e6);
}

static void the_schedule_in_print_is_what_a_server_sees(void)
{
    struct trial trial;
    struct result result;
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER}, TWO_REQUESTS);
    CU_ASSERT_EQUAL(run_scenario(&trial, "--quiet"), 0);
    stop_server(&trial);
    read_result(&trial, &result);
    const char *argv[] = {program, "schedule", "--dump", trial.scenario, NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, OUTPUT_BYTES), 0);
    size_t count = 0;
    for (const char *line = strchr(output, '\n') + 1; *line != '\0';
         line = strchr(line, '\n') + 1) {
        uint64_t number = 0;
        uint64_t instant_ns = 0;
        unsigned step = 0;
        char request[8] = "";
        CU_ASSERT_EQUAL_FATAL(sscanf(line, "%" SCNu64 "\tload\t%u\t%" SCNu64 "\t%7s", &number,
                                     &step, &instant_ns, request),
                              4);
        CU_ASSERT_EQUAL(number, count);
        CU_ASSERT_EQUAL(step, instant_ns / ONE_SECOND_NS);
        CU_ASSERT_TRUE_FATAL(count < trial.server.seen_count);
        check_seen(&trial.server.seen[count++], &result, instant_ns, request);
    }
    CU_ASSERT(count > 300);
    CU_ASSERT_EQUAL(trial.server.seen_count, count);
    CU_ASSERT_EQUAL(result.measures.planned, count);
    CU_ASSERT_EQUAL(result.measures.outcomes[OUTCOME_OK], count);
    result_release(&result);
    close_trial(&trial);
}

static void another_seed_is_another_schedule_for_print_and_run(void)
{
    struct trial trial;
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER}, TWO_REQUESTS);
    CU_ASSERT_EQUAL(run_scenario(&trial, "--seed=7"), 0);
    stop_server(&trial);
    const char *argv[] = {program, "schedule", "--dump", "--seed=7", trial.scenario, NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, OUTPUT_BYTES), 0);
    size_t count = 0;
    for (const char *line = strchr(output, '\n') + 1; *line != '\0';
         line = strchr(line, '\n') + 1) {
        CU_ASSERT_TRUE_FATAL(count < trial.server.seen_count);
        CU_ASSERT_EQUAL(strchr(line, '\n')[-1], trial.server.seen[count++].target[1]);
    }
    CU_ASSERT_EQUAL(trial.server.seen_count, count);
    close_trial(&trial);
}

/* Coordinated omission would show 8 slow requests of 2,000 and a p99 of a millisecond. */
static void a_stall_counts_for_everyone_who_had_to_wait(void)
{
    struct trial trial;
    struct result result;
    open_trial(&trial,
               &(struct script){.manner = SCRIPT_ANSWER,
                                .freeze_from_ns = 4 * ONE_SECOND_NS,
                                .freeze_for_ns = ONE_SECOND_NS},
               "{\"version\": 1, \"name\": \"stall\", \"connections\": {\"max\": 8},"
               " \"requests\": {\"hello\": {\"path\": \"/hello\"}}" CONSTANT(
                   "200/s", "10s", ", \"onBusy\": \"queue\"") "}");
    CU_ASSERT_EQUAL(run_scenario(&trial, "--quiet"), 0);
    read_result(&trial, &result);
    CU_ASSERT_EQUAL(result.measures.outcomes[OUTCOME_OK], 2000);
    CU_ASSERT_DOUBLE_EQUAL(result.measures.response_time.p99_us, 900e3, 30e3);
    CU_ASSERT(result.measures.service_time.p99_us < 20e3);
    CU_ASSERT(result.measures.response_time.p50_us < 20e3);
    CU_ASSERT_EQUAL(result.measures.connections_open_peak, 8);
    result_release(&result);
    close_trial(&trial);
}

static void a_server_that_dies_does_not_end_the_run(void)
{
    struct trial trial;
    struct result result;
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER, .die_at_ns = ONE_SECOND_NS},
               SCENARIO(CONSTANT("200/s", "3s", "") ", \"thresholds\": [\"errorRate < 1%\"]"));
    const char *argv[] = {program, trial.scenario, trial.url_flag, trial.out_flag, NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, OUTPUT_BYTES), 3);
    read_result(&trial, &result);
    CU_ASSERT_EQUAL(result.measures.planned, 600);
    CU_ASSERT_TRUE(balances(&result));
    CU_ASSERT(result.measures.outcomes[OUTCOME_OK] >= 150);
    CU_ASSERT(result.measures.outcomes[OUTCOME_CONNECT_REFUSED] >= 350);
    CU_ASSERT(result.duration_s >= 2.9);
    CU_ASSERT(result.generator_cpu_s < 1);
    CU_ASSERT_FALSE(result.thresholds[0].passed);
    result_release(&result);
    close_trial(&trial);
}

static void every_misbehaviour_is_in_the_books(void)
{
    static const struct {
        enum script_manner manner;
        enum outcome outcome;
    } cases[] = {
        {SCRIPT_CLOSE, OUTCOME_OK},
        {SCRIPT_SILENT, OUTCOME_RESPONSE_TIMEOUT},
        {SCRIPT_GARBAGE, OUTCOME_PARSE_ERROR},
        {SCRIPT_TRUNCATE, OUTCOME_TRUNCATED_BODY},
        {SCRIPT_RESET, OUTCOME_RESET_BEFORE_RESPONSE},
        {SCRIPT_CLOSE_UNANSWERED, OUTCOME_CLOSED_BEFORE_RESPONSE},
        {SCRIPT_NOT_FOUND, OUTCOME_STATUS_MISMATCH},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial trial;
        struct result result;
        open_trial(&trial, &(struct script){.manner = cases[i].manner},
                   SCENARIO(CONSTANT("50/s", "400ms", "")));
        CU_ASSERT_EQUAL(run_scenario(&trial, "--threads=2"), 0);
        read_result(&trial, &result);
        CU_ASSERT_EQUAL(result.measures.planned, 20);
        CU_ASSERT_EQUAL(result.measures.outcomes[cases[i].outcome], 20);
        CU_ASSERT_TRUE(balances(&result));
        CU_ASSERT_PTR_NOT_NULL(strstr(output, "planned 20 = "));
        result_release(&result);
        close_trial(&trial);
    }
}

static void nobody_there_is_one_sentence_and_no_file(void)
{
    struct trial trial;
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER},
               SCENARIO(CONSTANT("50/s", "1s", "")));
    stop_server(&trial);
    CU_ASSERT_EQUAL(run_scenario(&trial, NULL), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "nothing listens on 127.0.0.1:"));
    CU_ASSERT_PTR_EQUAL(strchr(messages, '\n'), strrchr(messages, '\n'));
    CU_ASSERT_STRING_EQUAL(output, "");
    CU_ASSERT_NOT_EQUAL(access(trial.out, F_OK), 0);
    close_trial(&trial);
}

static void wait_for_file(const char *path)
{
    uint64_t until_ns = clock_now_ns() + 20 * ONE_SECOND_NS;
    struct stat status = {.st_size = 0};
    while ((stat(path, &status) != 0 || status.st_size == 0) && clock_now_ns() < until_ns)
        clock_sleep_until_ns(clock_now_ns() + 5 * ONE_MS_NS);
    CU_ASSERT(status.st_size > 0);
}

static void an_interrupt_leaves_a_valid_partial_result(void)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct trial trial;
        struct process process;
        struct result result;
        struct error error;
        char events[128];
        open_trial(&trial, &(struct script){.manner = SCRIPT_SILENT},
                   SCENARIO(CONSTANT("100/s", "60s", "")));
        (void)snprintf(events, sizeof events, "%s/events.ndjson", trial.out);
        const char *argv[] = {program, trial.scenario, trial.url_flag, trial.out_flag, NULL};
        CU_ASSERT_TRUE_FATAL(process_start(&process, argv, 0, &error));
        wait_for_file(events);                                  /* the first step has begun */
        clock_sleep_until_ns(clock_now_ns() + 300 * ONE_MS_NS); /* a little of it is enough */
        process_signal(&process, numbers[i]);
        CU_ASSERT_EQUAL(process_wait(&process, 10 * ONE_SECOND_NS), 128 + numbers[i]);
        process_release(&process);
        read_result(&trial, &result);
        CU_ASSERT_TRUE(result.interrupted);
        CU_ASSERT_TRUE(balances(&result));
        CU_ASSERT(result.measures.planned < 6000);
        CU_ASSERT(result.measures.outcomes[OUTCOME_ABORTED] > 0);
        result_release(&result);
        close_trial(&trial);
    }
}

static void quick_mode_prints_a_result(void)
{
    struct trial trial;
    struct result result;
    struct error error;
    char url_flag[96];
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER}, "{}");
    (void)snprintf(url_flag, sizeof url_flag, "%s/hello", trial.url_flag);
    const char *argv[] = {program, url_flag, "--connections=4", "--duration=300ms", "--json", NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, OUTPUT_BYTES), 0);
    CU_ASSERT_STRING_EQUAL(messages, "");
    stop_server(&trial);
    CU_ASSERT_TRUE_FATAL(file_write(trial.scenario, output, strlen(output), &error));
    CU_ASSERT_TRUE_FATAL(result_read(trial.scenario, &result, &error));
    CU_ASSERT_STRING_EQUAL(result.phases[0].executor, "constant-vus");
    CU_ASSERT_EQUAL(result.phases[0].steps[0].vus, 4);
    CU_ASSERT_EQUAL(result.measures.planned, trial.server.seen_count);
    CU_ASSERT_EQUAL(result.measures.outcomes[OUTCOME_OK], result.measures.planned);
    CU_ASSERT_EQUAL(trial.server.accepted, 4 + 1); /* and the probe before the run */
    result_release(&result);
    close_trial(&trial);
}

static void a_wrong_scenario_shows_its_places_and_runs_nothing(void)
{
    struct trial trial;
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER},
               SCENARIO(CONSTANT("200", "1 hour", "")));
    CU_ASSERT_EQUAL(run_scenario(&trial, NULL), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "/scenario.json:1:"));
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "rate"));
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "duration"));
    const char *check[] = {program, "check", trial.scenario, NULL};
    char found[4096];
    (void)snprintf(found, sizeof found, "%s", messages);
    CU_ASSERT_EQUAL(process_run(check, output, messages, OUTPUT_BYTES), 2);
    CU_ASSERT_STRING_EQUAL(messages, found);
    stop_server(&trial);
    CU_ASSERT_EQUAL(trial.server.accepted, 0);
    close_trial(&trial);
}

static void load_stays_on_this_machine(void)
{
    struct trial trial;
    open_trial(&trial, &(struct script){.manner = SCRIPT_ANSWER},
               SCENARIO(CONSTANT("50/s", "1s", "")));
    const char *argv[] = {program, trial.scenario, "--url=http://192.0.2.1", trial.out_flag, NULL};
    CU_ASSERT_EQUAL(process_run(argv, output, messages, OUTPUT_BYTES), 2);
    CU_ASSERT_PTR_NOT_NULL(strstr(messages, "--allow-target=CIDR"));
    close_trial(&trial);
}

static CU_TestInfo tests[] = {
    {"the schedule in print is what a server sees", the_schedule_in_print_is_what_a_server_sees},
    {"another seed is another schedule for print and run",
     another_seed_is_another_schedule_for_print_and_run},
    {"a stall counts for everyone who had to wait", a_stall_counts_for_everyone_who_had_to_wait},
    {"a server that dies does not end the run", a_server_that_dies_does_not_end_the_run},
    {"every misbehaviour is in the books", every_misbehaviour_is_in_the_books},
    {"nobody there is one sentence and no file", nobody_there_is_one_sentence_and_no_file},
    {"an interrupt leaves a valid partial result", an_interrupt_leaves_a_valid_partial_result},
    {"quick mode prints a result", quick_mode_prints_a_result},
    {"a wrong scenario shows its places and runs nothing",
     a_wrong_scenario_shows_its_places_and_runs_nothing},
    {"load stays on this machine", load_stays_on_this_machine},
    CU_TEST_INFO_NULL,
};

int main(int argc, char **argv)
{
    if (argc != 2)
        return EXIT_FAILURE;
    (void)snprintf(program, sizeof program, "%s/loadgen", argv[1]);
    return suite_run("loadgen", tests);
}
