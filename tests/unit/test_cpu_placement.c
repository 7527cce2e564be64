#include "bench/cpu_placement.h"

#include <math.h>
#include <string.h>

#include "bench/cgroup.h"
#include "tests/support/suite.h"

/* CPUs first to last, each a core of its own. */
static struct cpu_placement_view view_of(unsigned first, unsigned last)
{
    struct cpu_placement_view view = {.quota_cpus = CGROUP_NO_QUOTA};
    for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
        view.core_of[cpu] = cpu;
    for (unsigned cpu = first; cpu <= last; cpu++)
        CPU_SET(cpu, &view.allowed);
    return view;
}

static void expect(const struct cpu_placement_view *view, bool shared, const char *generator,
                   const char *servers)
{
    struct cpu_placement placement;
    char list[CPU_PLACEMENT_LIST_BYTES];
    cpu_placement_decide(view, &placement);
    CU_ASSERT_EQUAL(placement.shared, shared);
    cpu_placement_list(&placement.generator_cpus, list);
    CU_ASSERT_STRING_EQUAL(list, generator);
    cpu_placement_list(&placement.server_cpus, list);
    CU_ASSERT_STRING_EQUAL(list, servers);
}

static void below_four_cpus_they_share_and_from_four_on_they_do_not(void)
{
    static const struct {
        unsigned last;
        bool shared;
        const char *generator;
        const char *servers;
    } cases[] = {
        {0, true, "0", "0"},        {1, true, "0-1", "0-1"}, {2, true, "0-2", "0-2"},
        {3, false, "0", "1-3"},     {6, false, "0", "1-6"},  {7, false, "0-1", "2-7"},
        {15, false, "0-3", "4-15"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cpu_placement_view view = view_of(0, cases[i].last);
        expect(&view, cases[i].shared, cases[i].generator, cases[i].servers);
    }
}

static void only_allowed_cpus_are_used(void)
{
    struct cpu_placement_view view = view_of(8, 11);
    CPU_SET(20, &view.allowed);
    expect(&view, false, "8", "9-11,20");
}

static void a_quota_counts_in_whole_cpus(void)
{
    struct cpu_placement placement;
    struct cpu_placement_view view = view_of(0, 15);
    view.quota_cpus = 4.9;
    expect(&view, false, "0", "1-3");
    view.quota_cpus = 3.99;
    expect(&view, true, "0-2", "0-2");
    view.quota_cpus = 0.5;
    expect(&view, true, "0", "0");
    view.quota_cpus = 64.0;
    expect(&view, false, "0-3", "4-15");
    view.quota_cpus = 2.5;
    cpu_placement_decide(&view, &placement);
    CU_ASSERT_PTR_NOT_NULL(strstr(placement.reason, "2 CPUs (of 16, for a quota of 2.50)"));
}

static void threads_of_one_core_stay_on_one_side(void)
{
    struct cpu_placement_view view = view_of(0, 7);
    for (unsigned cpu = 4; cpu < 8; cpu++) /* 0 and 4 are one core, 1 and 5, … */
        view.core_of[cpu] = cpu - 4;
    expect(&view, false, "0,4", "1-3,5-7");
}

static void nice_values_differ_only_on_shared_cpus(void)
{
    struct cpu_placement placement;
    struct cpu_placement_view view = view_of(0, 1);
    cpu_placement_decide(&view, &placement);
    CU_ASSERT_EQUAL(placement.own_nice, 0);
    CU_ASSERT_EQUAL(placement.server_nice_increment, 10);
    CU_ASSERT_STRING_EQUAL(placement.reason,
                           "2 CPUs: server and generator share them; servers run with nice 10, the "
                           "generator with 0 and without spinning");
    view.own_nice = 15;
    cpu_placement_decide(&view, &placement);
    CU_ASSERT_EQUAL(placement.server_nice_increment, 4);
    CU_ASSERT_PTR_NOT_NULL(strstr(placement.reason, "servers run with nice 19"));
    CU_ASSERT_PTR_NOT_NULL(strstr(placement.reason, "may not lower it"));
    view = view_of(0, 3);
    cpu_placement_decide(&view, &placement);
    CU_ASSERT_EQUAL(placement.server_nice_increment, 0);
    CU_ASSERT_STRING_EQUAL(placement.reason,
                           "4 CPUs: the generator has 1 of them, servers the other 3");
}

static void a_server_with_fewer_cpus_gets_the_last_ones(void)
{
    struct cpu_placement placement;
    struct cpu_placement_view view = view_of(0, 7);
    cpu_set_t mask;
    char list[CPU_PLACEMENT_LIST_BYTES];
    cpu_placement_decide(&view, &placement);
    CU_ASSERT_EQUAL(cpu_placement_server_mask(&placement, 2, &mask), 2);
    cpu_placement_list(&mask, list);
    CU_ASSERT_STRING_EQUAL(list, "6-7");
    CU_ASSERT_EQUAL(cpu_placement_server_mask(&placement, 0, &mask), 6);
    cpu_placement_list(&mask, list);
    CU_ASSERT_STRING_EQUAL(list, "2-7");
    CU_ASSERT_EQUAL(cpu_placement_server_mask(&placement, 64, &mask), 6);
}

static void the_real_machine_can_be_observed(void)
{
    struct cpu_placement_view view;
    struct cpu_placement placement;
    struct error error;
    CU_ASSERT_FATAL(cpu_placement_observe(&view, &error));
    cpu_placement_decide(&view, &placement);
    CU_ASSERT(CPU_COUNT(&placement.server_cpus) > 0);
    CU_ASSERT(CPU_COUNT(&placement.generator_cpus) > 0);
    CU_ASSERT(isnan(view.quota_cpus) || view.quota_cpus > 0.0);
}

static CU_TestInfo tests[] = {
    {"below four CPUs they share, and from four on they do not",
     below_four_cpus_they_share_and_from_four_on_they_do_not},
    {"only allowed CPUs are used", only_allowed_cpus_are_used},
    {"a quota counts in whole CPUs", a_quota_counts_in_whole_cpus},
    {"threads of one core stay on one side", threads_of_one_core_stay_on_one_side},
    {"nice values differ only on shared CPUs", nice_values_differ_only_on_shared_cpus},
    {"a server with fewer CPUs gets the last ones", a_server_with_fewer_cpus_gets_the_last_ones},
    {"the real machine can be observed", the_real_machine_can_be_observed},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("cpu_placement", tests)
