#include "loadgen/summary_text.h"

#include <string.h>

#include "tests/support/example_result.h"
#include "tests/support/suite.h"

static void printed(const struct result *result, const char *expected)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    summary_text_print(result, stream);
    (void)fclose(stream);
    if (strcmp(text, expected) != 0)
        printf("\n%s", text);
    CU_ASSERT_STRING_EQUAL(text, expected);
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1)
        CU_ASSERT(strcspn(line, "\n") <= 80);
    free(text);
}

/* One open step with everything: failures, censored values, missing percentiles. */
static void one_step_is_shown_in_full(void)
{
    struct result result = example_result();
    struct result_phase *load = &result.phases[1];
    free(load->steps[1].requests);
    load->step_count = 1;
    load->steps[0].measures.bytes_received = 5 * 1024 * 1024;
    load->steps[0].measures.response_time.max_us = 8001.125;
    verdict_add(&load->steps[0].verdict, VERDICT_DEGRADED, "The generator was late: so it was.");
    printed(&result,
            "http://127.0.0.1:8080, cpu-tail, 12 s\n"
            "\n"
            "  offered          502.5 requests/s\n"
            "  achieved         498.8 requests/s\n"
            "  good             490.2 requests/s\n"
            "  received         1.25 MiB/s, 5 MiB in all\n"
            "  in flight        1.07 on average, 3 at the end\n"
            "\n"
            "                       p50      p75      p90      p99    p99.9   p99.99      max\n"
            "  response time       2 ms     3 ms     4 ms   5.5 ms        -        -    >8 ms\n"
            "  lag                16 us    24 us    32 us    44 us        -        -    64 us\n"
            "  connection wait    20 us    30 us    40 us    55 us        -        -    80 us\n"
            "  service time        1 ms   1.5 ms     2 ms  2.75 ms        -        -     4 ms\n"
            "  first byte        800 us   1.2 ms   1.6 ms   2.2 ms        -        -   3.2 ms\n"
            "  - fewer than 10 samples beyond\n"
            "  > at least: requests were given up at that age\n"
            "\n"
            "  planned 2,010 = ok 1,995 + connect_refused 10 + response_timeout 5\n"
            "  statuses 200: 1,995\n"
            "  first errors connect_refused: 127.0.0.1:8080: \"nobody\" listens\n"
            "  passed responseTime.p(99) < 20ms\n"
            "  FAILED errorRate < 0.1%\n"
            "\n"
            "  verdict degraded: take these figures with a grain of salt.\n"
            "          The generator was late: so it was.\n");
    result_release(&result);
}

static void several_steps_are_a_table(void)
{
    struct result result = example_result();
    result.interrupted = true;
    result.measures = example_rare_measures("");
    result.threshold_count = 0;
    printed(&result,
            "http://127.0.0.1:8080, cpu-tail, 12 s, interrupted\n"
            "\n"
            "  step             offered achieved      p50      p99      max   errors  verdict\n"
            "  load 1             502/s    499/s     2 ms   5.5 ms     8 ms  0.746 %       ok\n"
            "  load 2             502/s    499/s     2 ms   5.5 ms     8 ms  0.746 % degraded\n"
            "\n"
            "  planned 3 = ok 2 + status_mismatch 1\n"
            "  statuses 200: 2, 503: 1\n"
            "\n"
            "  verdict degraded: take these figures with a grain of salt.\n"
            "          load, step 2: the generator was late.\n");
    result_release(&result);
}

static void a_closed_model_says_that_it_is_one(void)
{
    struct result result = example_result();
    struct result_phase *load = &result.phases[1];
    free(load->steps[1].requests);
    load->step_count = 1;
    load->steps[0].vus = 1;
    load->steps[0].measures = example_rare_measures("");
    load->steps[0].measures.achieved_per_s = 41234.4;
    result.measures = example_rare_measures("");
    for (unsigned i = 0; i < OUTCOMES; i++)
        result.measures.outcomes[i] = UINT64_C(1000000000);
    result.measures.planned = OUTCOMES * UINT64_C(1000000000);
    result.threshold_count = 0;
    printed(&result,
            "http://127.0.0.1:8080, cpu-tail, 12 s\n"
            "\n"
            "  closed model     1 virtual user, each waits for its answer\n"
            "  achieved         41,234 requests/s\n"
            "  good             0.5 requests/s\n"
            "  received         0 B/s, 0 B in all\n"
            "  in flight        0 on average, 0 at the end\n"
            "\n"
            "                       p50      p75      p90      p99    p99.9   p99.99      max\n"
            "  response time          -        -        -        -        -        -  51.9 ms\n"
            "  - fewer than 10 samples beyond\n"
            "\n"
            "  planned 17,000,000,000 = ok 1,000,000,000 + status_mismatch 1,000,000,000 +\n"
            "                         check_failed 1,000,000,000 + connect_refused\n"
            "                         1,000,000,000 + connect_timeout 1,000,000,000 +\n"
            "                         connect_reset 1,000,000,000 + address_unavailable\n"
            "                         1,000,000,000 + descriptor_limit 1,000,000,000 +\n"
            "                         write_error 1,000,000,000 + reset_before_response\n"
            "                         1,000,000,000 + closed_before_response 1,000,000,000\n"
            "                         + parse_error 1,000,000,000 + truncated_body\n"
            "                         1,000,000,000 + body_too_large 1,000,000,000 +\n"
            "                         response_timeout 1,000,000,000 + dropped\n"
            "                         1,000,000,000 + aborted 1,000,000,000\n"
            "  statuses 200: 2, 503: 1\n"
            "\n"
            "  verdict ok: these figures can be trusted.\n");
    result_release(&result);
}

static CU_TestInfo tests[] = {
    {"one step is shown in full", one_step_is_shown_in_full},
    {"several steps are a table, and no percentile mixes them", several_steps_are_a_table},
    {"a closed model says that it is one", a_closed_model_says_that_it_is_one},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("summary_text", tests)
