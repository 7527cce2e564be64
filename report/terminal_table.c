#include "report/terminal_table.h"

#include <math.h>
#include <string.h>

#include "report/summary_answer.h"
#include "report/text.h"
#include "report/words.h"

#define UNKNOWN     "–"
#define LABEL_WIDTH 24
#define MIB         (1024.0 * 1024.0)

enum column {
    COLUMN_MODEL,
    COLUMN_VERDICT, /* only when there is something to say */
    COLUMN_SUSTAINS,
    COLUMN_P50,
    COLUMN_P99,
    COLUMN_P999,
    COLUMN_MAX,
    COLUMN_ERRORS,
    COLUMN_CPU,
    COLUMN_MEMORY,
    COLUMN_THREADS,
    COLUMNS
};

/* Two lines of header each. */
static const char *const headers[COLUMNS][2] = {
    {"model", ""},     {"verdict", ""},   {"sustains", "per s"}, {"p50", "ms"},
    {"p99", "ms"},     {"p99.9", "ms"},   {"max", "ms"},         {"errors", ""},
    {"CPU", "us/req"}, {"memory", "MiB"}, {"threads", ""},
};

struct cell {
    char text[NAME_BYTES * 2];
};

struct line {
    const struct summary_server *server;
    struct cell cells[COLUMNS];
};

struct layout {
    unsigned widths[COLUMNS]; /* 0: not shown */
    unsigned gap;
};

#define SET(cell, ...) (void)snprintf((cell).text, sizeof(cell).text, __VA_ARGS__)

static void set_ms(struct cell *cell, double us)
{
    SET(*cell, "%s", words_number(us / 1000).text);
}

static enum verdict_status worst_verdict(const struct summary_trial *trial)
{
    enum verdict_status worst = VERDICT_OK;
    for (unsigned i = 0; i < trial->step_count; i++)
        if (trial->steps[i].step->verdict.status > worst)
            worst = trial->steps[i].step->verdict.status;
    return worst;
}

static void set_sustains(const struct summary_server *server, bool utf8, struct cell *cell)
{
    const struct summary_trial *trial = summary_shown(server);
    const struct summary_step *failing = summary_lowest_failing(trial, server->sustains_per_s);
    if (!isnan(server->sustains_per_s))
        SET(*cell, "%s%s",
            server->limit_found ? ""
            : utf8              ? "≥"
                                : ">=",
            words_number(server->sustains_per_s).text);
    else if (failing != NULL)
        SET(*cell, "<%s", words_number(failing->rate_per_s).text);
}

static void set_step(const struct summary_step *step, struct line *line)
{
    const struct latency_summary *times = &step->focus->response_time;
    const struct step_cost *cost = &step->cost;
    set_ms(&line->cells[COLUMN_P50], times->p50_us);
    set_ms(&line->cells[COLUMN_P99], times->p99_us);
    set_ms(&line->cells[COLUMN_P999], times->p999_us);
    set_ms(&line->cells[COLUMN_MAX], times->samples > 0 ? times->max_us : (double)NAN);
    SET(line->cells[COLUMN_ERRORS], "%s", words_share(step->step->measures.error_rate).text);
    SET(line->cells[COLUMN_CPU], "%s", words_number(cost->cpu_us_per_request).text);
    if (isfinite(cost->pss_bytes) && isfinite(cost->kernel_bytes))
        SET(line->cells[COLUMN_MEMORY], "%.1f+%.1f", cost->pss_bytes / MIB,
            cost->kernel_bytes / MIB);
    SET(line->cells[COLUMN_THREADS], "%s", words_count(cost->threads).text);
}

static void set_line(const struct summary_scenario *scenario, const struct summary_server *server,
                     bool utf8, struct line *line)
{
    static const char *const verdicts[] = {"", "DEGRADED", "INVALID"};
    const struct summary_step *step = summary_common_step(scenario, server);
    line->server = server;
    for (int i = 0; i < COLUMNS; i++)
        SET(line->cells[i], "%s", UNKNOWN);
    text_clean(server->label, LABEL_WIDTH, line->cells[COLUMN_MODEL].text,
               sizeof line->cells[COLUMN_MODEL].text);
    SET(line->cells[COLUMN_VERDICT], "%s", verdicts[worst_verdict(summary_shown(server))]);
    set_sustains(server, utf8, &line->cells[COLUMN_SUSTAINS]);
    if (step != NULL)
        set_step(step, line);
}

/* Higher sustained rate first, then lower p99 where all are compared. */
static bool ranks_before(const struct summary_scenario *scenario, const struct summary_server *a,
                         const struct summary_server *b)
{
    double rate_a = isnan(a->sustains_per_s) ? 0 : a->sustains_per_s;
    double rate_b = isnan(b->sustains_per_s) ? 0 : b->sustains_per_s;
    if (rate_a < rate_b || rate_a > rate_b)
        return rate_a > rate_b;
    const struct summary_step *step_a = summary_common_step(scenario, a);
    const struct summary_step *step_b = summary_common_step(scenario, b);
    return step_a != NULL && step_b != NULL &&
           step_a->focus->response_time.p99_us < step_b->focus->response_time.p99_us;
}

