#include "tests/support/bench_command.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "core/file.h"
#include "tests/support/stub_programs.h"

#define PATIENCE_NS (30 * ONE_SECOND_NS)
#define FLAGS_MAX   8

/* The words of the command line, with the texts they point to. */
struct words {
    char programs[PATH_BYTES];
    char out[PATH_BYTES];
    char scenario[PATH_BYTES];
    const char *argv[FLAGS_MAX + 6];
};

void bench_command_begin(struct bench_command *command, const char *stubs)
{
    char path[PATH_BYTES];
    folder_make(&command->folder);
    stub_programs_make(command->folder.path);
    stub_programs_write_scenario(folder_join(&command->folder, "a.json", path), "stub", 1);
    stub_programs_set(stubs);
}

bool bench_command_end(struct bench_command *command)
{
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    pid_t orphan;
    /* One that was killed just now may still be dying; stand-ins never end by themselves. */
    while ((orphan = waitpid(-1, NULL, WNOHANG)) != -1 && clock_now_ns() < until_ns)
        if (orphan == 0)
            clock_sleep_until_ns(clock_now_ns() + 5 * ONE_MS_NS);
    bool is_alone = orphan == -1 && errno == ECHILD;
    folder_remove(&command->folder);
    return is_alone;
}

static void make_words(struct words *words, const struct bench_command *command,
                       const char *const *flags)
{
    size_t count = 5;
    (void)snprintf(words->programs, PATH_BYTES, "--programs=%s", command->folder.path);
    (void)snprintf(words->out, PATH_BYTES, "--out=%s/results", command->folder.path);
    words->argv[0] = command->program;
    words->argv[1] = "run";
    words->argv[2] = folder_join(&command->folder, "a.json", words->scenario);
    words->argv[3] = words->programs;
    words->argv[4] = words->out;
    for (; flags != NULL && *flags != NULL && count < FLAGS_MAX + 5; flags++)
        words->argv[count++] = *flags;
    words->argv[count] = NULL;
}

int bench_command_run(struct bench_command *command, const char *const *flags)
{
    struct words words;
    make_words(&words, command, flags);
    return process_run(words.argv, command->output, command->messages, BENCH_COMMAND_TEXT_BYTES);
}

void bench_command_start(struct bench_command *command)
{
    struct words words;
    struct error error;
    make_words(&words, command, NULL);
    if (!process_start(&command->process, words.argv, 0, &error))
        abort();
}

int bench_command_stop(struct bench_command *command, int signal_number)
{
    process_signal(&command->process, signal_number);
    int status = process_wait(&command->process, PATIENCE_NS);
    process_read_messages(&command->process, command->messages, sizeof command->messages);
    process_release(&command->process);
    return status;
}

char *bench_command_read(const struct bench_command *command, const char *name)
{
    char pattern[PATH_BYTES];
    char *text = NULL;
    size_t length;
    struct error error;
    glob_t found = {0};
    (void)snprintf(pattern, sizeof pattern, "%s/results/2*/%s", command->folder.path, name);
    if (glob(pattern, 0, NULL, &found) != 0 ||
        !file_read(found.gl_pathv[0], JSON_FILE_BYTES_MAX, &text, &length, &error))
        text = strdup("");
    globfree(&found);
    return text;
}

bool bench_command_wait_for(const struct bench_command *command, const char *name)
{
    uint64_t until_ns = clock_now_ns() + PATIENCE_NS;
    bool is_there = false;
    while (!is_there && clock_now_ns() < until_ns) {
        char *text = bench_command_read(command, name);
        is_there = text[0] != '\0';
        free(text);
        clock_sleep_until_ns(clock_now_ns() + 5 * ONE_MS_NS);
    }
    return is_there;
}
