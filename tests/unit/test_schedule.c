/* The schedule in print: a header, one line per arrival, the same for the same seed. */
#include "loadgen/schedule.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

static const char text[] =
    "{\"version\": 1, \"name\": \"dump\","
    " \"requests\": {\"a\": {\"path\": \"/a\"}, \"b\": {\"path\": \"/b\"}},"
    " \"mix\": [{\"request\": \"a\", \"weight\": 1}, {\"request\": \"b\", \"weight\": 1}],"
    " \"phases\": [{\"name\": \"one\", \"executor\": \"constant-arrival-rate\", \"rate\": \"4/s\","
    " \"duration\": \"1s\", \"arrivals\": \"constant\"},"
    " {\"name\": \"two\", \"executor\": \"staircase-arrival-rate\", \"arrivals\": \"constant\","
    " \"rates\": [\"1/s\", \"2/s\"], \"stepDuration\": \"1s\"}]}";

/* The caller frees it. */
static char *dump(uint64_t seed)
{
    struct scenario scenario;
    struct error error;
    char *dumped = NULL;
    size_t length = 0;
    CU_ASSERT_TRUE_FATAL(scenario_parse("dump", text, strlen(text), &scenario, &error));
    FILE *out = open_memstream(&dumped, &length);
    CU_ASSERT_TRUE(schedule_dump(&scenario, seed, out, &error));
    (void)fclose(out);
    scenario_release(&scenario);
    return dumped;
}

/* The text with every name of a request replaced by "?". */
static void hide_requests(char *dumped)
{
    for (char *end = strchr(strchr(dumped, '\n') + 1, '\n'); end != NULL;
         end = strchr(end + 1, '\n')) {
        CU_ASSERT(end[-1] == 'a' || end[-1] == 'b');
        end[-1] = '?';
    }
}

static void a_line_is_number_phase_step_instant_request(void)
{
    char *dumped = dump(3);
    hide_requests(dumped);
    CU_ASSERT_STRING_EQUAL(dumped, "number\tphase\tstep\tinstant_ns\trequest\n"
                                   "0\tone\t0\t0\t?\n"
                                   "1\tone\t0\t250000000\t?\n"
                                   "2\tone\t0\t500000000\t?\n"
                                   "3\tone\t0\t750000000\t?\n"
                                   "4\ttwo\t0\t0\t?\n"
                                   "5\ttwo\t1\t1000000000\t?\n"
                                   "6\ttwo\t1\t1500000000\t?\n");
    free(dumped);
}

static void the_seed_decides(void)
{
    unsigned differences = 0;
    char *first = dump(1);
    char *again = dump(1);
    CU_ASSERT_STRING_EQUAL(first, again);
    for (uint64_t seed = 2; seed < 12; seed++) {
        char *other = dump(seed);
        differences += strcmp(first, other) != 0;
        free(other);
    }
    CU_ASSERT(differences >= 8);
    free(first);
    free(again);
}

static void a_full_disk_is_an_error(void)
{
    struct scenario scenario;
    struct error error;
    CU_ASSERT_TRUE_FATAL(scenario_parse("dump", text, strlen(text), &scenario, &error));
    FILE *full = fopen("/dev/full", "we");
    CU_ASSERT_PTR_NOT_NULL_FATAL(full);
    CU_ASSERT_FALSE(schedule_dump(&scenario, 1, full, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "No space left"));
    (void)fclose(full);
    scenario_release(&scenario);
}

static CU_TestInfo tests[] = {
    {"a line is number, phase, step, instant, request",
     a_line_is_number_phase_step_instant_request},
    {"the seed decides", the_seed_decides},
    {"a full disk is an error", a_full_disk_is_an_error},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("schedule", tests)
