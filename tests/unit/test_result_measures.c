#include "formats/result_measures.h"

#include <string.h>

#include "tests/support/example_result.h"
#include "tests/support/suite.h"

#define GOLDEN SOURCE_DIR "/tests/golden/result/example.json"

static bool same_number(double one, double other)
{
    return (isnan(one) && isnan(other)) || fabs(one - other) <= 0.0005; /* a thousandth, rounded */
}

static bool same_latency(const struct latency_summary *one, const struct latency_summary *other)
{
    const double ones[] = {one->min_us, one->mean_us, one->p50_us,   one->p75_us, one->p90_us,
                           one->p99_us, one->p999_us, one->p9999_us, one->max_us};
    const double others[] = {other->min_us,  other->mean_us,  other->p50_us,
                             other->p75_us,  other->p90_us,   other->p99_us,
                             other->p999_us, other->p9999_us, other->max_us};
    for (unsigned i = 0; i < sizeof ones / sizeof ones[0]; i++)
        if (!same_number(ones[i], others[i]))
            return false;
    for (unsigned i = 0; i < one->spectrum_count; i++)
        if (!same_number(one->spectrum[i].percentile, other->spectrum[i].percentile) ||
            !same_number(one->spectrum[i].value_us, other->spectrum[i].value_us))
            return false;
    return one->samples == other->samples && one->spectrum_count == other->spectrum_count;
}

static void every_distribution_and_count_is_read(void)
{
    struct error error;
    struct json_document document;
    CU_ASSERT_FATAL(json_open(GOLDEN, &document, &error));
    struct fields fields;
    fields_init(&fields, &document, &error);
    struct measures read;
    result_measures_read(&fields, document.root, &read);
    CU_ASSERT(fields.good);
    struct measures written = example_measures("");
    CU_ASSERT_EQUAL(memcmp(read.outcomes, written.outcomes, sizeof read.outcomes), 0);
    CU_ASSERT(same_latency(&read.response_time, &written.response_time));
    CU_ASSERT(same_latency(&read.service_time, &written.service_time));
    CU_ASSERT(same_latency(&read.connection_wait, &written.connection_wait));
    CU_ASSERT(same_latency(&read.lag, &written.lag));
    CU_ASSERT(same_latency(&read.time_to_first_byte, &written.time_to_first_byte));
    CU_ASSERT(same_latency(&read.connect_time, &written.connect_time));
    CU_ASSERT_EQUAL(read.error_rate, written.error_rate);
    CU_ASSERT_EQUAL(read.offered_per_s, written.offered_per_s);
    CU_ASSERT_EQUAL(read.achieved_per_s, written.achieved_per_s);
    CU_ASSERT_EQUAL(read.goodput_per_s, written.goodput_per_s);
    CU_ASSERT_EQUAL(read.samples, written.samples);
    CU_ASSERT_EQUAL(read.censored_from_us, written.censored_from_us);
    CU_ASSERT_EQUAL(read.in_flight_mean, written.in_flight_mean);
    CU_ASSERT_EQUAL(read.in_flight_end, written.in_flight_end);
    CU_ASSERT_EQUAL(read.in_flight_slope_per_s, written.in_flight_slope_per_s);
    CU_ASSERT_EQUAL(read.connections_open_peak, written.connections_open_peak);
    CU_ASSERT_EQUAL(read.bytes_received, written.bytes_received);
    CU_ASSERT_EQUAL(read.status_count, 1);
    CU_ASSERT_STRING_EQUAL(read.error_samples[0], written.error_samples[0]);
    json_close(&document);
}

static void every_member_must_be_there(void)
{
    struct error error;
    struct json_document document;
    CU_ASSERT_FATAL(json_open(GOLDEN, &document, &error));
    const cJSON *planned = cJSON_GetObjectItemCaseSensitive(document.root, "planned");
    const cJSON *phases = cJSON_GetObjectItemCaseSensitive(document.root, "phases");
    unsigned members = 0;
    for (const cJSON *member = planned; member != phases; member = member->next, members++) {
        struct fields fields;
        struct measures measures;
        char *name = member->string;
        char hidden[] = "hidden";
        ((cJSON *)(uintptr_t)member)->string = hidden;
        fields_init(&fields, &document, &error);
        result_measures_read(&fields, document.root, &measures);
        ((cJSON *)(uintptr_t)member)->string = name;
        char expected[64];
        (void)snprintf(expected, sizeof expected, "error: %s is missing\n", name);
        CU_ASSERT_FALSE(fields.good);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, expected));
    }
    CU_ASSERT_EQUAL(members, 19);
    json_close(&document);
}

static CU_TestInfo tests[] = {
    {"every distribution and count is read", every_distribution_and_count_is_read},
    {"every member must be there", every_member_must_be_there},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("result_measures", tests)
