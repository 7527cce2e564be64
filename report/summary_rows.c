#include "report/summary_rows.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "report/summary_answer.h"
#include "report/text.h"

struct row {
    const struct summary_scenario *scenario;
    const struct summary_server *server;
    const struct summary_trial *trial;
    const struct summary_step *step;
};

struct rows {
    FILE *stream;
    char separator;
    bool first; /* of the line */
};

static void begin_cell(struct rows *rows)
{
    if (!rows->first)
        fputc(rows->separator, rows->stream);
    rows->first = false;
}

/* Quoted as RFC 4180 says where the comma would be misread; without tabs and control characters in
 * any case. */
static void put_text(struct rows *rows, const char *text)
{
    char clean[1024];
    text_clean(text, sizeof clean, clean, sizeof clean);
    begin_cell(rows);
    if (rows->separator != ',' || strpbrk(clean, ",\"") == NULL) {
        fputs(clean, rows->stream);
        return;
    }
    fputc('"', rows->stream);
    for (const char *at = clean; *at != '\0'; at++) {
        if (*at == '"')
            fputc('"', rows->stream);
        fputc(*at, rows->stream);
    }
    fputc('"', rows->stream);
}

static void put_number(struct rows *rows, double value, int decimals)
{
    begin_cell(rows);
    if (isfinite(value))
        fprintf(rows->stream, "%.*f", decimals, value);
}

static void put_header(struct rows *rows)
{
    static const char *const names[] = {
        "scenario",
        "server",
        "trial",
        "phase",
        "step",
        "rate_per_s",
        "offered_per_s",
        "achieved_per_s",
        "served_per_s",
        "goodput_per_s",
        "error_rate",
        "verdict",
        "trusted",
        "kept_up",
        "objective_met",
        "request",
        "samples",
        "p50_us",
        "p90_us",
        "p99_us",
        "p999_us",
        "max_us",
        "service_p99_us",
        "lag_p99_us",
        "cpu_s",
        "cpu_us_per_request",
        "pss_bytes",
        "kernel_bytes",
        "threads",
        "loop_busy_share",
        "loop_blocked_share",
        "loop_longest_s",
    };
    rows->first = true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        put_text(rows, names[i]);
    fputc('\n', rows->stream);
}

static void put_judgement(struct rows *rows, const struct summary_step *step)
{
    const struct measures *all = &step->step->measures;
    put_number(rows, step->rate_per_s, 3);
    put_number(rows, all->offered_per_s, 3);
    put_number(rows, all->achieved_per_s, 3);
    put_number(rows, step->served_per_s, 3);
    put_number(rows, all->goodput_per_s, 3);
    put_number(rows, all->error_rate, 6);
    put_text(rows, verdict_names[step->step->verdict.status]);
    put_text(rows, step->trusted ? "yes" : "no");
    put_text(rows, step->kept_up ? "yes" : "no");
    put_text(rows, step->meets_objective ? "yes" : "no");
}

static void put_times(struct rows *rows, const struct summary_step *step)
{
    const struct latency_summary *times = &step->focus->response_time;
    put_text(rows, step->focus->request);
    put_number(rows, (double)times->samples, 0);
    put_number(rows, times->p50_us, 3);
    put_number(rows, times->p90_us, 3);
    put_number(rows, times->p99_us, 3);
    put_number(rows, times->p999_us, 3);
    put_number(rows, times->max_us, 3);
    put_number(rows, step->focus->service_time.p99_us, 3);
    put_number(rows, step->step->measures.lag.p99_us, 3);
}

static void put_cost(struct rows *rows, const struct step_cost *cost)
{
    put_number(rows, cost->cpu_s, 6);
    put_number(rows, cost->cpu_us_per_request, 3);
    put_number(rows, cost->pss_bytes, 0);
    put_number(rows, cost->kernel_bytes, 0);
    put_number(rows, cost->threads, 0);
    put_number(rows, cost->loop_busy_share, 6);
    put_number(rows, cost->loop_blocked_share, 6);
    put_number(rows, cost->loop_longest_s, 6);
}

static void put_row(struct rows *rows, const struct row *row)
{
    rows->first = true;
    put_text(rows, row->scenario->name);
    put_text(rows, row->server->id);
    put_number(rows, row->trial->n, 0);
    put_text(rows, row->step->phase->name);
    put_number(rows, row->step->step->index, 0);
    put_judgement(rows, row->step);
    put_times(rows, row->step);
    put_cost(rows, &row->step->cost);
    fputc('\n', rows->stream);
}

static void put_server(struct rows *rows, struct row row, bool shown_only)
{
    for (unsigned i = 0; i < row.server->trial_count; i++) {
        row.trial = &row.server->trials[i];
        if (!row.trial->done || (shown_only && row.trial != summary_shown(row.server)))
            continue;
        for (unsigned k = 0; k < row.trial->step_count; k++) {
            row.step = &row.trial->steps[k];
            put_row(rows, &row);
        }
    }
}

void summary_rows_print(const struct summary *summary, char separator, bool shown_only,
                        FILE *stream)
{
    struct rows rows = {.stream = stream, .separator = separator};
    put_header(&rows);
    for (unsigned i = 0; i < summary->scenario_count; i++)
        for (unsigned k = 0; k < summary->scenarios[i].server_count; k++)
            put_server(&rows,
                       (struct row){.scenario = &summary->scenarios[i],
                                    .server = &summary->scenarios[i].servers[k]},
                       shown_only);
}
