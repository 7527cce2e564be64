#pragma once
/*
 * Whole files: read with a size limit, written so that a reader sees the old file or the new one,
 * never half of it, and a full disk is an error instead of a silent loss.
 */
#include <stddef.h>

#include "core/error.h"

/* Reads a regular file of at most limit_bytes. *text is NUL-terminated beyond *length; the caller
 * frees it with free(). Folders, devices and larger files are refused. */
MUST_CHECK bool file_read(const char *path, size_t limit_bytes, char **text, size_t *length,
                          struct error *error);

/* Writes to "path.tmp", syncs, renames. On false the file under `path` is as it was before and no
 * temporary file is left. */
MUST_CHECK bool file_write(const char *path, const char *text, size_t length, struct error *error);

/* Makes a folder and its missing parents; one that is there already is fine. */
MUST_CHECK bool file_make_folder(const char *path, struct error *error);

/* path/name into `joined` (PATH_BYTES); false when it is too long. */
MUST_CHECK bool file_join(char *joined, const char *folder, const char *name, struct error *error);
