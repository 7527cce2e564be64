#include "formats/result_measures.h"

#include <stdlib.h>
#include <string.h>

static void read_spectrum(struct fields *fields, const cJSON *object,
                          struct latency_summary *latency)
{
    const cJSON *array = fields_array(fields, object, "spectrum");
    unsigned count = fields_size(array);
    if (count > RESULT_SPECTRUM_MAX) {
        fields_refuse(fields, array, "spectrum has %u points, more than %d", count,
                      RESULT_SPECTRUM_MAX);
        return;
    }
    const cJSON *pair = count > 0 ? array->child : NULL;
    for (unsigned i = 0; i < count && fields->good; i++, pair = pair->next) {
        if (!cJSON_IsArray(pair) || cJSON_GetArraySize(pair) != 2) {
            fields_refuse(fields, pair, "spectrum[%u] must be a pair [percentile, microseconds]",
                          i);
            return;
        }
        latency->spectrum[i].percentile =
            fields_item_number(fields, pair->child, "spectrum: percentile");
        latency->spectrum[i].value_us =
            fields_item_number(fields, pair->child->next, "spectrum: value");
    }
    latency->spectrum_count = count;
}

static void read_latency(struct fields *fields, const cJSON *measures, const char *name,
                         struct latency_summary *latency)
{
    const cJSON *object = fields_object(fields, measures, name);
    size_t mark = fields_enter(fields, "%s", name);
    latency->samples = fields_count(fields, object, "samples");
    latency->min_us = fields_number_or_null(fields, object, "min");
    latency->mean_us = fields_number_or_null(fields, object, "mean");
    latency->p50_us = fields_number_or_null(fields, object, "p50");
    latency->p75_us = fields_number_or_null(fields, object, "p75");
    latency->p90_us = fields_number_or_null(fields, object, "p90");
    latency->p99_us = fields_number_or_null(fields, object, "p99");
    latency->p999_us = fields_number_or_null(fields, object, "p999");
    latency->p9999_us = fields_number_or_null(fields, object, "p9999");
    latency->max_us = fields_number_or_null(fields, object, "max");
    read_spectrum(fields, object, latency);
    fields_leave(fields, mark);
}

/* A sum that is not `planned` means that the file was changed or a request was lost: neither may
 * pass for a measurement. */
static void read_outcomes(struct fields *fields, const cJSON *object, struct measures *measures)
{
    const cJSON *classes = fields_object(fields, object, "outcomes");
    size_t mark = fields_enter(fields, "outcomes");
    uint64_t sum = 0;
    for (unsigned i = 0; i < OUTCOMES; i++) {
        measures->outcomes[i] = fields_count(fields, classes, outcome_names[i]);
        sum += measures->outcomes[i];
    }
    fields_leave(fields, mark);
    if (sum != measures->planned)
        fields_refuse(fields, classes, "outcomes add up to %llu, but planned is %llu",
                      (unsigned long long)sum, (unsigned long long)measures->planned);
}

/* "200", or "other"; 0 for neither. */
static bool parse_status(const char *name, unsigned *status)
{
    *status = 0;
    if (strcmp(name, "other") == 0)
        return true;
    if (strlen(name) != 3 || strspn(name, "0123456789") != 3)
        return false;
    *status = (unsigned)strtoul(name, NULL, 10);
    return *status > 0;
}

static void read_statuses(struct fields *fields, const cJSON *object, struct measures *measures)
{
    const cJSON *statuses = fields_object(fields, object, "statuses");
    for (const cJSON *item = statuses == NULL ? NULL : statuses->child; item != NULL;
         item = item->next) {
        struct status_count *entry = &measures->statuses[measures->status_count];
        if (measures->status_count == RESULT_STATUSES_MAX) {
            fields_refuse(fields, statuses, "statuses has more than %d members",
                          RESULT_STATUSES_MAX);
            return;
        }
        if (!parse_status(item->string, &entry->status)) {
            fields_refuse(fields, item, "statuses: \"%.40s\" is no HTTP status", item->string);
            return;
        }
        entry->count = fields_item_count(fields, item, "statuses: a count");
        measures->status_count++;
    }
}

static void read_error_samples(struct fields *fields, const cJSON *object,
                               struct measures *measures)
{
    const cJSON *array = fields_array(fields, object, "errorSamples");
    unsigned count = fields_size(array);
    if (count > ERROR_SAMPLES_MAX) {
        fields_refuse(fields, array, "errorSamples has %u texts, more than %d", count,
                      ERROR_SAMPLES_MAX);
        return;
    }
    const cJSON *item = count > 0 ? array->child : NULL;
    for (unsigned i = 0; i < count; i++, item = item->next)
        fields_item_text(fields, item, "errorSamples: a text", measures->error_samples[i],
                         sizeof measures->error_samples[i]);
    measures->error_sample_count = count;
}

static void read_in_flight(struct fields *fields, const cJSON *object, struct measures *measures)
{
    const cJSON *in_flight = fields_object(fields, object, "inFlight");
    size_t mark = fields_enter(fields, "inFlight");
    measures->in_flight_mean = fields_number(fields, in_flight, "mean");
    measures->in_flight_end = fields_number(fields, in_flight, "end");
    measures->in_flight_slope_per_s = fields_number_or_null(fields, in_flight, "slopePerSecond");
    fields_leave(fields, mark);
}

void result_measures_read(struct fields *fields, const cJSON *object, struct measures *measures)
{
    measures_clear(measures);
    measures->planned = fields_count(fields, object, "planned");
    read_outcomes(fields, object, measures);
    measures->error_rate = fields_number(fields, object, "errorRate");
    measures->offered_per_s = fields_number_or_null(fields, object, "offeredPerSecond");
    measures->achieved_per_s = fields_number(fields, object, "achievedPerSecond");
    measures->goodput_per_s = fields_number(fields, object, "goodputPerSecond");
    measures->samples = fields_count(fields, object, "samples");
    read_latency(fields, object, "responseTime", &measures->response_time);
    measures->censored_from_us = fields_number_or_null(fields, object, "censoredFrom");
    read_latency(fields, object, "serviceTime", &measures->service_time);
    read_latency(fields, object, "connectionWait", &measures->connection_wait);
    read_latency(fields, object, "lag", &measures->lag);
    read_latency(fields, object, "timeToFirstByte", &measures->time_to_first_byte);
    read_latency(fields, object, "connectTime", &measures->connect_time);
    read_in_flight(fields, object, measures);
    measures->connections_open_peak = fields_count(fields, object, "connectionsOpenPeak");
    measures->bytes_received = fields_count(fields, object, "bytesReceived");
    read_statuses(fields, object, measures);
    read_error_samples(fields, object, measures);
}
