#include "tests/support/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/limits.h"

#define PATIENCE_MS 20000

static void become(const char *const argv[], int output, int messages, unsigned descriptor_limit)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct rlimit limit = {.rlim_cur = descriptor_limit, .rlim_max = descriptor_limit};
    bool ready = dup2(output, STDOUT_FILENO) >= 0 && dup2(messages, STDERR_FILENO) >= 0 &&
                 (descriptor_limit == 0 || setrlimit(RLIMIT_NOFILE, &limit) == 0);
    (void)close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC); /* whatever was inherited */
    if (ready)
        (void)execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

bool process_start(struct process *process, const char *const argv[], unsigned descriptor_limit,
                   struct error *error)
{
    int ends[2];
    int messages = memfd_create("messages", MFD_CLOEXEC);
    if (messages < 0 || pipe2(ends, O_CLOEXEC) != 0)
        return error_set_errno(error, "cannot start %s", argv[0]);
    pid_t pid = fork();
    if (pid == 0)
        become(argv, ends[1], messages, descriptor_limit);
    int number = errno;
    close(ends[1]);
    errno = number;
    if (pid < 0)
        return error_set_errno(error, "cannot start %s", argv[0]);
    *process = (struct process){.pid = pid, .output = ends[0], .messages = messages};
    return true;
}

bool process_read_line(struct process *process, char *line, size_t size)
{
    size_t length = 0;
    while (length + 1 < size) {
        struct pollfd ready = {.fd = process->output, .events = POLLIN};
        if (poll(&ready, 1, PATIENCE_MS) != 1 || read(process->output, line + length, 1) != 1)
            return false;
        if (line[length] == '\n')
            break;
        length++;
    }
    line[length] = '\0';
    return true;
}

void process_signal(const struct process *process, int number)
{
    (void)kill(process->pid, number);
}

int process_wait(struct process *process, uint64_t timeout_ns)
{
    uint64_t until_ns = clock_now_ns() + timeout_ns;
    int status = 0;
    bool late = false;
    while (waitpid(process->pid, &status, WNOHANG) == 0) {
        late = clock_now_ns() >= until_ns;
        if (late) {
            (void)kill(process->pid, SIGKILL);
            (void)waitpid(process->pid, &status, 0);
            break;
        }
        clock_sleep_until_ns(clock_now_ns() + 2 * ONE_MS_NS);
    }
    if (late)
        return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void process_read_messages(const struct process *process, char *text, size_t size)
{
    ssize_t length = pread(process->messages, text, size - 1, 0);
    text[length > 0 ? length : 0] = '\0';
}

void process_release(struct process *process)
{
    close(process->output);
    close(process->messages);
}

int process_run(const char *const argv[], char *output, char *messages, size_t size)
{
    struct process process;
    struct error error;
    output[0] = messages[0] = '\0';
    if (!process_start(&process, argv, 0, &error))
        return -1;
    size_t length = 0;
    ssize_t got;
    while (length + 1 < size &&
           (got = read(process.output, output + length, size - 1 - length)) > 0)
        length += (size_t)got;
    output[length] = '\0';
    int status = process_wait(&process, 20 * ONE_SECOND_NS);
    process_read_messages(&process, messages, size);
    process_release(&process);
    return status;
}

uint64_t process_cpu_ns(const struct process *process)
{
    char path[64];
    unsigned long long running_ns = 0;
    (void)snprintf(path, sizeof path, "/proc/%ld/task", (long)process->pid);
    DIR *tasks = opendir(path);
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        char schedule[400];
        unsigned long long here_ns = 0;
        (void)snprintf(schedule, sizeof schedule, "%s/%s/schedstat", path, task->d_name);
        FILE *file = task->d_name[0] != '.' ? fopen(schedule, "re") : NULL;
        if (file == NULL)
            continue;
        if (fscanf(file, "%llu", &here_ns) == 1)
            running_ns += here_ns;
        (void)fclose(file);
    }
    if (tasks != NULL)
        (void)closedir(tasks);
    return running_ns;
}

static unsigned count_entries(const struct process *process, const char *folder)
{
    char path[64];
    unsigned count = 0;
    (void)snprintf(path, sizeof path, "/proc/%ld/%s", (long)process->pid, folder);
    DIR *entries = opendir(path);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;)
        count += entry->d_name[0] != '.';
    if (entries != NULL)
        (void)closedir(entries);
    return count;
}

unsigned process_count_threads(const struct process *process)
{
    return count_entries(process, "task");
}

unsigned process_count_descriptors(const struct process *process)
{
    return count_entries(process, "fd");
}
