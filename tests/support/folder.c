#include "tests/support/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"

#define TEXT_BYTES (16 * 1024 * 1024)

void folder_make(struct folder *folder)
{
    (void)snprintf(folder->path, sizeof folder->path, "/tmp/barista-test-XXXXXX");
    if (mkdtemp(folder->path) == NULL)
        abort();
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void folder_remove(const struct folder *folder)
{
    (void)nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *folder_join(const struct folder *folder, const char *name, char path[PATH_BYTES])
{
    struct error error;
    if (!file_join(path, folder->path, name, &error))
        abort();
    return path;
}

char *folder_read(const struct folder *folder, const char *name)
{
    char path[PATH_BYTES];
    char *text;
    size_t length;
    struct error error;
    if (file_read(folder_join(folder, name, path), TEXT_BYTES, &text, &length, &error))
        return text;
    return strdup("");
}
