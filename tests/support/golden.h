#pragma once
/*
 * Golden files: texts that must come out byte for byte.
 *
 *     golden_each("tests/golden/scenario/bad", ".json", check_case, NULL);
 *
 * Set GOLDEN=write in the environment to write what came out over the golden files, then read the
 * difference before you commit it.
 */
#include <stddef.h>

typedef void golden_case(const char *path, const char *name, void *context);

/* Calls `check` for each file with this ending in a folder of the source tree, in the order of
 * names; returns how many there were. `name` is the file's name. */
size_t golden_each(const char *folder, const char *ending, golden_case *check, void *context);

/* Fails the running test, printing both texts, when `found` is not what the file holds. */
void golden_compare(const char *path, const char *found);

/* The whole file; the caller frees it. Fails the running test when there is none. */
char *golden_read(const char *path, size_t *length);
