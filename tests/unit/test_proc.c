#include "bench/proc.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

/* A server whose name was chosen to confuse; 12 threads, 345 pages. */
static const char stat_text[] =
    "4321 (a) R 1 (b)) S 1 4321 4321 0 -1 4194560 100 0 5 0 1200 340 56 7 20 0 12 0 8888 99999999 "
    "345 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

static void a_process_line_is_read_behind_its_name(void)
{
    struct proc_stat stat;
    CU_ASSERT_FATAL(proc_parse_stat(stat_text, &stat));
    CU_ASSERT_EQUAL(stat.state, 'S');
    CU_ASSERT_EQUAL(stat.cpu_ticks, 1540);
    CU_ASSERT_EQUAL(stat.children_cpu_ticks, 63);
    CU_ASSERT_EQUAL(stat.threads, 12);
    CU_ASSERT_EQUAL(stat.resident_pages, 345);
}

static void a_process_line_cut_anywhere_is_refused_or_complete(void)
{
    struct proc_stat stat;
    char text[sizeof stat_text];
    for (size_t length = 0; length < sizeof stat_text - 1; length++) {
        (void)snprintf(text, sizeof text, "%.*s", (int)length, stat_text);
        bool reaches_rss = strstr(text, " 345") != NULL;
        bool read = proc_parse_stat(text, &stat);
        if (!reaches_rss && strstr(text, "99999999 ") == NULL)
            CU_ASSERT_FALSE(read);
        if (reaches_rss)
            CU_ASSERT(read && stat.resident_pages == 345);
    }
}

static void the_machines_time_is_split_into_busy_and_stolen(void)
{
    static const char text[] = "cpu  100 20 300 4000 50 6 7 80 9 1\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
    struct proc_machine_stat stat;
    CU_ASSERT_FATAL(proc_parse_machine_stat(text, &stat));
    CU_ASSERT_EQUAL(stat.busy_ticks, 433); /* guest time is in user already */
    CU_ASSERT_EQUAL(stat.steal_ticks, 80);
    CU_ASSERT_FALSE(proc_parse_machine_stat("cpu0 1 2 3 4 5 6 7 8\n", &stat));
    CU_ASSERT_FALSE(proc_parse_machine_stat("cpu  1 2 3\n", &stat));
    CU_ASSERT_FALSE(proc_parse_machine_stat("", &stat));
}

static void sizes_are_found_by_their_whole_name(void)
{
    static const char text[] = "55e2656f1000-7ffe3c2ab000 ---p 00000000 00:00 0    [rollup]\n"
                               "Rss:                1712 kB\n"
                               "Pss_Dirty:           116 kB\n"
                               "Pss:                 355 kB\n"
                               "HugePages_Total:       7\n";
    uint64_t bytes = 0;
    CU_ASSERT(proc_parse_kilobytes(text, "Pss", &bytes));
    CU_ASSERT_EQUAL(bytes, 355 * 1024);
    CU_ASSERT(proc_parse_kilobytes(text, "Rss", &bytes));
    CU_ASSERT_EQUAL(bytes, 1712 * 1024);
    CU_ASSERT_FALSE(proc_parse_kilobytes(text, "ss", &bytes));
    CU_ASSERT_FALSE(proc_parse_kilobytes(text, "HugePages_Total", &bytes));
    CU_ASSERT_FALSE(proc_parse_kilobytes("", "Pss", &bytes));
}

static void counters_are_found_by_the_names_above_them(void)
{
    static const char text[] = "TcpExt: SyncookiesSent ListenOverflows ListenDrops\n"
                               "TcpExt: 1 22 333\n"
                               "IpExt: InNoRoutes InOctets\n"
                               "IpExt: 0 4444\n";
    uint64_t value = 0;
    CU_ASSERT(proc_parse_counter(text, "TcpExt", "ListenOverflows", &value));
    CU_ASSERT_EQUAL(value, 22);
    CU_ASSERT(proc_parse_counter(text, "TcpExt", "ListenDrops", &value));
    CU_ASSERT_EQUAL(value, 333);
    CU_ASSERT(proc_parse_counter(text, "IpExt", "InOctets", &value));
    CU_ASSERT_EQUAL(value, 4444);
    CU_ASSERT_FALSE(proc_parse_counter(text, "TcpExt", "InOctets", &value));
    CU_ASSERT_FALSE(proc_parse_counter(text, "TcpExt", "Listen", &value));
    CU_ASSERT_FALSE(proc_parse_counter("TcpExt: A B\n", "TcpExt", "A", &value));
}

static void children_are_numbers_with_a_space_behind_them(void)
{
    pid_t children[3];
    CU_ASSERT_EQUAL(proc_parse_children("", children, 3), 0);
    CU_ASSERT_EQUAL(proc_parse_children("12 345 ", children, 3), 2);
    CU_ASSERT_EQUAL(children[1], 345);
    CU_ASSERT_EQUAL(proc_parse_children("12 345 67", children, 3), 2); /* cut within a number */
    CU_ASSERT_EQUAL(proc_parse_children("1 2 3 4 5 ", children, 3), 3);
}

static void kept_files_are_read_again_from_the_start(void)
{
    char text[PROC_TEXT_BYTES];
    char again[PROC_TEXT_BYTES];
    struct proc_stat stat;
    int fd = proc_open("/proc/self/stat");
    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT(proc_read(fd, text, sizeof text) && proc_parse_stat(text, &stat));
    CU_ASSERT(proc_read(fd, again, sizeof again) && proc_parse_stat(again, &stat));
    CU_ASSERT_EQUAL(stat.state, 'R');
    CU_ASSERT_EQUAL(strncmp(text, again, 10), 0);
    close(fd);
    CU_ASSERT_FALSE(proc_read(-1, text, sizeof text));
    CU_ASSERT_FALSE(proc_read_path("/proc/self/none", text, sizeof text));
    CU_ASSERT(proc_read_path("/proc/version", text, 10));
    CU_ASSERT_STRING_EQUAL(text, "Linux ver"); /* cut */
}

static void descriptors_are_counted(void)
{
    uint64_t before = proc_count_descriptors(getpid());
    int fds[] = {open("/dev/null", O_RDONLY), open("/dev/null", O_RDONLY)};
    CU_ASSERT(before >= 3 || before == 2); /* test runners may close stdin */
    CU_ASSERT_EQUAL(proc_count_descriptors(getpid()), before + 2);
    close(fds[0]);
    close(fds[1]);
    CU_ASSERT_EQUAL(proc_count_descriptors(0), 0);
}

static CU_TestInfo tests[] = {
    {"a process's line is read behind its name", a_process_line_is_read_behind_its_name},
    {"a process's line cut anywhere is refused or complete",
     a_process_line_cut_anywhere_is_refused_or_complete},
    {"the machine's time is split into busy and stolen",
     the_machines_time_is_split_into_busy_and_stolen},
    {"sizes are found by their whole name", sizes_are_found_by_their_whole_name},
    {"counters are found by the names above them", counters_are_found_by_the_names_above_them},
    {"children are numbers with a space behind them",
     children_are_numbers_with_a_space_behind_them},
    {"kept files are read again from the start", kept_files_are_read_again_from_the_start},
    {"descriptors are counted", descriptors_are_counted},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("proc", tests)
