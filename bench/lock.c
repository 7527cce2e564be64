#include "bench/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/file.h"

static bool say_who(int fd, const char *folder, struct error *error)
{
    char text[32];
    ssize_t got = pread(fd, text, sizeof text - 1, 0);
    text[got > 0 ? got : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return error_set(error,
                     "another bench (process %s) is measuring into %s; wait for it, or stop it "
                     "with \"kill %s\"",
                     text, folder, text);
}

static bool take(int fd, const char *folder, const char *path, struct error *error)
{
    char text[32];
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? say_who(fd, folder, error)
                                    : error_set_errno(error, "cannot lock %s", path);
    int length = snprintf(text, sizeof text, "%d\n", getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length)
        return error_set_errno(error, "cannot write %s", path);
    return true;
}

bool lock_open(struct lock *lock, const char *folder, struct error *error)
{
    char path[PATH_BYTES];
    if (!file_join(path, folder, ".lock", error))
        return false;
    lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock->fd < 0)
        return error_set_errno(error, "cannot write into the results folder %s", folder);
    if (take(lock->fd, folder, path, error))
        return true;
    lock_close(lock);
    return false;
}

void lock_close(struct lock *lock)
{
    close(lock->fd);
    lock->fd = -1;
}
