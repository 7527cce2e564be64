#include "report/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/summary_answer.h"
#include "tests/support/copied_run.h"
#include "tests/support/suite.h"

#define GOLDEN_RUN SOURCE_DIR "/tests/golden/run"
#define LOOP       1 /* the second server of run.json */

static struct summary summary;
static struct error error;

static void a_run_is_read_as_it_was_written(void)
{
    CU_ASSERT_TRUE_FATAL(summary_load(GOLDEN_RUN "//", &summary, &error));
    CU_ASSERT_STRING_EQUAL(summary.directory, GOLDEN_RUN);
    CU_ASSERT_STRING_EQUAL(summary.run.suite, "cpu-tail");
    CU_ASSERT_STRING_EQUAL(summary.run.build_type, "Release");
    CU_ASSERT_TRUE(summary.run.complete && summary.run.revision_clean && summary.run.shared_cpus);
    CU_ASSERT_EQUAL(summary.run.cpus, 2);
    CU_ASSERT_EQUAL_FATAL(summary.scenario_count, 1);
    const struct summary_scenario *scenario = &summary.scenarios[0];
    CU_ASSERT_STRING_EQUAL(scenario->name, "cpu-tail");
    CU_ASSERT_STRING_EQUAL(scenario->title, "One heavy request in a hundred");
    CU_ASSERT_STRING_EQUAL(scenario->objective, "p99 of light < 20 ms");
    CU_ASSERT_STRING_EQUAL(scenario->file, "scenarios/cpu-tail.json");
    CU_ASSERT_TRUE(scenario->has_scenario && scenario->ranked);
    CU_ASSERT_EQUAL(scenario->scenario.request_count, 2);
    CU_ASSERT_EQUAL_FATAL(scenario->server_count, 2);
    CU_ASSERT_EQUAL(scenario->common_step, 2);
    summary_release(&summary);
}

static void a_trial_holds_all_its_files(void)
{
    CU_ASSERT_TRUE_FATAL(summary_load(GOLDEN_RUN, &summary, &error));
    const struct summary_server *loop = &summary.scenarios[0].servers[LOOP];
    const struct summary_trial *trial = summary_shown(loop);
    CU_ASSERT_PTR_NOT_NULL_FATAL(trial);
    CU_ASSERT_STRING_EQUAL(trial->directory, COPIED_LOOP);
    CU_ASSERT_EQUAL(trial->seed, 42);
    CU_ASSERT_EQUAL(trial->step_count, 3);
    CU_ASSERT_EQUAL(trial->second_count, 13);
    CU_ASSERT_EQUAL(trial->sample_count, 134);
    CU_ASSERT_TRUE(trial->busy_count > 50 && trial->slow_count > 1000);
    CU_ASSERT_DOUBLE_EQUAL(trial->slow_total, (double)trial->slow_count, 1e-9);
    CU_ASSERT_TRUE(trial->has_loops);
    CU_ASSERT_FALSE(summary.scenarios[0].servers[0].trials[0].has_loops);
    CU_ASSERT_DOUBLE_EQUAL(trial->voluntary_switches, 5200, 1e-9);
    CU_ASSERT_TRUE(isnan(loop->sustains_per_s));
    CU_ASSERT_DOUBLE_EQUAL(summary.scenarios[0].servers[0].sustains_per_s, 700, 1e-9);
    CU_ASSERT_TRUE(trial->steps[2].cost.loop_blocked_share > 0.4);
    CU_ASSERT_DOUBLE_EQUAL(trial->steps[2].cost.threads, 1, 1e-9);
    summary_release(&summary);
}

static void expect_not_done(const struct copied_run *run, const char *words)
{
    CU_ASSERT_TRUE_FATAL(summary_load(run->folder, &summary, &error));
    const struct summary_trial *trial = &summary.scenarios[0].servers[LOOP].trials[0];
    CU_ASSERT_FALSE(trial->done);
    if (strstr(trial->reason, words) == NULL)
        (void)fprintf(stderr, "no \"%s\" in \"%s\"\n", words, trial->reason);
    CU_ASSERT_PTR_NOT_NULL(strstr(trial->reason, words));
    CU_ASSERT_PTR_NULL(strchr(trial->reason, '\n'));
    CU_ASSERT_EQUAL(summary.scenarios[0].servers[LOOP].shown, -1);
    CU_ASSERT_EQUAL(trial->step_count, 0);
    CU_ASSERT_EQUAL(summary.scenarios[0].servers[0].shown, 0); /* the other one is still there */
    CU_ASSERT_TRUE(summary.scenarios[0].has_scenario);
    summary_release(&summary);
}

static const char *const trial_files[] = {COPIED_LOOP "/result.json", COPIED_LOOP "/timeseries.csv",
                                          COPIED_LOOP "/slow.ndjson", COPIED_LOOP "/samples.ndjson",
                                          COPIED_LOOP "/scenario.json"};

#define TRIAL_FILES (sizeof trial_files / sizeof trial_files[0])

static void a_missing_file_leaves_the_trial_out(void)
{
    for (size_t i = 0; i < TRIAL_FILES; i++) {
        struct copied_run run;
        copied_run_make(&run);
        copied_run_delete(&run, trial_files[i]);
        expect_not_done(&run, "No such file");
        copied_run_remove(&run);
    }
}

static void a_cut_file_leaves_the_trial_out(void)
{
    for (size_t i = 0; i < TRIAL_FILES; i++) {
        static const double parts[] = {0, 0.3, 0.999};
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            struct copied_run run;
            copied_run_make(&run);
            double length = (double)copied_run_length(&run, trial_files[i]) * parts[k];
            copied_run_cut(&run, trial_files[i], (size_t)length);
            expect_not_done(&run, ": error: ");
            copied_run_remove(&run);
        }
    }
}

static void a_trial_that_failed_keeps_its_reason(void)
{
    struct copied_run run;
    copied_run_make(&run);
    copied_run_replace(&run, "run.json",
                       "\"directory\": \"" COPIED_LOOP "\",\n      \"status\": \"done\",\n      "
                       "\"reason\": null",
                       "\"directory\": \"" COPIED_LOOP "\",\n      \"status\": \"failed\",\n      "
                       "\"reason\": \"the server died\"");
    expect_not_done(&run, "the server died");
    copied_run_remove(&run);
}

static void no_run_is_an_error_that_helps(void)
{
    CU_ASSERT_FALSE(summary_load("/tmp/barista-no-such-run", &summary, &error));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(error.text, "/tmp/barista-no-such-run is not the folder of a run"));
    char endless[PATH_BYTES + 1];
    memset(endless, '/', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    CU_ASSERT_FALSE(summary_load(endless, &summary, &error));
    struct copied_run run;
    copied_run_make(&run);
    copied_run_cut(&run, "run.json", 100);
    CU_ASSERT_FALSE(summary_load(run.folder, &summary, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "run.json:"));
    copied_run_remove(&run);
}

static CU_TestInfo tests[] = {
    {"a run is read as it was written", a_run_is_read_as_it_was_written},
    {"a trial holds all its files", a_trial_holds_all_its_files},
    {"a missing file leaves the trial out", a_missing_file_leaves_the_trial_out},
    {"a cut file leaves the trial out", a_cut_file_leaves_the_trial_out},
    {"a trial that failed keeps its reason", a_trial_that_failed_keeps_its_reason},
    {"no run is an error that helps", no_run_is_an_error_that_helps},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary", tests)
