#include "report/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/limits.h"

#define POLL_NS      (5 * ONE_MS_NS)
#define LOG_NAME     "gnuplot.log"
#define NOT_FOUND    127 /* exit status when there is no program of that name, as in shells */
#define FILE_LIMIT   (64 * 1024 * 1024)
#define SCRIPT_BYTES 128

static const char *const suffixes[] = {"svg", "png"};

#define SUFFIXES (sizeof suffixes / sizeof suffixes[0])

enum ending {
    ENDING_EXITED,
    ENDING_NOT_FOUND,
    ENDING_NOT_STARTED,
    ENDING_TIMEOUT
};

static bool output_path(const char *folder, const char *id, const char *suffix,
                        char path[PATH_BYTES])
{
    return snprintf(path, PATH_BYTES, "%s/%s.%s", folder, id, suffix) < PATH_BYTES;
}

static bool ends_with(const char *text, size_t length, const char *end, size_t end_length)
{
    return length >= end_length && memcmp(text + length - end_length, end, end_length) == 0;
}

static bool is_whole(const char *path, const char *suffix)
{
    static const char png_start[] = "\x89PNG\r\n\x1a\n";
    static const char png_end[] = "\0\0\0\0IEND\xae\x42\x60\x82";
    static const char svg_end[] = "</svg>";
    char *text;
    size_t length;
    struct error ignored; /* not there or not readable: not whole */
    if (!file_read(path, FILE_LIMIT, &text, &length, &ignored))
        return false;
    bool whole = false;
    if (strcmp(suffix, "png") == 0)
        whole = length > sizeof png_start && memcmp(text, png_start, sizeof png_start - 1) == 0 &&
                ends_with(text, length, png_end, sizeof png_end - 1);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    if (strcmp(suffix, "svg") == 0)
        whole = ends_with(text, length, svg_end, sizeof svg_end - 1);
    free(text);
    return whole;
}

static void remove_outputs(const char *folder, const char *id)
{
    char path[PATH_BYTES];
    for (size_t i = 0; i < SUFFIXES; i++)
        if (output_path(folder, id, suffixes[i], path))
            unlink(path);
}

static bool has_outputs(const char *folder, const char *id)
{
    char path[PATH_BYTES];
    for (size_t i = 0; i < SUFFIXES; i++)
        if (!output_path(folder, id, suffixes[i], path) || !is_whole(path, suffixes[i]))
            return false;
    return true;
}

/* In the child: never returns. Only what may follow a fork is called. */
static void become_gnuplot(const char *folder, char *const *arguments, char *const *environment)
{
    setpgid(0, 0);                    /* so that what it starts can be killed with it */
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* and so that it does not outlive the report */
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || chdir(folder) != 0)
        _exit(EXIT_FAILURE);
    int log = open(LOG_NAME, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(log >= 0 ? log : null, STDERR_FILENO);
    execvpe(arguments[0], arguments, environment);
    _exit(errno == ENOENT || errno == EACCES ? NOT_FOUND : EXIT_FAILURE);
}

/* Waits until the process has ended, or kills its group at the deadline. */
static enum ending wait_for(pid_t pid, uint64_t deadline_ns)
{
    int status = 0;
    for (;;) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid || (ended < 0 && errno != EINTR))
            break;
        if (clock_now_ns() >= deadline_ns) {
            kill(-pid, SIGKILL);
            kill(pid, SIGKILL); /* it may not have made its group yet */
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                continue;
            return ENDING_TIMEOUT;
        }
        clock_sleep_until_ns(clock_now_ns() + POLL_NS);
    }
    kill(-pid, SIGKILL); /* whatever it left running */
    bool missing = WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND;
    return missing ? ENDING_NOT_FOUND : ENDING_EXITED;
}

