/*
 * The part of child.h between fork and exec. Bench has one thread, so that fork is safe; still
 * only system calls are made in the child.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/child.h"

/* What the child could not do; told through a pipe that a successful exec closes. */
enum stage {
    STAGE_STREAMS,
    STAGE_CPUS,
    STAGE_NICE,
    STAGE_EXEC
};

struct failure {
    enum stage stage;
    int number;
};

/* What is open before fork. */
struct plumbing {
    int output[2];  /* pipe for stdout, or -1 */
    int failure[2]; /* pipe for struct failure */
    int log;        /* or -1 */
    int nothing;    /* /dev/null */
    pid_t parent;
};

static void close_if_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

static void plumbing_close(const struct plumbing *plumbing)
{
    close_if_open(plumbing->output[0]);
    close_if_open(plumbing->output[1]);
    close_if_open(plumbing->failure[0]);
    close_if_open(plumbing->failure[1]);
    close_if_open(plumbing->log);
    close_if_open(plumbing->nothing);
}

static bool open_log(struct plumbing *plumbing, const char *path, struct error *error)
{
    if (path == NULL)
        return true;
    plumbing->log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    return plumbing->log >= 0 || error_set_errno(error, "cannot write %s", path);
}

static bool plumbing_open(struct plumbing *plumbing, const struct child_options *options,
                          struct error *error)
{
    *plumbing = (struct plumbing){{-1, -1}, {-1, -1}, -1, -1, getpid()};
    if (!open_log(plumbing, options->log_path, error))
        return false;
    plumbing->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    bool wants_pipe = options->output == CHILD_OUTPUT_PIPE;
    if (plumbing->nothing < 0 || pipe2(plumbing->failure, O_CLOEXEC) != 0 ||
        (wants_pipe && pipe2(plumbing->output, O_CLOEXEC) != 0)) {
        (void)error_set_errno(error, "cannot prepare to start %s", options->name);
        plumbing_close(plumbing);
        return false;
    }
    return true;
}

static bool connect_streams(const struct plumbing *plumbing, const struct child_options *options)
{
    int errors = plumbing->log >= 0 ? plumbing->log : STDERR_FILENO;
    int output = options->output == CHILD_OUTPUT_PIPE  ? plumbing->output[1]
                 : options->output == CHILD_OUTPUT_LOG ? errors
                                                       : STDOUT_FILENO;
    return dup2(plumbing->nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
           dup2(errors, STDERR_FILENO) >= 0;
}

static void restore_signals(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t none;
    sigemptyset(&none);
    (void)sigaction(SIGPIPE, &action, NULL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static bool lower_priority(int increment)
{
    errno = 0;
    int present = getpriority(PRIO_PROCESS, 0);
    if (increment == 0)
        return true;
    return (present != -1 || errno == 0) && setpriority(PRIO_PROCESS, 0, present + increment) == 0;
}

/* Comes back only when something failed. */
static enum stage become_program(const struct plumbing *plumbing,
                                 const struct child_options *options)
{
    if (!connect_streams(plumbing, options))
        return STAGE_STREAMS;
    if (options->cpus != NULL && sched_setaffinity(0, sizeof(cpu_set_t), options->cpus) != 0)
        return STAGE_CPUS;
    if (!lower_priority(options->nice_increment))
        return STAGE_NICE;
    restore_signals();
    /* make and test runners leave descriptors open that would show in the server's count. Before
     * Linux 5.11 this fails, and only that. */
    (void)close_range(STDERR_FILENO + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC);
    /* execv does not change its arguments; its type is older than const. */
    (void)execv(options->arguments[0], (char *const *)(uintptr_t)options->arguments);
    return STAGE_EXEC;
}

_Noreturn static void live_as_child(const struct plumbing *plumbing,
                                    const struct child_options *options)
{
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != plumbing->parent) /* bench died before the line above */
        _exit(127);
    struct failure failure = {.stage = become_program(plumbing, options)};
    failure.number = errno;
    ssize_t told = write(plumbing->failure[1], &failure, sizeof failure);
    (void)told; /* without it the parent sees an end with status 127 */
    _exit(127);
}

static bool say_failure(const struct failure *failure, const struct child_options *options,
                        struct error *error)
{
    static const char *const details[] = {
        [STAGE_STREAMS] = ": its output",
        [STAGE_CPUS] = ": its CPUs",
        [STAGE_NICE] = ": its nice value",
        [STAGE_EXEC] = "",
    };
    errno = failure->number;
    return error_set_errno(error, "cannot start %s (%s)%s", options->name, options->arguments[0],
                           details[failure->stage]);
}

/* Waits until the child has become its program, or has failed to. */
static bool await_exec(struct child *child, struct plumbing *plumbing,
                       const struct child_options *options, struct error *error)
{
    struct failure failure;
    ssize_t got;
    close(plumbing->failure[1]);
    plumbing->failure[1] = -1;
    do
        got = read(plumbing->failure[0], &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    if (got != (ssize_t)sizeof failure)
        return true;
    (void)waitpid(child->pid, NULL, 0);
    child->pid = 0;
    return say_failure(&failure, options, error);
}

static bool adopt(struct child *child, struct plumbing *plumbing,
                  const struct child_options *options, struct error *error)
{
    (void)setpgid(child->pid, child->pid); /* whoever comes first, the child or we */
    if (!await_exec(child, plumbing, options, error))
        return false;
    child->pid_fd = (int)syscall(SYS_pidfd_open, child->pid, 0); /* close-on-exec always */
    if (child->pid_fd < 0) {
        (void)error_set_errno(error, "cannot watch %s", options->name);
        (void)kill(-child->pid, SIGKILL);
        (void)waitpid(child->pid, NULL, 0);
        child->pid = 0;
        return false;
    }
    child->output_fd = plumbing->output[0];
    plumbing->output[0] = -1;
    return true;
}

bool child_start(struct child *child, const struct child_options *options, struct error *error)
{
    struct plumbing plumbing;
    assert(options->nice_increment >= 0);
    *child = (struct child){.pid_fd = -1, .output_fd = -1};
    (void)snprintf(child->name, sizeof child->name, "%s", options->name);
    (void)snprintf(child->log_path, sizeof child->log_path, "%s",
                   options->log_path != NULL ? options->log_path : "");
    if (!plumbing_open(&plumbing, options, error))
        return false;
    bool started = false;
    child->pid = fork();
    if (child->pid == 0)
        live_as_child(&plumbing, options);
    else if (child->pid > 0)
        started = adopt(child, &plumbing, options, error);
    else {
        (void)error_set_errno(error, "cannot start %s", options->name);
        child->pid = 0;
    }
    plumbing_close(&plumbing);
    return started;
}
