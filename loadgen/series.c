#include "loadgen/series.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"

/* A p99 of fewer answers than this is little else than their maximum, which has its own column. */
#define P99_SAMPLES 100

/* Text that grows in memory: a file is written in one piece, so that it is whole or not there. */
struct draft {
    FILE *stream;
    char *text; /* after finishing; owned */
    size_t length;
};

static bool draft_open(struct draft *draft)
{
    *draft = (struct draft){0};
    draft->stream = open_memstream(&draft->text, &draft->length);
    return draft->stream != NULL;
}

/* Closes the draft and writes it, unless memory ran out on the way. */
static bool draft_write(struct draft *draft, const char *path, struct error *error)
{
    bool complete = ferror(draft->stream) == 0;
    complete = fclose(draft->stream) == 0 && complete;
    bool written = complete ? file_write(path, draft->text, draft->length, error)
                            : error_set(error, "cannot write %s: out of memory", path);
    free(draft->text);
    return written;
}

static size_t last_second(const struct recorder *recorder)
{
    size_t last = 0;
    for (size_t s = 0; s < recorder->plan->second_count; s++)
        if (recorder->seconds[s].offered > 0 || recorder->seconds[s].ended > 0)
            last = s;
    return last;
}

static void print_us(FILE *stream, uint64_t time_ns)
{
    (void)fprintf(stream, "%.3f,", (double)time_ns / 1e3);
}

static void print_second(FILE *stream, size_t second, const struct recorder_second *row,
                         uint64_t in_flight)
{
    (void)fprintf(stream, "%zu,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",", second, row->offered,
                  row->answered, row->errors);
    if (row->response.total > 0)
        print_us(stream, histogram_percentile(&row->response, 50));
    else
        (void)fputc(',', stream);
    if (row->response.total >= P99_SAMPLES)
        print_us(stream, histogram_percentile(&row->response, 99));
    else
        (void)fputc(',', stream);
    if (row->response.total > 0)
        print_us(stream, row->response.max_ns);
    else
        (void)fputc(',', stream);
    (void)fprintf(stream, "%" PRIu64 "\n", in_flight);
}

bool series_write_seconds(const struct recorder *recorder, const char *path, struct error *error)
{
    struct draft draft;
    if (!draft_open(&draft))
        return error_set(error, "cannot write %s: out of memory", path);
    (void)fputs("second,offered,done,errors,p50_us,p99_us,max_us,in_flight\n", draft.stream);
    size_t last = last_second(recorder);
    uint64_t in_flight = 0;
    for (size_t s = 0; s <= last; s++) {
        const struct recorder_second *row = &recorder->seconds[s];
        in_flight += row->offered - row->ended;
        print_second(draft.stream, s, row, in_flight);
    }
    return draft_write(&draft, path, error);
}

/* Request names are identifiers of the scenario: nothing in them wants escaping. */
bool series_write_slow(const struct recorder *recorder, const struct scenario *scenario,
                       const char *path, struct error *error)
{
    struct draft draft;
    if (!draft_open(&draft))
        return error_set(error, "cannot write %s: out of memory", path);
    for (size_t i = 0; i < recorder->slow_count; i++) {
        const struct recorder_slow *slow = &recorder->slow[i];
        (void)fprintf(draft.stream,
                      "{\"intendedNs\":%" PRIu64 ",\"doneNs\":%" PRIu64
                      ",\"request\":\"%s\",\"worker\":%d}\n",
                      slow->intended_ns - recorder->plan->zero_ns,
                      slow->done_ns - recorder->plan->zero_ns,
                      scenario->requests[slow->request].name, slow->worker);
    }
    (void)fprintf(draft.stream, "{\"total\":%" PRIu64 "}\n", recorder->slow_total);
    return draft_write(&draft, path, error);
}
