#include "bench/report_child.h"

#include <stdio.h>
#include <sys/wait.h>

#include "bench/child.h"
#include "core/clock.h"

/* Exit statuses of report that say something about the results and not about report. */
static bool is_finding(int status)
{
    return status == 0 || status == 3 || status == 4;
}

static bool judge(struct child *child, enum pause_end end, const char *directory, int *status,
                  struct error *error)
{
    char words[CHILD_WORDS_BYTES] = "did not end in time";
    if (end == PAUSE_READY && WIFEXITED(child->status) && is_finding(WEXITSTATUS(child->status))) {
        *status = WEXITSTATUS(child->status);
        return true;
    }
    if (end == PAUSE_SIGNAL)
        (void)snprintf(words, sizeof words, "was interrupted");
    else if (end == PAUSE_READY)
        child_end_words(child, words);
    return error_set(error, "the report %s; the measurements are kept in %s", words, directory);
}

bool report_child_run(const char *program, const char *directory, const char *format,
                      struct interrupt *interrupt, int *status, struct error *error)
{
    const char *const arguments[] = {program, directory, format, NULL};
    struct child child;
    struct child_options options = {
        .name = "report",
        .arguments = arguments,
        .output = CHILD_OUTPUT_INHERITED,
    };
    fflush(stdout);
    if (!child_start(&child, &options, error))
        return error_prefix(error,
                            "there is no report, but the measurements are kept in %s: ", directory);
    enum pause_end end = child_wait(&child, interrupt, clock_now_ns() + REPORT_DEADLINE_NS);
    bool good = judge(&child, end, directory, status, error);
    (void)child_stop(&child, interrupt, 2 * ONE_SECOND_NS);
    return good;
}
