/* Caps: a slip of a zero is refused, with the flag that allows it. */
#include "loadgen/caps.h"

#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

static const struct caps caps = {
    .rate_per_s = 1000, .duration_ns = 10 * ONE_SECOND_NS, .connections = 100};

static bool is_allowed(double rate_per_s, uint64_t step_ns, unsigned connections, unsigned vus,
                       struct error *error)
{
    struct scenario_phase phases[2] = {
        {.name = "warm-up",
         .step_count = 1,
         .step_duration_ns = ONE_SECOND_NS,
         .rates_per_s = {10}},
        {.name = "load",
         .step_count = 3,
         .step_duration_ns = step_ns,
         .rates_per_s = {10, 20, rate_per_s},
         .vus = vus},
    };
    struct scenario scenario = {.phases = phases, .phase_count = 2, .connections_max = connections};
    error->text[0] = '\0';
    return caps_check(&caps, &scenario, error);
}

static void what_lies_within_is_allowed(void)
{
    struct error error;
    CU_ASSERT_TRUE(is_allowed(1000, 3 * ONE_SECOND_NS, 100, 0, &error));
    CU_ASSERT_TRUE(is_allowed(1e9, 3 * ONE_SECOND_NS, 100, 5, &error)); /* users have no rate */
}

static void what_lies_beyond_names_its_flag(void)
{
    struct error error;
    CU_ASSERT_FALSE(is_allowed(1001, ONE_SECOND_NS, 1, 0, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "phase \"load\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "--max-rate"));
    CU_ASSERT_FALSE(is_allowed(1, 3 * ONE_SECOND_NS + 1, 1, 0, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "--max-duration"));
    CU_ASSERT_FALSE(is_allowed(1, ONE_SECOND_NS, 101, 0, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "--max-connections"));
}

static CU_TestInfo tests[] = {
    {"what lies within is allowed", what_lies_within_is_allowed},
    {"what lies beyond names its flag", what_lies_beyond_names_its_flag},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("caps", tests)
