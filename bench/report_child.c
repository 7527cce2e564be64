#include "bench/report_child.h"

#include <stdio.h>
#include <sys/wait.h>

#include "bench/process.h"
#include "core/clock.h"

/* Exit statuses of report that say something about the results and not about report. */
static bool is_finding(int status)
{
    return status == 0 || status == 3 || status == 4;
}

static bool judge(struct process *process, enum pause_end end, const char *directory, int *status,
                  struct error *error)
{
    char words[PROCESS_WORDS_BYTES] = "did not end in time";
    if (end == PAUSE_READY && WIFEXITED(process->status) &&
        is_finding(WEXITSTATUS(process->status))) {
        *status = WEXITSTATUS(process->status);
        return true;
    }
    if (end == PAUSE_SIGNAL)
        (void)snprintf(words, sizeof words, "was interrupted");
    else if (end == PAUSE_READY)
        process_end_words(process, words);
    return error_set(error, "the report %s; the measurements are kept in %s", words, directory);
}

bool report_child_run(const char *program, const char *directory, const char *format,
                      struct interrupt *interrupt, int *status, struct error *error)
{
    const char *const arguments[] = {program, directory, format, NULL};
    struct process process;
    struct process_options options = {
        .name = "report",
        .arguments = arguments,
        .output = PROCESS_OUTPUT_INHERITED,
    };
    fflush(stdout);
    if (!process_start(&process, &options, error))
        return error_prefix(error,
                            "there is no report, but the measurements are kept in %s: ", directory);
    enum pause_end end = process_wait(&process, interrupt, clock_now_ns() + REPORT_DEADLINE_NS);
    bool good = judge(&process, end, directory, status, error);
    (void)process_stop(&process, interrupt, 2 * ONE_SECOND_NS);
    return good;
}