static enum ending run_once(const char *folder, const struct gnuplot_job *jobs, unsigned count,
                            uint64_t deadline_ns)
{
    char path_variable[PATH_BYTES];
    char home_variable[PATH_BYTES];
    const char *path = getenv("PATH");
    const char *home = getenv("HOME"); /* where fontconfig keeps its cache */
    snprintf(path_variable, sizeof path_variable, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
    snprintf(home_variable, sizeof home_variable, "HOME=%s", home != NULL ? home : "/");
    char locale_variable[] = "LC_ALL=C.UTF-8";
    char *environment[] = {path_variable, home_variable, locale_variable, NULL};
    char program[] = "gnuplot";
    char no_start_up_files[] = "-d";
    char **arguments = calloc(count + 3, sizeof *arguments);
    char(*scripts)[SCRIPT_BYTES] = calloc(count, sizeof *scripts);
    enum ending ending = ENDING_NOT_STARTED;
    if (arguments != NULL && scripts != NULL) {
        arguments[0] = program;
        arguments[1] = no_start_up_files;
        for (unsigned i = 0; i < count; i++) {
            snprintf(scripts[i], sizeof scripts[i], "%s.gp", jobs[i].id);
            arguments[i + 2] = scripts[i];
        }
        pid_t pid = fork();
        if (pid == 0)
            become_gnuplot(folder, arguments, environment);
        if (pid > 0)
            ending = wait_for(pid, deadline_ns);
    }
    free(arguments);
    free(scripts);
    return ending;
}

/* Marks the jobs from `first` on that are drawn, up to the first that is not; returns that one. */
static unsigned skip_drawn(const char *folder, struct gnuplot_job *jobs, unsigned count,
                           unsigned first)
{
    while (first < count && has_outputs(folder, jobs[first].id))
        jobs[first++].drawn = true;
    return first;
}

/* The last line of the log that is no mere warning, without its newline; "" when there is none. */
static void last_complaint(const char *folder, char *line, size_t size)
{
    char path[PATH_BYTES];
    char *text;
    size_t length;
    struct error ignored; /* nothing was complained of */
    line[0] = '\0';
    if (!file_join(path, folder, LOG_NAME, &ignored) ||
        !file_read(path, FILE_LIMIT, &text, &length, &ignored))
        return;
    char *rest = text;
    for (char *next; (next = strsep(&rest, "\n")) != NULL;)
        if (strspn(next, " \t^") != strlen(next) && strstr(next, "warning:") == NULL)
            snprintf(line, size, "%s", next);
    free(text);
}

static void write_note(char *note, const char *folder, enum ending ending, unsigned missing,
                       unsigned count)
{
    char complaint[160];
    last_complaint(folder, complaint, sizeof complaint);
    if (ending == ENDING_NOT_FOUND)
        snprintf(note, GNUPLOT_NOTE_BYTES,
                 "There are no charts because gnuplot was not found. Install it (Debian and "
                 "Ubuntu: apt install gnuplot-nox) and make the report again; the tables hold the "
                 "same numbers.");
    else if (ending == ENDING_NOT_STARTED)
        snprintf(note, GNUPLOT_NOTE_BYTES,
                 "There are no charts because gnuplot could not be started: %s.", strerror(errno));
    else if (ending == ENDING_TIMEOUT)
        snprintf(note, GNUPLOT_NOTE_BYTES,
                 "%u of %u charts are missing because gnuplot did not finish in time and was "
                 "stopped. Make the report again; the tables hold the same numbers.",
                 missing, count);
    else
        snprintf(note, GNUPLOT_NOTE_BYTES,
                 "%u of %u charts are missing because gnuplot failed%s%s. charts/gnuplot.log has "
                 "all it said; the tables hold the same numbers.",
                 missing, count, complaint[0] != '\0' ? ": " : "", complaint);
}

static void remove_log(const char *folder)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s/%s", folder, LOG_NAME) < (int)sizeof path)
        unlink(path);
}

void gnuplot_run(const char *folder, struct gnuplot_job *jobs, unsigned count, uint64_t timeout_ns,
                 char *note)
{
    uint64_t deadline_ns = clock_now_ns() + timeout_ns;
    note[0] = '\0';
    remove_log(folder);
    for (unsigned i = 0; i < count; i++) {
        jobs[i].drawn = false;
        remove_outputs(folder, jobs[i].id); /* of an earlier report: they would count as drawn */
    }
    enum ending ending = ENDING_EXITED;
    for (unsigned first = 0; first < count && ending == ENDING_EXITED;) {
        ending = run_once(folder, jobs + first, count - first, deadline_ns);
        first = skip_drawn(folder, jobs, count, first) + 1; /* past the one that broke it */
    }
    unsigned missing = 0;
    for (unsigned i = 0; i < count; i++) {
        if (jobs[i].drawn)
            continue;
        remove_outputs(folder, jobs[i].id);
        missing++;
    }
    if (missing > 0)
        write_note(note, folder, ending, missing, count);
    else
        remove_log(folder);
}
