#include "report/finding_thresholds.h"

#include <math.h>
#include <string.h>

#include "tests/support/suite.h"

static void every_threshold_is_whole(void)
{
    for (int i = 0; i < THRESHOLDS; i++) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(thresholds[i].text);
        CU_ASSERT_PTR_NOT_NULL_FATAL(thresholds[i].rule);
        CU_ASSERT_PTR_NOT_NULL_FATAL(thresholds[i].reason);
        CU_ASSERT_TRUE(thresholds[i].value > 0);
        CU_ASSERT_TRUE(strlen(thresholds[i].reason) > 10);
    }
}

/* The words must not drift from the number: each text holds its value, in its own unit. */
static void the_words_hold_the_number(void)
{
    for (int i = 0; i < THRESHOLDS; i++) {
        const struct threshold *one = &thresholds[i];
        char plain[32], per_cent[32], ms[32];
        (void)snprintf(plain, sizeof plain, "%g", one->value);
        (void)snprintf(per_cent, sizeof per_cent, "%g %%", one->value * 100);
        (void)snprintf(ms, sizeof ms, "%g ms", one->value * 1000);
        CU_ASSERT_TRUE(strstr(one->text, plain) != NULL || strstr(one->text, per_cent) != NULL ||
                       strstr(one->text, ms) != NULL);
    }
}

static CU_TestInfo tests[] = {
    {"every threshold is whole", every_threshold_is_whole},
    {"the words hold the number", the_words_hold_the_number},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("finding_thresholds", tests)
