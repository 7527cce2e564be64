#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "formats/result.h"
#include "tests/support/example_result.h"
#include "tests/support/suite.h"

#define GOLDEN SOURCE_DIR "/tests/golden/result/example.json"

static char *print(const struct result *result)
{
    struct error error;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT(result_print(result, stream, &error));
    (void)fclose(stream);
    return text;
}

/* Every field is in the text, so two results are the same when their texts are. */
static void what_was_written_is_read_back(void)
{
    struct error error;
    struct result written = example_result();
    struct result read;
    CU_ASSERT_FATAL(result_read(GOLDEN, &read, &error));
    char *one = print(&written);
    char *other = print(&read);
    CU_ASSERT_STRING_EQUAL(one, other);
    free(one);
    free(other);
    result_release(&written);
    result_release(&read);
}

static void fields_land_where_they_belong(void)
{
    struct error error;
    struct result result;
    CU_ASSERT_FATAL(result_read(GOLDEN, &result, &error));
    CU_ASSERT_EQUAL(result.seed, UINT64_MAX);
    CU_ASSERT_EQUAL(result.phase_count, 2);
    CU_ASSERT_EQUAL(result.phases[0].steps[0].vus, 64);
    CU_ASSERT(result.phases[1].steps[1].down);
    CU_ASSERT_EQUAL(result.phases[1].steps[1].vus, 0);
    const struct measures *heavy = &result.phases[1].steps[1].requests[1];
    CU_ASSERT_STRING_EQUAL(heavy->request, "heavy");
    CU_ASSERT_EQUAL(heavy->outcomes[OUTCOME_STATUS_MISMATCH], 1);
    CU_ASSERT(isnan(heavy->response_time.p50_us));
    CU_ASSERT_EQUAL(heavy->response_time.max_us, 51876.544);
    CU_ASSERT(isnan(heavy->offered_per_s));
    CU_ASSERT_EQUAL(heavy->statuses[1].status, 503);
    CU_ASSERT_EQUAL(result.measures.bytes_received, UINT64_C(9007199254740993));
    CU_ASSERT_EQUAL(result.measures.response_time.spectrum[2].percentile, 99.498813);
    CU_ASSERT(isnan(result.thresholds[1].value));
    result_release(&result);
}

