#pragma once
/*
 * main() of a unit test program: runs one suite, an array of CU_TestInfo, and fails when a test
 * failed or when none ran.
 *
 *     static CU_TestInfo tests[] = {{"an empty heap is never due", empty_heap}, CU_TEST_INFO_NULL};
 *     TEST_SUITE("deadline", tests)
 */
#include <CUnit/Basic.h>
#include <stdlib.h>

static inline int suite_run(const char *name, CU_TestInfo *tests)
{
    CU_SuiteInfo suites[] = {{name, NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS)
        return EXIT_FAILURE;
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures() + CU_get_number_of_suites_failed();
    unsigned ran = CU_get_number_of_tests_run();
    CU_cleanup_registry();
    return failed == 0 && ran > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define TEST_SUITE(name, tests)                                                                    \
    int main(void)                                                                                 \
    {                                                                                              \
        return suite_run(name, tests);                                                             \
    }
