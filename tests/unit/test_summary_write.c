#include "report/summary_write.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/json.h"
#include "report/findings.h"
#include "tests/support/copied_run.h"
#include "tests/support/made_run.h"
#include "tests/support/suite.h"

static struct made_run run;
static struct error error;

static void write_and_parse(struct json_document *document)
{
    char *text = summary_json(&run.summary);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_TRUE_FATAL(json_parse("summary.json", text, strlen(text), document, &error));
    free(text);
}

static const cJSON *at(const cJSON *item, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(item, name);
    if (found == NULL)
        (void)fprintf(stderr, "no %s\n", name);
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return found;
}

static void all_that_the_table_shows_is_in_it(void)
{
    struct json_document document;
    made_run(&run);
    run.summary.run.shared_cpus = true;
    findings_diagnose(&run.summary);
    write_and_parse(&document);
    CU_ASSERT_EQUAL(at(document.root, "schemaVersion")->valueint, 1);
    const cJSON *scenario = cJSON_GetArrayItem(at(document.root, "scenarios"), 0);
    CU_ASSERT_STRING_EQUAL(at(scenario, "objective")->valuestring, "p99 of light < 20 ms");
    CU_ASSERT_DOUBLE_EQUAL(at(scenario, "commonRatePerSecond")->valuedouble, 700, 1e-9);
    const cJSON *server = cJSON_GetArrayItem(at(scenario, "servers"), 1);
    CU_ASSERT_DOUBLE_EQUAL(at(server, "sustainsPerSecond")->valuedouble, 700, 1e-9);
    CU_ASSERT_TRUE(cJSON_IsFalse(at(server, "limitFound")));
    const cJSON *step = cJSON_GetArrayItem(at(server, "steps"), 2);
    CU_ASSERT_STRING_EQUAL(at(step, "request")->valuestring, "light");
    CU_ASSERT_STRING_EQUAL(at(at(step, "verdict"), "status")->valuestring, "ok");
    CU_ASSERT_STRING_EQUAL(at(step, "objective")->valuestring, "met");
    const cJSON *times = at(step, "responseTime");
    CU_ASSERT_DOUBLE_EQUAL(at(times, "p99")->valuedouble, 1000, 1e-9);
    CU_ASSERT_TRUE(cJSON_IsNull(at(times, "p999")));
    const cJSON *cost = at(step, "cost");
    CU_ASSERT_DOUBLE_EQUAL(at(cost, "cpuMicrosecondsPerRequest")->valuedouble, 700, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(at(cost, "threads")->valuedouble, 1, 1e-9);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(at(document.root, "findings")),
                    (int)run.summary.finding_count);
    json_close(&document);
}

static void findings_name_their_place(void)
{
    struct json_document document;
    made_run(&run);
    run.summary.run.shared_cpus = true;
    run.summary.run.cpus_allowed = 2;
    run.results[LOOP_SERVER][0].measures.error_rate = 0.5;
    findings_diagnose(&run.summary);
    write_and_parse(&document);
    const cJSON *findings = at(document.root, "findings");
    const cJSON *first = cJSON_GetArrayItem(findings, 0);
    CU_ASSERT_STRING_EQUAL(at(first, "rule")->valuestring, "V14");
    CU_ASSERT_STRING_EQUAL(at(first, "severity")->valuestring, "caution");
    CU_ASSERT_STRING_EQUAL(at(first, "scenario")->valuestring, "mixed");
    CU_ASSERT_STRING_EQUAL(at(first, "server")->valuestring, "event-loop");
    CU_ASSERT_DOUBLE_EQUAL(at(first, "measured")->valuedouble, 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(at(first, "threshold")->valuedouble, 0.01, 1e-9);
    const cJSON *second = cJSON_GetArrayItem(findings, 1);
    CU_ASSERT_STRING_EQUAL(at(second, "rule")->valuestring, "V9");
    CU_ASSERT_TRUE(cJSON_IsNull(at(second, "scenario")));
    CU_ASSERT_TRUE(cJSON_IsNull(at(second, "server")));
    CU_ASSERT_TRUE(cJSON_IsNull(at(second, "chart")));
    json_close(&document);
}

static void a_trial_that_was_not_done_says_why(void)
{
    struct json_document document;
    made_run(&run);
    run.servers[LOOP_SERVER].shown = -1;
    run.trials[LOOP_SERVER].done = false;
    (void)snprintf(run.trials[LOOP_SERVER].reason, 64, "the server died");
    write_and_parse(&document);
    const cJSON *scenario = cJSON_GetArrayItem(at(document.root, "scenarios"), 0);
    const cJSON *server = cJSON_GetArrayItem(at(scenario, "servers"), 1);
    CU_ASSERT_EQUAL(cJSON_GetArraySize(at(server, "steps")), 0);
    const cJSON *trial = cJSON_GetArrayItem(at(server, "trials"), 0);
    CU_ASSERT_STRING_EQUAL(at(trial, "reason")->valuestring, "the server died");
    CU_ASSERT_TRUE(cJSON_IsFalse(at(trial, "shown")));
    json_close(&document);
}

static void both_files_are_written(void)
{
    struct copied_run copy;
    char path[PATH_BYTES];
    made_run(&run);
    copied_run_make(&copy);
    CU_ASSERT_TRUE(summary_write(&run.summary, copy.folder, &error));
    CU_ASSERT_TRUE(copied_run_length(&copy, "summary.json") > 5000);
    CU_ASSERT_TRUE(copied_run_length(&copy, "summary.csv") > 500);
    copied_run_delete(&copy, "summary.csv");
    CU_ASSERT_TRUE_FATAL(file_join(path, copy.folder, "summary.csv", &error));
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0); /* cannot be replaced by a file */
    CU_ASSERT_FALSE(summary_write(&run.summary, copy.folder, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "summary.csv"));
    copied_run_remove(&copy);
    CU_ASSERT_FALSE(summary_write(&run.summary, copy.folder, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "summary.json"));
}

static CU_TestInfo tests[] = {
    {"all that the table shows is in it", all_that_the_table_shows_is_in_it},
    {"findings name their place", findings_name_their_place},
    {"a trial that was not done says why", a_trial_that_was_not_done_says_why},
    {"both files are written", both_files_are_written},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_write", tests)
