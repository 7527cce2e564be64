#include "loadgen/events.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 256

bool events_open(struct events *events, const char *path, struct error *error)
{
    *events = (struct events){.fd = -1, .path = path};
    if (path == NULL)
        return true;
    events->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    if (events->fd < 0)
        return error_set_errno(error, "cannot write %s", path);
    return true;
}

/* One write per line: a reader never sees half of one. */
PRINTF_LIKE(2, 3) static void append(struct events *events, const char *format, ...)
{
    if (events->fd < 0)
        return;
    char line[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    errno = ENOSPC; /* what a short write means */
    if (write(events->fd, line, (size_t)length) != length && events->number == 0)
        events->number = errno;
}

/* Names of phases are identifiers: nothing in them needs escaping. */
void events_step(struct events *events, uint64_t t_ns, const struct scenario_phase *phase,
                 unsigned step)
{
    append(events,
           "{\"t\":%.6f,\"event\":\"step\",\"phase\":\"%s\",\"step\":%u,\"seconds\":%.9g}\n",
           (double)t_ns / 1e9, phase->name, step, (double)phase->step_duration_ns / 1e9);
}

void events_drained(struct events *events, uint64_t t_ns, const struct scenario_phase *phase)
{
    append(events, "{\"t\":%.6f,\"event\":\"drained\",\"phase\":\"%s\"}\n", (double)t_ns / 1e9,
           phase->name);
}

void events_end(struct events *events, uint64_t t_ns)
{
    append(events, "{\"t\":%.6f,\"event\":\"end\"}\n", (double)t_ns / 1e9);
}

bool events_close(struct events *events, struct error *error)
{
    int number = events->number;
    if (events->fd >= 0 && close(events->fd) != 0 && number == 0)
        number = errno;
    events->fd = -1;
    errno = number;
    return number == 0 || error_set_errno(error, "cannot write %s", events->path);
}
