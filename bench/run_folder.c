#include "bench/run_folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/file.h"

/* "2026-01-31T10:12:45Z" without the colons, which some file systems and shells dislike. */
static void name_run(struct run_folder *folder, const char *suite, const char *started_at)
{
    size_t length = 0;
    for (const char *at = started_at; *at != '\0'; at++)
        if (*at != ':')
            folder->name[length++] = *at;
    (void)snprintf(folder->name + length, sizeof folder->name - length, "-%s", suite);
}

/* Makes the run's folder; when one was made within the same second, with a number behind. */
static bool make_own_folder(struct run_folder *folder, struct error *error)
{
    size_t length = strlen(folder->name);
    for (unsigned number = 2;; number++) {
        if (!file_join(folder->path, folder->results, folder->name, error))
            return false;
        if (mkdir(folder->path, 0755) == 0)
            return true;
        if (errno != EEXIST || number == 100)
            return error_set_errno(error, "cannot make the folder %s", folder->path);
        (void)snprintf(folder->name + length, sizeof folder->name - length, "-%u", number);
    }
}

bool run_folder_open(struct run_folder *folder, const char *results, const char *suite,
                     const char *started_at, size_t trials, struct error *error)
{
    (void)snprintf(folder->results, sizeof folder->results, "%s", results);
    name_run(folder, suite, started_at);
    if (!file_make_folder(results, error) || !lock_open(&folder->lock, results, error))
        return false;
    if (run_folder_check_room(results, trials, error) && make_own_folder(folder, error))
        return true;
    lock_close(&folder->lock);
    return false;
}

void run_folder_close(struct run_folder *folder)
{
    lock_close(&folder->lock);
}

bool run_folder_check_room(const char *path, size_t trials, struct error *error)
{
    struct statvfs status;
    uint64_t needed = RUN_FOLDER_SPARE_BYTES + (uint64_t)trials * RUN_FOLDER_TRIAL_BYTES;
    if (statvfs(path, &status) != 0)
        return error_set_errno(error, "cannot tell how much room there is in %s", path);
    uint64_t available = (uint64_t)status.f_bavail * status.f_frsize;
    if (available >= needed)
        return true;
    return error_set(error,
                     "the disk is too full for %zu more %s: %llu MiB are free in %s, %llu MiB "
                     "wanted; make room, or choose another folder with --out=DIR",
                     trials, trials == 1 ? "trial" : "trials",
                     (unsigned long long)(available >> 20), path,
                     (unsigned long long)(needed >> 20));
}

bool run_folder_publish(const struct run_folder *folder, struct error *error)
{
    char latest[PATH_BYTES];
    char next[PATH_BYTES];
    if (!file_join(latest, folder->results, "latest", error) ||
        !file_join(next, folder->results, ".latest", error))
        return false;
    (void)unlink(next); /* of a bench that was killed just here */
    if (symlink(folder->name, next) == 0 && rename(next, latest) == 0)
        return true;
    return error_set_errno(error, "cannot make %s point to %s", latest, folder->name);
}
