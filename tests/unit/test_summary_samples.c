#include "report/summary_samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

#define SAMPLE                                                                                     \
    "{\"t\":0.1,\"kind\":\"sample\",\"cpuSeconds\":0.5,\"threads\":3,\"processes\":1,"             \
    "\"rssBytes\":4096,\"generatorCpuSeconds\":0.2,\"machineBusySeconds\":900,"                    \
    "\"machineStealSeconds\":1,\"accepted\":5,\"open\":4,\"inFlight\":2,\"requests\":77,"
#define LOOPS                                                                                      \
    "\"loops\":[{\"slot\":0,\"iterations\":9,\"busySeconds\":0.25,\"blockedSeconds\":0,"           \
    "\"longestSeconds\":0,\"enteredSeconds\":null},{\"slot\":1,\"iterations\":9,"                  \
    "\"busySeconds\":0.75,\"blockedSeconds\":0,\"longestSeconds\":0,\"enteredSeconds\":0.1}]}\n"
#define BUSY "{\"t\":0.2,\"kind\":\"busy\",\"slot\":1,\"startSeconds\":0.12,\"endSeconds\":0.19}\n"
#define STEP                                                                                       \
    "{\"t\":4,\"kind\":\"step\",\"phase\":\"load\",\"step\":2,\"pssBytes\":1000,\"rssBytes\":"     \
    "2000,\"threads\":3,\"descriptors\":8,\"kernelStackBytes\":100,\"pageTablesBytes\":20,"        \
    "\"slabBytes\":-3,\"listenOverflows\":6}\n"
#define END                                                                                        \
    "{\"t\":5,\"kind\":\"end\",\"userSeconds\":1,\"systemSeconds\":1,\"maxRssBytes\":1,"           \
    "\"voluntarySwitches\":11,\"involuntarySwitches\":12}\n"

static struct summary_trial trial;
static struct sampled_steps steps;
static struct error error;

static bool read_text(const char *text)
{
    char path[] = "/tmp/barista-samples-XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    memset(&trial, 0, sizeof trial);
    memset(&steps, 0, sizeof steps);
    bool good = summary_samples_read(path, &trial, &steps, &error);
    (void)unlink(path);
    return good;
}

static void release(void)
{
    free(trial.samples);
    free(trial.busy);
    free(steps.items);
}

static void lines_of_every_kind_are_read(void)
{
    CU_ASSERT_TRUE_FATAL(read_text(SAMPLE LOOPS BUSY "{\"t\":1,\"kind\":\"later\"}\n" STEP END));
    CU_ASSERT_EQUAL_FATAL(trial.sample_count, 1);
    const struct summary_sample *sample = &trial.samples[0];
    CU_ASSERT_DOUBLE_EQUAL(sample->t, 0.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(sample->cpu_s, 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(sample->generator_cpu_s, 0.2, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(sample->requests, 77, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(sample->loop_busy_s, 0.75, 1e-9);
    CU_ASSERT_TRUE(trial.has_loops);
    CU_ASSERT_EQUAL_FATAL(trial.busy_count, 1);
    CU_ASSERT_EQUAL(trial.busy[0].slot, 1);
    CU_ASSERT_DOUBLE_EQUAL(trial.busy[0].end_s, 0.19, 1e-9);
    CU_ASSERT_EQUAL_FATAL(steps.count, 1);
    CU_ASSERT_STRING_EQUAL(steps.items[0].phase, "load");
    CU_ASSERT_EQUAL(steps.items[0].step, 2);
    CU_ASSERT_DOUBLE_EQUAL(steps.items[0].kernel_bytes, 117, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(steps.items[0].listen_overflows, 6, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(trial.voluntary_switches, 11, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(trial.involuntary_switches, 12, 1e-9);
    release();
}

static void a_model_without_loops_has_none(void)
{
    CU_ASSERT_TRUE_FATAL(read_text(SAMPLE "\"loops\":[]}\n" END));
    CU_ASSERT_FALSE(trial.has_loops);
    CU_ASSERT_DOUBLE_EQUAL(trial.samples[0].loop_busy_s, 0, 1e-9);
    release();
}

static void wrong_lines_are_named(void)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {SAMPLE "\"loops\":[]}\n", "the last line, of kind \"end\", is missing"},
        {"{\"t\":1}\n" END, ":1: error: kind is missing"},
        {SAMPLE "\"loops\":3}\n" END, ":1: error: loops must be an array"},
        {SAMPLE "\"loops\":[{\"slot\":0}]}\n" END, ":1: error: busySeconds is missing"},
        {BUSY "{\"t\":1,\"kind\":\"busy\",\"slot\":64,\"startSeconds\":1,\"endSeconds\":2}\n" END,
         ":2: error: slot 64 is not below 64"},
        {"{\"t\":4,\"kind\":\"step\",\"phase\":\"load\"}\n" END, ":1: error: step is missing"},
        {"{\"kind\":\"end\"}\n", ":1: error: voluntarySwitches is missing"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_FALSE(read_text(cases[i].text));
        if (strstr(error.text, cases[i].words) == NULL)
            (void)fprintf(stderr, "%s\n", error.text);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        release();
    }
}

static CU_TestInfo tests[] = {
    {"lines of every kind are read", lines_of_every_kind_are_read},
    {"a model without loops has none", a_model_without_loops_has_none},
    {"wrong lines are named", wrong_lines_are_named},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_samples", tests)
