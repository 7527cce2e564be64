#pragma once
/* What was built, and how: bench refuses to measure debug and sanitizer builds by this. */
#include <stdbool.h>

struct version {
    const char *version;    /* "0.1.0" */
    const char *revision;   /* of git at build time, with "+" when files were changed; "unknown" */
    const char *build_type; /* "Release", "Debug" */
    const char *sanitizers; /* "", "address,undefined", "thread" */
    const char *compiler;   /* "gcc 12.2.0" */
};

const struct version *version_get(void);

/* --version on stdout: one line, or as JSON {"program", "version", "revision", "buildType",
 * "sanitizers", "compiler"}. */
void version_print(const char *program, bool json);
