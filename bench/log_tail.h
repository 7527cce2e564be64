#pragma once
/* The last lines of a program's log, to be quoted within one sentence. */

#define LOG_TAIL_LINES 3
#define LOG_TAIL_BYTES 400

/* The last LOG_TAIL_LINES lines that are not empty, joined with " | ", control characters as "?";
 * cut at the front when they are too long. "" when there is no such file or nothing in it. */
void log_tail(const char *path, char text[LOG_TAIL_BYTES]);
