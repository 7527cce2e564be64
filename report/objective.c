#include "report/objective.h"

#include <math.h>
#include <stdio.h>

#include "core/limits.h"

static bool same_percentile(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

double objective_percentile_us(const struct latency_summary *times, double percentile)
{
    const struct {
        double percentile, value_us;
    } kept[] = {{50, times->p50_us}, {75, times->p75_us},    {90, times->p90_us},
                {99, times->p99_us}, {99.9, times->p999_us}, {99.99, times->p9999_us}};

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (same_percentile(kept[i].percentile, percentile))
            return kept[i].value_us;
    for (unsigned i = 0; i < times->spectrum_count; i++)
        if (times->spectrum[i].percentile >= percentile)
            return times->spectrum[i].value_us;
    return (double)NAN;
}

bool objective_is_time(const struct scenario_threshold *objective)
{
    return objective->metric == METRIC_RESPONSE_TIME || objective->metric == METRIC_SERVICE_TIME ||
           objective->metric == METRIC_CONNECT_TIME ||
           objective->metric == METRIC_TIME_TO_FIRST_BYTE;
}

/* Only for metrics that are times. */
static const struct latency_summary *times_of(const struct scenario_threshold *objective,
                                              const struct measures *measures)
{
    if (objective->metric == METRIC_SERVICE_TIME)
        return &measures->service_time;
    if (objective->metric == METRIC_CONNECT_TIME)
        return &measures->connect_time;
    return objective->metric == METRIC_TIME_TO_FIRST_BYTE ? &measures->time_to_first_byte
                                                          : &measures->response_time;
}

static double time_value_us(const struct scenario_threshold *objective,
                            const struct latency_summary *times)
{
    switch (objective->statistic) {
    case STATISTIC_PERCENTILE:
        return objective_percentile_us(times, objective->percentile);
    case STATISTIC_MEAN:
        return times->mean_us;
    case STATISTIC_MAX:
        return times->max_us;
    case STATISTIC_NONE:
        break;
    }
    return (double)NAN;
}

static double share_of_planned(const struct measures *measures, enum outcome outcome)
{
    return measures->planned == 0 ? (double)NAN
                                  : (double)measures->outcomes[outcome] / (double)measures->planned;
}

double objective_value(const struct scenario_threshold *objective, const struct measures *measures)
{
    if (objective_is_time(objective))
        return time_value_us(objective, times_of(objective, measures));
    if (objective->metric == METRIC_ERROR_RATE)
        return measures->error_rate;
    if (objective->metric == METRIC_DROP_RATE)
        return share_of_planned(measures, OUTCOME_DROPPED);
    if (objective->metric == METRIC_CHECK_FAIL_RATE)
        return share_of_planned(measures, OUTCOME_CHECK_FAILED);
    return objective->metric == METRIC_THROUGHPUT ? measures->achieved_per_s
                                                  : measures->goodput_per_s;
}

/* The limit in the unit of objective_value. */
static double limit_of(const struct scenario_threshold *objective)
{
    return objective_is_time(objective) ? objective->value / (double)ONE_US_NS : objective->value;
}

static bool passes(const struct scenario_threshold *objective, double value)
{
    double limit = limit_of(objective);
    if (objective->or_equal && !(value < limit) && !(value > limit))
        return true;
    return objective->above ? value > limit : value < limit;
}

enum objective_outcome objective_judge(const struct scenario_threshold *objective,
                                       const struct measures *measures)
{
    double value = objective_value(objective, measures);
    if (!isnan(value)) {
        if (!passes(objective, value))
            return OBJECTIVE_FAILED;
        bool censored =
            objective->metric == METRIC_RESPONSE_TIME && value >= measures->censored_from_us;
        return censored ? OBJECTIVE_UNKNOWN : OBJECTIVE_MET; /* "at least" proves no upper limit */
    }
    if (!objective_is_time(objective) || objective->statistic != STATISTIC_PERCENTILE ||
        objective->above)
        return OBJECTIVE_UNKNOWN;
    double slowest_us = times_of(objective, measures)->max_us;
    bool even_the_slowest =
        slowest_us < limit_of(objective) && !(slowest_us >= measures->censored_from_us);
    return even_the_slowest ? OBJECTIVE_MET : OBJECTIVE_UNKNOWN;
}

static void statistic_words(const struct scenario_threshold *objective, char *text, size_t size)
{
    static const char *const metrics[] = {
        [METRIC_RESPONSE_TIME] = "",
        [METRIC_SERVICE_TIME] = " service time",
        [METRIC_CONNECT_TIME] = " connect time",
        [METRIC_TIME_TO_FIRST_BYTE] = " time to first byte",
        [METRIC_ERROR_RATE] = "error rate",
        [METRIC_DROP_RATE] = "drop rate",
        [METRIC_CHECK_FAIL_RATE] = "rate of failed checks",
        [METRIC_THROUGHPUT] = "throughput",
        [METRIC_GOODPUT] = "goodput",
    };
    char statistic[32] = "";
    if (objective->statistic == STATISTIC_PERCENTILE)
        (void)snprintf(statistic, sizeof statistic, "p%g", objective->percentile);
    else if (objective->statistic == STATISTIC_MEAN)
        (void)snprintf(statistic, sizeof statistic, "mean");
    else if (objective->statistic == STATISTIC_MAX)
        (void)snprintf(statistic, sizeof statistic, "maximum");
    (void)snprintf(text, size, "%s%s", statistic, metrics[objective->metric]);
}

void objective_metric_words(const struct scenario *scenario, char text[OBJECTIVE_WORDS_BYTES])
{
    const struct scenario_threshold *objective = &scenario->objective;
    char statistic[64];
    statistic_words(objective, statistic, sizeof statistic);
    bool one = objective->request >= 0 && (size_t)objective->request < scenario->request_count;
    (void)snprintf(text, OBJECTIVE_WORDS_BYTES, "%s%s%s", statistic, one ? " of " : "",
                   one ? scenario->requests[objective->request].name : "");
}

struct words objective_value_words(const struct scenario_threshold *objective, double value)
{
    if (objective_is_time(objective))
        return words_latency(value);
    if (objective->metric == METRIC_THROUGHPUT || objective->metric == METRIC_GOODPUT)
        return words_rate(value);
    return words_share(value);
}

void objective_words(const struct scenario *scenario, char text[OBJECTIVE_WORDS_BYTES])
{
    const struct scenario_threshold *objective = &scenario->objective;
    char metric[OBJECTIVE_WORDS_BYTES];
    objective_metric_words(scenario, metric);
    (void)snprintf(text, OBJECTIVE_WORDS_BYTES, "%.140s %s%s %s", metric,
                   objective->above ? ">" : "<", objective->or_equal ? "=" : "",
                   objective_value_words(objective, limit_of(objective)).text);
}
