#include "bench/process_tree.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/limits.h"
#include "tests/support/suite.h"

static void burn_ms(uint64_t ms)
{
    uint64_t until_ns = clock_process_cpu_ns() + ms * ONE_MS_NS;
    while (clock_process_cpu_ns() < until_ns)
        continue;
}

/* A child that burns CPU, says so and waits until it is killed. */
static pid_t start_child(uint64_t burn)
{
    int ends[2];
    char byte;
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        burn_ms(burn);
        if (write(ends[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            (void)pause();
    }
    CU_ASSERT_EQUAL(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    close(ends[1]);
    return child;
}

static void end_child(pid_t child)
{
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
}

static struct tree_usage measure(struct process_tree *tree)
{
    struct tree_usage usage;
    CU_ASSERT_FATAL(process_tree_measure(tree, &usage));
    return usage;
}

static void children_are_found_and_lost_and_their_time_stays(void)
{
    static struct process_tree tree;
    process_tree_open(&tree, getpid());
    struct tree_usage alone = measure(&tree);
    CU_ASSERT_EQUAL(alone.processes, 1);
    CU_ASSERT(alone.resident_bytes > 0);
    pid_t first = start_child(30);
    pid_t second = start_child(0);
    struct tree_usage three = measure(&tree);
    CU_ASSERT_EQUAL(three.processes, 3);
    CU_ASSERT(three.threads >= alone.threads + 2); /* sanitizers add some of their own */
    CU_ASSERT(three.cpu_s >= alone.cpu_s + 0.030);
    end_child(first);
    struct tree_usage two = measure(&tree);
    CU_ASSERT_EQUAL(two.processes, 2);
    CU_ASSERT(two.cpu_s >= three.cpu_s); /* waited for: its time is its parent's now */
    end_child(second);
    CU_ASSERT_EQUAL(measure(&tree).processes, 1);
    process_tree_close(&tree);
}

static void time_is_counted_more_finely_than_in_ticks(void)
{
    static struct process_tree tree;
    process_tree_open(&tree, getpid());
    double before_s = measure(&tree).cpu_s;
    burn_ms(2);
    double used_s = measure(&tree).cpu_s - before_s;
    CU_ASSERT(used_s >= 0.002);
    CU_ASSERT(used_s < 0.009);
    process_tree_close(&tree);
}

static void memory_and_descriptors_are_those_of_all(void)
{
    static struct process_tree tree;
    struct tree_memory alone;
    struct tree_memory both;
    process_tree_open(&tree, getpid());
    CU_ASSERT_FATAL(process_tree_measure_memory(&tree, &alone));
    CU_ASSERT(alone.proportional_bytes > 0 && alone.resident_bytes >= alone.proportional_bytes);
    pid_t child = start_child(0);
    CU_ASSERT_FATAL(process_tree_measure_memory(&tree, &both));
    CU_ASSERT(both.resident_bytes > alone.resident_bytes);
    CU_ASSERT(both.descriptors > alone.descriptors);
    end_child(child);
    process_tree_close(&tree);
}

static void one_that_is_gone_has_no_figures(void)
{
    static struct process_tree tree;
    struct tree_usage usage;
    struct tree_memory memory;
    pid_t child = start_child(0);
    process_tree_open(&tree, child);
    CU_ASSERT(process_tree_measure(&tree, &usage));
    end_child(child);
    CU_ASSERT_FALSE(process_tree_measure(&tree, &usage));
    CU_ASSERT_FALSE(process_tree_measure_memory(&tree, &memory));
    process_tree_close(&tree);
}

static CU_TestInfo tests[] = {
    {"children are found and lost, and their time stays",
     children_are_found_and_lost_and_their_time_stays},
    {"time is counted more finely than in ticks", time_is_counted_more_finely_than_in_ticks},
    {"memory and descriptors are those of all", memory_and_descriptors_are_those_of_all},
    {"one that is gone has no figures", one_that_is_gone_has_no_figures},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("process_tree", tests)
