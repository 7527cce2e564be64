#include "formats/scenario_plan.h"

#include <math.h>
#include <string.h>

#include "core/units.h"
#include "formats/scenario_notes.h"
#include "formats/scenario_threshold.h"

#define WIDTH_COLUMNS    78
#define NAME_COLUMNS_MAX 28
#define PLOT_COLUMNS     66 /* beside 10 of labels and axis */
#define PLOT_ROWS        8
#define ALL_REQUESTS     SIZE_MAX

void scenario_print_count(double count, char text[SCENARIO_COUNT_BYTES])
{
    char digits[SCENARIO_COUNT_BYTES];
    size_t at = 0;
    if (count > 0 && count < 0.01) {
        (void)snprintf(text, SCENARIO_COUNT_BYTES, "<0.01");
        return;
    }
    if (count > 0 && count < 9.5) { /* parts of a request matter when there are few */
        (void)snprintf(text, SCENARIO_COUNT_BYTES, "%.2g", count);
        return;
    }
    int length = snprintf(digits, sizeof digits, "%.0f", count);
    for (int i = 0; i < length && at + 2 < SCENARIO_COUNT_BYTES; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
}

static size_t columns_of(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t i = 0; i < length; i++)
        columns += ((unsigned char)text[i] & 0xc0) != 0x80;
    return columns;
}

void scenario_print_wrapped(FILE *stream, const char *first, const char *words)
{
    int indent = (int)columns_of(first, strlen(first));
    size_t column = (size_t)indent;
    bool line_begins = true;
    (void)fputs(first, stream);
    while (*(words += strspn(words, " ")) != '\0') {
        size_t length = strcspn(words, " ");
        size_t columns = columns_of(words, length);
        if (!line_begins && column + 1 + columns > WIDTH_COLUMNS) {
            (void)fprintf(stream, "\n%*s", indent, "");
            column = (size_t)indent;
            line_begins = true;
        }
        (void)fprintf(stream, "%s%.*s", line_begins ? "" : " ", (int)length, words);
        column += columns + (line_begins ? 0 : 1);
        line_begins = false;
        words += length;
    }
    (void)fputc('\n', stream);
}

static void print_head(const struct scenario *scenario, FILE *stream)
{
    char head[NAME_BYTES + 4];
    (void)snprintf(head, sizeof head, "%s%s", scenario->name, scenario->title ? ": " : "");
    scenario_print_wrapped(stream, head, scenario->title ? scenario->title : "");
    const char *const paragraphs[] = {scenario->description, scenario->question};
    for (size_t i = 0; i < 2; i++)
        if (paragraphs[i] != NULL && paragraphs[i][0] != '\0')
            scenario_print_wrapped(stream, "  ", paragraphs[i]);
    (void)fputc('\n', stream);
}

static double phase_requests(const struct scenario_phase *phase)
{
    double sum = 0;
    for (size_t step = 0; step < phase->step_count; step++)
        sum += scenario_expected(phase, step, ALL_REQUESTS);
    return sum;
}

static int name_width(const struct scenario *scenario)
{
    size_t width = strlen("request");
    for (size_t i = 0; i < scenario->phase_count; i++)
        if (strlen(scenario->phases[i].name) > width)
            width = strlen(scenario->phases[i].name);
    for (size_t i = 0; i < scenario->request_count; i++)
        if (strlen(scenario->requests[i].name) > width)
            width = strlen(scenario->requests[i].name);
    return width < NAME_COLUMNS_MAX ? (int)width : NAME_COLUMNS_MAX;
}

static void print_phase(const struct scenario_phase *phase, int width, FILE *stream)
{
    char rate[UNITS_TEXT_BYTES];
    char duration[UNITS_TEXT_BYTES];
    char count[SCENARIO_COUNT_BYTES];
    units_print_duration(phase->step_duration_ns, duration);
    for (size_t step = 0; step < phase->step_count; step++) {
        units_print_rate(phase->rates_per_s[step], rate);
        scenario_print_count(scenario_expected(phase, step, ALL_REQUESTS), count);
        (void)fprintf(stream, "  %-*.*s %4zu %9s %9s %11s%s\n", width, width,
                      step == 0 ? phase->name : "", step + 1, rate, duration, count,
                      phase->warmup ? "  warm-up" : "");
    }
}

static void print_phases(const struct scenario *scenario, int width, FILE *stream)
{
    char total[UNITS_TEXT_BYTES];
    char count[SCENARIO_COUNT_BYTES];
    double requests = 0;
    (void)fprintf(stream, "  %-*s %4s %9s %9s %11s\n", width, "phase", "step", "rate", "duration",
                  "requests");
    for (size_t i = 0; i < scenario->phase_count; i++) {
        print_phase(&scenario->phases[i], width, stream);
        requests += phase_requests(&scenario->phases[i]);
    }
    units_print_duration(scenario_load_ns(scenario), total);
    scenario_print_count(requests, count);
    (void)fprintf(stream, "  %-*s %4s %9s %9s %11s\n\n", width, "total", "", "", total, count);
}

