#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Written once by log_open() before any thread starts: the only file-scope state of Barista. */
static struct {
    const char *program;
    enum log_level level;
} settings = {"barista", LOG_LEVEL_INFO};

void log_open(const char *program, enum log_level level)
{
    settings.program = program;
    settings.level = level;
}

PRINTF_LIKE(3, 0)

static void write_line(enum log_level level, const char *word, const char *format, va_list values)
{
    if (level > settings.level)
        return;
    char line[ERROR_TEXT_BYTES + 64];
    int head = snprintf(line, sizeof line, "%s: %s", settings.program, word);
    size_t length = head > 0 ? (size_t)head : 0;
    int body = vsnprintf(line + length, sizeof line - length - 1, format, values);
    length += body > 0 ? (size_t)body : 0;
    if (length > sizeof line - 2)
        length = sizeof line - 2;
    line[length++] = '\n';
    ssize_t ignored = write(STDERR_FILENO, line, length);
    (void)ignored; /* there is nowhere left to report a failing stderr */
}

#define LOG_FUNCTION(name, level, word)                                                            \
    void name(const char *format, ...)                                                             \
    {                                                                                              \
        va_list values;                                                                            \
        va_start(values, format);                                                                  \
        write_line(level, word, format, values);                                                   \
        va_end(values);                                                                            \
    }

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR, "error: ")
LOG_FUNCTION(log_warn, LOG_LEVEL_WARN, "warning: ")
LOG_FUNCTION(log_info, LOG_LEVEL_INFO, "")
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG, "debug: ")
