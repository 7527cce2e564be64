#include "core/file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/suite.h"

static char folder[64];

static void make_folder(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/barista-file-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
}

static const char *in_folder(const char *name)
{
    static char path[PATH_BYTES];
    struct error error;
    CU_ASSERT_TRUE_FATAL(file_join(path, folder, name, &error));
    return path;
}

static void what_was_written_is_read_back(void)
{
    make_folder();
    struct error error;
    char *text = NULL;
    size_t length = 0;
    CU_ASSERT_TRUE(file_write(in_folder("a"), "one\0two", 7, &error));
    CU_ASSERT_TRUE_FATAL(file_read(in_folder("a"), 7, &text, &length, &error));
    CU_ASSERT_EQUAL(length, 7);
    CU_ASSERT_EQUAL(memcmp(text, "one\0two", 8), 0);
    free(text);
    CU_ASSERT_EQUAL(access(in_folder("a.tmp"), F_OK), -1);
    (void)unlink(in_folder("a"));
    (void)rmdir(folder);
}

static void folders_fifos_and_large_files_are_refused(void)
{
    make_folder();
    struct error error;
    char *text = NULL;
    size_t length = 0;
    CU_ASSERT_FALSE(file_read(folder, 10, &text, &length, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "not a regular file"));
    CU_ASSERT_EQUAL(mkfifo(in_folder("fifo"), 0600), 0);
    CU_ASSERT_FALSE(file_read(in_folder("fifo"), 10, &text, &length, &error));
    CU_ASSERT_TRUE(file_write(in_folder("large"), "12345678", 8, &error));
    CU_ASSERT_FALSE(file_read(in_folder("large"), 7, &text, &length, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "8 bytes, more than 7"));
    CU_ASSERT_FALSE(file_read(in_folder("none"), 7, &text, &length, &error));
    (void)unlink(in_folder("fifo"));
    (void)unlink(in_folder("large"));
    (void)rmdir(folder);
}

static void a_full_disk_leaves_the_old_file(void)
{
    make_folder();
    struct error error;
    CU_ASSERT_TRUE(file_write(in_folder("a"), "old", 3, &error));
    /* /dev/full takes no byte: the temporary name leads there. */
    CU_ASSERT_EQUAL(symlink("/dev/full", in_folder("a.tmp")), 0);
    CU_ASSERT_FALSE(file_write(in_folder("a"), "new", 3, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "No space left"));
    char *text = NULL;
    size_t length = 0;
    CU_ASSERT_TRUE_FATAL(file_read(in_folder("a"), 10, &text, &length, &error));
    CU_ASSERT_STRING_EQUAL(text, "old");
    free(text);
    CU_ASSERT_EQUAL(access(in_folder("a.tmp"), F_OK), -1);
    (void)unlink(in_folder("a"));
    (void)rmdir(folder);
}

static void folders_are_made_with_their_parents(void)
{
    make_folder();
    struct error error;
    CU_ASSERT_TRUE(file_make_folder(in_folder("x/y/z"), &error));
    CU_ASSERT_TRUE(file_make_folder(in_folder("x/y/z"), &error));
    CU_ASSERT_TRUE(file_write(in_folder("x/file"), "", 0, &error));
    CU_ASSERT_FALSE(file_make_folder(in_folder("x/file"), &error));
    CU_ASSERT_FALSE(file_make_folder(in_folder("x/file/below"), &error));
    CU_ASSERT_FALSE(file_make_folder("", &error));
    (void)unlink(in_folder("x/file"));
    (void)rmdir(in_folder("x/y/z"));
    (void)rmdir(in_folder("x/y"));
    (void)rmdir(in_folder("x"));
    (void)rmdir(folder);
}

static void a_path_that_is_too_long_is_refused(void)
{
    struct error error;
    char joined[PATH_BYTES];
    char name[PATH_BYTES];
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    CU_ASSERT_FALSE(file_join(joined, "/tmp", name, &error));
    CU_ASSERT_FALSE(file_write(name, "", 0, &error));
}

static CU_TestInfo tests[] = {
    {"what was written is read back", what_was_written_is_read_back},
    {"folders, fifos and large files are refused", folders_fifos_and_large_files_are_refused},
    {"a full disk leaves the old file", a_full_disk_leaves_the_old_file},
    {"folders are made with their parents", folders_are_made_with_their_parents},
    {"a path that is too long is refused", a_path_that_is_too_long_is_refused},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("file", tests)