/* The step that is under way at a point of the planned load, 0 <= at_ns < scenario_load_ns. */
static const struct scenario_phase *find_step(const struct scenario *scenario, uint64_t at_ns,
                                              size_t *step)
{
    for (size_t i = 0; i + 1 < scenario->phase_count; i++) {
        const struct scenario_phase *phase = &scenario->phases[i];
        uint64_t phase_ns = phase->step_count * phase->step_duration_ns;
        if (at_ns < phase_ns) {
            *step = at_ns / phase->step_duration_ns;
            return phase;
        }
        at_ns -= phase_ns;
    }
    const struct scenario_phase *last = &scenario->phases[scenario->phase_count - 1];
    *step = at_ns / last->step_duration_ns;
    return last;
}

static double peak_rate(const struct scenario *scenario)
{
    double peak = 0;
    for (size_t i = 0; i < scenario->phase_count; i++)
        for (size_t step = 0; step < scenario->phases[i].step_count; step++)
            peak = fmax(peak, scenario->phases[i].rates_per_s[step]);
    return peak;
}

/* One column per equal share of the load; a bar has at least one row. */
static char plot_cell(const struct scenario *scenario, size_t column, size_t row, double peak)
{
    size_t step;
    uint64_t share_ns = scenario_load_ns(scenario) / PLOT_COLUMNS;
    const struct scenario_phase *phase =
        find_step(scenario, column * share_ns + share_ns / 2, &step);
    double height = phase->rates_per_s[step] / peak * PLOT_ROWS;
    if (row > 0 && height < (double)row + 0.5)
        return ' ';
    return phase->warmup ? '.' : '#';
}

static void print_plot(const struct scenario *scenario, FILE *stream)
{
    char label[UNITS_TEXT_BYTES];
    char line[PLOT_COLUMNS + 1];
    double peak = peak_rate(scenario);
    for (size_t row = PLOT_ROWS; row-- > 0;) {
        size_t length = 0;
        for (size_t column = 0; column < PLOT_COLUMNS; column++) {
            line[column] = plot_cell(scenario, column, row, peak);
            if (line[column] != ' ')
                length = column + 1;
        }
        units_print_rate(peak, label);
        (void)fprintf(stream, "%8s |%.*s\n", row == PLOT_ROWS - 1 ? label : "", (int)length, line);
    }
    memset(line, '-', PLOT_COLUMNS);
    line[PLOT_COLUMNS] = '\0';
    units_print_duration(scenario_load_ns(scenario), label);
    (void)fprintf(stream, "%8s +%s\n%11s%*s\n\n", "0", line, "0 s", PLOT_COLUMNS - 1, label);
}

static void print_requests(const struct scenario *scenario, int width, FILE *stream)
{
    char count[SCENARIO_COUNT_BYTES];
    double all = 0;
    (void)fprintf(stream, "  %-*s %14s %21s\n", width, "request", "share", "measured");
    for (size_t i = 0; i < scenario->phase_count; i++)
        if (!scenario->phases[i].warmup)
            all += phase_requests(&scenario->phases[i]);
    for (size_t request = 0; request < scenario->request_count; request++) {
        double sum = 0;
        for (size_t i = 0; i < scenario->phase_count; i++)
            for (size_t step = 0; step < scenario->phases[i].step_count; step++)
                if (!scenario->phases[i].warmup)
                    sum += scenario_expected(&scenario->phases[i], step, request);
        scenario_print_count(sum, count);
        (void)fprintf(stream, "  %-*.*s %12.3g %% %21s\n", width, width,
                      scenario->requests[request].name, all > 0 ? sum / all * 100 : 0, count);
    }
    (void)fputc('\n', stream);
}

/* Little's law: the mean number in flight is the rate times the mean time in the system. */
static void print_connections(const struct scenario *scenario, FILE *stream)
{
    char words[200];
    char rate[UNITS_TEXT_BYTES];
    char duration[UNITS_TEXT_BYTES];
    double peak = peak_rate(scenario);
    units_print_rate(peak, rate);
    units_print_duration((uint64_t)(scenario->connections_max / peak * 1e9), duration);
    (void)snprintf(words, sizeof words,
                   "at most %u, all of them busy when %s take %s on average (Little's law)",
                   scenario->connections_max, rate, duration);
    scenario_print_wrapped(stream, "  connections  ", words);
}

static void print_judgements(const struct scenario *scenario, FILE *stream)
{
    char words[200];
    if (scenario->has_objective) {
        scenario_threshold_words(scenario, &scenario->objective, words, sizeof words);
        scenario_print_wrapped(stream, "  objective    ", words);
    }
    for (size_t i = 0; i < scenario->threshold_count; i++) {
        scenario_threshold_words(scenario, &scenario->thresholds[i], words, sizeof words);
        scenario_print_wrapped(stream, i == 0 ? "  thresholds   " : "               ", words);
    }
    (void)fputc('\n', stream);
}

bool scenario_print_plan(const struct scenario *scenario, FILE *stream)
{
    const struct scenario_machine machine = scenario_this_machine();
    int width = name_width(scenario);
    print_head(scenario, stream);
    print_phases(scenario, width, stream);
    print_plot(scenario, stream);
    print_requests(scenario, width, stream);
    print_connections(scenario, stream);
    print_judgements(scenario, stream);
    scenario_print_notes(scenario, &machine, stream);
    return fflush(stream) == 0 && ferror(stream) == 0;
}
