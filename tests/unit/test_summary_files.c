#include "report/summary_files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

#define HEADER "second,offered,done,errors,p50_us,p99_us,max_us,in_flight\n"

typedef bool reader(const char *path, struct summary_trial *trial, struct error *error);

static struct summary_trial trial;
static struct error error;

static bool read_text(reader *read, const char *text, size_t length)
{
    char path[] = "/tmp/barista-files-XXXXXX";
    int fd = mkstemp(path);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, text, length), (ssize_t)length);
    close(fd);
    memset(&trial, 0, sizeof trial);
    bool good = read(path, &trial, &error);
    (void)unlink(path);
    return good;
}

static void release(void)
{
    free(trial.seconds);
    free(trial.slow);
}

static void seconds_are_read_and_empty_cells_are_unknown(void)
{
    static const char text[] = HEADER "0,200,199,1,398.2,,50000.5,3\n1,0,0,0,,,,0\n";
    CU_ASSERT_TRUE_FATAL(read_text(summary_seconds_read, text, strlen(text)));
    CU_ASSERT_EQUAL_FATAL(trial.second_count, 2);
    const struct summary_second *first = &trial.seconds[0];
    CU_ASSERT_DOUBLE_EQUAL(first->offered, 200, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(first->done, 199, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(first->errors, 1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(first->p50_us, 398.2, 1e-9);
    CU_ASSERT_TRUE(isnan(first->p99_us));
    CU_ASSERT_DOUBLE_EQUAL(first->max_us, 50000.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(first->in_flight, 3, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(trial.seconds[1].second, 1, 1e-9);
    CU_ASSERT_TRUE(isnan(trial.seconds[1].p50_us));
    release();
    CU_ASSERT_TRUE(read_text(summary_seconds_read, HEADER, strlen(HEADER)));
    CU_ASSERT_EQUAL(trial.second_count, 0);
    release();
}

static void bad_seconds_are_refused_with_their_line(void)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {"", ":1: error: the first line must be second,offered"},
        {"second,offered\n", ":1: error: "},
        {HEADER "0,200,199,1,398.2,,50000.5\n", ":2: error: not a line of 8 numbers"},
        {HEADER "0,1,1,0,1,1,1,0\n1,1,1,0,1,1,1,0,9\n", ":3: error: "},
        {HEADER "0,1,1,0,1,1,1,x\n", ":2: error: "},
        {HEADER "0,1,1,0,nan,1,1,0\n", ":2: error: "},
        {HEADER "0,1,1,0,1e999,1,1,0\n", ":2: error: "},
        {HEADER "0,1,1,0,1 ,1,1,0\n", ":2: error: "},
        {HEADER ",1,1,0,1,1,1,0\n", ":2: error: "},
        {HEADER "0,1,1,0,1,1,1,0", ":2: error: "},
        {HEADER "\n", ":2: error: "},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CU_ASSERT_FALSE(read_text(summary_seconds_read, cases[i].text, strlen(cases[i].text)));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        release();
    }
    CU_ASSERT_FALSE(read_text(summary_seconds_read, HEADER "0\0,1\n", strlen(HEADER) + 5));
    release();
}

static void slow_requests_are_read_with_their_total(void)
{
    static const char text[] =
        "{\"intendedNs\":1500000000,\"doneNs\":1550000000,\"request\":\"light\",\"worker\":3}\n"
        "{\"intendedNs\":2000000000,\"doneNs\":2600000000,\"request\":\"heavy\",\"worker\":-1}\n"
        "{\"total\":7}\n";
    CU_ASSERT_TRUE_FATAL(read_text(summary_slow_read, text, strlen(text)));
    CU_ASSERT_EQUAL_FATAL(trial.slow_count, 2);
    CU_ASSERT_DOUBLE_EQUAL(trial.slow[0].intended_s, 1.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(trial.slow[0].done_s, 1.55, 1e-9);
    CU_ASSERT_STRING_EQUAL(trial.slow[1].request, "heavy");
    CU_ASSERT_EQUAL(trial.slow[0].worker, 3);
    CU_ASSERT_EQUAL(trial.slow[1].worker, -1);
    CU_ASSERT_DOUBLE_EQUAL(trial.slow_total, 7, 1e-9);
    release();
}

static void slow_requests_without_a_total_are_cut(void)
{
    static const char *const texts[] = {
        "",
        "{\"intendedNs\":1,\"doneNs\":2,\"request\":\"light\",\"worker\":0}\n",
        "{\"intendedNs\":1,\"request\":\"light\",\"worker\":0}\n{\"total\":1}\n",
        "{\"total\":\"7\"}\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CU_ASSERT_FALSE(read_text(summary_slow_read, texts[i], strlen(texts[i])));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "error: "));
        release();
    }
}

static CU_TestInfo tests[] = {
    {"seconds are read and empty cells are unknown", seconds_are_read_and_empty_cells_are_unknown},
    {"bad seconds are refused with their line", bad_seconds_are_refused_with_their_line},
    {"slow requests are read with their total", slow_requests_are_read_with_their_total},
    {"slow requests without a total are cut", slow_requests_without_a_total_are_cut},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("summary_files", tests)
