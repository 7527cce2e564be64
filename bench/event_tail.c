#include "bench/event_tail.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/json.h"

void event_tail_open(struct event_tail *tail, const char *path)
{
    *tail = (struct event_tail){.fd = -1};
    (void)snprintf(tail->path, sizeof tail->path, "%s", path);
}

void event_tail_close(struct event_tail *tail)
{
    if (tail->fd >= 0)
        close(tail->fd);
    tail->fd = -1;
}

static double number(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(item) ? item->valuedouble : 0.0;
}

static const char *string(const cJSON *object, const char *name)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return value != NULL ? value : "";
}

static bool read_event(const cJSON *root, struct tail_event *event)
{
    static const char *const kinds[] = {"step", "drained", "end"};
    const char *kind = string(root, "event");
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kind, kinds[i]) != 0)
            continue;
        *event = (struct tail_event){.kind = (enum tail_event_kind)i,
                                     .t_s = number(root, "t"),
                                     .step = (unsigned)number(root, "step"),
                                     .duration_s = number(root, "seconds")};
        (void)snprintf(event->phase, sizeof event->phase, "%s", string(root, "phase"));
        return true;
    }
    return false;
}

static bool parse_line(const struct event_tail *tail, size_t length, struct tail_event *event)
{
    struct json_document document;
    struct error error;
    if (!json_parse(tail->path, tail->line, length, &document, &error))
        return false;
    bool read = read_event(document.root, event);
    json_close(&document);
    return read;
}

/* More bytes behind what is there; false when there are none. */
static bool read_more(struct event_tail *tail)
{
    if (tail->fd < 0)
        tail->fd = open(tail->path, O_RDONLY | O_CLOEXEC);
    if (tail->length == sizeof tail->line) {
        tail->skipping = true;
        tail->length = 0;
    }
    ssize_t got = read(tail->fd, tail->line + tail->length, sizeof tail->line - tail->length);
    if (got <= 0)
        return false;
    tail->length += (size_t)got;
    return true;
}

bool event_tail_next(struct event_tail *tail, struct tail_event *event)
{
    for (;;) {
        char *newline = memchr(tail->line, '\n', tail->length);
        if (newline == NULL) {
            if (!read_more(tail))
                return false;
            continue;
        }
        size_t length = (size_t)(newline - tail->line);
        bool is_event = !tail->skipping && parse_line(tail, length, event);
        tail->skipping = false;
        tail->length -= length + 1;
        memmove(tail->line, newline + 1, tail->length);
        if (is_event)
            return true;
    }
}
