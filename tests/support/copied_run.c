#include "tests/support/copied_run.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "tests/support/suite.h"

#define GOLDEN_RUN SOURCE_DIR "/tests/golden/run"
#define BYTES_MAX  ((size_t)1024 * 1024)

static const char *const files[] = {"result.json",    "timeseries.csv", "slow.ndjson",
                                    "samples.ndjson", "scenario.json",  "events.ndjson"};

static void join(char joined[PATH_BYTES], const char *folder, const char *name)
{
    struct error error;
    CU_ASSERT_TRUE_FATAL(file_join(joined, folder, name, &error));
}

static char *read_file(const char *path, size_t *length)
{
    struct error error;
    char *text = NULL;
    CU_ASSERT_TRUE_FATAL(file_read(path, BYTES_MAX, &text, length, &error));
    return text;
}

static void write_file(const char *path, const char *text, size_t length)
{
    struct error error;
    CU_ASSERT_TRUE_FATAL(file_write(path, text, length, &error));
}

static void copy_file(const struct copied_run *run, const char *name)
{
    char from[PATH_BYTES], to[PATH_BYTES];
    size_t length = 0;
    join(from, GOLDEN_RUN, name);
    join(to, run->folder, name);
    char *text = read_file(from, &length);
    write_file(to, text, length);
    free(text);
}

static void copy_trial(const struct copied_run *run, const char *trial)
{
    char folder[PATH_BYTES], name[PATH_BYTES];
    struct error error;
    join(folder, run->folder, trial);
    CU_ASSERT_TRUE_FATAL(file_make_folder(folder, &error));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        join(name, trial, files[i]);
        copy_file(run, name);
    }
}

void copied_run_make(struct copied_run *run)
{
    (void)snprintf(run->folder, sizeof run->folder, "/tmp/barista-run-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(run->folder));
    copy_file(run, "run.json");
    copy_trial(run, COPIED_THREADS);
    copy_trial(run, COPIED_LOOP);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void copied_run_remove(struct copied_run *run)
{
    CU_ASSERT_EQUAL(nftw(run->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

void copied_run_delete(const struct copied_run *run, const char *file)
{
    char path[PATH_BYTES];
    join(path, run->folder, file);
    CU_ASSERT_EQUAL(unlink(path), 0);
}

void copied_run_cut(const struct copied_run *run, const char *file, size_t length)
{
    char path[PATH_BYTES];
    join(path, run->folder, file);
    CU_ASSERT_EQUAL(truncate(path, (off_t)length), 0);
}

void copied_run_replace(const struct copied_run *run, const char *file, const char *text,
                        const char *by)
{
    char path[PATH_BYTES];
    size_t length = 0;
    join(path, run->folder, file);
    struct error error;
    char *old = NULL;
    CU_ASSERT_TRUE_FATAL(file_read(path, BYTES_MAX, &old, &length, &error));
    char *at = strstr(old, text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    size_t head = (size_t)(at - old);
    char *made = malloc(length + strlen(by) + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    int size = snprintf(made, length + strlen(by) + 1, "%.*s%s%s", (int)head, old, by,
                        old + head + strlen(text));
    write_file(path, made, (size_t)size);
    free(made);
    free(old);
}

size_t copied_run_length(const struct copied_run *run, const char *file)
{
    char path[PATH_BYTES];
    size_t length = 0;
    join(path, run->folder, file);
    free(read_file(path, &length));
    return length;
}
