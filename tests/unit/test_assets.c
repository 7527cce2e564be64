#include "report/assets.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "tests/support/suite.h"

static void same_as_files(void)
{
    size_t count = 0;
    for (const struct asset *asset = assets; asset->name != NULL; asset++, count++) {
        char path[PATH_BYTES];
        char *text;
        size_t length;
        struct error error;
        bool template = strstr(asset->name, ".gp") != NULL;
        (void)snprintf(path, sizeof path, "%s/report/%s%s", SOURCE_DIR, template ? "plots/" : "",
                       asset->name);
        CU_ASSERT_TRUE_FATAL(file_read(path, 1 << 20, &text, &length, &error));
        CU_ASSERT_EQUAL_FATAL(length, asset->length);
        CU_ASSERT_EQUAL(memcmp(text, asset->text, length + 1), 0);
        free(text);
    }
    CU_ASSERT_EQUAL(count, 7);
}

static void by_name(void)
{
    CU_ASSERT_PTR_NOT_NULL(asset_find("style.gp"));
    CU_ASSERT_PTR_NOT_NULL(asset_find("page.css"));
    CU_ASSERT_PTR_NULL(asset_find("nothing.gp"));
}

/* In a double-quoted string of gnuplot a backtick runs a shell. */
static void no_backticks(void)
{
    for (const struct asset *asset = assets; asset->name != NULL; asset++)
        if (strstr(asset->name, ".gp") != NULL)
            CU_ASSERT_PTR_NULL(strchr(asset->text, '`'));
}

static CU_TestInfo tests[] = {
    {"the program carries the files as they are", same_as_files},
    {"files are found by name", by_name},
    {"no template runs a command", no_backticks},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("assets", tests)
