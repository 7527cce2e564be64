#include "report/axis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"

static const double none = (double)NAN;

/* What the writer of an axis writes; the caller frees it. */
static char *written(void (*write)(FILE *, char, const struct axis *, unsigned),
                     const struct axis *axis, unsigned room)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    write(stream, 'y', axis, room);
    CU_ASSERT_EQUAL_FATAL(fclose(stream), 0);
    return text;
}

static unsigned count_ticks(const char *text)
{
    unsigned quotes = 0;
    for (; *text != '\0'; text++)
        quotes += *text == '"' ? 1 : 0;
    return quotes / 2;
}

static void ranges(void)
{
    static const struct {
        double low, high, objective;
    } cases[] = {{500, 90000, 20000}, {500, 500, 20000}, {1, 60e6, 5}, {700, 700, (double)NAN}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct axis axis = axis_latency(cases[i].low, cases[i].high, cases[i].objective);
        CU_ASSERT(axis.low > 0 && axis.low < cases[i].low / 1e3);
        CU_ASSERT(axis.high > cases[i].high / 1e3);
        if (!isnan(cases[i].objective))
            CU_ASSERT(axis.low < cases[i].objective / 1e3 && axis.high > cases[i].objective / 1e3);
    }
}

static void nothing_to_show(void)
{
    const double bad[][2] = {{none, none}, {(double)INFINITY, 0}, {0, 0}, {-1, 5}, {5, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct axis axis = axis_latency(bad[i][0], bad[i][1], none);
        CU_ASSERT(axis.low > 0 && isfinite(axis.high) && axis.low < axis.high);
    }
    struct axis axis = axis_from_zero(0);
    CU_ASSERT(axis.high > 0);
    axis = axis_from_zero(none);
    CU_ASSERT(axis.high > 0);
}

static void places(void)
{
    struct axis log = {.low = 1, .high = 100, .log = true};
    CU_ASSERT_DOUBLE_EQUAL(axis_place(&log, 10), 0.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(axis_place(&log, 0.1), 0, 0);
    CU_ASSERT_DOUBLE_EQUAL(axis_place(&log, 1e6), 1, 0);
    CU_ASSERT_DOUBLE_EQUAL(axis_place(&log, 0), 0, 0);
    CU_ASSERT_DOUBLE_EQUAL(axis_place(&log, none), 0, 0);
    struct axis linear = {.low = 0, .high = 8};
    CU_ASSERT_DOUBLE_EQUAL(axis_place(&linear, 2), 0.25, 1e-9);
}

static void ticks(void)
{
    for (double decades = 0.1; decades < 8; decades += 0.3)
        for (unsigned room = 5; room < 12; room++) {
            struct axis axis = axis_latency(100, 100 * pow(10, decades), none);
            char *text = written(axis_write_latency, &axis, room);
            CU_ASSERT(count_ticks(text) >= 1);
            CU_ASSERT(count_ticks(text) <= (room > decades + 2 ? room : decades + 2));
            free(text);
        }
    for (double high = 0.01; high < 1e7; high *= 3.7) {
        struct axis axis = axis_from_zero(high);
        char *text = written(axis_write_numbers, &axis, 8);
        CU_ASSERT(count_ticks(text) >= 3 && count_ticks(text) <= 9);
        free(text);
    }
}

static void words_of_ticks(void)
{
    struct axis axis = axis_latency(400, 900000, none);
    char *text = written(axis_write_latency, &axis, 4);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "set logscale y"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"1 ms\" 1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"100 ms\" 100"));
    free(text);
}

static CU_TestInfo tests[] = {
    {"a latency axis holds its values and the objective with some air", ranges},
    {"without values there is an axis all the same", nothing_to_show},
    {"places lie between the ends", places},
    {"there are some ticks, and not more than there is room for", ticks},
    {"ticks are words with units at numbers", words_of_ticks},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("axis", tests)
