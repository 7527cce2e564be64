#include "tests/support/golden.h"

#include <CUnit/CUnit.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"

#define FILE_BYTES_MAX (16 * 1024 * 1024)

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t ending_length = strlen(ending);
    return length >= ending_length && strcmp(name + length - ending_length, ending) == 0;
}

size_t golden_each(const char *folder, const char *ending, golden_case *check, void *context)
{
    char folder_path[PATH_BYTES];
    struct dirent **entries;
    size_t checked = 0;
    (void)snprintf(folder_path, sizeof folder_path, "%s/%s", SOURCE_DIR, folder);
    int count = scandir(folder_path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct error error;
        char path[PATH_BYTES];
        if (ends_with(entries[i]->d_name, ending) &&
            file_join(path, folder_path, entries[i]->d_name, &error)) {
            check(path, entries[i]->d_name, context);
            checked++;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return checked;
}

char *golden_read(const char *path, size_t *length)
{
    struct error error;
    char *text = NULL;
    *length = 0;
    if (!file_read(path, FILE_BYTES_MAX, &text, length, &error)) {
        (void)fprintf(stderr, "%s\n", error.text);
        CU_FAIL("a golden file is missing");
        text = calloc(1, 1);
    }
    return text;
}

void golden_compare(const char *path, const char *found)
{
    const char *mode = getenv("GOLDEN");
    struct error error;
    size_t length;
    if (mode != NULL && strcmp(mode, "write") == 0) {
        CU_ASSERT_TRUE(file_write(path, found, strlen(found), &error));
        return;
    }
    char *wanted = golden_read(path, &length);
    bool same = strcmp(wanted, found) == 0;
    if (!same)
        (void)fprintf(stderr, "%s\n--- wanted ---\n%s\n--- found ---\n%s\n---\n", path, wanted,
                      found);
    CU_ASSERT_TRUE(same);
    free(wanted);
}
