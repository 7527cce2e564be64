#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/json_build.h"
#include "formats/result.h"
#include "formats/result_parts.h"

/* Microseconds to the nanosecond; rates and numbers in flight to a thousandth. */
#define THOUSANDTHS 3

/* Seconds to the nanosecond; shares. */
#define BILLIONTHS 9

#define PERCENTILE_DECIMALS 6

static void put_spectrum(struct json_build *build, cJSON *object,
                         const struct latency_summary *latency)
{
    cJSON *array = json_put_array(build, object, "spectrum");
    for (unsigned i = 0; i < latency->spectrum_count; i++) {
        cJSON *pair = json_put_array(build, array, NULL);
        json_put_number(build, pair, NULL, latency->spectrum[i].percentile, PERCENTILE_DECIMALS);
        json_put_number(build, pair, NULL, latency->spectrum[i].value_us, THOUSANDTHS);
    }
}

cJSON *result_put_times(struct json_build *build, cJSON *parent, const char *name,
                        const struct latency_summary *times)
{
    cJSON *object = json_put_object(build, parent, name);
    json_put_count(build, object, "samples", times->samples);
    json_put_number(build, object, "min", times->min_us, THOUSANDTHS);
    json_put_number(build, object, "mean", times->mean_us, THOUSANDTHS);
    json_put_number(build, object, "p50", times->p50_us, THOUSANDTHS);
    json_put_number(build, object, "p75", times->p75_us, THOUSANDTHS);
    json_put_number(build, object, "p90", times->p90_us, THOUSANDTHS);
    json_put_number(build, object, "p99", times->p99_us, THOUSANDTHS);
    json_put_number(build, object, "p999", times->p999_us, THOUSANDTHS);
    json_put_number(build, object, "p9999", times->p9999_us, THOUSANDTHS);
    json_put_number(build, object, "max", times->max_us, THOUSANDTHS);
    return object;
}

static void put_latency(struct json_build *build, cJSON *measures, const char *name,
                        const struct latency_summary *latency)
{
    put_spectrum(build, result_put_times(build, measures, name, latency), latency);
}

static void put_outcomes(struct json_build *build, cJSON *object, const uint64_t outcomes[OUTCOMES])
{
    cJSON *classes = json_put_object(build, object, "outcomes");
    for (unsigned i = 0; i < OUTCOMES; i++)
        json_put_count(build, classes, outcome_names[i], outcomes[i]);
}

static void put_statuses(struct json_build *build, cJSON *object, const struct measures *measures)
{
    cJSON *statuses = json_put_object(build, object, "statuses");
    for (unsigned i = 0; i < measures->status_count; i++) {
        char name[16] = "other";
        if (measures->statuses[i].status != 0)
            (void)snprintf(name, sizeof name, "%u", measures->statuses[i].status);
        json_put_count(build, statuses, name, measures->statuses[i].count);
    }
}

static void put_error_samples(struct json_build *build, cJSON *object,
                              const struct measures *measures)
{
    cJSON *samples = json_put_array(build, object, "errorSamples");
    for (unsigned i = 0; i < measures->error_sample_count; i++)
        json_put_text(build, samples, NULL, measures->error_samples[i]);
}

static void put_in_flight(struct json_build *build, cJSON *object, const struct measures *measures)
{
    cJSON *in_flight = json_put_object(build, object, "inFlight");
    json_put_number(build, in_flight, "mean", measures->in_flight_mean, THOUSANDTHS);
    json_put_number(build, in_flight, "end", measures->in_flight_end, THOUSANDTHS);
    json_put_number(build, in_flight, "slopePerSecond", measures->in_flight_slope_per_s,
                    THOUSANDTHS);
}

static void put_measures(struct json_build *build, cJSON *object, const struct measures *measures)
{
    json_put_count(build, object, "planned", measures->planned);
    put_outcomes(build, object, measures->outcomes);
    json_put_number(build, object, "errorRate", measures->error_rate, BILLIONTHS);
    json_put_number(build, object, "offeredPerSecond", measures->offered_per_s, THOUSANDTHS);
    json_put_number(build, object, "achievedPerSecond", measures->achieved_per_s, THOUSANDTHS);
    json_put_number(build, object, "goodputPerSecond", measures->goodput_per_s, THOUSANDTHS);
    json_put_count(build, object, "samples", measures->samples);
    put_latency(build, object, "responseTime", &measures->response_time);
    json_put_number(build, object, "censoredFrom", measures->censored_from_us, THOUSANDTHS);
    put_latency(build, object, "serviceTime", &measures->service_time);
    put_latency(build, object, "connectionWait", &measures->connection_wait);
    put_latency(build, object, "lag", &measures->lag);
    put_latency(build, object, "timeToFirstByte", &measures->time_to_first_byte);
    put_latency(build, object, "connectTime", &measures->connect_time);
    put_in_flight(build, object, measures);
    json_put_count(build, object, "connectionsOpenPeak", measures->connections_open_peak);
    json_put_count(build, object, "bytesReceived", measures->bytes_received);
    put_statuses(build, object, measures);
    put_error_samples(build, object, measures);
}

