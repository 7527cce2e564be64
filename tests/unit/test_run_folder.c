#include "bench/run_folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/folder.h"
#include "tests/support/suite.h"

static const char started_at[] = "2026-01-31T10:12:45Z";

static struct run_folder open_run(const struct folder *folder, const char *suite)
{
    struct run_folder run;
    struct error error;
    char results[PATH_BYTES];
    CU_ASSERT_FATAL(run_folder_open(&run, folder_join(folder, "deep/results", results), suite,
                                    started_at, 1, &error));
    return run;
}

static void a_run_is_named_after_its_start_and_suite(void)
{
    struct folder folder;
    folder_make(&folder);
    struct run_folder first = open_run(&folder, "cpu-tail");
    CU_ASSERT_STRING_EQUAL(first.name, "2026-01-31T101245Z-cpu-tail");
    CU_ASSERT_EQUAL(access(first.path, W_OK), 0);
    run_folder_close(&first);
    struct run_folder second = open_run(&folder, "cpu-tail"); /* within the same second */
    CU_ASSERT_STRING_EQUAL(second.name, "2026-01-31T101245Z-cpu-tail-2");
    run_folder_close(&second);
    folder_remove(&folder);
}

static void latest_points_to_the_run_that_was_published_last(void)
{
    struct folder folder;
    struct error error;
    char latest[PATH_BYTES];
    char target[PATH_BYTES] = "";
    folder_make(&folder);
    struct run_folder first = open_run(&folder, "a");
    CU_ASSERT(run_folder_publish(&first, &error));
    run_folder_close(&first);
    struct run_folder second = open_run(&folder, "b");
    CU_ASSERT(run_folder_publish(&second, &error));
    run_folder_close(&second);
    CU_ASSERT(readlink(folder_join(&folder, "deep/results/latest", latest), target,
                       sizeof target - 1) > 0);
    CU_ASSERT_STRING_EQUAL(target, "2026-01-31T101245Z-b"); /* relative: results can be moved */
    folder_remove(&folder);
}

static void a_real_folder_named_latest_is_not_replaced(void)
{
    struct folder folder;
    struct error error;
    char path[PATH_BYTES];
    folder_make(&folder);
    struct run_folder run = open_run(&folder, "a");
    CU_ASSERT_EQUAL(rename(run.path, folder_join(&folder, "deep/results/latest", path)), 0);
    CU_ASSERT_FALSE(run_folder_publish(&run, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "latest point to 2026-01-31T101245Z-a: "));
    run_folder_close(&run);
    folder_remove(&folder);
}

static void two_runs_at_once_are_refused(void)
{
    struct folder folder;
    struct run_folder second;
    struct error error;
    char results[PATH_BYTES];
    folder_make(&folder);
    struct run_folder first = open_run(&folder, "a");
    CU_ASSERT_FALSE(run_folder_open(&second, folder_join(&folder, "deep/results", results), "b",
                                    started_at, 1, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "another bench (process "));
    run_folder_close(&first);
    folder_remove(&folder);
}

static void a_file_in_place_of_the_folder_is_named(void)
{
    struct run_folder run;
    struct error error;
    CU_ASSERT_FALSE(run_folder_open(&run, "/dev/null/results", "a", started_at, 1, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "cannot make the folder /dev/null/results: "));
}

static void room_is_checked_for_all_trials(void)
{
    struct error error;
    CU_ASSERT(run_folder_check_room("/tmp", 1, &error));
    CU_ASSERT_FALSE(run_folder_check_room("/tmp", (size_t)1 << 40, &error));
    CU_ASSERT_EQUAL(strncmp(error.text, "the disk is too full for 1099511627776 more trials: ", 52),
                    0);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(error.text, "make room, or choose another folder with --out=DIR"));
    CU_ASSERT_FALSE(run_folder_check_room("/nonexistent", 1, &error));
}

static void without_room_no_folder_is_made(void)
{
    struct folder folder;
    struct run_folder run;
    struct error error;
    char path[PATH_BYTES];
    folder_make(&folder);
    CU_ASSERT_FALSE(run_folder_open(&run, folder.path, "a", started_at, (size_t)1 << 40, &error));
    CU_ASSERT_EQUAL(strncmp(error.text, "the disk is too full", 20), 0);
    CU_ASSERT_EQUAL(access(folder_join(&folder, run.name, path), F_OK), -1);
    folder_remove(&folder);
}

static CU_TestInfo tests[] = {
    {"a run is named after its start and suite", a_run_is_named_after_its_start_and_suite},
    {"latest points to the run that was published last",
     latest_points_to_the_run_that_was_published_last},
    {"a real folder named latest is not replaced", a_real_folder_named_latest_is_not_replaced},
    {"two runs at once are refused", two_runs_at_once_are_refused},
    {"a file in place of the folder is named", a_file_in_place_of_the_folder_is_named},
    {"room is checked for all trials", room_is_checked_for_all_trials},
    {"without room no folder is made", without_room_no_folder_is_made},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("run_folder", tests)
