#include "bench/proc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int proc_open(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC);
}

bool proc_read(int fd, char *text, size_t size)
{
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length + 1 < size) {
        got = pread(fd, text + length, size - 1 - length, (off_t)length);
        if (got > 0)
            length += (size_t)got;
        if (length > 0 && text[length - 1] == '\n')
            break; /* asking for the end would make the kernel write it all once more */
    }
    text[length] = '\0';
    return got >= 0;
}

bool proc_read_path(const char *path, char *text, size_t size)
{
    int fd = proc_open(path);
    bool read = proc_read(fd, text, size);
    if (fd >= 0)
        close(fd);
    return read;
}

/* Takes a whole number off the text. */
static bool take_number(const char **text, uint64_t *value)
{
    char *end;
    errno = 0;
    *value = strtoull(*text, &end, 10);
    bool taken = end != *text && errno == 0;
    *text = end;
    return taken;
}

static const char *skip_fields(const char *text, unsigned count)
{
    for (; text != NULL && count > 0; count--) {
        text = strchr(text, ' ');
        text = text != NULL ? text + 1 : NULL;
    }
    return text;
}

bool proc_parse_stat(const char *text, struct proc_stat *stat)
{
    uint64_t times[4]; /* utime stime cutime cstime: fields 14 to 17 of proc(5) */
    const char *name_end = strrchr(text, ')'); /* the name itself may hold ") " */
    if (name_end == NULL || name_end[1] != ' ' || name_end[2] == '\0')
        return false;
    const char *rest = name_end + 2; /* field 3 */
    *stat = (struct proc_stat){.state = *rest};
    rest = skip_fields(rest, 14 - 3);
    for (unsigned i = 0; i < 4; i++)
        if (rest == NULL || !take_number(&rest, &times[i]))
            return false;
    stat->cpu_ticks = times[0] + times[1];
    stat->children_cpu_ticks = times[2] + times[3];
    rest = skip_fields(rest, 20 - 17); /* threads */
    if (rest == NULL || !take_number(&rest, &stat->threads))
        return false;
    rest = skip_fields(rest, 24 - 20); /* rss */
    return rest != NULL && take_number(&rest, &stat->resident_pages);
}

bool proc_parse_machine_stat(const char *text, struct proc_machine_stat *stat)
{
    enum column {
        USER,
        NICE,
        SYSTEM,
        IDLE,
        IOWAIT,
        IRQ,
        SOFTIRQ,
        STEAL,
        COLUMNS
    };

    uint64_t ticks[COLUMNS];
    if (strncmp(text, "cpu ", 4) != 0)
        return false;
    text += 4;
    for (unsigned i = 0; i < COLUMNS; i++)
        if (!take_number(&text, &ticks[i]))
            return false;
    stat->busy_ticks = ticks[USER] + ticks[NICE] + ticks[SYSTEM] + ticks[IRQ] + ticks[SOFTIRQ];
    stat->steal_ticks = ticks[STEAL];
    return true;
}

bool proc_parse_kilobytes(const char *text, const char *name, uint64_t *bytes)
{
    size_t length = strlen(name);
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) != 0 || line[length] != ':')
            continue;
        line += length + 1;
        if (!take_number(&line, bytes) || strncmp(line, " kB", 3) != 0)
            return false;
        *bytes *= 1024;
        return true;
    }
    return false;
}

/* In which column of "TcpExt: SyncookiesSent …" the name stands; -1: in none. */
static int find_column(const char *names, const char *name)
{
    size_t length = strlen(name);
    int column = 0;
    size_t line_length = strcspn(names, "\n");
    for (const char *at = names; (size_t)(at - names) < line_length; column++) {
        size_t word = strcspn(at, " \n");
        if (word == length && strncmp(at, name, length) == 0)
            return column;
        at += word + 1;
    }
    return -1;
}

bool proc_parse_counter(const char *text, const char *group, const char *name, uint64_t *value)
{
    char start[32];
    (void)snprintf(start, sizeof start, "%s: ", group);
    const char *names = strstr(text, start);
    const char *values = names != NULL ? strstr(names + 1, start) : NULL;
    if (values == NULL)
        return false;
    int column = find_column(names, name);
    const char *at = column > 0 ? skip_fields(values, (unsigned)column) : NULL;
    return at != NULL && take_number(&at, value);
}

size_t proc_parse_children(const char *text, pid_t *children, size_t capacity)
{
    size_t count = 0;
    uint64_t pid;
    while (count < capacity && take_number(&text, &pid) && *text == ' ') /* else it was cut off */
        children[count++] = (pid_t)pid;
    return count;
}

static uint64_t count_entries(const char *path)
{
    uint64_t count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return 0;
    while (readdir(folder) != NULL)
        count++;
    (void)closedir(folder);
    return count >= 2 ? count - 2 : 0; /* . and .. */
}

uint64_t proc_count_descriptors(pid_t pid)
{
    char path[64];
    struct stat status;
    (void)snprintf(path, sizeof path, "/proc/%d/fd", pid);
    /* Since Linux 6.2 the folder's size is the count; before, it was 0. */
    if (stat(path, &status) == 0 && status.st_size > 0)
        return (uint64_t)status.st_size;
    return count_entries(path);
}

double proc_ticks_s(uint64_t ticks)
{
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}
