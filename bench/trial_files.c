#include "bench/trial_files.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"

bool trial_files_list_load(const struct trial_load *load, struct arguments *arguments,
                           struct error *error)
{
    const struct scenario_server *server = load->spec->server;
    bool by_hand = load->zero_ns == 0;
    arguments_init(arguments);
    arguments_add(arguments, "%s", load->setup->programs->loadgen);
    arguments_add(arguments, "%s/scenario.json", load->directory);
    arguments_add(arguments, "--url=http://127.0.0.1:%u", load->port);
    arguments_add(arguments, "--out=%s", by_hand ? "again" : load->directory);
    arguments_add(arguments, "--seed=%llu", (unsigned long long)load->spec->seed);
    arguments_add(arguments, "--server-id=%s", server->id);
    arguments_add(arguments, "--server-model=%s", server->model);
    arguments_add(arguments, "--server-label=%s", server->label);
    if (load->setup->placement->shared)
        arguments_add(arguments, "--spin=0us"); /* it would take the time from the server */
    if (!by_hand) {
        arguments_add(arguments, "--start-at=%llu", (unsigned long long)load->zero_ns);
        arguments_add(arguments, "--quiet");
    }
    return !arguments->overflow ||
           error_set(error, "the command line of the load generator would be too long");
}

bool trial_files_write_scenario(const struct trial_spec *spec, const char *directory,
                                struct error *error)
{
    char path[PATH_BYTES];
    return file_join(path, directory, "scenario.json", error) &&
           file_write(path, spec->entry->text, spec->entry->length, error);
}

/* "taskset -c 0-1 nice -n 10 " and the command. */
static void print_placed(const cpu_set_t *cpus, int nice_increment,
                         const struct arguments *arguments, FILE *stream)
{
    char list[CPU_PLACEMENT_LIST_BYTES];
    cpu_placement_list(cpus, list);
    fprintf(stream, "taskset -c %s ", list);
    if (nice_increment != 0)
        fprintf(stream, "nice -n %d ", nice_increment);
    arguments_print(arguments, stream);
    fputc('\n', stream);
}

static bool print_commands(const struct trial_load *load, const struct subject_options *server,
                           const cpu_set_t *server_cpus, FILE *stream, struct error *error)
{
    struct arguments arguments;
    struct trial_load by_hand = *load;
    by_hand.zero_ns = 0;
    subject_list_arguments(server, load->port, NULL, &arguments);
    fputs("# The server. bench let the kernel choose the port, which was this one, and gave it a\n"
          "# file for its stats page (--stats=FILE).\n",
          stream);
    print_placed(server_cpus, server->placement->server_nice_increment, &arguments, stream);
    if (!trial_files_list_load(&by_hand, &arguments, error))
        return false;
    fprintf(stream,
            "\n# The load, from another terminal; its results go to the folder \"again\". bench "
            "gave it\n# --start-at=%llu, an instant that has passed.\n",
            (unsigned long long)load->zero_ns);
    print_placed(&load->setup->placement->generator_cpus, 0, &arguments, stream);
    return true;
}

bool trial_files_write_commands(const struct trial_load *load, const struct subject_options *server,
                                const cpu_set_t *server_cpus, struct error *error)
{
    char path[PATH_BYTES];
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL)
        return error_set(error, "out of memory");
    bool printed = print_commands(load, server, server_cpus, stream, error);
    bool written = fclose(stream) == 0 && printed &&
                   file_join(path, load->directory, "commands.txt", error) &&
                   file_write(path, text, length, error);
    free(text);
    return written;
}
