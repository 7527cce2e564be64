#include "bench/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/limits.h"

#define DEFAULT_LIST      "scenarios/default.list"
#define DEFAULT_LIST_SIZE (64 * 1024)

static bool read_entry(struct suite_entry *entry, const char *path, struct error *error)
{
    if (!file_read(path, JSON_FILE_BYTES_MAX, &entry->text, &entry->length, error))
        return false;
    if (scenario_parse(path, entry->text, entry->length, &entry->scenario, error))
        return true;
    free(entry->text);
    return false;
}

/* Adds another file's errors, whole or not at all. */
static void append(struct error *all, const struct error *one)
{
    size_t there = strlen(all->text);
    size_t added = strlen(one->text);
    if (there + added + 2 > sizeof all->text)
        return;
    if (there > 0)
        all->text[there++] = '\n';
    memcpy(all->text + there, one->text, added + 1);
}

/* Results are kept by name, and two of one name would meet in one folder. */
static void check_name(const struct suite *suite, const struct scenario *scenario,
                       struct error *error)
{
    for (size_t i = 0; i < suite->count; i++)
        if (strcmp(suite->entries[i].scenario.name, scenario->name) == 0)
            (void)error_set(error, "%s and %s are both named \"%s\"; give one another name",
                            suite->entries[i].scenario.path, scenario->path, scenario->name);
}

static void read_one(struct suite *suite, const char *path, struct error *all)
{
    struct error error = {""};
    struct suite_entry *entry = &suite->entries[suite->count];
    if (read_entry(entry, path, &error)) {
        check_name(suite, &entry->scenario, &error);
        suite->count++;
    }
    if (error.text[0] != '\0')
        append(all, &error);
}

bool suite_read(struct suite *suite, const char *const *paths, size_t count, struct error *error)
{
    suite->count = 0;
    error->text[0] = '\0';
    if (count > SUITE_SCENARIOS_MAX)
        return error_set(error, "%zu scenarios are more than the %d of one run", count,
                         SUITE_SCENARIOS_MAX);
    for (size_t i = 0; i < count; i++)
        read_one(suite, paths[i], error);
    if (error->text[0] != '\0') {
        suite_release(suite);
        return false;
    }
    if (count == 1)
        (void)snprintf(suite->name, sizeof suite->name, "%s", suite->entries[0].scenario.name);
    else
        (void)snprintf(suite->name, sizeof suite->name, "%zu-scenarios", count);
    return true;
}

void suite_release(struct suite *suite)
{
    for (size_t i = 0; i < suite->count; i++) {
        scenario_release(&suite->entries[i].scenario);
        free(suite->entries[i].text);
    }
    suite->count = 0;
}

/* Looks in a folder and all above it; `folder` is cut down to where it was found. */
static bool find_upwards(char folder[PATH_BYTES], char list[PATH_BYTES], struct error *error)
{
    for (;;) {
        if (!file_join(list, folder, DEFAULT_LIST, error))
            return false;
        if (access(list, R_OK) == 0)
            return true;
        char *slash = strrchr(folder, '/');
        if (slash == NULL || slash == folder)
            return false;
        *slash = '\0';
    }
}

static bool find_list(const char *programs, char list[PATH_BYTES], struct error *error)
{
    char folder[PATH_BYTES];
    (void)snprintf(folder, sizeof folder, "%s", programs);
    (void)snprintf(list, PATH_BYTES, "%s", DEFAULT_LIST);
    return access(list, R_OK) == 0 || find_upwards(folder, list, error) ||
           error_set(error,
                     "there is no %s here or above %s; name the scenarios to run: bench run "
                     "FILE.json",
                     DEFAULT_LIST, programs);
}

/* Cuts the list's text into paths, kept in `kept` one behind the other. */
static bool read_list(const char *list, char *text, char (*kept)[PATH_BYTES], size_t *count,
                      struct error *error)
{
    char folder[PATH_BYTES];
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(list, '/') - list), list);
    *count = 0;
    for (char *line = text; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        line[strcspn(line, " \t\r")] = '\0';
        if (line[0] != '\0' && line[0] != '#') {
            if (*count == SUITE_SCENARIOS_MAX)
                return error_set(error, "%s names more than %d scenarios", list,
                                 SUITE_SCENARIOS_MAX);
            if (!file_join(kept[(*count)++], folder, line, error))
                return false;
        }
        line = end != NULL ? end + 1 : NULL;
    }
    return *count > 0 || error_set(error, "%s names no scenario", list);
}

static bool read_listed(struct suite *suite, const char *list, char *text, struct error *error)
{
    const char *paths[SUITE_SCENARIOS_MAX];
    size_t count;
    char(*kept)[PATH_BYTES] = calloc(SUITE_SCENARIOS_MAX, sizeof *kept);
    if (kept == NULL)
        return error_set(error, "out of memory for %s", list);
    for (size_t i = 0; i < SUITE_SCENARIOS_MAX; i++)
        paths[i] = kept[i];
    bool read =
        read_list(list, text, kept, &count, error) && suite_read(suite, paths, count, error);
    free(kept);
    return read;
}

bool suite_read_default(struct suite *suite, const char *programs, struct error *error)
{
    char list[PATH_BYTES];
    char *text;
    size_t length;
    if (!find_list(programs, list, error) ||
        !file_read(list, DEFAULT_LIST_SIZE, &text, &length, error))
        return false;
    bool read = read_listed(suite, list, text, error);
    free(text);
    if (read)
        (void)snprintf(suite->name, sizeof suite->name, "default");
    return read;
}