void result_put_verdict(struct json_build *build, cJSON *parent, const struct verdict *verdict)
{
    cJSON *made = json_put_object(build, parent, "verdict");
    json_put_text(build, made, "status", verdict_names[verdict->status]);
    cJSON *reasons = json_put_array(build, made, "reasons");
    for (unsigned i = 0; i < verdict->reason_count; i++)
        json_put_text(build, reasons, NULL, verdict->reasons[i]);
}

static void put_step(struct json_build *build, cJSON *object, const struct result_step *step)
{
    json_put_count(build, object, "index", step->index);
    json_put_text(build, object, "direction", step->down ? "down" : "up");
    json_put_number(build, object, "startSeconds", step->start_s, BILLIONTHS);
    json_put_number(build, object, "durationSeconds", step->duration_s, BILLIONTHS);
    if (step->vus == 0)
        json_put_null(build, object, "vus");
    else
        json_put_count(build, object, "vus", step->vus);
    result_put_verdict(build, object, &step->verdict);
    put_measures(build, object, &step->measures);
    cJSON *requests = json_put_object(build, object, "requests");
    for (unsigned r = 0; r < step->request_count; r++)
        put_measures(build, json_put_object(build, requests, step->requests[r].request),
                     &step->requests[r]);
}

static void put_phases(struct json_build *build, cJSON *root, const struct result *result)
{
    cJSON *phases = json_put_array(build, root, "phases");
    for (unsigned p = 0; p < result->phase_count; p++) {
        const struct result_phase *phase = &result->phases[p];
        cJSON *object = json_put_object(build, phases, NULL);
        json_put_text(build, object, "name", phase->name);
        json_put_bool(build, object, "warmup", phase->warmup);
        json_put_text(build, object, "executor", phase->executor);
        cJSON *steps = json_put_array(build, object, "steps");
        for (unsigned s = 0; s < phase->step_count; s++)
            put_step(build, json_put_object(build, steps, NULL), &phase->steps[s]);
    }
}

static void put_thresholds(struct json_build *build, cJSON *root, const struct result *result)
{
    cJSON *thresholds = json_put_array(build, root, "thresholds");
    for (unsigned t = 0; t < result->threshold_count; t++) {
        cJSON *object = json_put_object(build, thresholds, NULL);
        json_put_text(build, object, "text", result->thresholds[t].text);
        json_put_number(build, object, "value", result->thresholds[t].value, BILLIONTHS);
        json_put_bool(build, object, "passed", result->thresholds[t].passed);
    }
}

static void put_labels(struct json_build *build, cJSON *root, const struct result *result)
{
    json_put_count(build, root, "schemaVersion", RESULT_SCHEMA_VERSION);
    json_put_text(build, root, "latencyUnit", "us");
    cJSON *scenario = json_put_object(build, root, "scenario");
    json_put_text(build, scenario, "name", result->scenario_name);
    json_put_text(build, scenario, "sha256", result->scenario_sha256);
    cJSON *server = json_put_object(build, root, "server");
    json_put_text(build, server, "id", result->server_id);
    json_put_text(build, server, "model", result->server_model);
    json_put_text(build, server, "label", result->server_label);
    json_put_text(build, root, "url", result->url);
    json_put_count(build, root, "seed", result->seed);
    json_put_text(build, root, "startedAt", result->started_at);
    json_put_count(build, root, "zeroNs", result->zero_ns);
    json_put_number(build, root, "durationSeconds", result->duration_s, BILLIONTHS);
    json_put_bool(build, root, "interrupted", result->interrupted);
    result_put_verdict(build, root, &result->verdict);
}

static void put_generator(struct json_build *build, cJSON *root, const struct result *result)
{
    cJSON *generator = json_put_object(build, root, "generator");
    json_put_count(build, generator, "threads", result->generator_threads);
    json_put_number(build, generator, "spinMicroseconds", result->generator_spin_us, THOUSANDTHS);
    json_put_number(build, generator, "cpuSeconds", result->generator_cpu_s, BILLIONTHS);
}

/* The caller frees it with free(); NULL: out of memory. */
static char *result_text(const struct result *result)
{
    struct json_build build = {.complete = true};
    cJSON *root = cJSON_CreateObject();
    put_labels(&build, root, result);
    put_measures(&build, root, &result->measures);
    put_phases(&build, root, result);
    put_thresholds(&build, root, result);
    put_generator(&build, root, result);
    return json_build_text(&build, root);
}

bool result_write(const struct result *result, const char *path, struct error *error)
{
    char *text = result_text(result);
    if (text == NULL)
        return error_set(error, "cannot write %s: out of memory", path);
    size_t length = strlen(text);
    text[length++] = '\n'; /* in the place of the NUL */
    bool written = file_write(path, text, length, error);
    free(text);
    return written;
}

bool result_print(const struct result *result, FILE *stream, struct error *error)
{
    char *text = result_text(result);
    if (text == NULL)
        return error_set(error, "cannot print the result: out of memory");
    bool printed = fputs(text, stream) >= 0 && fputc('\n', stream) != EOF && fflush(stream) == 0;
    free(text);
    return printed || error_set_errno(error, "cannot print the result");
}
