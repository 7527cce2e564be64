#include "report/summary_files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "report/ndjson.h"

#define SECONDS_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define SECONDS_HEADER    "second,offered,done,errors,p50_us,p99_us,max_us,in_flight"
#define SECONDS_COLUMNS   8

/* A number or nothing, up to the comma or the end of the line; NULL when it is anything else. */
static const char *read_cell(const char *at, double *value)
{
    *value = (double)NAN;
    if (*at == ',' || *at == '\n')
        return at;
    if (strchr("-0123456789", *at) == NULL || *at == '\0')
        return NULL;
    char *end;
    *value = strtod(at, &end);
    return isfinite(*value) && (*end == ',' || *end == '\n') ? end : NULL;
}

/* Returns what follows the line, or NULL. */
static const char *read_row(const char *at, struct summary_second *second)
{
    double cells[SECONDS_COLUMNS];
    for (int i = 0; i < SECONDS_COLUMNS; i++) {
        at = read_cell(at, &cells[i]);
        if (at == NULL || *at != (i + 1 < SECONDS_COLUMNS ? ',' : '\n'))
            return NULL;
        at++;
    }
    *second = (struct summary_second){cells[0], cells[1], cells[2], cells[3],
                                      cells[4], cells[5], cells[6], cells[7]};
    return isnan(cells[0]) ? NULL : at;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    return count;
}

static bool read_rows(const char *path, const char *text, struct summary_trial *trial,
                      struct error *error)
{
    size_t header = strlen(SECONDS_HEADER);
    if (strncmp(text, SECONDS_HEADER "\n", header + 1) != 0)
        return error_set(error, "%s:1: error: the first line must be %s", path, SECONDS_HEADER);
    trial->seconds = calloc(count_lines(text), sizeof *trial->seconds);
    if (trial->seconds == NULL)
        return error_set(error, "%s does not fit into memory", path);
    for (const char *at = text + header + 1; *at != '\0';) {
        at = read_row(at, &trial->seconds[trial->second_count]);
        if (at == NULL)
            return error_set(error, "%s:%zu: error: not a line of %d numbers", path,
                             trial->second_count + 2, SECONDS_COLUMNS);
        trial->second_count++;
    }
    return true;
}

bool summary_seconds_read(const char *path, struct summary_trial *trial, struct error *error)
{
    char *text = NULL;
    size_t length = 0;
    if (!file_read(path, SECONDS_BYTES_MAX, &text, &length, error))
        return false;
    bool good = strlen(text) == length ? read_rows(path, text, trial, error)
                                       : error_set(error, "%s is no text: it holds a NUL", path);
    free(text);
    return good;
}

struct slow_reading {
    struct summary_trial *trial;
    bool total_seen;
};

static void on_slow(void *context, struct fields *fields, const cJSON *object)
{
    struct slow_reading *reading = context;
    struct summary_trial *trial = reading->trial;
    if (cJSON_GetObjectItemCaseSensitive(object, "total") != NULL) {
        trial->slow_total = fields_number(fields, object, "total");
        reading->total_seen = true;
        return;
    }
    struct summary_slow *room =
        ndjson_make_room(fields, object, trial->slow, trial->slow_count, sizeof *trial->slow);
    if (room == NULL)
        return;
    trial->slow = room;
    struct summary_slow *slow = &trial->slow[trial->slow_count++];
    slow->intended_s = fields_number(fields, object, "intendedNs") / (double)ONE_SECOND_NS;
    slow->done_s = fields_number(fields, object, "doneNs") / (double)ONE_SECOND_NS;
    fields_text(fields, object, "request", slow->request, sizeof slow->request);
    double worker = fields_number(fields, object, "worker");
    slow->worker = worker >= -1 && worker < 1e9 ? (int)worker : -1;
}

bool summary_slow_read(const char *path, struct summary_trial *trial, struct error *error)
{
    struct slow_reading reading = {.trial = trial};
    if (!ndjson_read(path, on_slow, &reading, error))
        return false;
    if (!reading.total_seen)
        return error_set(error, "%s: error: the last line, with the total, is missing", path);
    return true;
}
