#include "bench/run_file.h"

#include <math.h>
#include <string.h>

#include "core/json.h"
#include "tests/support/bench_stage.h"

static struct bench_stage stage;
static struct trial_record trials[4];
static struct run_record record;
static struct json_document document;

static void write_and_read(void)
{
    struct error error;
    char path[PATH_BYTES];
    CU_ASSERT_FATAL(run_file_write(&record, stage.folder.path, &error));
    CU_ASSERT_FATAL(json_open(folder_join(&stage.folder, "run.json", path), &document, &error));
}

static void begin(void)
{
    bench_stage_prepare(&stage, "");
    memset(trials, 0, sizeof trials);
    record = (struct run_record){.suite = "stub",
                                 .started_at = "2026-01-31T10:12:45Z",
                                 .reason = "still running, or killed",
                                 .started_ns = clock_now_ns(),
                                 .command_line = "bench run a.json",
                                 .iterations_per_ms = 540659.25,
                                 .machine = &stage.experiment.machine,
                                 .placement = &stage.experiment.placement,
                                 .programs = &stage.experiment.programs,
                                 .plan = &stage.experiment.plan,
                                 .trials = trials};
}

static void end(void)
{
    json_close(&document);
    experiment_release(&stage.experiment);
    bench_stage_clear(&stage);
}

static const cJSON *at(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(item);
    return item;
}

static void expect_text(const cJSON *object, const char *name, const char *expected)
{
    CU_ASSERT_PTR_NOT_NULL_FATAL(cJSON_GetStringValue(at(object, name)));
    CU_ASSERT_STRING_EQUAL(cJSON_GetStringValue(at(object, name)), expected);
}

