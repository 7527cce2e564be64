#include "formats/scenario_threshold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/units.h"
#include "formats/scenario_parts.h"
#include "formats/scenario_values.h"

enum metric_kind {
    KIND_LATENCY,
    KIND_SHARE,
    KIND_RATE
};

/* In the order of enum scenario_metric. */
static const struct metric {
    const char *name;
    const char *words;
    enum metric_kind kind;
} metrics[] = {
    {"responseTime", "response time", KIND_LATENCY},
    {"serviceTime", "service time", KIND_LATENCY},
    {"connectTime", "connect time", KIND_LATENCY},
    {"timeToFirstByte", "time to first byte", KIND_LATENCY},
    {"errorRate", "share of errors", KIND_SHARE},
    {"dropRate", "share of dropped requests", KIND_SHARE},
    {"checkFailRate", "share of failed checks", KIND_SHARE},
    {"throughput", "throughput", KIND_RATE},
    {"goodput", "goodput", KIND_RATE},
};

static const char *const examples[] = {
    [KIND_LATENCY] = "\"responseTime.p(99) < 20ms\"",
    [KIND_SHARE] = "\"errorRate < 0.1%\"",
    [KIND_RATE] = "\"throughput > 500/s\"",
};

/* The part of the text that is not read yet. */
struct rest {
    const char *at;
    const struct metric *metric;
    struct error *error;
};

static void skip_blanks(struct rest *rest)
{
    rest->at += strspn(rest->at, " ");
}

static void refuse_metric(const char *name, struct error *error)
{
    const char *names[COUNT_OF(metrics)];
    char all[200] = "";
    for (size_t i = 0; i < COUNT_OF(metrics); i++) {
        size_t length = strlen(all);
        names[i] = metrics[i].name;
        (void)snprintf(all + length, sizeof all - length, " %s", names[i]);
    }
    const char *nearest = json_nearest(name, names, COUNT_OF(names));
    if (nearest != NULL)
        (void)error_set(error, "there is no metric \"%s\"; did you mean \"%s\"?\nmetrics:%s", name,
                        nearest, all);
    else
        (void)error_set(error, "there is no metric \"%s\"; write %s\nmetrics:%s", name,
                        examples[KIND_LATENCY], all);
}

/* NULL: there is none, or an unknown one. */
static const struct metric *take_metric(struct rest *rest)
{
    char name[40];
    size_t length = strcspn(rest->at, ". <>=");
    if (length == 0) {
        (void)error_set(rest->error, "a threshold begins with a metric; write %s",
                        examples[KIND_LATENCY]);
        return NULL;
    }
    (void)snprintf(name, sizeof name, "%.*s", (int)length, rest->at);
    rest->at += length;
    for (size_t i = 0; i < COUNT_OF(metrics); i++)
        if (strcmp(metrics[i].name, name) == 0)
            return &metrics[i];
    refuse_metric(name, rest->error);
    return NULL;
}

/* p(99), p(99.9): digits, perhaps a point and digits; 0 to 100. */
static bool take_percentile(struct rest *rest, struct scenario_threshold *threshold)
{
    size_t whole = strspn(rest->at, "0123456789");
    size_t length = whole;
    if (whole > 0 && rest->at[whole] == '.' && strspn(rest->at + whole + 1, "0123456789") > 0)
        length += 1 + strspn(rest->at + whole + 1, "0123456789");
    bool hundred = strncmp(rest->at, "100", 3) == 0;
    if (whole == 0 || whole > (hundred ? 3 : 2) || rest->at[length] != ')')
        return false;
    threshold->statistic = STATISTIC_PERCENTILE;
    threshold->percentile = strtod(rest->at, NULL);
    rest->at += length + 1;
    return threshold->percentile <= 100;
}

static bool take_statistic(struct rest *rest, struct scenario_threshold *threshold)
{
    bool latency = rest->metric->kind == KIND_LATENCY;
    if (*rest->at != '.' && !latency)
        return true;
    if (*rest->at != '.')
        return error_set(rest->error, "%s needs a statistic; write %s (or mean, or max)",
                         rest->metric->name, examples[KIND_LATENCY]);
    if (!latency)
        return error_set(rest->error, "%s has no statistics; write %s", rest->metric->name,
                         examples[rest->metric->kind]);
    const char *name = ++rest->at;
    size_t length = strcspn(name, " <>=");
    if (strncmp(name, "p(", 2) == 0) {
        rest->at += 2;
        if (take_percentile(rest, threshold))
            return true;
    } else if (length == 4 && strncmp(name, "mean", 4) == 0) {
        threshold->statistic = STATISTIC_MEAN;
        rest->at += 4;
        return true;
    } else if (length == 3 && strncmp(name, "max", 3) == 0) {
        threshold->statistic = STATISTIC_MAX;
        rest->at += 3;
        return true;
    }
    return error_set(rest->error, "\"%.*s\" is no statistic; write p(99), p(99.9), mean or max",
                     length < 40 ? (int)length : 40, name);
}

static bool take_operator(struct rest *rest, struct scenario_threshold *threshold)
{
    threshold->above = rest->metric->kind == KIND_RATE;
    skip_blanks(rest);
    if (*rest->at != (threshold->above ? '>' : '<'))
        return error_set(rest->error, "%s must lie %s a value; write %s", rest->metric->name,
                         threshold->above ? "above" : "below", examples[rest->metric->kind]);
    rest->at++;
    threshold->or_equal = *rest->at == '=';
    if (threshold->or_equal)
        rest->at++;
    skip_blanks(rest);
    return true;
}

