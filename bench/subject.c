#include "bench/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/limits.h"

#define SHARED_MEMORY "/dev/shm"

static bool has_room(const char *folder, uint64_t bytes)
{
    struct statvfs status;
    return access(folder, W_OK) == 0 && statvfs(folder, &status) == 0 &&
           status.f_bavail * status.f_frsize >= bytes;
}

/* In memory when there is room; Docker's default of 64 MiB may be used up by others. */
static bool place_page(const char *directory, char path[PATH_BYTES], struct error *error)
{
    char name[64];
    (void)snprintf(name, sizeof name, "barista-%d.stats", getpid());
    bool in_memory = has_room(SHARED_MEMORY, 2 * sizeof(struct stats_page));
    return file_join(path, in_memory ? SHARED_MEMORY : directory, name, error);
}

void subject_list_arguments(const struct subject_options *options, uint16_t port, const char *page,
                            struct arguments *arguments)
{
    arguments_init(arguments);
    arguments_add(arguments, "%s", options->program);
    arguments_add(arguments, "--model=%s", options->server->model);
    arguments_add(arguments, "--port=%u", port);
    if (page != NULL)
        arguments_add(arguments, "--stats=%s", page);
    arguments_add(arguments, "--iterations-per-ms=%.17g", options->iterations_per_ms);
    arguments_add(arguments, "--idle-timeout=120s"); /* quiet connections survive the load */
    for (size_t i = 0; i < options->server->option_count; i++)
        arguments_add(arguments, "--%s=%s", options->server->options[i].key,
                      options->server->options[i].value);
}

/* Takes "key=" off the text, up to the next space; false when it does not stand there. */
static bool take_word(const char **text, const char *key, char value[NAME_BYTES])
{
    size_t key_length = strlen(key);
    if (strncmp(*text, key, key_length) != 0)
        return false;
    const char *start = *text + key_length;
    size_t length = strcspn(start, " ");
    if (length == 0 || length >= NAME_BYTES)
        return false;
    (void)snprintf(value, NAME_BYTES, "%.*s", (int)length, start);
    *text = start + length + strspn(start + length, " ");
    return true;
}

static bool read_port(const char *text, uint16_t *port)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    *port = (uint16_t)number;
    return *end == '\0' && text[0] >= '0' && text[0] <= '9' && number > 0 && number <= UINT16_MAX;
}

bool subject_parse_ready(const char *line, const char *model, uint16_t *port, struct error *error)
{
    const char *rest = line;
    char port_text[NAME_BYTES];
    char named[NAME_BYTES];
    char pid[NAME_BYTES];
    bool read = take_word(&rest, "ready port=", port_text) && read_port(port_text, port) &&
                take_word(&rest, "model=", named) && take_word(&rest, "pid=", pid) &&
                rest[0] == '\0';
    if (!read)
        return error_set(error, "said \"%.100s\" instead of \"ready port=N model=%s pid=P\"", line,
                         model);
    if (strcmp(named, model) != 0)
        return error_set(error, "is ready as model \"%s\" instead of \"%s\"", named, model);
    return true;
}

static bool await_ready(struct subject *subject, const struct subject_options *options,
                        struct interrupt *interrupt, struct error *error)
{
    char line[256];
    if (!child_read_line(&subject->child, interrupt, clock_now_ns() + SUBJECT_READY_DEADLINE_NS,
                         line, sizeof line, error))
        return false;
    return subject_parse_ready(line, options->server->model, &subject->port, error) ||
           error_prefix(error, "%s ", subject->child.name);
}

static bool start_child(struct subject *subject, const struct subject_options *options,
                        const char *page, struct error *error)
{
    struct arguments arguments;
    char log[PATH_BYTES];
    char name[NAME_BYTES + 16];
    struct child_options start = {
        .name = name,
        .arguments = arguments.values,
        .log_path = log,
        .output = CHILD_OUTPUT_PIPE,
        .nice_increment = options->placement->server_nice_increment,
        .cpus = &subject->cpus,
    };
    (void)snprintf(name, sizeof name, "server %s", options->server->id);
    subject_list_arguments(options, 0, page, &arguments);
    if (arguments.overflow)
        return error_set(error, "%s has too many options", name);
    return file_join(log, options->directory, "server.log", error) &&
           child_start(&subject->child, &start, error);
}

bool subject_start(struct subject *subject, const struct subject_options *options,
                   struct interrupt *interrupt, struct error *error)
{
    char page[PATH_BYTES];
    subject->page = NULL;
    if (!place_page(options->directory, page, error))
        return false;
    (void)cpu_placement_server_mask(options->placement, options->server->cpus, &subject->cpus);
    if (!start_child(subject, options, page, error))
        return false;
    bool ready = await_ready(subject, options, interrupt, error) &&
                 stats_page_open(page, &subject->page, error);
    (void)unlink(page);
    if (!ready)
        (void)child_stop(&subject->child, interrupt, 0);
    return ready;
}

bool subject_stop(struct subject *subject, struct interrupt *interrupt)
{
    uint64_t grace_ns = interrupt->count > 1 ? 0 : SUBJECT_STOP_GRACE_NS;
    return child_stop(&subject->child, interrupt, grace_ns);
}

void subject_release(struct subject *subject)
{
    stats_page_close(subject->page);
    subject->page = NULL;
}
