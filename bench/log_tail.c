#include "bench/log_tail.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The end of the file, NUL-terminated. */
static void read_end(const char *path, char *text, size_t size)
{
    text[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return;
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        off_t wanted = (off_t)size - 1;
        off_t start = status.st_size > wanted ? status.st_size - wanted : 0;
        ssize_t got = pread(fd, text, size - 1, start);
        text[got > 0 ? got : 0] = '\0';
    }
    close(fd);
}

/* Puts `line` in front of what is there; false when it does not fit. */
static bool prepend(char text[LOG_TAIL_BYTES], const char *line)
{
    size_t length = strlen(line);
    size_t there = strlen(text);
    const char *joint = there > 0 ? " | " : "";
    size_t added = length + strlen(joint);
    if (added + there >= LOG_TAIL_BYTES)
        return false;
    memmove(text + added, text, there + 1);
    memcpy(text, line, length);
    memcpy(text + length, joint, strlen(joint));
    return true;
}

static void make_printable(char *line)
{
    for (; *line != '\0'; line++)
        if ((unsigned char)*line < ' ' || *line == 0x7f)
            *line = '?';
}

void log_tail(const char *path, char text[LOG_TAIL_BYTES])
{
    char end[LOG_TAIL_BYTES];
    text[0] = '\0';
    read_end(path, end, sizeof end);
    for (unsigned lines = 0; end[0] != '\0' && lines < LOG_TAIL_LINES;) {
        char *newline = strrchr(end, '\n');
        char *line = newline != NULL ? newline + 1 : end;
        make_printable(line);
        if (line[0] != '\0' && !prepend(text, line))
            return;
        lines += line[0] != '\0';
        *(newline != NULL ? newline : end) = '\0';
    }
}