static void a_run_that_lasts_has_an_open_end(void)
{
    begin();
    write_and_read();
    const cJSON *root = document.root;
    CU_ASSERT_DOUBLE_EQUAL(at(root, "schemaVersion")->valuedouble, 1, 0);
    expect_text(root, "suite", "stub");
    CU_ASSERT(cJSON_IsNull(at(root, "endedAt")));
    CU_ASSERT(cJSON_IsFalse(at(root, "complete")));
    expect_text(root, "reason", "still running, or killed");
    CU_ASSERT_DOUBLE_EQUAL(at(root, "plannedSeconds")->valuedouble, 0.8 + 4 * 0.7, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(at(root, "loadSeconds")->valuedouble, 0, 0);
    expect_text(root, "revision", "0123456789ab");
    CU_ASSERT(cJSON_IsTrue(at(root, "revisionClean")));
    CU_ASSERT(cJSON_IsFalse(at(root, "unoptimised")));
    CU_ASSERT_DOUBLE_EQUAL(at(root, "iterationsPerMs")->valuedouble, 540659.25, 1e-6);
    const cJSON *first = cJSON_GetArrayItem(at(root, "trials"), 0);
    expect_text(first, "status", "skipped");
    CU_ASSERT(cJSON_IsNull(at(first, "startedAt")));
    CU_ASSERT(cJSON_IsNull(at(first, "verdict")));
    end();
}

static void scenarios_servers_and_placement_are_those_of_the_plan(void)
{
    begin();
    write_and_read();
    const cJSON *scenario = cJSON_GetArrayItem(at(document.root, "scenarios"), 0);
    expect_text(scenario, "name", "stub");
    expect_text(scenario, "title", "A stub");
    CU_ASSERT(cJSON_IsNull(at(scenario, "question")));
    CU_ASSERT(cJSON_IsNull(at(scenario, "objective")));
    CU_ASSERT_EQUAL(cJSON_GetArraySize(at(scenario, "servers")), 2);
    const cJSON *server = cJSON_GetArrayItem(at(scenario, "servers"), 0);
    expect_text(server, "id", "thread-per-request");
    const cJSON *placement = at(document.root, "placement");
    int cpus = cJSON_GetArraySize(at(placement, "serverCpus"));
    CU_ASSERT_EQUAL(cpus, CPU_COUNT(&stage.experiment.placement.server_cpus));
    CU_ASSERT_EQUAL(at(server, "cpus")->valueint, cpus);
    CU_ASSERT_EQUAL(cJSON_IsTrue(at(placement, "sharedCpus")), stage.experiment.placement.shared);
    expect_text(placement, "reason", stage.experiment.placement.reason);
    end();
}

static void trials_tell_how_they_ended_in_the_order_of_the_plan(void)
{
    begin();
    trials[0] = (struct trial_record){.status = TRIAL_DONE,
                                      .started_at = "2026-01-31T10:12:46Z",
                                      .seconds = 0.7504,
                                      .load_seconds = 0.25,
                                      .verdict = VERDICT_DEGRADED};
    trials[1] = (struct trial_record){
        .status = TRIAL_FAILED, .reason = "server \"x\" died", .load_seconds = 99};
    trials[2] = (struct trial_record){.status = TRIAL_DONE, .load_seconds = 0.5};
    write_and_read();
    CU_ASSERT_DOUBLE_EQUAL(at(document.root, "loadSeconds")->valuedouble, 0.75, 1e-9);
    for (int i = 0; i < 4; i++) {
        const struct plan_trial *planned = &stage.experiment.plan.trials[i];
        const cJSON *trial = cJSON_GetArrayItem(at(document.root, "trials"), i);
        char directory[TRIAL_DIRECTORY_BYTES];
        const char *server = stage.experiment.scenarios[0].servers[planned->server].id;
        trial_directory("stub", server, planned->block + 1, directory);
        expect_text(trial, "server", server);
        expect_text(trial, "directory", directory);
        CU_ASSERT_EQUAL(at(trial, "n")->valueint, (int)planned->block + 1);
        CU_ASSERT_EQUAL(at(trial, "seed")->valueint, (int)planned->seed);
    }
    const cJSON *done = cJSON_GetArrayItem(at(document.root, "trials"), 0);
    expect_text(done, "status", "done");
    expect_text(done, "verdict", "degraded");
    CU_ASSERT(cJSON_IsNull(at(done, "reason")));
    CU_ASSERT_DOUBLE_EQUAL(at(done, "seconds")->valuedouble, 0.75, 1e-9);
    const cJSON *failed = cJSON_GetArrayItem(at(document.root, "trials"), 1);
    expect_text(failed, "status", "failed");
    expect_text(failed, "reason", "server \"x\" died");
    CU_ASSERT(cJSON_IsNull(at(failed, "verdict")));
    end();
}

static void a_changed_or_unknown_revision_is_not_clean(void)
{
    static const char *const revisions[] = {"0123456789ab+", "unknown", ""};
    for (size_t i = 0; i < sizeof revisions / sizeof revisions[0]; i++) {
        begin();
        (void)snprintf(stage.experiment.programs.server_build.revision,
                       sizeof stage.experiment.programs.server_build.revision, "%s", revisions[i]);
        write_and_read();
        CU_ASSERT(cJSON_IsFalse(at(document.root, "revisionClean")));
        end();
    }
}

static void a_folder_that_is_gone_is_an_error(void)
{
    struct error error;
    begin();
    CU_ASSERT_FALSE(run_file_write(&record, "/nonexistent", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "cannot write /nonexistent/run.json: "));
    write_and_read();
    end();
}

static CU_TestInfo tests[] = {
    {"a run that lasts has an open end", a_run_that_lasts_has_an_open_end},
    {"scenarios, servers and placement are those of the plan",
     scenarios_servers_and_placement_are_those_of_the_plan},
    {"trials tell how they ended, in the order of the plan",
     trials_tell_how_they_ended_in_the_order_of_the_plan},
    {"a changed or unknown revision is not clean", a_changed_or_unknown_revision_is_not_clean},
    {"a folder that is gone is an error", a_folder_that_is_gone_is_an_error},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("run_file", tests)
