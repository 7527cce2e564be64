#include "report/identity.h"

#include <math.h>
#include <string.h>

#include "tests/support/suite.h"
#include "tests/support/summary_fixture.h"

static double luminance(unsigned colour)
{
    double weights[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (unsigned i = 0; i < 3; i++) {
        double part = (double)(colour >> (16 - 8 * i) & 0xFF) / 255;
        sum += weights[i] * (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* WCAG 2.1 */
static double contrast(unsigned a, unsigned b)
{
    double light = fmax(luminance(a), luminance(b));
    double dark = fmin(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

static void add_many(struct summary *summary)
{
    static const char *const models[] = {
        "cluster", "worker-pool", "event-loop", "event-loop",  "thread-per-request", "iterative",
        "process", "prefork",     "coroutine",  "thread-pool", "iterative",          "cluster"};
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++)
        fixture_add_server(summary, models[i], models[i]);
}

static void fixed_ones(void)
{
    struct summary *summary = fixture_new();
    fixture_add_server(summary, "cluster", "c");
    fixture_add_server(summary, "worker-pool", "p");
    static const unsigned colours[] = {0xD55E00, 0x0072B2, 0x009E73, 0xCC79A7};
    static const unsigned points[] = {7, 5, 9, 13};
    for (unsigned s = 0; s < 4; s++) {
        struct identity identity = identity_of(summary, 0, s);
        CU_ASSERT_EQUAL(identity.linetype, s + 1);
        CU_ASSERT_EQUAL(identity.colour, colours[s]);
        CU_ASSERT_EQUAL(identity.point, points[s]);
    }
    fixture_free(summary);
}

static void told_apart(void)
{
    struct summary *summary = fixture_new();
    add_many(summary);
    unsigned count = summary->scenarios[0].server_count;
    for (unsigned a = 0; a < count; a++)
        for (unsigned b = 0; b < a; b++) {
            struct identity one = identity_of(summary, 0, a);
            struct identity other = identity_of(summary, 0, b);
            CU_ASSERT_NOT_EQUAL(one.linetype, other.linetype);
            CU_ASSERT(one.colour != other.colour || one.point != other.point ||
                      strcmp(one.dashes, other.dashes) != 0);
        }
    fixture_free(summary);
}

static void visible(void)
{
    struct summary *summary = fixture_new();
    add_many(summary);
    for (unsigned s = 0; s < summary->scenarios[0].server_count; s++) {
        struct identity identity = identity_of(summary, 0, s);
        CU_ASSERT(contrast(identity.colour, 0xFFFFFF) >= 3);
        CU_ASSERT(contrast(identity.colour, 0x15181D) >= 3);
        CU_ASSERT_EQUAL(identity.point % 2, 1); /* one less is its hollow form */
    }
    fixture_free(summary);
}

static void same_everywhere(void)
{
    struct summary *summary = fixture_new();
    fixture_add_server(summary, "iterative", "iterative");
    struct summary_scenario scenarios[2] = {summary->scenarios[0], summary->scenarios[0]};
    scenarios[1].servers = &scenarios[0].servers[1]; /* without the first */
    scenarios[1].server_count = 2;
    struct summary both = {.scenarios = scenarios, .scenario_count = 2};
    CU_ASSERT_EQUAL(identity_of(&both, 0, 1).linetype, identity_of(&both, 1, 0).linetype);
    CU_ASSERT_EQUAL(identity_of(&both, 0, 2).colour, identity_of(&both, 1, 1).colour);
    fixture_free(summary);
}

static CU_TestInfo tests[] = {
    {"the four models have their own colour and marker", fixed_ones},
    {"no two servers of a scenario look alike", told_apart},
    {"every colour is seen on light and on dark pages", visible},
    {"a model looks the same in every scenario", same_everywhere},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("identity", tests)
