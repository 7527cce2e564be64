#pragma once
/*
 * Lines to stderr with the program's name and a level, one write each so that lines of several
 * threads or processes never mix. Never per request: count instead.
 *
 *     log_open("loadgen", LOG_LEVEL_INFO);
 *     log_warn("the accept queue of %s is full", name);
 */
#include "core/error.h"

enum log_level {
    LOG_LEVEL_ERROR,
    LOG_LEVEL_WARN,
    LOG_LEVEL_INFO,
    LOG_LEVEL_DEBUG
};

/* Once, at the start of main(); `program` is borrowed for the life of the process. */
void log_open(const char *program, enum log_level level);

PRINTF_LIKE(1, 2) void log_error(const char *format, ...);
PRINTF_LIKE(1, 2) void log_warn(const char *format, ...);
PRINTF_LIKE(1, 2) void log_info(const char *format, ...);
PRINTF_LIKE(1, 2) void log_debug(const char *format, ...);
