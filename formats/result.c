#include "formats/result.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *const outcome_names[OUTCOMES] = {
    [OUTCOME_OK] = "ok",
    [OUTCOME_STATUS_MISMATCH] = "status_mismatch",
    [OUTCOME_CHECK_FAILED] = "check_failed",
    [OUTCOME_CONNECT_REFUSED] = "connect_refused",
    [OUTCOME_CONNECT_TIMEOUT] = "connect_timeout",
    [OUTCOME_CONNECT_RESET] = "connect_reset",
    [OUTCOME_ADDRESS_UNAVAILABLE] = "address_unavailable",
    [OUTCOME_DESCRIPTOR_LIMIT] = "descriptor_limit",
    [OUTCOME_WRITE_ERROR] = "write_error",
    [OUTCOME_RESET_BEFORE_RESPONSE] = "reset_before_response",
    [OUTCOME_CLOSED_BEFORE_RESPONSE] = "closed_before_response",
    [OUTCOME_PARSE_ERROR] = "parse_error",
    [OUTCOME_TRUNCATED_BODY] = "truncated_body",
    [OUTCOME_BODY_TOO_LARGE] = "body_too_large",
    [OUTCOME_RESPONSE_TIMEOUT] = "response_timeout",
    [OUTCOME_DROPPED] = "dropped",
    [OUTCOME_ABORTED] = "aborted",
};

const char *const verdict_names[3] = {
    [VERDICT_OK] = "ok",
    [VERDICT_DEGRADED] = "degraded",
    [VERDICT_INVALID] = "invalid",
};

static const struct latency_summary no_latency = {
    .min_us = NO_NUMBER,
    .mean_us = NO_NUMBER,
    .p50_us = NO_NUMBER,
    .p75_us = NO_NUMBER,
    .p90_us = NO_NUMBER,
    .p99_us = NO_NUMBER,
    .p999_us = NO_NUMBER,
    .p9999_us = NO_NUMBER,
    .max_us = NO_NUMBER,
};

void measures_clear(struct measures *measures)
{
    memset(measures, 0, sizeof *measures);
    measures->response_time = no_latency;
    measures->service_time = no_latency;
    measures->connection_wait = no_latency;
    measures->lag = no_latency;
    measures->time_to_first_byte = no_latency;
    measures->connect_time = no_latency;
    measures->censored_from_us = NO_NUMBER;
}

void result_release(struct result *result)
{
    for (unsigned p = 0; p < result->phase_count; p++) {
        for (unsigned s = 0; s < result->phases[p].step_count; s++)
            free(result->phases[p].steps[s].requests);
        free(result->phases[p].steps);
    }
    free(result->phases);
    free(result->thresholds);
    result->phases = NULL;
    result->phase_count = 0;
    result->thresholds = NULL;
    result->threshold_count = 0;
}

void verdict_add(struct verdict *verdict, enum verdict_status status, const char *format, ...)
{
    if (status > verdict->status)
        verdict->status = status;
    if (verdict->reason_count == RESULT_REASONS_MAX) {
        (void)snprintf(verdict->reasons[RESULT_REASONS_MAX - 1], sizeof verdict->reasons[0],
                       "There are more reasons than are shown here.");
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(verdict->reasons[verdict->reason_count], sizeof verdict->reasons[0], format,
                    arguments);
    va_end(arguments);
    verdict->reason_count++;
}
