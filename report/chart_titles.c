#include "report/chart_titles.h"

#include <string.h>

#include "report/text.h"
#include "report/time_panels.h"
#include "report/words.h"

#define NAME_COLUMNS 40
#define TAILS        3
#define BLOCKED_MS   ((double)LOOP_BLOCKED_NS / (double)ONE_MS_NS)

static const char *const tail_words[TAILS] = {"1 in 100", "1 in 10", "1 in 2"};

static double tail_us(const struct view *view, unsigned server, unsigned step, unsigned tail)
{
    const struct measures *measures = view_measures(view, view_step(view, server, step));
    if (measures == NULL)
        return NO_NUMBER;
    const struct latency_summary *time = &measures->response_time;
    const double values[TAILS] = {time->p99_us, time->p90_us, time->p50_us};
    return values[tail] > 0 ? values[tail] : NO_NUMBER;
}

/* The servers with the lowest and the highest value; false when none has one. NAN has no place. */
static bool find_extremes(const double *values, unsigned count, unsigned *lowest, unsigned *highest)
{
    bool found = false;
    for (unsigned i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        if (!found || values[i] < values[*lowest])
            *lowest = i;
        if (!found || values[i] > values[*highest])
            *highest = i;
        found = true;
    }
    return found;
}

/* The rarest tail that as many servers have as have a median; TAILS when none has one. */
static unsigned choose_tail(const struct view *view, unsigned step)
{
    unsigned known[TAILS] = {0};
    for (unsigned tail = 0; tail < TAILS; tail++)
        for (unsigned s = 0; s < view->servers; s++)
            known[tail] += isnan(tail_us(view, s, step, tail)) ? 0 : 1;
    for (unsigned tail = 0; tail < TAILS; tail++)
        if (known[tail] > 0 && known[tail] == known[TAILS - 1])
            return tail;
    return TAILS;
}

void title_spectrum(const struct view *view, struct chart *chart)
{
    bool fair;
    unsigned step = view_compared_step(view, &fair);
    unsigned tail = choose_tail(view, step);
    double values[SCENARIO_SERVERS_MAX] = {0};
    unsigned best = 0;
    unsigned worst = 0;
    unsigned known = 0;
    for (unsigned s = 0; s < view->servers; s++) {
        values[s] = tail < TAILS ? tail_us(view, s, step, tail) : NO_NUMBER;
        known += isnan(values[s]) ? 0 : 1;
    }
    TEXT_SET(chart->title, "At %s, ", view_load(view, step).text);
    if (!find_extremes(values, view->servers, &best, &worst)) {
        TEXT_ADD(chart->title, "too few %s succeeded to compare percentiles",
                 view_requests(view, "requests").text);
        return;
    }
    TEXT_ADD(chart->title, "%s %s takes over %s", tail_words[tail],
             view_requests(view, "requests").text, words_latency(values[worst]).text);
    if (known > 1 && values[worst] < 1.1 * values[best])
        TEXT_ADD(chart->title, ", whichever the server");
    else
        TEXT_ADD(chart->title, " in %s", view_name(view, worst, NAME_COLUMNS).text);
    if (known > 1 && values[worst] >= 1.1 * values[best])
        TEXT_ADD(chart->title, " and over %s in %s", words_latency(values[best]).text,
                 view_name(view, best, NAME_COLUMNS).text);
}

/* Not to be judged: what could have met the objective is not to be trusted. */
static bool has_doubtful_step(const struct view *view, unsigned server)
{
    const struct summary_trial *trial = view_trial(view, server);
    for (unsigned k = 0; trial != NULL && k < trial->step_count; k++)
        if (!trial->steps[k].trusted)
            return true;
    return trial == NULL;
}

static void add_sustained(const struct view *view, unsigned server, struct chart *chart)
{
    const struct summary_server *judged = &view->scenario->servers[server];
    bool sustains = isfinite(judged->sustains_per_s);
    TEXT_ADD(chart->title, "by %s at %s%s", view_name(view, server, NAME_COLUMNS).text,
             sustains                          ? words_rate(judged->sustains_per_s).text
             : has_doubtful_step(view, server) ? "no load that can be judged"
                                               : "no tested load",
             sustains && !judged->limit_found ? " or more" : "");
}