static bool take_share(struct rest *rest, struct scenario_threshold *threshold)
{
    size_t whole = strspn(rest->at, "0123456789");
    size_t length = whole;
    if (whole > 0 && rest->at[whole] == '.')
        length += 1 + strspn(rest->at + whole + 1, "0123456789");
    bool digits = whole > 0 && rest->at[length - 1] != '.';
    if (!digits || strcmp(rest->at + length, "%") != 0)
        return error_set(rest->error, "\"%.40s\" is no percentage; write %s", rest->at,
                         examples[KIND_SHARE]);
    threshold->value = strtod(rest->at, NULL) / 100;
    if (threshold->value > 1)
        return error_set(rest->error, "\"%.40s\" is more than 100 %%; write %s", rest->at,
                         examples[KIND_SHARE]);
    return true;
}

static bool take_value(struct rest *rest, struct scenario_threshold *threshold)
{
    uint64_t duration_ns;
    switch (rest->metric->kind) {
    case KIND_LATENCY:
        if (!units_duration(rest->at, strlen(rest->at), &duration_ns, rest->error))
            return false;
        threshold->value = (double)duration_ns;
        return true;
    case KIND_SHARE:
        return take_share(rest, threshold);
    case KIND_RATE:
        return units_rate(rest->at, strlen(rest->at), &threshold->value, rest->error);
    }
    return false;
}

bool scenario_threshold_parse(const char *text, struct scenario_threshold *threshold,
                              struct error *error)
{
    struct rest rest = {.at = text, .error = error};
    struct scenario_threshold parsed = {.statistic = STATISTIC_NONE, .request = -1};
    if (strlen(text) >= sizeof parsed.text)
        return error_set(error, "more than %zu characters; write %s", sizeof parsed.text - 1,
                         examples[KIND_LATENCY]);
    memcpy(parsed.text, text, strlen(text) + 1);
    rest.metric = take_metric(&rest);
    if (rest.metric == NULL || !take_statistic(&rest, &parsed) || !take_operator(&rest, &parsed) ||
        !take_value(&rest, &parsed))
        return false;
    parsed.metric = (enum scenario_metric)(rest.metric - metrics);
    *threshold = parsed;
    return true;
}

void scenario_threshold_words(const struct scenario *scenario,
                              const struct scenario_threshold *threshold, char *words, size_t size)
{
    const struct metric *metric = &metrics[threshold->metric];
    char statistic[32] = "";
    char value[UNITS_TEXT_BYTES];
    if (threshold->statistic == STATISTIC_PERCENTILE)
        (void)snprintf(statistic, sizeof statistic, " p%.10g", threshold->percentile);
    else if (threshold->statistic != STATISTIC_NONE)
        (void)snprintf(statistic, sizeof statistic, " %s",
                       threshold->statistic == STATISTIC_MEAN ? "mean" : "maximum");
    if (metric->kind == KIND_LATENCY)
        units_print_duration((uint64_t)threshold->value, value);
    else if (metric->kind == KIND_SHARE)
        (void)snprintf(value, sizeof value, "%.10g %%", threshold->value * 100);
    else
        units_print_rate(threshold->value, value);
    bool one = threshold->request >= 0;
    (void)snprintf(words, size, "%s%s%s%s %s%s %s", metric->words, statistic, one ? " of " : "",
                   one ? scenario->requests[threshold->request].name : "",
                   threshold->or_equal ? "at " : "",
                   threshold->or_equal ? (threshold->above ? "least" : "most")
                                       : (threshold->above ? "above" : "below"),
                   value);
}

static void read_text(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_threshold *threshold = target;
    struct error error;
    int request = threshold->request;
    const char *text = scenario_take_string(reader, item, examples[KIND_LATENCY]);
    if (text == NULL)
        return;
    if (!scenario_threshold_parse(text, threshold, &error))
        (void)scenario_refuse_error(reader, item, &error);
    else
        threshold->request = request;
}

static void read_request(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario_threshold *threshold = target;
    size_t index;
    if (scenario_take_request(reader, item, &index))
        threshold->request = (int)index;
}

static const struct scenario_field fields[] = {
    {"threshold", read_text, "\"responseTime.p(99) < 20ms\""},
    {"request", read_request, NULL},
};

static const struct scenario_object object = {.fields = fields, .field_count = COUNT_OF(fields)};

void scenario_read_objective(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    scenario->objective.request = -1;
    scenario->has_objective = true;
    scenario_read_object(reader, item, &object, &scenario->objective);
}

void scenario_read_thresholds(struct scenario_reader *reader, const cJSON *item, void *target)
{
    struct scenario *scenario = target;
    size_t count = scenario_take_array(reader, item, 0, SCENARIO_THRESHOLDS_MAX);
    if (count == 0)
        return;
    scenario->thresholds = calloc(count, sizeof *scenario->thresholds);
    if (scenario->thresholds == NULL) {
        (void)scenario_refuse(reader, item, NULL, "out of memory");
        return;
    }
    for (const cJSON *element = item->child; element != NULL; element = element->next) {
        struct scenario_threshold *threshold = &scenario->thresholds[scenario->threshold_count++];
        threshold->request = -1;
        if (cJSON_IsObject(element))
            scenario_read_object(reader, element, &object, threshold);
        else
            read_text(reader, element, threshold);
    }
}
