#include "bench/child.h"

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

bool child_error(const struct child *child, struct error *error, const char *format, ...)
{
    char said[512];
    char end[CHILD_WORDS_BYTES + 8] = "";
    char quoted[LOG_TAIL_BYTES];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(said, sizeof said, format, values);
    va_end(values);
    if (child->ended) {
        (void)snprintf(end, sizeof end, " ");
        child_end_words(child, end + 1);
    }
    log_tail(child->log_path, quoted);
    bool has_quote = quoted[0] != '\0';
    return error_set(error, "%s%s%s%s%s%s", child->name, end, said,
                     has_quote ? "; its log ends: \"" : "", quoted, has_quote ? "\"" : "");
}

void child_end_words(const struct child *child, char words[CHILD_WORDS_BYTES])
{
    assert(child->ended);
    if (WIFSIGNALED(child->status))
        (void)snprintf(words, CHILD_WORDS_BYTES, "was killed by SIG%s",
                       sigabbrev_np(WTERMSIG(child->status)));
    else
        (void)snprintf(words, CHILD_WORDS_BYTES, "ended with status %d",
                       WEXITSTATUS(child->status));
}

static void close_descriptors(struct child *child)
{
    if (child->pid_fd >= 0)
        close(child->pid_fd);
    if (child->output_fd >= 0)
        close(child->output_fd);
    child->pid_fd = -1;
    child->output_fd = -1;
}

/* The leader is a zombie until wait4: as long as it is one, no other group can have its number, so
 * that this is the moment to end what is left of its group. */
static void reap(struct child *child)
{
    (void)kill(-child->pid, SIGKILL);
    pid_t reaped = wait4(child->pid, &child->status, 0, &child->usage);
    assert(reaped == child->pid);
    (void)reaped;
    child->ended = true;
    if (child->pid_fd >= 0)
        close(child->pid_fd);
    child->pid_fd = -1;
}

bool child_has_ended(struct child *child)
{
    siginfo_t info = {0};
    if (child->ended || child->pid == 0)
        return true;
    if (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid == 0)
        return false;
    reap(child);
    return true;
}

enum pause_end child_wait(struct child *child, struct interrupt *interrupt, uint64_t until_ns)
{
    if (child_has_ended(child))
        return PAUSE_READY;
    enum pause_end end = interrupt_pause(interrupt, &child->pid_fd, 1, until_ns);
    return child_has_ended(child) ? PAUSE_READY : end;
}

void child_signal(struct child *child, int signal_number)
{
    if (!child_has_ended(child))
        (void)kill(child->pid, signal_number);
}

bool child_stop(struct child *child, struct interrupt *interrupt, uint64_t grace_ns)
{
    bool by_itself = true;
    child_signal(child, SIGTERM);
    if (child_wait(child, interrupt, clock_now_ns() + grace_ns) != PAUSE_READY) {
        by_itself = false;
        (void)kill(-child->pid, SIGKILL);
        while (child_wait(child, interrupt, PAUSE_FOREVER) != PAUSE_READY)
            continue; /* SIGKILL is certain; further signals change nothing */
    }
    close_descriptors(child);
    return by_itself;
}

/* One read from its stdout, when there is something: false at the end of it. */
static bool read_some(struct child *child, char *text, size_t size, size_t *length)
{
    ssize_t got = read(child->output_fd, text + *length, size - *length);
    if (got > 0)
        *length += (size_t)got;
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Why reading came to an end without success; `when` follows on how the process ended. */
static bool reading_failed(struct child *child, struct interrupt *interrupt, enum pause_end end,
                           const char *when, struct error *error)
{
    if (end == PAUSE_SIGNAL)
        return error_set(error, "interrupted");
    if (end == PAUSE_TIME)
        return child_error(child, error, " said nothing in time");
    (void)child_wait(child, interrupt, clock_now_ns() + ONE_SECOND_NS); /* its log is whole */
    return child_error(child, error, "%s", child->ended ? when : " closed its output");
}

bool child_read_line(struct child *child, struct interrupt *interrupt, uint64_t deadline_ns,
                     char *line, size_t size, struct error *error)
{
    size_t length = 0;
    while (length < size) {
        enum pause_end end = interrupt_pause(interrupt, &child->output_fd, 1, deadline_ns);
        if (end != PAUSE_READY || !read_some(child, line, size, &length))
            return reading_failed(child, interrupt, end, " before it was ready", error);
        char *newline = memchr(line, '\n', length);
        if (newline != NULL) {
            *newline = '\0';
            return true;
        }
    }
    return child_error(child, error, " wrote an endless line");
}

static bool capture_all(struct child *child, struct interrupt *interrupt, uint64_t deadline_ns,
                        char *text, size_t size, struct error *error)
{
    size_t length = 0;
    enum pause_end end = PAUSE_READY;
    do {
        if (length + 1 == size)
            return child_error(child, error, " wrote more than %zu bytes", size);
        end = interrupt_pause(interrupt, &child->output_fd, 1, deadline_ns);
    } while (end == PAUSE_READY && read_some(child, text, size - 1, &length));
    text[length] = '\0';
    if (end == PAUSE_READY)
        end = child_wait(child, interrupt, deadline_ns);
    if (end != PAUSE_READY || child->status != 0)
        return reading_failed(child, interrupt, end, "", error);
    return true;
}

bool child_capture(const struct child_options *options, struct interrupt *interrupt,
                   uint64_t deadline_ns, char *text, size_t size, struct error *error)
{
    struct child child;
    assert(options->output == CHILD_OUTPUT_PIPE);
    if (!child_start(&child, options, error))
        return false;
    bool captured = capture_all(&child, interrupt, deadline_ns, text, size, error);
    (void)child_stop(&child, interrupt, 0);
    return captured;
}
