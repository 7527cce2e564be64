/* Placement: threads, spinning and descriptors by scenario and machine. */
#include "loadgen/allowance.h"

#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct scenario_phase phases[2] = {
    {.step_count = 1, .step_duration_ns = ONE_SECOND_NS, .rates_per_s = {10}},
    {.step_count = 2, .step_duration_ns = ONE_SECOND_NS},
};

static struct scenario scenario_of(double peak_per_s, unsigned vus, unsigned connections)
{
    phases[1].rates_per_s[0] = 5;
    phases[1].rates_per_s[1] = peak_per_s;
    phases[1].vus = vus;
    phases[1].max_in_flight = 0;
    return (struct scenario){.phases = phases, .phase_count = 2, .connections_max = connections};
}

static void threads_follow_the_load_and_the_machine(void)
{
    static const struct {
        double peak_per_s;
        unsigned vus, connections, cpus, cpus_allowed, threads;
    } cases[] = {
        {1000, 0, 64, 2, 2, 1},    {30000, 0, 64, 2, 2, 1},       {30000, 0, 64, 2, 1, 1},
        {30000, 0, 64, 8, 8, 2},   {100000, 0, 64, 8, 8, 4},      {100000, 0, 64, 8, 3, 3},
        {100000, 0, 2, 64, 64, 2}, {0, 64, 64, 8, 8, 1},          {0, 65, 65, 8, 8, 2},
        {0, 640, 640, 16, 4, 4},   {200000, 0, 9000, 96, 96, 10},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scenario scenario =
            scenario_of(cases[i].peak_per_s, cases[i].vus, cases[i].connections);
        struct allowance_machine machine = {.cpus = cases[i].cpus,
                                            .cpus_allowed = cases[i].cpus_allowed};
        CU_ASSERT_EQUAL(allowance_threads(&scenario, &machine), cases[i].threads);
    }
}

static void a_thread_has_something_to_do(void)
{
    struct scenario scenario = scenario_of(100, 0, 1000);
    CU_ASSERT_EQUAL(allowance_threads_max(&scenario), LOADGEN_THREADS_MAX);
    scenario.connections_max = 7;
    CU_ASSERT_EQUAL(allowance_threads_max(&scenario), 7);
    phases[1].max_in_flight = 3;
    CU_ASSERT_EQUAL(allowance_threads_max(&scenario), 3);
    phases[1].vus = 2;
    CU_ASSERT_EQUAL(allowance_threads_max(&scenario), 2);
}

static void it_spins_only_on_cpus_of_its_own(void)
{
    static const struct {
        unsigned cpus, cpus_allowed;
        bool spins;
    } cases[] = {{1, 1, false}, {2, 2, false}, {3, 3, false},
                 {2, 1, true},  {4, 4, true},  {96, 1, true}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct allowance_machine machine = {.cpus = cases[i].cpus,
                                            .cpus_allowed = cases[i].cpus_allowed};
        CU_ASSERT_EQUAL(allowance_spin_ns(&machine), cases[i].spins ? 80000 : 0);
    }
}

static void too_few_descriptors_are_refused_with_the_remedy(void)
{
    struct allowance_machine machine = {.descriptors = 200};
    struct error error;
    CU_ASSERT_TRUE(allowance_check_descriptors(&machine, 181, 1, &error));
    CU_ASSERT_FALSE(allowance_check_descriptors(&machine, 182, 1, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "ulimit -n 201"));
    CU_ASSERT_FALSE(allowance_check_descriptors(&machine, 181, 2, &error));
}

static void this_machine_is_known(void)
{
    struct allowance_machine machine = allowance_this_machine();
    CU_ASSERT(machine.cpus > 0);
    CU_ASSERT(machine.cpus_allowed > 0 && machine.cpus_allowed <= machine.cpus);
    CU_ASSERT(machine.descriptors > 3);
}

static CU_TestInfo tests[] = {
    {"threads follow the load and the machine", threads_follow_the_load_and_the_machine},
    {"a thread has something to do", a_thread_has_something_to_do},
    {"it spins only on CPUs of its own", it_spins_only_on_cpus_of_its_own},
    {"too few descriptors are refused with the remedy",
     too_few_descriptors_are_refused_with_the_remedy},
    {"this machine is known", this_machine_is_known},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("allowance", tests)