void title_capacity(const struct view *view, struct chart *chart)
{
    if (!view->scenario->ranked) {
        TEXT_SET(chart->title, "What each step of load did to the latency of %s%s",
                 view_requests(view, "requests").text,
                 view->scenario->objective[0] != '\0' ? " (no step can be trusted)" : "");
        return;
    }
    double values[SCENARIO_SERVERS_MAX] = {0};
    unsigned worst = 0;
    unsigned best = 0;
    for (unsigned s = 0; s < view->servers; s++) {
        double sustains_per_s = view->scenario->servers[s].sustains_per_s;
        values[s] = isfinite(sustains_per_s) ? sustains_per_s : 0;
    }
    if (!find_extremes(values, view->servers, &worst, &best) || values[best] <= 0) {
        bool doubtful = false;
        for (unsigned s = 0; s < view->servers; s++)
            doubtful = doubtful || has_doubtful_step(view, s);
        TEXT_SET(chart->title, "No server met the objective %s",
                 doubtful ? "in a step that can be trusted" : "at any tested load");
        return;
    }
    TEXT_SET(chart->title, "Objective sustained ");
    for (unsigned s = 0; s < view->servers && view->servers <= TITLE_SERVERS_NAMED; s++) {
        TEXT_ADD(chart->title, s > 0 ? ", " : "");
        add_sustained(view, s, chart);
    }
    if (view->servers > TITLE_SERVERS_NAMED) {
        TEXT_ADD(chart->title, "at best ");
        add_sustained(view, best, chart);
        TEXT_ADD(chart->title, ", at worst ");
        add_sustained(view, worst, chart);
    }
}

/* The second outside warm-up whose slowest answer took longest; NULL when there is none. */
static const struct summary_second *slowest_second(const struct summary_trial *trial)
{
    const struct summary_second *slowest = NULL;
    double from_s = trial->step_count > 0 ? trial->steps[0].step->start_s : 0;
    size_t count = time_whole_seconds(trial);
    for (size_t i = 0; i < count; i++) {
        const struct summary_second *second = &trial->seconds[i];
        bool counts = second->second + 0.999 >= from_s && second->max_us > 0;
        if (counts && (slowest == NULL || second->max_us > slowest->max_us))
            slowest = second;
    }
    return slowest;
}

static void add_slowest(const struct view *view, unsigned server, struct chart *chart)
{
    const struct summary_second *slowest = slowest_second(view_trial(view, server));
    TEXT_ADD(chart->title, "%s in %s (second %s)", words_latency(slowest->max_us).text,
             view_name(view, server, NAME_COLUMNS).text, words_count(slowest->second).text);
}

void title_timeline(const struct view *view, struct chart *chart)
{
    double values[SCENARIO_SERVERS_MAX] = {0};
    unsigned best = 0;
    unsigned worst = 0;
    unsigned named = 0;
    TEXT_SET(chart->title, "Slowest answer: ");
    for (unsigned s = 0; s < view->servers; s++) {
        const struct summary_trial *trial = view_trial(view, s);
        const struct summary_second *slowest = trial != NULL ? slowest_second(trial) : NULL;
        values[s] = slowest != NULL ? slowest->max_us : NO_NUMBER;
        if (slowest == NULL || view->servers > TITLE_SERVERS_NAMED)
            continue;
        TEXT_ADD(chart->title, named++ > 0 ? ", " : "");
        add_slowest(view, s, chart);
    }
    if (!find_extremes(values, view->servers, &best, &worst)) {
        TEXT_SET(chart->title, "No answer was measured");
    } else if (view->servers > TITLE_SERVERS_NAMED) {
        TEXT_ADD(chart->title, "from ");
        add_slowest(view, best, chart);
        TEXT_ADD(chart->title, " to ");
        add_slowest(view, worst, chart);
    }
}

/* The first sentence of the finding that names this chart; false when there is none. */
static bool title_from_finding(const struct view *view, struct chart *chart)
{
    for (unsigned i = 0; i < view->summary->finding_count; i++) {
        const struct finding *finding = &view->summary->findings[i];
        bool named = strcmp(finding->chart, chart->kind) == 0 && finding->sentence[0] != '\0';
        if (finding->scenario != (int)view->index || !named)
            continue;
        const char *end = strstr(finding->sentence, ". ");
        size_t length = end != NULL ? (size_t)(end - finding->sentence) : strlen(finding->sentence);
        while (length > 0 && finding->sentence[length - 1] == '.')
            length--;
        TEXT_SET(chart->title, "%.*s", (int)length, finding->sentence);
        return true;
    }
    return false;
}

void title_lag(const struct view *view, double longest_ms, struct chart *chart)
{
    if (title_from_finding(view, chart))
        return;
    if (longest_ms > BLOCKED_MS)
        TEXT_SET(chart->title, "An event loop could not poll for up to %s at a time",
                 words_latency(longest_ms * 1e3).text);
    else
        TEXT_SET(chart->title, "No event loop was busy for more than 20 ms at a time");
}
