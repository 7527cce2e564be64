#include "report/summary_run.h"

#include <string.h>

#include "core/file.h"
#include "tests/support/copied_run.h"
#include "tests/support/suite.h"

static struct summary summary;
static struct error error;

/* run.json with one text replaced. */
static bool read_with(const char *text, const char *by)
{
    struct copied_run run;
    char path[PATH_BYTES];
    copied_run_make(&run);
    if (text != NULL)
        copied_run_replace(&run, "run.json", text, by);
    CU_ASSERT_TRUE_FATAL(file_join(path, run.folder, "run.json", &error));
    memset(&summary, 0, sizeof summary);
    bool good = summary_run_read(path, &summary, &error);
    copied_run_remove(&run);
    return good;
}

static void the_skeleton_stands(void)
{
    CU_ASSERT_TRUE_FATAL(read_with(NULL, NULL));
    const struct summary_run *run = &summary.run;
    CU_ASSERT_STRING_EQUAL(run->command_line, "bench run scenarios/cpu-tail.json");
    CU_ASSERT_STRING_EQUAL(run->cpu_model, "Example CPU @ 2.50GHz");
    CU_ASSERT_STRING_EQUAL(run->placement, "2 CPUs: server and generator share them");
    CU_ASSERT_STRING_EQUAL(run->reason, "");
    CU_ASSERT_DOUBLE_EQUAL(run->elapsed_s, 29.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(run->iterations_per_ms, 51234.5, 1e-9);
    const struct summary_server *server = &summary.scenarios[0].servers[1];
    CU_ASSERT_STRING_EQUAL(server->id, "event-loop");
    CU_ASSERT_STRING_EQUAL(server->label, "event loop");
    CU_ASSERT_EQUAL(server->cpus, 2);
    CU_ASSERT_EQUAL(server->shown, -1);
    CU_ASSERT_EQUAL_FATAL(server->trial_count, 1);
    CU_ASSERT_TRUE(server->trials[0].done);
    CU_ASSERT_EQUAL(server->trials[0].n, 1);
    summary_release(&summary);
}

static void labels_may_be_null_and_are_cut(void)
{
    CU_ASSERT_TRUE(read_with("\"title\": \"One heavy request in a hundred\"", "\"title\": null"));
    CU_ASSERT_STRING_EQUAL(summary.scenarios[0].title, "");
    summary_release(&summary);
    char long_title[700] = "\"";
    memset(long_title + 1, 'x', sizeof long_title - 3);
    long_title[sizeof long_title - 2] = '"';
    long_title[sizeof long_title - 1] = '\0';
    CU_ASSERT_TRUE(read_with("\"One heavy request in a hundred\"", long_title));
    CU_ASSERT_EQUAL(strlen(summary.scenarios[0].title), sizeof summary.scenarios[0].title - 1);
    summary_release(&summary);
    CU_ASSERT_TRUE(read_with("\"complete\": true,\n  \"reason\": null",
                             "\"complete\": false,\n  \"reason\": \"interrupted\""));
    CU_ASSERT_FALSE(summary.run.complete);
    CU_ASSERT_STRING_EQUAL(summary.run.reason, "interrupted");
    summary_release(&summary);
}

static void a_status_that_is_not_done_is_a_reason(void)
{
    CU_ASSERT_TRUE(read_with("\"status\": \"done\"", "\"status\": \"skipped\""));
    const struct summary_trial *trial = &summary.scenarios[0].servers[0].trials[0];
    CU_ASSERT_FALSE(trial->done);
    CU_ASSERT_STRING_EQUAL(trial->reason, "skipped");
    summary_release(&summary);
}

static void wrong_fields_are_named(void)
{
    static const struct {
        const char *text, *by, *words;
    } cases[] = {
        {"\"schemaVersion\": 1", "\"schemaVersion\": 2", "schemaVersion is 2"},
        {"\"complete\": true", "\"completed\": true", "complete is missing"},
        {"\"cpus\": 2,", "\"cpus\": \"2\",", "machine.cpus must be a whole number"},
        {"\"sharedCpus\": true", "\"sharedCpus\": 1", "placement.sharedCpus must be true or false"},
        {"\"suite\": \"cpu-tail\"", "\"suite\": 5", "suite must be a text or null"},
        {"\"id\": \"event-loop\"", "\"id\": null", "scenarios[0].servers[1].id must be a text"},
        {"\"server\": \"event-loop\"", "\"server\": \"other\"",
         "trials[1].server \"other\" of \"cpu-tail\" is not in scenarios"},
        {"\"directory\": \"" COPIED_LOOP "\"", "\"directory\": \"/etc\"",
         "directory must lie within the run's folder"},
        {"\"directory\": \"" COPIED_LOOP "\"", "\"directory\": \"trials/../../x\"",
         "directory must lie within the run's folder"},
        {"\"directory\": \"" COPIED_LOOP "\"", "\"directory\": \"..\"",
         "directory must lie within the run's folder"},
        {"\"directory\": \"" COPIED_LOOP "\"", "\"directory\": \"\"",
         "directory must lie within the run's folder"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_FALSE(read_with(cases[i].text, cases[i].by));
        if (strstr(error.text, cases[i].words) == NULL)
            (void)fprintf(stderr, "no \"%s\" in %s\n", cases[i].words, error.text);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        summary_release(&summary);
    }
}

static CU_TestInfo tests[] = {
    {"the skeleton stands", the_skeleton_stands},
    {"labels may be null and are cut", labels_may_be_null_and_are_cut},
    {"a status that is not done is a reason", a_status_that_is_not_done_is_a_reason},
    {"wrong fields are named", wrong_fields_are_named},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_run", tests)
