#include "core/version.h"

#include <stdio.h>

#include "version_generated.h"

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

const struct version *version_get(void)
{
    static const struct version version = {
        .version = BARISTA_VERSION,
        .revision = BARISTA_REVISION,
        .build_type = BARISTA_BUILD_TYPE,
        .sanitizers = BARISTA_SANITIZERS,
        .compiler = COMPILER,
    };
    return &version;
}

void version_print(const char *program, bool json)
{
    const struct version *version = version_get();
    if (json)
        printf("{\"program\":\"%s\",\"version\":\"%s\",\"revision\":\"%s\",\"buildType\":\"%s\","
               "\"sanitizers\":\"%s\",\"compiler\":\"%s\"}\n",
               program, version->version, version->revision, version->build_type,
               version->sanitizers, version->compiler);
    else
        printf("%s (Barista) %s, revision %s, %s build%s%s\n", program, version->version,
               version->revision, version->build_type, version->sanitizers[0] != '\0' ? ", " : "",
               version->sanitizers);
}
