#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int fd, const char *path, char *text, size_t size, size_t *length,
                     struct error *error)
{
    *length = 0;
    while (*length < size) {
        ssize_t got = read(fd, text + *length, size - *length);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(error, "cannot read %s", path);
        *length += (size_t)got;
    }
    text[*length] = '\0';
    return true;
}

static bool read_open_file(int fd, const char *path, size_t limit_bytes, char **text,
                           size_t *length, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return error_set_errno(error, "cannot read %s", path);
    if (!S_ISREG(status.st_mode))
        return error_set(error, "cannot read %s: not a regular file", path);
    if ((uint64_t)status.st_size > limit_bytes)
        return error_set(error, "cannot read %s: it has %lld bytes, more than %zu", path,
                         (long long)status.st_size, limit_bytes);
    size_t size = (size_t)status.st_size;
    char *made = malloc(size + 1);
    if (made == NULL)
        return error_set(error, "cannot read %s: out of memory", path);
    if (!read_all(fd, path, made, size, length, error)) {
        free(made);
        return false;
    }
    *text = made;
    return true;
}

bool file_read(const char *path, size_t limit_bytes, char **text, size_t *length,
               struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a fifo must not hang us */
    if (fd < 0)
        return error_set_errno(error, "cannot open %s", path);
    bool read = read_open_file(fd, path, limit_bytes, text, length, error);
    close(fd);
    return read;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return fsync(fd) == 0;
}

bool file_write(const char *path, const char *text, size_t length, struct error *error)
{
    char temporary[PATH_BYTES];
    if (snprintf(temporary, sizeof temporary, "%s.tmp", path) >= (int)sizeof temporary)
        return error_set(error, "cannot write %s: the path is too long", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return error_set_errno(error, "cannot write %s", path);
    bool written = write_all(fd, text, length);
    if (!written)
        (void)error_set_errno(error, "cannot write %s", path);
    if (close(fd) != 0 && written) {
        written = false;
        (void)error_set_errno(error, "cannot write %s", path);
    }
    if (written && rename(temporary, path) != 0) {
        written = false;
        (void)error_set_errno(error, "cannot write %s", path);
    }
    if (!written)
        (void)unlink(temporary);
    return written;
}

bool file_make_folder(const char *path, struct error *error)
{
    char parent[PATH_BYTES];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof parent)
        return error_set(error, "cannot make the folder \"%s\": the path is empty or too long",
                         path);
    memcpy(parent, path, length + 1);
    for (char *slash = strchr(parent + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(parent, 0755) != 0 && errno != EEXIST)
            return error_set_errno(error, "cannot make the folder %s", parent);
        *slash = '/';
    }
    struct stat status;
    if (mkdir(path, 0755) == 0 ||
        (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode)))
        return true;
    return error_set_errno(error, "cannot make the folder %s", path);
}

bool file_join(char *joined, const char *folder, const char *name, struct error *error)
{
    if (snprintf(joined, PATH_BYTES, "%s/%s", folder, name) < PATH_BYTES)
        return true;
    return error_set(error, "the path of %s in %s is too long", name, folder);
}
