#include "bench/process.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/log_tail.h"
#include "core/clock.h"

bool process_error(const struct process *process, struct error *error, const char *format, ...)
{
    char said[512];
    char end[PROCESS_WORDS_BYTES + 8] = "";
    char quoted[LOG_TAIL_BYTES];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(said, sizeof said, format, values);
    va_end(values);
    if (process->ended) {
        (void)snprintf(end, sizeof end, " ");
        process_end_words(process, end + 1);
    }
    log_tail(process->log_path, quoted);
    bool has_quote = quoted[0] != '\0';
    return error_set(error, "%s%s%s%s%s%s", process->name, end, said,
                     has_quote ? "; its log ends: \"" : "", quoted, has_quote ? "\"" : "");
}

void process_end_words(const struct process *process, char words[PROCESS_WORDS_BYTES])
{
    assert(process->ended);
    if (WIFSIGNALED(process->status))
        (void)snprintf(words, PROCESS_WORDS_BYTES, "was killed by SIG%s",
                       sigabbrev_np(WTERMSIG(process->status)));
    else
        (void)snprintf(words, PROCESS_WORDS_BYTES, "ended with status %d",
                       WEXITSTATUS(process->status));
}

static void close_descriptors(struct process *process)
{
    if (process->pid_fd >= 0)
        close(process->pid_fd);
    if (process->output_fd >= 0)
        close(process->output_fd);
    process->pid_fd = -1;
    process->output_fd = -1;
}

/* The leader is a zombie until wait4: as long as it is one, no other group can have its number, so
 * that this is the moment to end what is left of its group. */
static void reap(struct process *process)
{
    (void)kill(-process->pid, SIGKILL);
    pid_t reaped = wait4(process->pid, &process->status, 0, &process->usage);
    assert(reaped == process->pid);
    (void)reaped;
    process->ended = true;
    if (process->pid_fd >= 0)
        close(process->pid_fd);
    process->pid_fd = -1;
}

bool process_has_ended(struct process *process)
{
    siginfo_t info = {0};
    if (process->ended || process->pid == 0)
        return true;
    if (waitid(P_PID, (id_t)process->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid == 0)
        return false;
    reap(process);
    return true;
}

enum pause_end process_wait(struct process *process, struct interrupt *interrupt, uint64_t until_ns)
{
    if (process_has_ended(process))
        return PAUSE_READY;
    enum pause_end end = interrupt_pause(interrupt, &process->pid_fd, 1, until_ns);
    return process_has_ended(process) ? PAUSE_READY : end;
}

void process_signal(struct process *process, int signal_number)
{
    if (!process_has_ended(process))
        (void)kill(process->pid, signal_number);
}

bool process_stop(struct process *process, struct interrupt *interrupt, uint64_t grace_ns)
{
    bool by_itself = true;
    process_signal(process, SIGTERM);
    if (process_wait(process, interrupt, clock_now_ns() + grace_ns) != PAUSE_READY) {
        by_itself = false;
        (void)kill(-process->pid, SIGKILL);
        while (process_wait(process, interrupt, PAUSE_FOREVER) != PAUSE_READY)
            continue; /* SIGKILL is certain; further signals change nothing */
    }
    close_descriptors(process);
    return by_itself;
}

/* One read from its stdout, when there is something: false at the end of it. */
static bool read_some(struct process *process, char *text, size_t size, size_t *length)
{
    ssize_t got = read(process->output_fd, text + *length, size - *length);
    if (got > 0)
        *length += (size_t)got;
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Why reading came to an end without success; `when` follows on how the process ended. */
static bool reading_failed(struct process *process, struct interrupt *interrupt, enum pause_end end,
                           const char *when, struct error *error)
{
    if (end == PAUSE_SIGNAL)
        return error_set(error, "interrupted");
    if (end == PAUSE_TIME)
        return process_error(process, error, " said nothing in time");
    (void)process_wait(process, interrupt, clock_now_ns() + ONE_SECOND_NS); /* its log is whole */
    return process_error(process, error, "%s", process->ended ? when : " closed its output");
}

bool process_read_line(struct process *process, struct interrupt *interrupt, uint64_t deadline_ns,
                       char *line, size_t size, struct error *error)
{
    size_t length = 0;
    while (length < size) {
        enum pause_end end = interrupt_pause(interrupt, &process->output_fd, 1, deadline_ns);
        if (end != PAUSE_READY || !read_some(process, line, size, &length))
            return reading_failed(process, interrupt, end, " before it was ready", error);
        char *newline = memchr(line, '\n', length);
        if (newline != NULL) {
            *newline = '\0';
            return true;
        }
    }
    return process_error(process, error, " wrote an endless line");
}

static bool capture_all(struct process *process, struct interrupt *interrupt, uint64_t deadline_ns,
                        char *text, size_t size, struct error *error)
{
    size_t length = 0;
    enum pause_end end = PAUSE_READY;
    do {
        if (length + 1 == size)
            return process_error(process, error, " wrote more than %zu bytes", size);
        end = interrupt_pause(interrupt, &process->output_fd, 1, deadline_ns);
    } while (end == PAUSE_READY && read_some(process, text, size - 1, &length));
    text[length] = '\0';
    if (end == PAUSE_READY)
        end = process_wait(process, interrupt, deadline_ns);
    if (end != PAUSE_READY || process->status != 0)
        return reading_failed(process, interrupt, end, "", error);
    return true;
}

bool process_capture(const struct process_options *options, struct interrupt *interrupt,
                     uint64_t deadline_ns, char *text, size_t size, struct error *error)
{
    struct process process;
    assert(options->output == PROCESS_OUTPUT_PIPE);
    if (!process_start(&process, options, error))
        return false;
    bool captured = capture_all(&process, interrupt, deadline_ns, text, size, error);
    (void)process_stop(&process, interrupt, 0);
    return captured;
}