/* Writes the golden file with one piece replaced and expects it to be refused with these words. */
static void refused(const char *path, const char *from, const char *to, const char *words)
{
    struct error error;
    char *golden;
    size_t length;
    CU_ASSERT_FATAL(file_read(GOLDEN, JSON_FILE_BYTES_MAX, &golden, &length, &error));
    char *found = strstr(golden, from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    char *changed = NULL;
    int made =
        asprintf(&changed, "%.*s%s%s", (int)(found - golden), golden, to, found + strlen(from));
    CU_ASSERT_FATAL(made > 0 && file_write(path, changed, (size_t)made, &error));
    free(golden);
    free(changed);
    struct result result;
    if (result_read(path, &result, &error)) {
        printf("\n    read in spite of %s ", to);
        CU_FAIL("not refused");
        result_release(&result);
        return;
    }
    const char *message = strstr(error.text, "error: "); /* behind path:line:column */
    CU_ASSERT_EQUAL_FATAL(strncmp(error.text, path, strlen(path)), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(message);
    message += strlen("error: ");
    if (strncmp(message, words, strlen(words)) != 0 || message[strlen(words)] != '\n') {
        printf("\n    %s", error.text);
        CU_FAIL("other words");
    }
}

static void faults_are_named(void)
{
    static const struct {
        const char *from;
        const char *to;
        const char *words;
    } cases[] = {
        {"\"schemaVersion\":\t1", "\"schemaVersion\":\t2",
         "schemaVersion is 2, but this program reads version 1"},
        {"\"schemaVersion\":\t1,", "", "schemaVersion is missing"},
        {"\"us\"", "\"ms\"", "latencyUnit must be \"us\""},
        {"\"sha256\"", "\"sha255\"", "scenario.sha256 is missing"},
        {"\"cpu-tail\"", "7", "scenario.name must be a text"},
        {"\"seed\":\t", "\"seed\":\t-", "seed must be a whole number from 0 to 2^64 - 1"},
        {"\"degraded\"", "\"fine\"", "verdict.status must be \"ok\", \"degraded\" or \"invalid\""},
        {"[\"load, step 2: the generator was late.\"]", "[1]",
         "verdict.reasons: a sentence must be a text"},
        {"[\"load, step 2: the generator was late.\"]",
         "[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]",
         "verdict.reasons has 9 sentences, more than 8"},
        {"\"planned\":\t2010", "\"planned\":\t2011",
         "outcomes add up to 2010, but planned is 2011"},
        {"\"dropped\":\t0,", "", "outcomes.dropped is missing"},
        {"\"p99\":\t5500", "\"p99\":\t\"5500\"", "responseTime.p99 must be a number or null"},
        {"[50, 2000]", "[50]",
         "responseTime.spectrum[1] must be a pair [percentile, microseconds]"},
        {"\"slopePerSecond\"", "\"slope\"", "inFlight.slopePerSecond is missing"},
        {"\"200\"", "\"OK\"", "statuses: \"OK\" is no HTTP status"},
        {"\"200\":\t1995", "\"200\":\t1.5",
         "statuses: a count must be a whole number from 0 to 2^64 - 1"},
        {"[\"connect_refused", "[1, 2, 3, 4, 5, \"connect_refused",
         "errorSamples has 6 texts, more than 5"},
        {"\"warmup\":\ttrue", "\"warmup\":\t1", "phases[0].warmup must be true or false"},
        {"\"vus\":\t64", "\"vus\":\t\"64\"",
         "phases[0].steps[0].vus must be a whole number from 0 to 2^64 - 1"},
        {"\"direction\":\t\"down\"", "\"direction\":\t\"left\"",
         "phases[1].steps[1].direction must be \"up\" or \"down\""},
        {"\"planned\":\t3,\n\t\t\t\t\t\t\t\"outcomes\"", "\"planned\":\t{},\n\"outcomes\"",
         "phases[1].steps[0].requests.heavy.planned must be a whole number from 0 to 2^64 - 1"},
        {"\"passed\":\ttrue", "\"passed\":\tnull", "thresholds[0].passed must be true or false"},
        {"\"cpuSeconds\":\t1.25", "\"cpuSeconds\":\tnull", "generator.cpuSeconds must be a number"},
    };

    char path[] = "/tmp/test_result_read.XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    (void)close(fd);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refused(path, cases[i].from, cases[i].to, cases[i].words);
    (void)unlink(path);
}

static void a_spectrum_that_is_too_long_is_refused(void)
{
    char path[] = "/tmp/test_result_read.XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_FATAL(fd >= 0);
    (void)close(fd);
    char spectrum[16 * (RESULT_SPECTRUM_MAX + 1)] = "";
    for (unsigned i = 0; i < RESULT_SPECTRUM_MAX - 1; i++)
        memcpy(spectrum + strlen(spectrum), "[1, 2], ", sizeof "[1, 2], ");
    memcpy(spectrum + strlen(spectrum), "[50, 2000]", sizeof "[50, 2000]");
    refused(path, "[50, 2000]", spectrum, "responseTime.spectrum has 102 points, more than 100");
    (void)unlink(path);
}

static void files_that_are_no_result_are_refused(void)
{
    struct error error;
    struct result result;
    CU_ASSERT_FALSE(result_read("/nowhere/result.json", &result, &error));
    CU_ASSERT_STRING_EQUAL(error.text,
                           "cannot open /nowhere/result.json: No such file or directory");
    CU_ASSERT_FALSE(result_read(SOURCE_DIR "/results/schema/result.schema.json", &result, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "error: schemaVersion is missing"));
}

static CU_TestInfo tests[] = {
    {"what was written is read back", what_was_written_is_read_back},
    {"fields land where they belong", fields_land_where_they_belong},
    {"faults are named in full", faults_are_named},
    {"a spectrum that is too long is refused", a_spectrum_that_is_too_long_is_refused},
    {"files that are no result are refused", files_that_are_no_result_are_refused},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("result_read", tests)
