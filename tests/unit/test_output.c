/* The folder of results: prepared before, filled at the end, never overwritten. */
#include "loadgen/output.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "loadgen/summarize.h"
#include "tests/support/load_rig.h"

static char *make_folder(char folder[32])
{
    memcpy(folder, "/tmp/output_test_XXXXXX", sizeof "/tmp/output_test_XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    return folder;
}

static void remove_folder(const struct output *output)
{
    unlink(output->result);
    unlink(output->seconds);
    unlink(output->slow);
    unlink(output->events);
    CU_ASSERT_EQUAL(rmdir(output->folder), 0); /* nothing else was left in it */
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void a_new_folder_is_made_with_its_parents(void)
{
    char base[32];
    char folder[64];
    struct output output;
    struct error error;
    (void)snprintf(folder, sizeof folder, "%s/a/b", make_folder(base));
    CU_ASSERT_TRUE(output_prepare(&output, folder, &error));
    CU_ASSERT_TRUE(exists(folder));
    remove_folder(&output);
    (void)snprintf(folder, sizeof folder, "%s/a", base);
    CU_ASSERT_EQUAL(rmdir(folder), 0);
    CU_ASSERT_EQUAL(rmdir(base), 0);
}

static void a_folder_with_a_result_is_refused(void)
{
    char folder[32];
    struct output output;
    struct error error;
    CU_ASSERT_TRUE(output_prepare(&output, make_folder(folder), &error));
    CU_ASSERT_TRUE(file_write(output.result, "{}", 2, &error));
    CU_ASSERT_FALSE(output_prepare(&output, folder, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "never overwritten"));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "result.json exists"));
    remove_folder(&output);
}

static void what_is_no_folder_is_refused(void)
{
    struct output output;
    struct error error;
    CU_ASSERT_FALSE(output_prepare(&output, "", &error));
    CU_ASSERT_FALSE(output_prepare(&output, "/dev/null", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/dev/null"));
    CU_ASSERT_FALSE(output_prepare(&output, "/dev/null/x", &error));
}

static void a_run_leaves_its_files(void)
{
    char folder[32];
    struct output output;
    struct load_rig rig;
    struct result result;
    load_rig_open(&rig, &(struct script){.manner = SCRIPT_ANSWER});
    CU_ASSERT_TRUE_FATAL(output_prepare(&output, make_folder(folder), &rig.error));
    load_rig_run(&rig, LOAD_RIG_SCENARIO("100/s", "100ms", ""));
    CU_ASSERT_TRUE_FATAL(
        summarize_run(&rig.scenario, &rig.run.recorder, rig.run.steal_shares, &result, &rig.error));
    CU_ASSERT_TRUE(output_write(&output, &rig.scenario, &rig.run, &result, &rig.error));
    result_release(&result);
    CU_ASSERT_TRUE(exists(output.seconds));
    CU_ASSERT_TRUE(exists(output.slow));
    CU_ASSERT_TRUE_FATAL(result_read(output.result, &result, &rig.error));
    CU_ASSERT_EQUAL(result.measures.planned, 10);
    result_release(&result);
    load_rig_close(&rig);
    remove_folder(&output);
}

static CU_TestInfo tests[] = {
    {"a new folder is made with its parents", a_new_folder_is_made_with_its_parents},
    {"a folder with a result is refused", a_folder_with_a_result_is_refused},
    {"what is no folder is refused", what_is_no_folder_is_refused},
    {"a run leaves its files", a_run_leaves_its_files},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("output", tests)
