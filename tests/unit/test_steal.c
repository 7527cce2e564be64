/* Stolen time: a share between two readings, or no figure at all. */
#include "loadgen/steal.h"

#include <math.h>

#include "tests/support/suite.h"

static void a_share_is_stolen_by_total(void)
{
    struct steal_reading from = {.stolen = 10, .total = 1000};
    struct steal_reading to = {.stolen = 15, .total = 1100};
    CU_ASSERT_DOUBLE_EQUAL(steal_share(&from, &to), 0.05, 1e-12);
}

static void without_time_between_there_is_no_share(void)
{
    struct steal_reading reading = {.stolen = 10, .total = 1000};
    struct steal_reading none = {0};
    CU_ASSERT(isnan(steal_share(&reading, &reading)));
    CU_ASSERT(isnan(steal_share(&none, &reading)));
}

static void this_machine_tells_its_time(void)
{
    struct steal_reading reading = steal_read();
    CU_ASSERT(reading.total > 0);
    CU_ASSERT(reading.stolen < reading.total);
}

static CU_TestInfo tests[] = {
    {"a share is stolen by total", a_share_is_stolen_by_total},
    {"without time between there is no share", without_time_between_there_is_no_share},
    {"this machine tells its time", this_machine_tells_its_time},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("steal", tests)
