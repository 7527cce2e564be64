#include "bench/sample_lines.h"

#include <math.h>
#include <string.h>

#include "core/json.h"
#include "tests/support/suite.h"

static char *text;
static size_t length;

static FILE *begin(void)
{
    FILE *file = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    return file;
}

/* Closes the stream and compares the one line in it; every line must be JSON. */
static void expect(FILE *file, const char *line)
{
    struct json_document document;
    struct error error;
    (void)fclose(file);
    CU_ASSERT_STRING_EQUAL(text, line);
    CU_ASSERT(json_parse("line", text, length, &document, &error));
    json_close(&document);
    free(text);
}

static void a_sample_of_a_model_without_loops(void)
{
    FILE *file = begin();
    struct sample sample = {
        .t_s = 0.1,
        .server = {.cpu_s = 0.25, .threads = 9, .processes = 1, .resident_bytes = 4096},
        .generator_cpu_s = 0.0625,
        .machine = {.busy_s = 1234.5, .steal_s = 0.01},
        .accepted = 5,
        .open = 4,
        .in_flight = 3,
        .requests = 18446744073709551615U,
    };
    sample_lines_sample(file, &sample);
    expect(file, "{\"t\":0.100000,\"kind\":\"sample\",\"cpuSeconds\":0.250000,\"threads\":9,"
                 "\"processes\":1,\"rssBytes\":4096,\"generatorCpuSeconds\":0.062500,"
                 "\"machineBusySeconds\":1234.50,\"machineStealSeconds\":0.01,\"accepted\":5,"
                 "\"open\":4,\"inFlight\":3,\"requests\":18446744073709551615,\"loops\":[]}\n");
}

static void a_sample_of_two_loops_one_of_them_polling(void)
{
    FILE *file = begin();
    struct loop_sample loops[] = {{0, 10, 0.5, 0.25, 0.125, (double)NAN}, {7, 1, 0, 0, 0, -0.5}};
    struct sample sample = {.loops = loops, .loop_count = 2};
    sample_lines_sample(file, &sample);
    expect(file,
           "{\"t\":0.000000,\"kind\":\"sample\",\"cpuSeconds\":0.000000,\"threads\":0,"
           "\"processes\":0,\"rssBytes\":0,\"generatorCpuSeconds\":0.000000,"
           "\"machineBusySeconds\":0.00,\"machineStealSeconds\":0.00,\"accepted\":0,\"open\":0,"
           "\"inFlight\":0,\"requests\":0,\"loops\":[{\"slot\":0,\"iterations\":10,"
           "\"busySeconds\":0.500000,\"blockedSeconds\":0.250000,\"longestSeconds\":0.125000,"
           "\"enteredSeconds\":null},{\"slot\":7,\"iterations\":1,\"busySeconds\":0.000000,"
           "\"blockedSeconds\":0.000000,\"longestSeconds\":0.000000,"
           "\"enteredSeconds\":-0.500000}]}\n");
}

static void busy_intervals_steps_and_the_end(void)
{
    FILE *file = begin();
    struct tail_event step = {.phase = "load", .step = 2};
    struct step_sample sample = {.t_s = 5.0,
                                 .step = &step,
                                 .memory = {1000, 2000, 30},
                                 .threads = 4,
                                 .growth = {16384, -4096, 0, 1}};
    struct rusage usage = {.ru_utime = {1, 500000},
                           .ru_stime = {0, 250000},
                           .ru_maxrss = 2,
                           .ru_nvcsw = 7,
                           .ru_nivcsw = 8};
    sample_lines_busy(file, 0.2, 3, 0.125, 0.15);
    expect(file, "{\"t\":0.200000,\"kind\":\"busy\",\"slot\":3,\"startSeconds\":0.125000,"
                 "\"endSeconds\":0.150000}\n");
    file = begin();
    sample_lines_step(file, &sample);
    expect(file, "{\"t\":5.000000,\"kind\":\"step\",\"phase\":\"load\",\"step\":2,"
                 "\"pssBytes\":1000,\"rssBytes\":2000,\"threads\":4,\"descriptors\":30,"
                 "\"kernelStackBytes\":16384,\"pageTablesBytes\":-4096,\"slabBytes\":0,"
                 "\"listenOverflows\":1}\n");
    file = begin();
    sample_lines_end(file, 6.0, &usage);
    expect(file, "{\"t\":6.000000,\"kind\":\"end\",\"userSeconds\":1.500000,"
                 "\"systemSeconds\":0.250000,\"maxRssBytes\":2048,\"voluntarySwitches\":7,"
                 "\"involuntarySwitches\":8}\n");
}

static CU_TestInfo tests[] = {
    {"a sample of a model without loops", a_sample_of_a_model_without_loops},
    {"a sample of two loops, one of them polling", a_sample_of_two_loops_one_of_them_polling},
    {"busy intervals, steps and the end", busy_intervals_steps_and_the_end},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("sample_lines", tests)
