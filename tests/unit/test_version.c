#include "core/version.h"

#include <string.h>

#include "tests/support/suite.h"

static void every_field_says_something(void)
{
    const struct version *version = version_get();
    CU_ASSERT(strlen(version->version) > 0);
    CU_ASSERT(strlen(version->revision) > 0);
    CU_ASSERT(strcmp(version->build_type, "Release") == 0 ||
              strcmp(version->build_type, "Debug") == 0);
    CU_ASSERT_PTR_NOT_NULL(version->sanitizers);
    CU_ASSERT(strncmp(version->compiler, "gcc ", 4) == 0 ||
              strncmp(version->compiler, "clang ", 6) == 0);
}

static CU_TestInfo tests[] = {
    {"every field says something", every_field_says_something},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("version", tests)
