#include "report/terminal.h"

#include <langinfo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "report/findings.h"
#include "report/summary_answer.h"
#include "report/terminal_table.h"
#include "report/text.h"
#include "report/words.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_LEAST   40
#define COLUMNS_MOST    100 /* wider lines are harder to read */
#define INDENT          9

struct terminal terminal_of(FILE *stream)
{
    struct terminal terminal = {.columns = COLUMNS_DEFAULT,
                                .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    int fd = fileno(stream);
    if (fd < 0 || !isatty(fd))
        return terminal;
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    unsigned long told = columns == NULL ? 0 : strtoul(columns, NULL, 10);
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        told = size.ws_col;
    if (told > 0)
        terminal.columns = told < COLUMNS_LEAST  ? COLUMNS_LEAST
                           : told > COLUMNS_MOST ? COLUMNS_MOST
                                                 : (unsigned)told;
    return terminal;
}

/* `head` in front, the text wrapped beside it. */
static void print_wrapped(const char *head, const char *text, unsigned columns, FILE *stream)
{
    if (*text == '\0')
        return;
    for (const char *lead = head; *text != '\0'; lead = "") {
        size_t length = text_line(text, columns - INDENT);
        fprintf(stream, "%-*s%.*s\n", INDENT, lead, (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
}

static void print_finding(const struct summary *summary, const struct finding *finding,
                          unsigned columns, FILE *stream)
{
    static const char marks[] = {'x', '!', ' '};
    char head[16], text[sizeof finding->sentence + NAME_BYTES + 32];
    bool named =
        summary->scenario_count > 1 && finding->scenario >= 0 && finding_is_about_trust(finding);
    (void)snprintf(head, sizeof head, "  %c %-4s", marks[finding->severity], finding->rule);
    (void)snprintf(text, sizeof text, "%s%s%s%s%s%s",
                   named ? summary->scenarios[finding->scenario].name : "", named ? ": " : "",
                   finding->sentence, finding->chart[0] != '\0' ? " (chart " : "", finding->chart,
                   finding->chart[0] != '\0' ? ")" : "");
    print_wrapped(head, text, columns, stream);
}

static void print_title(const struct summary_scenario *scenario, unsigned columns, FILE *stream)
{
    char text[1024];
    bool titled = scenario->title[0] != '\0';
    (void)snprintf(text, sizeof text, "%s%s%s%s", titled ? scenario->title : scenario->name,
                   titled ? " (" : "", titled ? scenario->name : "", titled ? ")" : "");
    for (const char *at = text; *at != '\0'; at += strspn(at, " ")) {
        size_t length = text_line(at, columns);
        fprintf(stream, "%.*s\n", (int)length, at);
        at += length;
    }
}

static void print_comparison(const struct summary_scenario *scenario, FILE *stream)
{
    const struct summary_step *step = NULL;
    for (unsigned i = 0; i < scenario->server_count && step == NULL; i++)
        step = summary_common_step(scenario, &scenario->servers[i]);
    if (step == NULL)
        fputs("no rate that all servers kept up with: latencies are not compared\n", stream);
    else
        fprintf(stream, "compared at %s%s%s\n", words_rate(scenario->common_rate_per_s).text,
                step->focus->request[0] != '\0' ? ", latencies of " : "", step->focus->request);
    if (scenario->objective[0] != '\0')
        fprintf(stream, "sustains: highest step with %s\n", scenario->objective);
}

static void print_missing(const struct summary_scenario *scenario, unsigned columns, FILE *stream)
{
    for (unsigned i = 0; i < scenario->server_count; i++) {
        const struct summary_server *server = &scenario->servers[i];
        char text[512];
        if (summary_shown(server) != NULL)
            continue;
        (void)snprintf(text, sizeof text, "%s was not measured: %s", server->label,
                       server->trial_count > 0 ? server->trials[0].reason : "no trial was run");
        print_wrapped("missing", text, columns, stream);
    }
}

static void print_why(const struct summary *summary, int scenario, unsigned columns, FILE *stream)
{
    bool begun = false;
    for (unsigned i = 0; i < summary->finding_count; i++) {
        const struct finding *finding = &summary->findings[i];
        if (finding->scenario != scenario || finding_is_about_trust(finding))
            continue;
        if (!begun)
            fputs("\nwhy\n", stream);
        begun = true;
        print_finding(summary, finding, columns, stream);
    }
}

static void print_trust(const struct summary *summary, unsigned columns, FILE *stream)
{
    bool begun = !summary->run.complete;
    if (!summary->run.complete) {
        char text[320];
        (void)snprintf(text, sizeof text, "This run is incomplete%s%s.",
                       summary->run.reason[0] != '\0' ? ": " : "", summary->run.reason);
        fputs("trust\n", stream);
        print_wrapped("  !", text, columns, stream);
    }
    for (unsigned i = 0; i < summary->finding_count; i++) {
        if (!finding_is_about_trust(&summary->findings[i]))
            continue;
        if (!begun)
            fputs("trust\n", stream);
        begun = true;
        print_finding(summary, &summary->findings[i], columns, stream);
    }
    if (summary->findings_left_out > 0)
        fprintf(stream, "%u more findings were left out.\n", summary->findings_left_out);
    if (begun)
        fputc('\n', stream);
}

/* The first explanation's advice, or else the first caution's. */
static const char *next_step(const struct summary *summary)
{
    const char *next = "";
    for (unsigned i = 0; i < summary->finding_count; i++) {
        const struct finding *finding = &summary->findings[i];
        if (finding->next[0] != '\0' && !finding_is_about_trust(finding))
            return finding->next;
        if (next[0] == '\0')
            next = finding->next;
    }
    return next;
}

static void print_all(const struct summary *summary, const struct terminal *terminal,
                      const char *report_path, FILE *stream)
{
    for (unsigned i = 0; i < summary->scenario_count; i++) {
        const struct summary_scenario *scenario = &summary->scenarios[i];
        print_title(scenario, terminal->columns, stream);
        print_comparison(scenario, stream);
        fputc('\n', stream);
        terminal_table_print(scenario, terminal, stream);
        print_missing(scenario, terminal->columns, stream);
        print_why(summary, (int)i, terminal->columns, stream);
        fputc('\n', stream);
    }
    print_trust(summary, terminal->columns, stream);
    print_wrapped("next", next_step(summary), terminal->columns, stream);
    if (report_path != NULL)
        fprintf(stream, "%-*s%s\n", INDENT, "report", report_path);
}

static void put_ascii(uint32_t character, FILE *stream)
{
    static const struct {
        uint32_t character;
        char ascii;
    } alike[] = {{0x2013, '-'}, {0xB5, 'u'}, {0x2026, '.'}, {0x2265, '>'}, {0xD7, 'x'}};

    char ascii = character < 0x80 ? (char)character : '?';
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++)
        if (alike[i].character == character)
            ascii = alike[i].ascii;
    fputc(ascii, stream);
}

/* Line by line, without what is not text, in the letters that the terminal knows. */
static void put_text(char *text, bool utf8, FILE *stream)
{
    char encoded[TEXT_UTF8_BYTES];
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        const char *at = line;
        *end = '\0';
        for (uint32_t character; (character = text_next(&at)) != 0;)
            if (!utf8)
                put_ascii(character, stream);
            else if (text_encode(character, encoded) > 0)
                fputs(encoded, stream);
        fputc('\n', stream);
    }
}

bool terminal_print(const struct summary *summary, const struct terminal *terminal,
                    const char *report_path, FILE *stream, struct error *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    if (memory == NULL)
        return error_set(error, "cannot print the summary: out of memory");
    print_all(summary, terminal, report_path, memory);
    bool whole = ferror(memory) == 0;
    whole = fclose(memory) == 0 && whole;
    if (whole)
        put_text(text, terminal->utf8, stream);
    free(text);
    return whole || error_set(error, "cannot print the summary: out of memory");
}
