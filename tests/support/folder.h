#pragma once
/* A folder of its own for a test, under /tmp, gone afterwards with all that is in it. */
#include "core/limits.h"

struct folder {
    char path[64];
};

/* Aborts the test program when there is none to be had. */
void folder_make(struct folder *folder);
void folder_remove(const struct folder *folder);

/* folder/name; the caller's buffer is PATH_BYTES. */
const char *folder_join(const struct folder *folder, const char *name, char path[PATH_BYTES]);

/* The text of folder/name, "" when there is no such file; the caller frees it with free(). */
char *folder_read(const struct folder *folder, const char *name);
