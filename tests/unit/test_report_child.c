#include "bench/report_child.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/bench_stage.h"

static struct bench_stage stage;

/* Runs the stand-in; its table goes to this test's stdout. */
static bool run(const char *stubs, int *status, struct error *error)
{
    char path[PATH_BYTES];
    stub_programs_set(stubs);
    return report_child_run(folder_join(&stage.folder, "report", path), stage.folder.path,
                            "--plain", &stage.interrupt, status, error);
}

static void what_the_report_found_is_passed_on(void)
{
    struct error error;
    int status = -1;
    bench_stage_set(&stage, "");
    CU_ASSERT(run("", &status, &error));
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT(run("report-misses-threshold", &status, &error));
    CU_ASSERT_EQUAL(status, 3);
    bench_stage_clear(&stage);
}

static void a_report_that_fails_or_is_missing_says_that_the_results_are_kept(void)
{
    struct error error;
    char path[PATH_BYTES];
    int status = -1;
    bench_stage_set(&stage, "");
    CU_ASSERT_FALSE(run("report-fails", &status, &error));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(error.text, "the report ended with status 1; the measurements are kept in /tmp/"));
    CU_ASSERT_EQUAL(unlink(folder_join(&stage.folder, "report", path)), 0);
    CU_ASSERT_FALSE(run("", &status, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "there is no report, but the measurements are kept"));
    bench_stage_clear(&stage);
}

static void a_signal_ends_it(void)
{
    struct error error;
    int status = -1;
    bench_stage_set(&stage, "");
    CU_ASSERT_EQUAL(kill(getpid(), SIGINT), 0);
    CU_ASSERT_FALSE(run("report-hangs", &status, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "the report was interrupted; "));
    bench_stage_clear(&stage);
}

static CU_TestInfo tests[] = {
    {"what the report found is passed on", what_the_report_found_is_passed_on},
    {"a report that fails or is missing says that the results are kept",
     a_report_that_fails_or_is_missing_says_that_the_results_are_kept},
    {"a signal ends it", a_signal_ends_it},
    CU_TEST_INFO_NULL,
};

STUB_TEST_SUITE("report_child", tests)
