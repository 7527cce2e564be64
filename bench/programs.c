#include "bench/programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/child.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/json.h"

#define ANSWER_BYTES          16384
#define ANSWER_DEADLINE_NS    (10 * ONE_SECOND_NS) /* --version and --list */
#define CALIBRATE_DEADLINE_NS (30 * ONE_SECOND_NS)

bool programs_own_folder(char folder[PATH_BYTES], struct error *error)
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_BYTES - 1);
    if (length < 0)
        return error_set_errno(error, "cannot tell where this program is");
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0'; /* the kernel's path is absolute */
    return true;
}

static bool find(char path[PATH_BYTES], const char *folder, const char *name, struct error *error)
{
    return file_join(path, folder, name, error) &&
           (access(path, X_OK) == 0 ||
            error_set_errno(error,
                            "cannot run %s; build it with \"make build\", or say with "
                            "--programs=DIR where it is",
                            path));
}

bool programs_find(struct programs *programs, const char *folder, struct error *error)
{
    *programs = (struct programs){0};
    return find(programs->server, folder, "server", error) &&
           find(programs->loadgen, folder, "loadgen", error) &&
           file_join(programs->report, folder, "report", error);
}

/* What a program prints when it is asked with these words. */
static bool ask(const char *name, const char *const *arguments, struct interrupt *interrupt,
                char answer[ANSWER_BYTES], struct error *error)
{
    struct child_options options = {
        .name = name, .arguments = arguments, .output = CHILD_OUTPUT_PIPE};
    return child_capture(&options, interrupt, clock_now_ns() + ANSWER_DEADLINE_NS, answer,
                         ANSWER_BYTES, error) ||
           error_prefix(error, "%s %s: ", arguments[0], arguments[1]);
}

static bool copy_text(const cJSON *root, const char *name, char *text, size_t size)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, name));
    if (value == NULL)
        return false;
    (void)snprintf(text, size, "%s", value);
    return true;
}

static bool read_build(const char *path, const char *answer, struct program_build *build,
                       struct error *error)
{
    struct json_document document;
    if (!json_parse(path, answer, strlen(answer), &document, error))
        return error_prefix(error, "%s --version --json printed no JSON: ", path);
    bool read =
        copy_text(document.root, "version", build->version, sizeof build->version) &&
        copy_text(document.root, "revision", build->revision, sizeof build->revision) &&
        copy_text(document.root, "buildType", build->build_type, sizeof build->build_type) &&
        copy_text(document.root, "sanitizers", build->sanitizers, sizeof build->sanitizers);
    json_close(&document);
    return read || error_set(error, "%s --version --json does not say how it was built", path);
}

static bool ask_build(const char *name, const char *path, struct interrupt *interrupt,
                      struct program_build *build, struct error *error)
{
    char answer[ANSWER_BYTES];
    const char *const arguments[] = {path, "--version", "--json", NULL};
    return ask(name, arguments, interrupt, answer, error) && read_build(path, answer, build, error);
}

bool programs_ask(struct programs *programs, struct interrupt *interrupt, struct error *error)
{
    char answer[ANSWER_BYTES];
    const char *const arguments[] = {programs->server, "--list", NULL};
    return ask_build("server", programs->server, interrupt, &programs->server_build, error) &&
           ask_build("loadgen", programs->loadgen, interrupt, &programs->loadgen_build, error) &&
           ask("server", arguments, interrupt, answer, error) &&
           lineup_read_models(answer, &programs->models, error);
}

static bool is_optimised(const struct program_build *build)
{
    return strncmp(build->build_type, "Rel", 3) == 0 && /* Release and RelWithDebInfo */
           build->sanitizers[0] == '\0';
}

bool programs_are_optimised(const struct programs *programs)
{
    return is_optimised(&programs->server_build) && is_optimised(&programs->loadgen_build);
}

static bool check_build(const char *path, const struct program_build *build, struct error *error)
{
    if (is_optimised(build))
        return true;
    return error_set(error,
                     "%s is a %s build%s%s, whose timings mean nothing; build with \"make build\" "
                     "and run build/release/bin/bench, or pass --allow-unoptimised to run it all "
                     "the same",
                     path, build->build_type,
                     build->sanitizers[0] != '\0' ? " with sanitizers " : "", build->sanitizers);
}

bool programs_check(const struct programs *programs, bool allow, struct error *error)
{
    return allow || (check_build(programs->server, &programs->server_build, error) &&
                     check_build(programs->loadgen, &programs->loadgen_build, error));
}

static bool read_iterations(const char *answer, double *iterations_per_ms, struct error *error)
{
    static const char key[] = "iterations_per_ms=";
    char *end = NULL;
    if (strncmp(answer, key, strlen(key)) == 0) {
        *iterations_per_ms = strtod(answer + strlen(key), &end);
        if (*end == '\n' && *iterations_per_ms > 0.0)
            return true;
    }
    return error_set(error, "server --calibrate printed \"%.60s\" instead of %sN", answer, key);
}

bool programs_calibrate(const struct programs *programs, const struct cpu_placement *placement,
                        struct interrupt *interrupt, double *iterations_per_ms, struct error *error)
{
    char answer[256];
    const char *const arguments[] = {programs->server, "--calibrate", NULL};
    struct child_options options = {.name = "server --calibrate",
                                    .arguments = arguments,
                                    .output = CHILD_OUTPUT_PIPE,
                                    .nice_increment = placement->server_nice_increment,
                                    .cpus = &placement->server_cpus};
    return child_capture(&options, interrupt, clock_now_ns() + CALIBRATE_DEADLINE_NS, answer,
                         sizeof answer, error) &&
           read_iterations(answer, iterations_per_ms, error);
}
