#include "bench/lock.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/folder.h"
#include "tests/support/suite.h"

static struct folder folder;

static void a_second_one_is_refused_and_told_who_has_it(void)
{
    struct lock first;
    struct lock second;
    struct error error;
    char expected[256];
    folder_make(&folder);
    CU_ASSERT_FATAL(lock_open(&first, folder.path, &error));
    CU_ASSERT_FALSE(lock_open(&second, folder.path, &error));
    (void)snprintf(expected, sizeof expected,
                   "another bench (process %d) is measuring into %s; wait for it, or stop it with "
                   "\"kill %d\"",
                   getpid(), folder.path, getpid());
    CU_ASSERT_STRING_EQUAL(error.text, expected);
    lock_close(&first);
    CU_ASSERT(lock_open(&second, folder.path, &error));
    lock_close(&second);
    folder_remove(&folder);
}

static void it_goes_with_the_process_that_held_it(void)
{
    struct lock lock;
    struct error error;
    folder_make(&folder);
    pid_t child = fork();
    if (child == 0)
        _exit(lock_open(&lock, folder.path, &error) ? 0 : 1);
    int status = -1;
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_EQUAL(status, 0);
    CU_ASSERT(lock_open(&lock, folder.path, &error));
    lock_close(&lock);
    folder_remove(&folder);
}

static void a_folder_that_cannot_be_written_is_named(void)
{
    struct lock lock;
    struct error error;
    CU_ASSERT_FALSE(lock_open(&lock, "/proc", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "cannot write into the results folder /proc: "));
}

static CU_TestInfo tests[] = {
    {"a second one is refused and told who has it", a_second_one_is_refused_and_told_who_has_it},
    {"it goes with the process that held it", it_goes_with_the_process_that_held_it},
    {"a folder that cannot be written is named", a_folder_that_cannot_be_written_is_named},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("lock", tests)