static unsigned collect(const struct summary_scenario *scenario, bool utf8,
                        struct line lines[SCENARIO_SERVERS_MAX])
{
    unsigned count = 0;
    for (unsigned i = 0; i < scenario->server_count && count < SCENARIO_SERVERS_MAX; i++) {
        const struct summary_server *server = &scenario->servers[i];
        if (summary_shown(server) == NULL)
            continue;
        unsigned at = count++;
        for (; at > 0 && ranks_before(scenario, server, lines[at - 1].server); at--)
            lines[at] = lines[at - 1];
        set_line(scenario, server, utf8, &lines[at]);
    }
    return count;
}

static bool column_says_something(const struct line *lines, unsigned count, int column)
{
    for (unsigned i = 0; i < count; i++)
        if (lines[i].cells[column].text[0] != '\0')
            return true;
    return false;
}

static unsigned total_width(const struct layout *layout)
{
    unsigned total = 0;
    for (int i = 0; i < COLUMNS; i++)
        total += layout->widths[i] == 0 ? 0 : layout->widths[i] + (i > 0 ? layout->gap : 0);
    return total;
}

/* As wide as the widest cell, two blanks apart; one when that is too wide; then without the
 * rightmost columns. The model and one number always stay. */
static void lay_out(const struct summary_scenario *scenario, const struct line *lines,
                    unsigned count, unsigned columns, struct layout *layout)
{
    *layout = (struct layout){.gap = 2};
    for (int i = 0; i < COLUMNS; i++) {
        unsigned width = text_columns(headers[i][0]);
        if (text_columns(headers[i][1]) > width)
            width = text_columns(headers[i][1]);
        for (unsigned k = 0; k < count; k++)
            if (text_columns(lines[k].cells[i].text) > width)
                width = text_columns(lines[k].cells[i].text);
        layout->widths[i] = width;
    }
    if (!column_says_something(lines, count, COLUMN_VERDICT))
        layout->widths[COLUMN_VERDICT] = 0;
    if (!scenario->scenario.has_objective)
        layout->widths[COLUMN_SUSTAINS] = 0;
    if (total_width(layout) > columns)
        layout->gap = 1;
    for (int i = COLUMNS - 1; i > COLUMN_P50 && total_width(layout) > columns; i--)
        layout->widths[i] = 0;
}

static void print_cell(const struct layout *layout, int column, const char *text, FILE *stream)
{
    if (layout->widths[column] == 0)
        return;
    int blanks = (int)(layout->widths[column] - text_columns(text));
    if (column == COLUMN_MODEL)
        fprintf(stream, "%s%*s", text, blanks, "");
    else
        fprintf(stream, "%*s%s", blanks + (int)layout->gap, "", text);
}

/* The second line of the header ends with its last word. */
static void print_headers(const struct layout *layout, FILE *stream)
{
    for (int row = 0; row < 2; row++) {
        int last = COLUMNS - 1;
        while (last > 0 && (layout->widths[last] == 0 || headers[last][row][0] == '\0'))
            last--;
        for (int i = 0; i <= last; i++)
            print_cell(layout, i, headers[i][row], stream);
        fputc('\n', stream);
    }
}

static bool any_sustains(const struct line *lines, unsigned count, const char *sign)
{
    for (unsigned i = 0; i < count; i++)
        if (strncmp(lines[i].cells[COLUMN_SUSTAINS].text, sign, strlen(sign)) == 0)
            return true;
    return false;
}

/* Once for a table: what its signs mean, as far as they were used. */
static void print_legend(const struct layout *layout, const struct line *lines, unsigned count,
                         bool utf8, FILE *stream)
{
    const char *at_least = utf8 ? "≥" : ">=", *between = "";
    bool sustains = layout->widths[COLUMN_SUSTAINS] != 0;
    if (sustains && any_sustains(lines, count, at_least)) {
        fprintf(stream, "%s no step failed", at_least);
        between = "; ";
    }
    if (sustains && any_sustains(lines, count, "<")) {
        fprintf(stream, "%s< the lowest step failed", between);
        between = "; ";
    }
    if (layout->widths[COLUMN_MEMORY] != 0) {
        fprintf(stream, "%smemory: own + kernel's", between);
        between = "; ";
    }
    if (between[0] != '\0')
        fputc('\n', stream);
}

void terminal_table_print(const struct summary_scenario *scenario, const struct terminal *terminal,
                          FILE *stream)
{
    struct line lines[SCENARIO_SERVERS_MAX];
    struct layout layout;
    unsigned count = collect(scenario, terminal->utf8, lines);
    if (count == 0)
        return;
    lay_out(scenario, lines, count, terminal->columns, &layout);
    print_headers(&layout, stream);
    for (unsigned i = 0; i < count; i++) {
        for (int k = 0; k < COLUMNS; k++)
            print_cell(&layout, k, lines[i].cells[k].text, stream);
        fputc('\n', stream);
    }
    print_legend(&layout, lines, count, terminal->utf8, stream);
}
