#pragma once
/*
 * Programs that bench starts: the server, the load generator, the report. Each runs in a process
 * group of its own with stdin from /dev/null; the kernel kills it when bench dies. (A group, not a
 * session: with sched_autogroup, nice values only count between processes of one session.)
 *
 *     child_start(&child, &options, error)
 *     child_read_line(&child, interrupt, deadline_ns, line, sizeof line, error)
 *     child_stop(&child, interrupt, grace_ns)       SIGTERM, then SIGKILL; reaps it
 *
 * Signals go to the process's own group and nowhere else. After child_stop(), or a wait that
 * said "ended", nothing of the group runs any more and status and usage are valid.
 */
#include <sched.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "bench/interrupt.h"
#include "core/error.h"
#include "core/limits.h"

enum child_output {
    CHILD_OUTPUT_LOG,      /* stdout goes where stderr goes */
    CHILD_OUTPUT_PIPE,     /* to child.output_fd, for child_read_line() or _capture() */
    CHILD_OUTPUT_INHERITED /* to bench's own stdout */
};

struct child_options {
    const char *name;             /* for messages: "server event-loop" */
    const char *const *arguments; /* [0] is the path of the program; ends with NULL */
    const char *log_path;         /* stderr is appended to it; NULL: bench's own stderr */
    enum child_output output;
    int nice_increment;    /* added to bench's own; 0 or more */
    const cpu_set_t *cpus; /* NULL: as bench */
};

struct child {
    pid_t pid;     /* 0: never started */
    int pid_fd;    /* readable when it has ended; -1 afterwards; owned */
    int output_fd; /* read end of its stdout, or -1; owned */
    bool ended;
    int status;          /* as wait4 gives it; valid when ended */
    struct rusage usage; /* of it and of the children it waited for; valid when ended */
    char name[NAME_BYTES + 32];
    char log_path[PATH_BYTES]; /* "" = none */
};

/* On false nothing runs. What is true afterwards must be ended with child_stop(). */
MUST_CHECK bool child_start(struct child *child, const struct child_options *options,
                            struct error *error);

/* Takes the line by which it says that it is ready off its stdout, without the newline. False when
 * the deadline passes, the process ends (the error quotes the end of its log), the line is longer
 * than `size`, or a signal came. */
MUST_CHECK bool child_read_line(struct child *child, struct interrupt *interrupt,
                                uint64_t deadline_ns, char *line, size_t size, struct error *error);

/* Runs a program to its end and takes all it wrote to stdout, NUL-terminated; options->output must
 * be CHILD_OUTPUT_PIPE. False when it fails in any way, also with a status other than 0. */
MUST_CHECK bool child_capture(const struct child_options *options, struct interrupt *interrupt,
                              uint64_t deadline_ns, char *text, size_t size, struct error *error);

/* Whether it has ended by now; never waits. */
bool child_has_ended(struct child *child);

/* Waits for its end, an instant or a new signal, whichever comes first. */
enum pause_end child_wait(struct child *child, struct interrupt *interrupt, uint64_t until_ns);

/* To the process alone, not to its group. */
void child_signal(struct child *child, int signal_number);

/* SIGTERM, then SIGKILL to the whole group after grace_ns or at the next signal. True when it went
 * by itself. Fine for one that has ended or was never started. */
bool child_stop(struct child *child, struct interrupt *interrupt, uint64_t grace_ns);

/* "ended with status 1", "was killed by SIGSEGV". Only when it has ended. */
#define CHILD_WORDS_BYTES 64
void child_end_words(const struct child *child, char words[CHILD_WORDS_BYTES]);

/* Fills the error with how it ended and the last lines of its log, and returns false. */
PRINTF_LIKE(3, 4)
bool child_error(const struct child *child, struct error *error, const char *format, ...);
